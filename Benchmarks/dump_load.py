#!/usr/bin/env python3
"""Dumps and loads one table with dbops and with the servers' own tools, taking turns, and prints what it cost.

Started by scripts/bench, which builds dbops and starts the servers.
"""

import argparse
import datetime
import json
import os
import pathlib
import shutil
import subprocess
import sys

import measure
import orders

ROOT = pathlib.Path(__file__).resolve().parent.parent
DATABASE = "dbops_bench"
# What dbops does, and what the server's own tools do instead.
PEERS = {"dump dbops": "dump peer", "dump dbops encrypted": "dump peer", "load dbops": "load peer"}


def say(text):
    print(f"bench: {text}", file=sys.stderr, flush=True)


class Pair:
    """The two servers of a flavour, the tools that belong to it, and a folder to work in."""

    def __init__(self, flavour, dbops, folder):
        env = os.environ
        prefix = f"DBOPS_TEST_{flavour.upper()}"
        dump = env["DBOPS_TEST_MARIADB_DUMP" if flavour == "mariadb" else "DBOPS_TEST_MYSQLDUMP"]
        self.flavour = flavour
        self.dbops = dbops
        self.folder = folder
        self.account = f"--defaults-file={env['DBOPS_TEST_OPTION_FILE']}"
        self.root = f"--defaults-file={env['DBOPS_TEST_ROOT_OPTION_FILE']}"
        self.program = env[f"{prefix}_CLIENT"]
        self.dump_program = dump
        self.sockets = {role: env[f"{prefix}_{role.upper()}_SOCKET"] for role in ("primary", "target")}
        self.source, self.target = self.server("primary"), self.server("target")
        self.sql_file = folder / f"{flavour}.sql.zst"
        self.log = folder / f"{flavour}.log"
        self.configuration = folder / f"{flavour}.yaml"
        self.configuration.write_text(self.configuration_text())
        self.configuration.chmod(0o600)

    def server(self, role):
        name = f"{self.flavour}-{role}"
        pid = int((pathlib.Path(os.environ["DBOPS_TEST_SERVERS_DIR"]) / "run" / f"{name}.pid").read_text())
        client = [self.program, self.root, f"--socket={self.sockets[role]}"]
        return measure.Server(name, self.flavour, client, pid)

    def configuration_text(self):
        login = f"user: {os.environ['DBOPS_TEST_USER']}, password: {{file: {os.environ['DBOPS_TEST_PASSWORD_FILE']}}}"
        return (
            f"version: 1\nstate: {{dir: {self.folder / 'state'}}}\ntargets:\n"
            + "".join(
                f"  {role}: {{type: mysql, primary: 'socket:{socket}', {login}, databases: [{DATABASE}]}}\n"
                for role, socket in self.sockets.items())
            + "storage:\n"
            + "".join(
                f"  {name}: {{type: directory, path: {self.folder / self.flavour}-{name}}}\n"
                for name in ("plain", "encrypted")))

    def prepare(self, rows):
        """Makes the table on the source, unless it is there from an earlier run with the same rows."""
        comment = f"bench 1 rows={rows}"
        found = self.source.sql(
            f"SELECT TABLE_COMMENT FROM information_schema.TABLES WHERE TABLE_SCHEMA='{DATABASE}'"
            " AND TABLE_NAME='orders'")
        if found == comment and self.source.sql(f"SELECT COUNT(*) FROM {DATABASE}.orders") == str(rows):
            return
        say(f"{self.source.name}: loading {rows} rows")
        definition = orders.DEFINITION.format(comment="being loaded")
        keys = [line for line in definition.splitlines() if line.startswith("  KEY")]
        plain = "\n".join(line for line in definition.splitlines() if line not in keys)
        added = ", ".join(f"ADD {key.strip().rstrip(',')}" for key in keys)
        # Replicas and the binary log do without the benchmark's own data.
        quiet = "SET SESSION sql_log_bin=0, unique_checks=0;"
        self.source.sql(
            f"{quiet} DROP DATABASE IF EXISTS {DATABASE}; CREATE DATABASE {DATABASE}; USE {DATABASE};"
            + plain.replace("PRIMARY KEY (id),", "PRIMARY KEY (id)"))
        generator = subprocess.Popen([sys.executable, orders.__file__, str(rows)], stdout=subprocess.PIPE)
        # An empty line terminator would not do; the rows are in the form that LOAD DATA takes by default.
        self.source.sql(
            f"{quiet} LOAD DATA LOCAL INFILE '/dev/stdin' INTO TABLE {DATABASE}.orders CHARACTER SET utf8mb4",
            infile=generator.stdout)
        if generator.wait() != 0:
            sys.exit("bench: the rows could not be made")
        self.source.sql(
            f"{quiet} ALTER TABLE {DATABASE}.orders {added}; ANALYZE NO_WRITE_TO_BINLOG TABLE {DATABASE}.orders;"
            f" ALTER TABLE {DATABASE}.orders COMMENT='{comment}'")

    def clear_target(self):
        self.target.sql(
            f"DROP DATABASE IF EXISTS {DATABASE}; DROP DATABASE IF EXISTS dbops;"
            + ("PURGE BINARY LOGS BEFORE NOW()" if self.flavour == "mysql" else "FLUSH BINARY LOGS; PURGE BINARY LOGS BEFORE NOW()"))
        self.target.settle()

    # What is measured. Each method measures once and returns the figures.

    def dbops_dump(self, storage):
        repository = self.folder / f"{self.flavour}-{storage}"
        shutil.rmtree(repository, ignore_errors=True)
        subprocess.run(
            [self.dbops, "init", "--config", self.configuration, "--storage", storage], check=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        key = ["--recipient", self.folder / "bench.key.pub"] if storage == "encrypted" else []
        figures, events = self.run_dbops(
            self.source, ["backup", "--target", "primary", "--no-accounts", "--storage", storage, *key])
        result = next(event for event in events if event["type"] == "summary")
        figures["stored_mb"] = sum(path.stat().st_size for path in repository.rglob("*") if path.is_file()) / 1e6
        figures["raw_mb"] = result["raw_bytes"] / 1e6
        figures["steps"] = steps(events)
        return figures

    def dbops_load(self, storage):
        self.clear_target()
        key = ["--identity", self.folder / "bench.key"] if storage == "encrypted" else []
        figures, events = self.run_dbops(
            self.target, ["restore", "--target", "primary", "--into", "target", "--execute", "--storage", storage, *key])
        figures["steps"] = steps(events)
        self.require_rows()
        return figures

    def peer_dump(self):
        dump = [self.dump_program, self.account, f"--socket={self.sockets['primary']}", "--single-transaction"]
        if self.flavour == "mysql":
            # The target has GTIDs of its own, and tablespaces need a privilege more.
            dump += ["--set-gtid-purged=OFF", "--no-tablespaces"]
        figures = measure.run(
            [dump + ["--databases", DATABASE], ["zstd", "-3", "-q", "-c"]], self.source,
            stdout=self.sql_file, log=self.log)
        figures["stored_mb"] = self.sql_file.stat().st_size / 1e6
        return figures

    def peer_load(self):
        self.clear_target()
        client = [self.program, self.account, f"--socket={self.sockets['target']}"]
        figures = measure.run([["zstd", "-dc", "-q", str(self.sql_file)], client], self.target, log=self.log)
        self.require_rows()
        return figures

    def require_rows(self):
        counts = [server.sql(f"SELECT COUNT(*) FROM {DATABASE}.orders") for server in (self.source, self.target)]
        if counts[0] != counts[1]:
            sys.exit(f"bench: {self.target.name} has {counts[1]} rows instead of {counts[0]}")

    def run_dbops(self, server, arguments):
        output = self.folder / f"{self.flavour}.events"
        command = [self.dbops, *map(str, arguments), "--config", str(self.configuration), "--json", "--no-input", "-v", "--log-format", "json"]
        figures = measure.run([command], server, stdout=output, log=self.log)
        events = [json.loads(line) for path in (output, self.log) for line in path.read_text().splitlines() if line.startswith("{")]
        return figures, [event if "type" in event else {"type": "log", **event} for event in events]


def steps(events):
    """The seconds of each step, as dbops itself tells them. Indexes are built while rows are loaded."""
    seconds = {}
    for event in events:
        if event["type"] == "progress" and ": " in event["title"]:
            seconds[event["title"].rpartition(": ")[2]] = event["elapsed_seconds"]
        if event["type"] == "log" and event["message"] == "indexes added":
            seconds["of it adding indexes"] = float(event["fields"]["seconds"])
    return seconds


def rates(figures, rows, raw_mb):
    """Adds rows and raw megabytes a second: of the rows as text, the same measure for everybody."""
    figures["rows_per_second"] = round(rows / figures["seconds"])
    figures["mb_per_second"] = round(raw_mb / figures["seconds"], 1)
    return figures


def compare(pair, rows, rounds, peers, parts):
    """Measures one flavour: everybody once in each round, in turns, so that noise meets all alike."""
    samples = {}
    turns = [
        ("dump dbops", lambda: pair.dbops_dump("plain")),
        ("dump dbops encrypted", lambda: pair.dbops_dump("encrypted")),
        ("load dbops", lambda: pair.dbops_load("encrypted")),
    ]
    if peers:
        turns[2:2] = [("dump peer", pair.peer_dump)]
        turns.append(("load peer", pair.peer_load))
    turns = [turn for turn in turns if turn[0].split()[0] in parts]
    for number in range(rounds):
        for name, turn in turns:
            pair.source.settle()
            pair.target.settle()
            figures = turn()
            samples.setdefault(name, []).append(figures)
            say(
                f"{pair.flavour} {number + 1}/{rounds} {name}: {figures['seconds']:.2f} s, processor:"
                f" client {figures['client_cpu_seconds']:.2f} s, server {figures['server_cpu_seconds']:.2f} s,"
                f" others {figures['other_cpu_seconds']:.2f} s; {figures['peak_memory_mb']:.0f} MB")
    raw_mb = samples["dump dbops"][0]["raw_mb"]
    middle = {name: rates(measure.medians(list_), rows, raw_mb) for name, list_ in samples.items()}
    result = {
        "server": pair.source.sql("SELECT CONCAT(VERSION(), ' ', @@version_comment)"), "raw_mb": round(raw_mb, 1),
        "medians": middle, "rounds": samples,
    }
    if peers:
        result["times_as_fast"] = {
            own: round(middle[peer]["seconds"] / middle[own]["seconds"], 2)
            for own, peer in PEERS.items() if own in middle
        }
    return result


def main():
    parser = argparse.ArgumentParser(prog="scripts/bench dump-load")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--servers", default="mariadb,mysql", help="mariadb, mysql or both")
    parser.add_argument("--no-peers", action="store_true", help="measure dbops alone, as for its memory")
    parser.add_argument("--parts", default="dump,load", help="dump, or both: what is loaded must have been dumped")
    parser.add_argument("--keep", action="store_true", help="leave the table for the next run")
    parser.add_argument("--dbops", default=str(ROOT / ".build/release/dbops"), help="the program to measure")
    options = parser.parse_args()

    folder = pathlib.Path(os.environ["DBOPS_TEST_SERVERS_DIR"]) / "bench"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    subprocess.run([options.dbops, "key", "generate", "--out", folder / "bench.key"], check=True, stdout=subprocess.DEVNULL)
    commit = subprocess.run(["git", "-C", ROOT, "describe", "--always", "--dirty"], stdout=subprocess.PIPE, text=True)
    document = {
        "benchmark": "dump-load", "at": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"),
        "commit": commit.stdout.strip(), "machine": measure.machine(), "rows": options.rows, "rounds": options.rounds,
        "servers": {},
    }
    for flavour in options.servers.split(","):
        pair = Pair(flavour, options.dbops, folder)
        pair.prepare(options.rows)
        document["servers"][flavour] = compare(pair, options.rows, options.rounds, not options.no_peers, options.parts.split(","))
        pair.clear_target()
        if not options.keep:
            pair.source.sql(f"SET SESSION sql_log_bin=0; DROP DATABASE {DATABASE}")
    shutil.rmtree(folder)
    json.dump(document, sys.stdout, indent=1)
    print()


if __name__ == "__main__":
    main()
