"""Threads that look at a server while dbops works on it."""

import re
import threading
import time

import MySQLdb

PHASE = re.compile(r"/\* dbops run=\S+ phase=alter-(\S+) \*/ *(.*)", re.DOTALL)


class Watch(threading.Thread):
    """Does something again and again until it is stopped; `with` runs it beside."""

    pause = 0.05

    def __init__(self, stage):
        super().__init__(daemon=True)
        self.stage, self.stopping, self.failure = stage, threading.Event(), None

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.stopping.set()
        self.join(60)

    def run(self):
        try:
            with self.stage.connect() as session:
                self.prepare(session)
                while not self.stopping.is_set():
                    self.look(session)
                    self.stopping.wait(self.pause)
        except MySQLdb.Error as failure:
            self.failure = failure

    def prepare(self, session):
        pass

    def look(self, session):
        raise NotImplementedError

    def check(self):
        if self.failure:
            raise RuntimeError(f"{type(self).__name__} failed: {self.failure!r}")


class Poller(Watch):
    """Reads the table as any client does: it must always be there."""

    def __init__(self, stage, pause, table="orders", column="id"):
        super().__init__(stage)
        self.pause, self.statement = pause, f"SELECT {column} FROM {table} LIMIT 1"
        self.reads, self.longest = 0, 0.0

    def prepare(self, session):
        session.run("SET SESSION lock_wait_timeout = 120")

    def look(self, session):
        begin = time.monotonic()
        session.rows(self.statement)
        self.longest = max(self.longest, time.monotonic() - begin)
        self.reads += 1


class Killer(Watch):
    """Ends a session of dbops with KILL when it is at a certain step."""

    pause = 0.001

    def __init__(self, stage, step, times, delay=0.0):
        """`step` is (phase, text in the statement or None for an idle session)."""
        super().__init__(stage)
        self.step, self.left, self.delay = step, times, delay
        self.killed, self.phases = [], {}

    def look(self, session):
        if self.left == 0:
            self.stopping.wait(0.05)
            return
        phase, wanted = self.step
        rows = session.rows(
            f"SELECT ID, COALESCE(INFO, ''), COMMAND FROM information_schema.PROCESSLIST WHERE USER = '{self.stage.name}'")
        for key, text, command in rows:
            found = PHASE.match(text)
            if found:
                self.phases[key] = found[1]
            elif "Binlog Dump" in command:
                self.phases[key] = "log"
            if phase not in ("any", self.phases.get(key)):
                continue
            if wanted is None or (found and wanted in found[2]):
                if self.delay:
                    time.sleep(self.delay)
                try:
                    session.run(f"KILL {key}")
                except MySQLdb.Error:
                    continue
                self.killed.append((self.phases.get(key), found[2][:30] if found else command))
                self.left -= 1
                if self.left == 0:
                    return
