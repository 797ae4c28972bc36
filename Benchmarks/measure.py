"""Runs commands and says what they cost: time, processor, memory; and what the machine did beside them."""

import os
import statistics
import subprocess
import sys
import threading
import time

TICKS = os.sysconf("SC_CLK_TCK")


class Server:
    """One database server of the lab."""

    def __init__(self, name, flavour, client, pid):
        self.name = name
        self.flavour = flavour
        self.client = client
        self.pid = pid

    def sql(self, text, infile=None):
        """Runs statements as root and returns the rows, tab-separated."""
        done = subprocess.run(
            self.client + ["--batch", "--skip-column-names", "--local-infile=1", "-e", text],
            stdin=infile, stdout=subprocess.PIPE, check=True, text=True)
        return done.stdout.strip()

    @property
    def cpu(self):
        """Processor seconds used so far."""
        with open(f"/proc/{self.pid}/stat") as file:
            fields = file.read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def settle(self, patience=30):
        """Waits until the server has nothing left to do in the background, for `patience` seconds at most."""
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            before = self.cpu
            time.sleep(0.5)
            if self.cpu - before < 0.02:
                return


def machine_cpu():
    """Processor seconds that all processes of the machine used so far, and those the hypervisor withheld."""
    with open("/proc/stat") as file:
        user, nice, system, _, _, irq, soft, steal = map(int, file.readline().split()[1:9])
    return (user + nice + system + irq + soft) / TICKS, steal / TICKS


def run(commands, server, stdin=None, stdout=None, log=None):
    """Runs `commands` as a pipeline and returns what it cost.

    stdin, stdout: paths for its ends. log: path for its messages. A command that fails ends the benchmark.
    """
    files = []

    def opened(path, mode):
        files.append(open(path, mode))
        return files[-1]

    source = opened(stdin, "rb") if stdin else subprocess.DEVNULL
    sink = opened(stdout, "wb") if stdout else subprocess.DEVNULL
    messages = opened(log, "wb") if log else None
    server_before, (machine_before, steal_before) = server.cpu, machine_cpu()
    start = time.monotonic()
    children = []
    for index, command in enumerate(commands):
        last = index == len(commands) - 1
        child = subprocess.Popen(
            command, stdin=source, stdout=sink if last else subprocess.PIPE, stderr=messages)
        if index > 0:
            source.close()
        source = child.stdout
        children.append(child)
    usages = wait(children)
    wall = time.monotonic() - start
    server_cpu = server.cpu - server_before
    machine_after, steal_after = machine_cpu()
    for file in files:
        file.close()
    for child, (status, _) in zip(children, usages):
        if status != 0:
            shown = open(log).read()[-2000:] if log else ""
            sys.exit(f"bench: {child.args[0]} ended with {os.waitstatus_to_exitcode(status)}\n{shown}")
    cpu = sum(usage.ru_utime + usage.ru_stime for _, usage in usages)
    return {
        "seconds": wall,
        "client_cpu_seconds": cpu,
        "server_cpu_seconds": server_cpu,
        # Of a pipeline the largest process; ru_maxrss is in KiB.
        "peak_memory_mb": max(usage.ru_maxrss for _, usage in usages) / 1024,
        "other_cpu_seconds": max(0.0, machine_after - machine_before - cpu - server_cpu),
        "stolen_seconds": steal_after - steal_before,
    }


def wait(children):
    """Waits for all, each on a thread, so that the end of none is noticed late."""
    usages = [None] * len(children)

    def collect(index, child):
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        usages[index] = (status, usage)

    threads = [threading.Thread(target=collect, args=pair) for pair in enumerate(children)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return usages


def medians(samples):
    """The median of each figure, nested ones likewise. A step too short to be seen each time is left out there."""
    result = {}
    for key in {key: None for sample in samples for key in sample}:
        values = [sample[key] for sample in samples if key in sample]
        if isinstance(values[0], dict):
            result[key] = medians(values)
        else:
            result[key] = round(statistics.median(values), 3)
    return result


def machine():
    """What the figures were measured on."""
    model, cores, memory = "", os.cpu_count(), ""
    with open("/proc/cpuinfo") as file:
        for line in file:
            if line.startswith("model name"):
                model = line.split(":", 1)[1].strip()
    with open("/proc/meminfo") as file:
        memory = round(int(file.readline().split()[1]) / 1024)
    with open("/etc/os-release") as file:
        system = next(line.split("=", 1)[1].strip().strip('"') for line in file if line.startswith("PRETTY_NAME"))
    return {
        "cpu": model, "cores": cores, "memory_mb": memory, "system": system, "kernel": os.uname().release,
        "load_before": os.getloadavg(),
    }
