"""A primary with its replicas in the lab as one target of dbops, and what is done to them."""

import os
import pathlib
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time

import MySQLdb

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from alter.stage import ROOT, Broken, Run, Session, newest_dbops, say

ROLES = ["primary", "replica", "replica2", "replica3"]
PATIENCE = 90


class Fleet:
    """`with` makes a database and an account for writers, and leaves the lab as it was."""

    def __init__(self, flavour, keep=False):
        self.flavour, self.keep = flavour, keep
        self.servers = {}
        for role in ROLES:
            name = f"DBOPS_TEST_{flavour.upper()}_{role.upper()}"
            if name in os.environ:
                self.servers[role] = Server(flavour, role, os.environ[name], os.environ[name + "_SOCKET"])
        self.name = f"so_{os.getpid()}"
        self.password = secrets.token_hex(12)
        self.program = newest_dbops()
        self.work = pathlib.Path(tempfile.mkdtemp(prefix=f"dbops-{self.name}-{flavour}."))
        self.runs = 0
        self.current = "primary"

    def __enter__(self):
        lab = os.environ["DBOPS_TEST_SERVERS_DIR"]
        replicas = [f'"{s.address}"' for role, s in self.servers.items() if role != "primary"]
        configuration = self.work / "dbops.yaml"
        configuration.touch(mode=0o600)
        configuration.write_text(
            f"version: 1\nstate: {{dir: {self.work}/state}}\ntargets:\n  fleet:\n    type: mysql\n"
            f'    primary: "{self.servers["primary"].address}"\n    replicas: [{", ".join(replicas)}]\n'
            f"    user: dbops\n    password: {{file: {lab}/secrets/dbops.password}}\n    tls: disabled\n"
            f"    replication: {{user: replication, password: {{file: {lab}/secrets/replication.password}}}}\n")
        if self.takers() != ["primary"]:
            raise Broken(f"the lab is not as it should be: {self.takers()} take writes")
        with self.servers["primary"].connect() as session:
            session.run(f"CREATE DATABASE {self.name}")
            session.run(
                f"CREATE TABLE {self.name}.acked (id BIGINT AUTO_INCREMENT PRIMARY KEY, writer INT NOT NULL, number BIGINT NOT NULL,"
                " KEY (writer, number)) ENGINE=InnoDB")
            session.run(f"CREATE USER {self.name}@'%' IDENTIFIED BY '{self.password}'")
            session.run(f"GRANT ALL PRIVILEGES ON {self.name}.* TO {self.name}@'%'")
        self.settle("primary")
        return self

    def __exit__(self, kind, error, trace):
        if kind is not None and self.keep:
            say(f"left for a look: {self.work}, database {self.name}")
            return
        for server in self.servers.values():
            server.start()
        # Whatever was found: the next one begins with the lab as it was.
        try:
            self.move("primary", "--timeout", "60s", tries=3)
        except Broken as failure:
            if kind is None:
                raise
            say(f"the lab cannot be put back: {failure}")
            return
        with self.servers["primary"].connect() as session:
            session.run(f"DROP DATABASE IF EXISTS {self.name}")
            session.run(f"DROP USER IF EXISTS {self.name}@'%'")
        self.forget()
        if kind is None:
            shutil.rmtree(self.work)
        else:
            say(f"left for a look: {self.work}")

    def forget(self):
        """Takes away what is stored for the servers' next start."""
        for server in self.servers.values():
            server.forget()

    # dbops

    def command(self, to, *more):
        return [
            self.program, "-c", str(self.work / "dbops.yaml"), "switchover", "--target", "fleet", "--to",
            self.servers[to].address, "--execute", "--json", *more]

    def dbops(self, *words):
        """Runs any command to its end; its status."""
        self.runs += 1
        words = [self.program, "-c", str(self.work / "dbops.yaml"), *words]
        run = Run(words, self.work / f"run-{self.runs}.log", self.work)
        run.wait(120)
        return run

    def start(self, to, *more):
        self.runs += 1
        return Run(self.command(to, *more), self.work / f"run-{self.runs}.log", self.work)

    def move(self, to, *more, tries=1):
        """Runs it to its end, which must be a success; the run."""
        for left in reversed(range(tries)):
            run = self.start(to, *more)
            if run.wait(120) == 0:
                self.current = to
                return run
            if left:
                time.sleep(1)
        raise Broken(f"dbops exited with {run.status}: {run.said()}")

    def rejoin(self, role, source):
        """Makes a server that has nothing of its own a replica again."""
        host, port = self.servers[source].address.rsplit(":", 1)
        lab = pathlib.Path(os.environ["DBOPS_TEST_SERVERS_DIR"])
        password = (lab / "secrets" / "replication.password").read_text().strip()
        tls = f"{lab}/tls/ca.pem"
        with self.servers[role].connect() as session:
            if self.flavour == "mysql":
                session.run(
                    f"CHANGE REPLICATION SOURCE TO SOURCE_HOST = '{host}', SOURCE_PORT = {port}, SOURCE_USER = 'replication', "
                    f"SOURCE_PASSWORD = '{password}', SOURCE_AUTO_POSITION = 1, SOURCE_CONNECT_RETRY = 1, SOURCE_SSL = 1, "
                    f"SOURCE_SSL_CA = '{tls}'")
                session.run("START REPLICA")
            else:
                session.run(f"SET GLOBAL gtid_slave_pos = '{session.value('SELECT @@gtid_binlog_pos')}'")
                session.run(
                    f"CHANGE MASTER TO MASTER_HOST = '{host}', MASTER_PORT = {port}, MASTER_USER = 'replication', "
                    f"MASTER_PASSWORD = '{password}', MASTER_USE_GTID = slave_pos, MASTER_CONNECT_RETRY = 1, MASTER_SSL = 1, "
                    f"MASTER_SSL_CA = '{tls}'")
                session.run("START SLAVE")

    # What must hold

    def settle(self, primary):
        """Waits until all servers have what the primary has."""
        end = time.monotonic() + PATIENCE
        with self.servers[primary].connect() as session:
            mark = session.value("SELECT @@gtid_executed" if self.flavour == "mysql" else "SELECT @@gtid_binlog_pos")
        for role, server in self.servers.items():
            if role == primary:
                continue
            with server.connect() as session:
                wait = (
                    f"SELECT WAIT_FOR_EXECUTED_GTID_SET('{mark}', 1)" if self.flavour == "mysql"
                    else f"SELECT MASTER_GTID_WAIT('{mark}', 1)")
                while session.value(wait) != 0:
                    if time.monotonic() > end:
                        raise Broken(f"{role} does not catch up: {server.replication()}")

    def compare(self, acknowledged):
        """Every acknowledged row is on every server, once, and all servers have the same rows."""
        sums = {}
        for role, server in self.servers.items():
            with server.connect(self.name) as session:
                double = session.rows("SELECT writer, number, COUNT(*) FROM acked GROUP BY writer, number HAVING COUNT(*) > 1")
                if double:
                    raise Broken(f"rows are doubled on {role}: {double[:5]}")
                there = set(session.rows("SELECT writer, number FROM acked"))
                lost = acknowledged - there
                if lost:
                    raise Broken(f"{len(lost)} acknowledged rows are not on {role}: {sorted(lost)[:5]}")
                sums[role] = session.rows("CHECKSUM TABLE acked")[0][1]
        if len(set(sums.values())) != 1:
            raise Broken(f"servers differ: {sums}")
        return next(iter(sums.values()))

    def takers(self):
        """The servers that take writes, of those that answer."""
        return [role for role, server in self.servers.items() if server.takes_writes()]


class Server:
    """One server of the lab."""

    def __init__(self, flavour, role, address, socket):
        self.flavour, self.role, self.address, self.socket = flavour, role, address, socket
        self.lab = pathlib.Path(os.environ["DBOPS_TEST_SERVERS_DIR"])
        self.name = f"{flavour}-{role}"
        # Once it was started from here.
        self.process = None

    def connect(self, database=None):
        return Session(self.socket, database)

    def takes_writes(self):
        try:
            with self.connect() as session:
                return session.value("SELECT @@GLOBAL.read_only") in (0, "OFF")
        except MySQLdb.Error:
            return False

    def replication(self):
        with self.connect() as session:
            return session.rows("SHOW REPLICA STATUS" if self.flavour == "mysql" else "SHOW SLAVE STATUS")

    @property
    def pid_file(self):
        return self.lab / "run" / f"{self.name}.pid"

    def kill(self):
        pid = int(self.pid_file.read_text())
        os.kill(pid, signal.SIGKILL)
        if self.process:
            # A server does not start beside one that seems to be there still.
            self.process.wait()
        end = time.monotonic() + PATIENCE
        while os.path.exists(f"/proc/{pid}") and pathlib.Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z":
            if time.monotonic() > end:
                raise Broken(f"{self.name} does not die")
            time.sleep(0.01)

    def is_running(self):
        try:
            pid = int(self.pid_file.read_text())
            return pathlib.Path(f"/proc/{pid}/stat").read_text().split(")")[1].split()[0] != "Z"
        except (FileNotFoundError, ProcessLookupError, ValueError):
            return False

    def start(self):
        """Starts it as it is, without setting its replication up, and waits until it answers."""
        if self.is_running():
            return
        # A dead process that nobody has waited for yet looks alive to MySQL, which then does not start.
        pathlib.Path(self.socket + ".lock").unlink(missing_ok=True)
        daemon = os.environ["DBOPS_MYSQLD" if self.flavour == "mysql" else "DBOPS_MARIADBD"]
        with open(self.lab / "log" / f"{self.name}.log", "ab") as log:
            self.process = subprocess.Popen(
                [daemon, f"--defaults-file={self.lab}/etc/{self.name}.cnf"], stdout=log, stderr=log,
                stdin=subprocess.DEVNULL, start_new_session=True)
        self.pid_file.write_text(f"{self.process.pid}\n")
        end = time.monotonic() + PATIENCE
        while True:
            try:
                self.connect().close()
                return
            except MySQLdb.Error as failure:
                if time.monotonic() > end:
                    raise Broken(f"{self.name} does not start: {failure}") from None
                time.sleep(0.05)

    def forget(self):
        if self.flavour == "mysql":
            with self.connect() as session:
                session.run("RESET PERSIST")
        else:
            (self.lab / "etc" / f"{self.name}.d" / "zz-dbops-flags.cnf").unlink(missing_ok=True)
