#!/usr/bin/env python3
"""Rebuilds one table with dbops and with the server's own ALTER TABLE, taking turns, and prints what it cost.

Started by scripts/bench, which builds dbops and starts the servers.
"""

import argparse
import datetime
import json
import os
import pathlib
import random
import shutil
import subprocess
import sys
import threading
import time

import measure
import orders

ROOT = pathlib.Path(__file__).resolve().parent.parent
DATABASE = "dbops_bench_alter"
# Rows changed a second while the table is rebuilt; `hot` changes the same thousand rows as fast as it can.
TURNS = ["server copy", "server inplace", "dbops", "dbops deferred", "dbops 500/s", "dbops 2000/s", "dbops hot"]


def say(text):
    print(f"bench: {text}", file=sys.stderr, flush=True)


class Writers:
    """Sessions of the plain client that change rows at a given rate, ten in a transaction."""

    SESSIONS = 4
    BATCH = 10

    def __init__(self, server, rows, rate, hot=None):
        self.server, self.rows, self.rate, self.hot = server, rows, rate, hot
        self.stop = threading.Event()
        self.threads = [threading.Thread(target=self.write, args=(n,)) for n in range(self.SESSIONS)]

    def __enter__(self):
        self.before, self.begin = self.changed(), time.monotonic()
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.stop.set()
        for thread in self.threads:
            thread.join()
        self.seconds = time.monotonic() - self.begin

    def changed(self):
        return int(self.server.sql(f"SELECT COALESCE(SUM(n), 0) FROM {DATABASE}.written"))

    def write(self, number):
        dice = random.Random(number)
        client = subprocess.Popen(
            self.server.client + [DATABASE, "--batch", "--skip-column-names", "-n"], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, text=True)
        next_ = time.monotonic()
        while not self.stop.is_set():
            ids = [dice.randint(1, self.hot or self.rows) for _ in range(self.BATCH)]
            if self.hot is None and dice.random() < 0.2:
                changes = "INSERT INTO orders SELECT NULL, customer_id, order_number, status, total, tax, placed_at, shipped_at," \
                    f" customer_name, email, address, details FROM orders WHERE id IN ({','.join(map(str, ids))});"
            else:
                changes = f"UPDATE orders SET total = total + 1, status = 'paid' WHERE id IN ({','.join(map(str, sorted(ids)))});"
            client.stdin.write(
                f"BEGIN; {changes} UPDATE written SET n = n + {len(set(ids))} WHERE id = {number}; COMMIT; SELECT 1;\n")
            client.stdin.flush()
            # The next transaction is sent when this one is acknowledged, as an application does.
            if not client.stdout.readline():
                break
            if self.rate:
                next_ += self.BATCH * self.SESSIONS / self.rate
                time.sleep(max(0, next_ - time.monotonic()))
        client.stdin.close()
        client.wait()


class Bench:
    """One server and the table on it."""

    def __init__(self, flavour, dbops, folder, rows):
        env = os.environ
        self.flavour, self.dbops, self.rows = flavour, dbops, rows
        self.log, self.output = folder / f"{flavour}.log", folder / f"{flavour}.out"
        socket = env[f"DBOPS_TEST_{flavour.upper()}_TARGET_SOCKET"]
        name = f"{flavour}-target"
        pid = int((pathlib.Path(env["DBOPS_TEST_SERVERS_DIR"]) / "run" / f"{name}.pid").read_text())
        client = [env[f"DBOPS_TEST_{flavour.upper()}_CLIENT"], f"--defaults-file={env['DBOPS_TEST_ROOT_OPTION_FILE']}",
                  f"--socket={socket}"]
        self.server = measure.Server(name, flavour, client, pid)
        self.account = [f"--defaults-file={env['DBOPS_TEST_ROOT_OPTION_FILE']}", f"--socket={socket}"]

    def prepare(self):
        """Makes the table anew, so that every turn begins with the same pages."""
        definition = orders.DEFINITION.format(comment="bench")
        definition = definition.replace("  KEY order_number", "  KEY total (total),\n  KEY order_number")
        keys = [line for line in definition.splitlines() if line.startswith("  KEY")]
        plain = "\n".join(line for line in definition.splitlines() if line not in keys)
        quiet = "SET SESSION sql_log_bin=0, unique_checks=0;"
        self.server.sql(
            f"{quiet} DROP DATABASE IF EXISTS {DATABASE}; CREATE DATABASE {DATABASE}; USE {DATABASE};"
            + plain.replace("PRIMARY KEY (id),", "PRIMARY KEY (id)")
            + "; CREATE TABLE written (id INT PRIMARY KEY, n BIGINT NOT NULL); INSERT INTO written VALUES (0,0),(1,0),(2,0),(3,0)")
        generator = subprocess.Popen([sys.executable, orders.__file__, str(self.rows)], stdout=subprocess.PIPE)
        self.server.sql(
            f"{quiet} LOAD DATA LOCAL INFILE '/dev/stdin' INTO TABLE {DATABASE}.orders CHARACTER SET utf8mb4",
            infile=generator.stdout)
        if generator.wait() != 0:
            sys.exit("bench: the rows could not be made")
        added = ", ".join(f"ADD {key.strip().rstrip(',')}" for key in keys)
        self.server.sql(f"{quiet} ALTER TABLE {DATABASE}.orders {added}; ANALYZE NO_WRITE_TO_BINLOG TABLE {DATABASE}.orders")

    def tidy(self):
        self.server.sql("FLUSH BINARY LOGS; PURGE BINARY LOGS BEFORE NOW()")
        self.server.settle()

    def turn(self, name):
        self.tidy()
        if name.startswith("server"):
            return self.native(name.split()[1].upper())
        if name == "dbops 500/s":
            return self.under(500)
        if name == "dbops 2000/s":
            return self.under(2000)
        if name == "dbops hot":
            return self.under(0, hot=1000)
        return self.alter(["--defer-secondary-indexes"] if name == "dbops deferred" else [])

    def native(self, algorithm):
        client = self.server.client + ["-e", f"ALTER TABLE {DATABASE}.orders FORCE, ALGORITHM={algorithm}"]
        return measure.run([client], self.server, log=self.log)

    def alter(self, options):
        command = [
            self.dbops, "alter", *self.account, "--database", DATABASE, "--table", "orders", "--alter", "FORCE",
            "--execute", "--no-attempt-instant-ddl", "--ok-to-drop-table", "--initially-drop-ghost-table", "--json",
            "--no-input", *options]
        figures = measure.run([list(map(str, command))], self.server, stdout=self.output, log=self.log)
        events = [json.loads(line) for line in self.output.read_text().splitlines()]
        moves = [event for event in events if event["type"] == "migration"]
        figures["copy_seconds"] = moves[-1]["copy_seconds"]
        figures["greatest_backlog"] = max(event["backlog"] for event in moves)
        figures["changes"], figures["applied_keys"] = moves[-1]["changes"], moves[-1]["applied_keys"]
        return figures

    def under(self, rate, hot=None):
        with Writers(self.server, self.rows, rate, hot) as writers:
            time.sleep(1)
            figures = self.alter([])
        figures["written_rows_per_second"] = (writers.changed() - writers.before) / writers.seconds
        return figures


def compare(bench, turns, rounds):
    samples = {}
    for number in range(rounds):
        for name in turns:
            if bench.prepared != name.split()[0]:
                bench.prepare()
                bench.prepared = "dirty" if "/s" in name or "hot" in name else name.split()[0]
            figures = bench.turn(name)
            samples.setdefault(name, []).append(figures)
            say(f"{bench.flavour} {number + 1}/{rounds} {name}: " + ", ".join(f"{key} {value:.2f}" for key, value in figures.items()))
    middle = {name: measure.medians(list_) for name, list_ in samples.items()}

    def ratio(own, peer):
        return round(middle[own]["seconds"] / middle[peer]["seconds"], 2) if own in middle and peer in middle else None

    return {
        "server": bench.server.sql("SELECT CONCAT(VERSION(), ' ', @@version_comment)"),
        "medians": middle, "rounds": samples,
        "times_the_duration": {
            f"{own} by {peer}": ratio(own, peer)
            for own, peer in [("dbops", "server copy"), ("dbops deferred", "server inplace"), ("dbops 500/s", "dbops"), ("dbops 2000/s", "dbops")]
        },
    }


def main():
    parser = argparse.ArgumentParser(prog="scripts/bench alter")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--servers", default="mariadb,mysql", help="mariadb, mysql or both")
    parser.add_argument("--turns", default=",".join(TURNS), help="what is measured, separated by commas")
    parser.add_argument("--dbops", default=str(ROOT / ".build/release/dbops"), help="the program to measure")
    options = parser.parse_args()

    folder = pathlib.Path(os.environ["DBOPS_TEST_SERVERS_DIR"]) / "bench"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    commit = subprocess.run(["git", "-C", ROOT, "describe", "--always", "--dirty"], stdout=subprocess.PIPE, text=True)
    document = {
        "benchmark": "alter", "at": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"),
        "commit": commit.stdout.strip(), "machine": measure.machine(), "rows": options.rows, "rounds": options.rounds,
        "servers": {},
    }
    for flavour in options.servers.split(","):
        bench = Bench(flavour, options.dbops, folder, options.rows)
        bench.prepared = None
        document["servers"][flavour] = compare(bench, options.turns.split(","), options.rounds)
        bench.server.sql(f"SET SESSION sql_log_bin=0; DROP DATABASE {DATABASE}")
    shutil.rmtree(folder)
    json.dump(document, sys.stdout, indent=1)
    print()


if __name__ == "__main__":
    main()
