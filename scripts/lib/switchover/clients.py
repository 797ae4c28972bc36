"""Those who use a fleet while its primary moves: writers that remember what was acknowledged, and a look at who takes writes."""

import threading
import time

import MySQLdb

COUNT = 16


class Writer(threading.Thread):
    """Writes row after row to whichever server takes writes, and remembers each that was acknowledged."""

    def __init__(self, number, team):
        super().__init__(daemon=True)
        self.number, self.team = number, team
        self.acknowledged, self.times, self.refused = [], [], 0

    def run(self):
        session, number = None, 0
        while not self.team.stopping.is_set():
            if self.team.resting.is_set():
                self.team.at_rest.add(self.number)
                time.sleep(0.01)
                continue
            self.team.at_rest.discard(self.number)
            if session is None:
                session = self.connect()
                continue
            number += 1
            try:
                session.cursor().execute(
                    f"INSERT INTO acked (writer, number) VALUES ({self.number}, {number})")
                self.acknowledged.append(number)
                self.times.append(time.monotonic())
            except MySQLdb.Error:
                # Whether this row was written is not known; it is not counted on, and not written again.
                self.refused += 1
                try:
                    session.close()
                except MySQLdb.Error:
                    pass
                session = None
            time.sleep(self.team.pause)
        if session:
            session.close()

    def connect(self):
        for server in self.team.fleet.servers.values():
            host, port = server.address.rsplit(":", 1)
            try:
                session = MySQLdb.connect(
                    host=host, port=int(port), user=self.team.fleet.name, passwd=self.team.fleet.password,
                    db=self.team.fleet.name, autocommit=True, connect_timeout=2)
                cursor = session.cursor()
                cursor.execute("SELECT @@GLOBAL.read_only")
                if cursor.fetchone()[0] in (0, "OFF"):
                    return session
                session.close()
            except MySQLdb.Error:
                pass
        time.sleep(0.005)
        return None


class Team:
    """Sixteen writers."""

    def __init__(self, fleet, pause):
        self.fleet, self.pause, self.stopping = fleet, pause, threading.Event()
        self.resting, self.at_rest = threading.Event(), set()
        self.writers = [Writer(n, self) for n in range(COUNT)]

    def __enter__(self):
        for writer in self.writers:
            writer.start()
        return self

    def __exit__(self, *_):
        self.stopping.set()
        for writer in self.writers:
            writer.join()

    def rest(self):
        """Nobody writes when this returns, until `resume`."""
        self.resting.set()
        while len(self.at_rest) < COUNT:
            time.sleep(0.01)

    def resume(self):
        self.resting.clear()

    @property
    def acknowledged(self):
        return {(w.number, n) for w in self.writers for n in w.acknowledged}

    def gap(self, since):
        """The longest time without an acknowledged write from `since` on."""
        times = sorted(t for w in self.writers for t in w.times[-5000:] if t >= since)
        return max((b - a for a, b in zip(times, times[1:])), default=0.0)


class Watch(threading.Thread):
    """Asks all servers every 10 ms whether they take writes.

    Who takes writes at two looks at all servers took them at the moment between the two: a server that closes and one
    that opens behind it, while the first look goes on, are not taken for two.
    """

    def __init__(self, fleet):
        super().__init__(daemon=True)
        self.fleet, self.stopping, self.looks, self.found = fleet, threading.Event(), 0, []
        self.sessions, self.suspended = {}, threading.Event()

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.stopping.set()
        self.join()

    def run(self):
        while not self.stopping.is_set():
            both = self.takers() & self.takers()
            self.looks += 1
            if len(both) > 1 and not self.suspended.is_set():
                self.found.append((time.strftime("%H:%M:%S"), sorted(both)))
            time.sleep(0.01)

    def takers(self):
        takers = set()
        for role, server in self.fleet.servers.items():
            try:
                if role not in self.sessions:
                    self.sessions[role] = server.connect()
                if self.sessions[role].value("SELECT @@GLOBAL.read_only") in (0, "OFF"):
                    takers.add(role)
            except MySQLdb.Error:
                # Disconnected, or down.
                self.sessions.pop(role, None)
        return takers
