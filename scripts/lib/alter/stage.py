"""A database of its own on a lab server, an account by which the sessions of dbops are known, and dbops runs on them."""

import argparse
import os
import pathlib
import random
import secrets
import shutil
import subprocess
import sys
import tempfile
import time

import MySQLdb

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent.parent
# The servers that the environment names, which need not be those of this tree.
if "DBOPS_TEST_SERVERS_DIR" not in os.environ:
    sys.exit("DBOPS_TEST_SERVERS_DIR is not set; run this through scripts/campaign")
os.environ["DBOPS_SERVERS_DIR"] = os.environ["DBOPS_TEST_SERVERS_DIR"]
PATIENCE = 60


def say(text):
    print(text, file=sys.stderr, flush=True)


class Broken(Exception):
    """The fault found something."""


def campaign(name, text, body, **numbers):
    """Runs `body(stage, options)` on each server; what it finds on one does not keep it from the other.

    The options are those that all campaigns share, and numbers of this one: name=(default, help).
    """
    options = parser(text, numbers).parse_args()
    failed = False
    for flavour in options.flavour or ["mariadb", "mysql"]:
        try:
            with Stage(flavour, options) as place:
                body(place, options)
        except Broken as failure:
            say(f"{name}: {flavour}: {failure}")
            failed = True
    sys.exit(1 if failed else 0)


def parser(text, numbers):
    parser = argparse.ArgumentParser(description=text, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--flavour", choices=["mariadb", "mysql"], action="append", help="one flavour only")
    parser.add_argument("--prefix", default="camp_", help="of the database's name")
    parser.add_argument("--server-id", type=int, default=21400, help="the first id under which the log is read")
    parser.add_argument("--keep", action="store_true", help="keep the database of a run that found something, and all logs")
    for name, (default, explanation) in numbers.items():
        parser.add_argument(
            "--" + name.replace("_", "-"), type=type(default), default=default,
            help=f"{explanation}, {default} if not given")
    return parser


def seed():
    return int(os.environ.get("DBOPS_SEED", "1"))


def newest_dbops():
    if "DBOPS" in os.environ:
        return os.environ["DBOPS"]
    found = [p for p in (ROOT / ".build/release/dbops", ROOT / ".build/debug/dbops") if p.exists()]
    if not found:
        sys.exit("dbops is not built\nhint: scripts/build --release")
    return str(max(found, key=lambda path: path.stat().st_mtime))


class Stage:
    """Everything of one campaign on one server; `with` removes it at the end."""

    def __init__(self, flavour, options):
        self.flavour, self.options = flavour, options
        self.name = f"{options.prefix}{os.getpid()}_{flavour}"
        self.server = f"{flavour}-primary"
        self.socket = os.environ[f"DBOPS_TEST_{flavour.upper()}_PRIMARY_SOCKET"]
        # dbops watches the replica, with the same account.
        self.replica = os.environ.get(f"DBOPS_TEST_{flavour.upper()}_REPLICA_SOCKET")
        self.dice = random.Random(f"{seed()} {flavour}")
        self.program = newest_dbops()
        self.server_id = options.server_id
        self.work = pathlib.Path(tempfile.mkdtemp(prefix=f"dbops-{self.name}."))
        self.runs = 0

    def __enter__(self):
        password = secrets.token_hex(12)
        self.option_file = self.work / "account.cnf"
        self.option_file.touch(mode=0o600)
        self.option_file.write_text(f"[client]\nuser={self.name}\npassword={password}\nsocket={self.socket}\n")
        with self.connect(None) as session:
            for statement in (
                f"CREATE DATABASE {self.name}", f"DROP USER IF EXISTS {self.name}@'%'",
                f"CREATE USER {self.name}@'%' IDENTIFIED BY '{password}'",
                f"GRANT ALL PRIVILEGES ON *.* TO {self.name}@'%'",
            ):
                session.run(statement)
        if self.replica:
            self.await_replica()
        return self

    def await_replica(self):
        """Waits until the replica has all that the primary has by now: an account and a database are the last of it."""
        end = time.monotonic() + 1800
        with self.connect(None) as primary, self.connect(None, self.replica) as session:
            mark = f"{self.name}.mark"
            primary.run(f"DROP TABLE IF EXISTS {mark}")
            primary.run(f"CREATE TABLE {mark} (id INT PRIMARY KEY)")
            while not session.rows(
                f"SELECT 1 FROM information_schema.TABLES WHERE TABLE_SCHEMA = '{self.name}' AND TABLE_NAME = 'mark'"
            ):
                if time.monotonic() > end:
                    raise Broken("the replica does not catch up")
                time.sleep(0.2)
            primary.run(f"DROP TABLE {mark}")

    def __exit__(self, kind, error, trace):
        if kind is not None and self.options.keep:
            say(f"left for a look: {self.work}, database {self.name}")
            return
        with self.connect(None) as session:
            session.run(f"DROP DATABASE IF EXISTS {self.name}")
            session.run(f"DROP USER IF EXISTS {self.name}@'%'")
        if kind is None and not self.options.keep:
            shutil.rmtree(self.work)
        else:
            say(f"left for a look: {self.work}")

    def connect(self, database="", socket=None):
        """A session of the lab's root account."""
        return Session(socket or self.socket, self.name if database == "" else database)

    # The runs of dbops.

    def start(self, alter, *more):
        """Starts `dbops alter … --execute`; what it says goes to the returned run's file."""
        self.runs += 1
        words = [
            self.program, "alter", "-vv", "--defaults-file", str(self.option_file),
            "--database", self.name, "--table", "orders", "--alter", alter, "--execute", "--no-attempt-instant-ddl",
            "--replica-server-id", str(self.server_id), *more,
        ]
        return Run(words, self.work / f"run-{self.runs}.log", self.work)

    def must(self, alter, *more):
        """Runs it to its end, which must be a success."""
        run = self.start(alter, *more)
        if run.wait() != 0:
            raise Broken(f"dbops exited with {run.status}: {run.said()}")
        return run

    # What must hold afterwards.

    def tables(self):
        with self.connect() as session:
            return sorted(row[0] for row in session.rows("SHOW TABLES"))

    def nothing_left(self, expected=("orders",)):
        """No table of the migration is left, and no session."""
        left = [name for name in self.tables() if name not in expected]
        if left:
            raise Broken(f"tables are left: {left}")
        end = time.monotonic() + PATIENCE
        with self.connect() as session:
            while sessions := session.rows(
                f"SELECT ID, INFO FROM information_schema.PROCESSLIST WHERE USER = '{self.name}'"
            ):
                if time.monotonic() > end:
                    raise Broken(f"sessions are left: {sessions}")
                time.sleep(0.05)


class Run:
    """One run of dbops."""

    def __init__(self, words, log, folder):
        self.log, self.status, self.began = log, None, time.monotonic()
        environment = {**os.environ, "XDG_STATE_HOME": str(folder / "state"), "HOME": str(folder)}
        with open(log, "wb") as file:
            self.process = subprocess.Popen(
                words, stdout=file, stderr=file, stdin=subprocess.DEVNULL, env=environment)

    def said(self):
        return self.log.read_text(errors="replace")[-4000:]

    def is_running(self):
        return self.process.poll() is None

    def wait(self, limit=1800):
        try:
            self.status = self.process.wait(limit)
        except subprocess.TimeoutExpired:
            self.kill()
            raise Broken(f"dbops had not ended after {limit} s: {self.said()}") from None
        self.took = time.monotonic() - self.began
        return self.status

    def kill(self):
        """True when it was killed, false when it had ended before."""
        self.process.kill()
        self.status = self.process.wait()
        self.took = time.monotonic() - self.began
        return self.status == -9


class Session:
    """A plain connection that commits by itself."""

    def __init__(self, socket, database):
        self.connection = MySQLdb.connect(
            unix_socket=socket, db=database or "", charset="utf8mb4", autocommit=True,
            read_default_file=os.environ["DBOPS_TEST_ROOT_OPTION_FILE"])
        self.cursor = self.connection.cursor()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def run(self, statement):
        return self.cursor.execute(statement)

    def rows(self, statement):
        self.cursor.execute(statement)
        return self.cursor.fetchall()

    def value(self, statement):
        return self.rows(statement)[0][0]

    def close(self):
        try:
            self.connection.close()
        except MySQLdb.Error:
            pass
