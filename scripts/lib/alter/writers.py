"""Writers that change a table at random and remember every change that was acknowledged.

A row belongs to the writer that made it. Hot rows belong to all: each writer remembers how often it counted one up. After
all, the table must equal what the writers remember.
"""

import random
import threading
import time

import MySQLdb

COUNT = 16
HOT = 4
# Deadlocks, waits that took too long: nothing was done, and the application tries something else.
PASSING = {1205, 1213}
GONE = {2006, 2013, 2002, 1053, 1927, 3024, 1317}

TABLE = """
CREATE TABLE orders (id BIGINT NOT NULL PRIMARY KEY, tag BIGINT NOT NULL, owner INT NOT NULL, hits INT NOT NULL,
note VARCHAR(300) NOT NULL, UNIQUE KEY tag (tag), KEY note (note)) ENGINE=InnoDB
"""


def make_table(session, rows):
    """Hot rows have the ids from 1, held ones (for whoever needs rows that no writer touches) the 8 behind them."""
    session.run(TABLE)
    session.run("CREATE TABLE acknowledged (writer INT PRIMARY KEY, number BIGINT NOT NULL) ENGINE=InnoDB")
    session.run("INSERT INTO acknowledged VALUES " + ", ".join(f"({n}, 0)" for n in range(COUNT)))
    have = 0
    step = 200_000
    while have < rows:
        some = min(step, rows - have)
        session.run(
            f"INSERT INTO orders SELECT {have} + n + 1, {have} + n + 1, ({have} + n) MOD {COUNT}, 0, CONCAT('start ', {have} + n + 1)"
            f" FROM (SELECT a.d + 10 * b.d + 100 * c.d + 1000 * e.d + 10000 * f.d + 100000 * g.d AS n FROM {digits('a')}"
            f", {digits('b')}, {digits('c')}, {digits('e')}, {digits('f')}, {digits('g')}) numbers WHERE n < {some}")
        have += some


def digits(alias):
    return "(SELECT 0 AS d " + " ".join(f"UNION ALL SELECT {n}" for n in range(1, 10)) + f") {alias}"


FIRST_OWN = HOT + 8


class Writer(threading.Thread):
    """Changes rows until it is told to stop; a gate lets it rest."""

    def __init__(self, number, team):
        super().__init__(daemon=True)
        self.number, self.team = number, team
        self.dice = random.Random(f"{team.seed} {number}")
        self.rows = {
            n: (n, 0, f"start {n}") for n in range(FIRST_OWN + 1, team.rows + 1) if (n - 1) % COUNT == number}
        self.ids = list(self.rows)
        self.hits = [0] * HOT
        self.next = (team.rows // COUNT + 1) * COUNT + number + 1
        self.acknowledged = 0
        self.longest, self.longest_at = 0.0, ""
        self.passed = 0
        self.session = None
        self.failure = None

    # What it does to the table: a list of statements, and what it then remembers.

    def fresh(self):
        self.next += COUNT
        return self.next - COUNT

    def pick(self, edits):
        """A row of its own that is there. A list beside the dictionary makes the choice quick; ids that are gone are skipped."""
        for _ in range(50):
            if not self.ids:
                return None
            place = self.dice.randrange(len(self.ids))
            key = self.ids[place]
            if key not in self.rows:
                self.ids[place] = self.ids[-1]
                self.ids.pop()
            elif key not in edits or edits[key] is not None:
                return key
        return None

    def change(self, statements, edits):
        """Adds one change; `edits` holds rows that differ from memory, None for those gone."""
        kind = self.dice.randrange(11)
        note = f"n{self.dice.getrandbits(60)}"
        if kind < 3:
            key = self.fresh()
            edits[key] = (key, 0, note)
            statements.append(f"INSERT INTO orders (id, tag, owner, hits, note) VALUES ({key}, {key}, {self.number}, 0, '{note}')")
            return
        one = self.pick(edits)
        if one is None:
            return
        tag, hits, text = edits.get(one) or self.rows[one]
        if kind < 7:
            edits[one] = (tag, hits + 1, note)
            statements.append(f"UPDATE orders SET note = '{note}', hits = hits + 1 WHERE id = {one}")
        elif kind == 7:
            edits[one] = None
            statements.append(f"DELETE FROM orders WHERE id = {one}")
        elif kind == 8:
            key = self.fresh()
            edits[one], edits[key] = None, (tag, hits, text)
            statements.append(f"UPDATE orders SET id = {key} WHERE id = {one}")
        elif kind == 9:
            # The same key is gone and there again.
            edits[one] = (tag, 0, note)
            statements.append(f"DELETE FROM orders WHERE id = {one}")
            statements.append(f"INSERT INTO orders (id, tag, owner, hits, note) VALUES ({one}, {tag}, {self.number}, 0, '{note}')")
        else:
            self.exchange(one, self.pick(edits), statements, edits)

    def exchange(self, one, other, statements, edits):
        """Two rows exchange their unique values."""
        if other is None or other == one:
            return
        (first, hits, text), (second, more, words) = (edits.get(key) or self.rows[key] for key in (one, other))
        edits[one], edits[other] = (second, hits, text), (first, more, words)
        statements += [
            f"UPDATE orders SET tag = {-one} WHERE id = {one}",
            f"UPDATE orders SET tag = {first} WHERE id = {other}",
            f"UPDATE orders SET tag = {second} WHERE id = {one}",
        ]

    def plan(self):
        statements, edits, hot = [], {}, None
        for _ in range(self.dice.randint(1, 3)):
            self.change(statements, edits)
        if self.dice.randrange(10) == 0:
            undone = []
            self.change(undone, dict(edits))
            statements += ["SAVEPOINT s", *undone, "ROLLBACK TO SAVEPOINT s"]
        if self.dice.randrange(8) == 0:
            hot = self.dice.randrange(HOT)
            statements.append(f"UPDATE orders SET hits = hits + 1 WHERE id = {hot + 1}")
        return statements, edits, hot, self.dice.randrange(12) == 0

    # Doing it.

    def timed(self, statement):
        begin = time.monotonic()
        try:
            return self.session.run(statement)
        finally:
            took = time.monotonic() - begin
            if took > self.longest:
                self.longest, self.longest_at = took, statement[:40]

    def carry_out(self, statements, is_rolled_back):
        self.timed("START TRANSACTION")
        for statement in statements:
            self.timed(statement)
        if self.team.survives:
            self.timed(f"UPDATE acknowledged SET number = {self.acknowledged + 1} WHERE writer = {self.number}")
        self.timed("ROLLBACK" if is_rolled_back else "COMMIT")

    def remember(self, edits, hot):
        for key, value in edits.items():
            if value is None:
                self.rows.pop(key, None)
            else:
                if key not in self.rows:
                    self.ids.append(key)
                self.rows[key] = value
        if hot is not None:
            self.hits[hot] += 1
        self.acknowledged += 1

    def reconnect(self):
        end = time.monotonic() + 120
        while True:
            try:
                self.session = self.team.stage.connect()
                self.session.run("SET SESSION innodb_lock_wait_timeout = 120, lock_wait_timeout = 120")
                return
            except MySQLdb.Error:
                if time.monotonic() > end:
                    raise
                time.sleep(0.1)

    def run(self):
        try:
            self.reconnect()
            while not self.team.stopping.is_set():
                self.team.rest(self)
                self.turn()
                if self.team.pause:
                    time.sleep(self.team.pause)
        except Exception as failure:
            self.failure = failure
        finally:
            self.team.leave(self)
            if self.session:
                self.session.close()

    def turn(self):
        statements, edits, hot, is_rolled_back = self.plan()
        try:
            self.carry_out(statements, is_rolled_back)
        except MySQLdb.Error as failure:
            number = failure.args[0]
            if number in PASSING:
                self.passed += 1
                self.session.run("ROLLBACK")
                return
            if not (self.team.survives and number in GONE):
                raise
            # The server was killed: whether the change is in the table is told by what went with it.
            self.session.close()
            self.reconnect()
            self.longest = 0.0
            if self.session.value(f"SELECT number FROM acknowledged WHERE writer = {self.number}") == self.acknowledged:
                return
        if not is_rolled_back:
            self.remember(edits, hot)


class Team:
    """All writers of a table."""

    def __init__(self, stage, rows, pause=0.0, survives=False):
        self.stage, self.rows, self.pause, self.survives = stage, rows, pause, survives
        self.seed = stage.dice.random()
        self.stopping, self.lock = threading.Event(), threading.Condition()
        self.holding, self.resting = False, set()
        with stage.connect() as session:
            make_table(session, rows)
        self.members = [Writer(number, self) for number in range(COUNT)]
        # Rows that no writer touches, kept by whoever holds them.
        self.held = {n: (n, 0, f"start {n}") for n in range(HOT + 1, FIRST_OWN + 1)}

    def __enter__(self):
        for member in self.members:
            member.start()
        return self

    def __exit__(self, *_):
        self.stopping.set()
        self.resume()
        for member in self.members:
            member.join(130)

    def rest(self, member):
        """Called by a writer between its transactions."""
        with self.lock:
            if self.holding:
                self.resting.add(member.number)
                self.lock.notify_all()
                self.lock.wait_for(lambda: not self.holding or self.stopping.is_set())
                self.resting.discard(member.number)

    def leave(self, member):
        """Called by a writer that ends: it rests for good."""
        with self.lock:
            self.resting.add(member.number)
            self.lock.notify_all()

    def hold(self):
        """Lets every writer end its transaction and rest."""
        with self.lock:
            self.holding = True
            if not self.lock.wait_for(lambda: len(self.resting) == COUNT, 130):
                raise TimeoutError("the writers do not come to rest")

    def resume(self):
        with self.lock:
            self.holding = False
            self.lock.notify_all()

    def check(self):
        for member in self.members:
            if member.failure:
                raise RuntimeError(f"writer {member.number} failed: {member.failure!r}")

    @property
    def acknowledged(self):
        return sum(member.acknowledged for member in self.members)

    @property
    def longest(self):
        member = max(self.members, key=lambda m: m.longest)
        return member.longest, member.longest_at

    def reset_longest(self):
        for member in self.members:
            member.longest = 0.0

    def remembered(self):
        """What the table must hold: (tag, hits, note) by id."""
        rows = dict(self.held)
        for member in self.members:
            rows.update(member.rows)
        for n in range(HOT):
            rows[n + 1] = (n + 1, sum(member.hits[n] for member in self.members), f"start {n + 1}")
        return rows

    def differences(self, session):
        """Rows in which the table and the writers' memories differ, as (id, wanted, found); the writers rest."""
        self.check()
        wanted, found, last = self.remembered(), [], None
        while True:
            where = "" if last is None else f"WHERE id > {last}"
            some = session.rows(f"SELECT id, tag, hits, note FROM orders {where} ORDER BY id LIMIT 50000")
            if not some:
                break
            last = some[-1][0]
            for key, *row in some:
                if wanted.get(key) != tuple(row):
                    found.append((key, wanted.get(key), tuple(row)))
                wanted.pop(key, None)
        found += [(key, row, None) for key, row in wanted.items()]
        return sorted(found)
