"""What the sessions of a server were told, from its general log."""

import pathlib
import re

# Times are printed only where they change; MySQL prints them always.
LINE = re.compile(rb"^(?:\S+\s+\d+:\d+:\d+|\S+Z|\t)?[\t ]*(\d+) (Connect|Query|Execute|Prepare|Quit|Reset stmt|Close stmt|[A-Z][A-Za-z ]+?)\t ?(.*)$")
TAG = re.compile(r"/\* dbops run=\S+ phase=(\S+) \*/ *")
BEGINS = re.compile(r"START TRANSACTION|BEGIN\b|LOCK TABLES", re.IGNORECASE)
ENDS = re.compile(r"UNLOCK TABLES|COMMIT|ROLLBACK", re.IGNORECASE)
# By themselves these hold no locks on rows.
HARMLESS = re.compile(r"DO |SET |SHOW |USE |KILL |COMMIT|ROLLBACK|UNLOCK TABLES", re.IGNORECASE)


class StatementLog:
    """The general log, switched on for as long as something is being looked for; `with` switches it off."""

    tail = 8 << 20

    def __init__(self, stage):
        self.stage, self.file = stage, stage.work / f"statements-{stage.flavour}.log"

    def __enter__(self):
        # The server writes it, maybe under an account of its own.
        self.stage.work.chmod(0o755)
        self.file.touch()
        self.file.chmod(0o666)
        with self.stage.connect() as session:
            self.before = session.rows("SELECT @@GLOBAL.general_log, @@GLOBAL.general_log_file, @@GLOBAL.log_output")[0]
            session.run("SET GLOBAL log_output = 'FILE'")
            session.run(f"SET GLOBAL general_log_file = '{self.file}'")
            session.run("SET GLOBAL general_log = ON")
        return self

    def __exit__(self, *_):
        with self.stage.connect() as session:
            session.run(f"SET GLOBAL general_log = {self.before[0]}")
            session.run(f"SET GLOBAL general_log_file = '{self.before[1]}'")
            session.run(f"SET GLOBAL log_output = '{self.before[2]}'")

    def size(self):
        return self.file.stat().st_size

    def transaction(self, session_id, since):
        """The transaction of the session that was under way when the log had `since` bytes, or else the next that may have
        locked rows: a list of (phase, statement). What is done under LOCK TABLES counts as one."""
        groups = self.groups(session_id)
        first = max((n for n, (start, _) in enumerate(groups) if start < since), default=0)
        for _, told in groups[first:]:
            if any(not HARMLESS.match(statement) for _, statement in told):
                return told
        return groups[-1][1] if groups else []

    def groups(self, session_id):
        """The session's transactions of late, each with its place in the log."""
        groups, is_open = [], False
        for place, phase, statement in self.statements(session_id):
            if BEGINS.match(statement) or not is_open and not (groups and ENDS.match(statement)):
                groups.append((place, []))
                is_open = bool(BEGINS.match(statement))
            groups[-1][1].append((phase, statement))
            if ENDS.match(statement):
                is_open = False
        return groups

    def statements(self, session_id):
        with self.file.open("rb") as file:
            place = max(0, self.size() - self.tail)
            file.seek(place)
            text = file.read()
        told, current = [], None
        for line in text.split(b"\n"):
            found = LINE.match(line)
            if found:
                current = None
                if int(found[1]) == session_id and found[2] in (b"Query", b"Execute"):
                    current = [found[3]]
                    told.append((place, current))
            elif current is not None:
                current.append(line)
            place += len(line) + 1
        for place, words in told:
            statement = b" ".join(words).decode(errors="replace")
            tag = TAG.search(statement)
            yield place, tag[1] if tag else "?", TAG.sub("", statement).strip()


def shape(statement, length=110):
    """The statement without its values, so that the same ones count together."""
    short = re.sub(r"'(?:[^']|'')*'|X'[0-9A-F]*'|\b\d+\b", "?", statement)
    short = re.sub(r"\(\?(?:, \?)+\)", "(?, …)", short)
    return short[:length]
