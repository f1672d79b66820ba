"""The invariants of a chaos run, by SQL over the marks of the store and the messages of the journal.

Nothing is lost, done twice or out of order; each repeated message has a cause; a once-message is never repeated.
"""

import sqlite3
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import text
from sqlmodel import Session

from bot.engine.newer_versions import UNKNOWN_PATIENCE
from tests.fault_injection.chaos import causes
from tests.fault_injection.chaos.flows import FAILS_ALWAYS, ONCE
from tests.fault_injection.chaos.journal import Entry
from tests.fault_injection.chaos.telegram import BOT

SCHEMA = """
CREATE TABLE marks (id, chat, place, number, kind, ordered, reference);
CREATE TABLE updates (number);
CREATE TABLE aside (number);
CREATE TABLE sent (at, slot, process, chat, place, note);
CREATE INDEX marks_number ON marks (kind, number);
CREATE INDEX marks_reference ON marks (reference);
CREATE INDEX sent_place ON sent (chat, place);
CREATE INDEX sent_note ON sent (note);
"""
IS_ONCE = f"(kind = 'update' AND number % {ONCE[0]} = {ONCE[1]})"
CHECKS = {
    "lost": "SELECT number FROM updates WHERE number NOT IN (SELECT number FROM marks WHERE kind = 'update') "
    "AND number NOT IN (SELECT number FROM aside)",
    "set aside without a bug": f"SELECT number FROM aside WHERE number % {FAILS_ALWAYS[0]} <> {FAILS_ALWAYS[1]}",
    "done twice": "SELECT number, count(*) FROM marks WHERE kind = 'update' GROUP BY number HAVING count(*) > 1",
    "done and set aside": "SELECT number FROM aside WHERE number IN (SELECT number FROM marks WHERE kind = 'update')",
    "out of order": "SELECT * FROM (SELECT chat, number, lag(number) OVER (PARTITION BY chat ORDER BY id) AS before "
    "FROM marks WHERE kind = 'update') WHERE number <= before",
    "two turns at once": "SELECT * FROM (SELECT chat, place, row_number() OVER (PARTITION BY chat ORDER BY id) AS nth "
    "FROM marks) WHERE place <> nth",
    "ordered and not come back once": "SELECT kind_ordered, reference, found FROM (SELECT one.ordered AS kind_ordered, "
    "one.reference, (SELECT count(*) FROM marks AS other WHERE other.reference = one.reference AND other.kind = "
    "one.ordered) AS found FROM marks AS one WHERE one.ordered IN ('task', 'timer')) WHERE found <> 1",
    "work of the newer version come back twice": "SELECT reference, count(*) FROM marks WHERE kind LIKE 'later-%' "
    "GROUP BY reference HAVING count(*) > 1",
    "message not sent": f"SELECT chat, place FROM marks WHERE NOT {IS_ONCE} AND NOT EXISTS "
    "(SELECT 1 FROM sent WHERE sent.chat = marks.chat AND sent.place = marks.place)",
    "message without a turn": "SELECT chat, place FROM sent WHERE place > 0 AND NOT EXISTS "
    "(SELECT 1 FROM marks WHERE sent.chat = marks.chat AND sent.place = marks.place)",
    "message out of order": "SELECT * FROM (SELECT chat, place, max(place) OVER (PARTITION BY chat ORDER BY at, rowid "
    "ROWS UNBOUNDED PRECEDING) AS newest FROM sent WHERE place > 0) WHERE place < newest",
    "once-message doubled": f"SELECT sent.chat, sent.place FROM sent JOIN marks ON marks.chat = sent.chat AND "
    f"marks.place = sent.place WHERE {IS_ONCE} GROUP BY sent.chat, sent.place HAVING count(*) > 1",
}
REPEATED = (
    "SELECT chat, place, note, at, slot, process, before, before_slot, before_process FROM (SELECT *, "
    "lag(at) OVER one AS before, lag(slot) OVER one AS before_slot, lag(process) OVER one AS before_process FROM sent "
    "WINDOW one AS (PARTITION BY chat, place, note ORDER BY at)) WHERE before IS NOT NULL"
)
ONCE_NOT_SENT = (
    f"SELECT count(*) FROM marks WHERE {IS_ONCE} AND NOT EXISTS "
    "(SELECT 1 FROM sent WHERE sent.chat = marks.chat AND sent.place = marks.place)"
)
# An older version gives up what it does not know after a while. On SQLite it passes at once when the clock jumps.
GIVEN_UP = "unknown to this version"
LATER_MISSING = (
    "SELECT count(*) FROM marks AS one WHERE one.ordered LIKE 'later-%' "
    "AND one.reference NOT IN (SELECT note FROM sent) AND NOT EXISTS "
    "(SELECT 1 FROM marks AS other WHERE other.reference = one.reference AND other.kind = one.ordered)"
)
_given_up = text(
    f"SELECT (SELECT count(*) FROM outbox WHERE note = '{GIVEN_UP}') + "
    "(SELECT count(*) FROM inbox WHERE state = 'set_aside' AND source IN ('timer', 'result'))"
)
_too_early = text(
    f"SELECT (SELECT count(*) FROM outbox WHERE note = '{GIVEN_UP}' AND done_at < created_at + :patience) + "
    "(SELECT count(*) FROM inbox WHERE state = 'set_aside' AND source IN ('timer', 'result') "
    "AND done_at < received_at + :patience)"
)


@dataclass
class Findings:
    """What an episode has shown. repeated: messages by cause.

    held: the most seconds for which an event was the oldest of its lane; turns: the most updates that were handled
    while such an event was due.
    """

    problems: list[str] = field(default_factory=list)
    repeated: Counter[str] = field(default_factory=Counter)
    given_up: int = 0
    messages: int = 0
    events: int = 0
    faults: set[str] = field(default_factory=set)
    disturbances: int = 0
    held: float = 0.0
    turns: int = 0

    def __add__(self, other: "Findings") -> "Findings":
        """Return the sum of both, and the larger `held` and `turns`."""
        return Findings(
            self.problems + other.problems,
            self.repeated + other.repeated,
            self.given_up + other.given_up,
            self.messages + other.messages,
            self.events + other.events,
            self.faults | other.faults,
            self.disturbances + other.disturbances,
            max(self.held, other.held),
            max(self.turns, other.turns),
        )


def count_given_up(session: Session) -> int:
    """Return how much work of a newer version was given up."""
    return int(session.execute(_given_up).scalar_one())


def torn(session: Session) -> int:
    """Return how many updates are done without their effects, or have them twice. For one episode on SQLite."""
    marks = text("SELECT count(number), count(DISTINCT number) FROM chaos_marks WHERE kind = 'update'")
    all_marks, numbers = session.execute(marks).one()
    done = text("SELECT count(*) FROM inbox WHERE state = 'done' AND source = 'telegram'")
    return int(max(session.execute(done).scalar_one() - numbers, 0) + all_marks - numbers)


def given_up_too_early(session: Session) -> int:
    """Return how much work of a newer version was given up before its time. On SQLite it may, as its clock jumps."""
    if session.get_bind().dialect.name == "sqlite":
        return 0
    return int(session.execute(_too_early, {"patience": UNKNOWN_PATIENCE}).scalar_one())


def check(session: Session, entries: Sequence[Entry], updates: range, *, given_up: int) -> Findings:
    """Check all invariants of an episode with these updates. given_up: how much work was given up in it."""
    ledger = sqlite3.connect(":memory:")
    ledger.executescript(SCHEMA)
    _load(ledger, session, entries, updates)
    findings = Findings()
    for what, query in CHECKS.items():
        found = ledger.execute(query).fetchall()
        findings.problems += [f"{what}: {len(found)}, the first {found[:3]}"] if found else []
    _count(findings, ledger, entries)
    findings.given_up = ledger.execute(LATER_MISSING).fetchone()[0]
    if early := given_up_too_early(session):
        findings.problems.append(f"work of the newer version given up too early: {early}")
    if findings.given_up > given_up:
        findings.problems.append(f"work of the newer version lost: {findings.given_up}, given up: {given_up}")
    ledger.close()
    return findings


def set_aside(session: Session, updates: range, *, first: int = 0) -> list[int]:
    """Return the numbers of the updates that were set aside. first: number of an event before the episode."""
    # The concatenation keeps the planner from the index on source and key, which holds all events of all episodes.
    query = text("SELECT key FROM inbox WHERE id > :first AND state = 'set_aside' AND source || '' = 'telegram'")
    keys = session.execute(query, {"first": first}).scalars()
    return [number for key in keys if (number := int(key.removeprefix(f"{BOT}:"))) in updates]


def _load(ledger: sqlite3.Connection, session: Session, entries: Sequence[Entry], updates: range) -> None:
    marks = session.execute(
        text("SELECT id, chat, place, number, kind, ordered, reference FROM chaos_marks ORDER BY id")
    )
    ledger.executemany("INSERT INTO marks VALUES (?, ?, ?, ?, ?, ?, ?)", [tuple(row) for row in marks])
    ledger.executemany("INSERT INTO updates VALUES (?)", [(number,) for number in updates])
    ledger.executemany("INSERT INTO aside VALUES (?)", [(number,) for number in set_aside(session, updates)])
    ledger.executemany(
        "INSERT INTO sent VALUES (?, ?, ?, ?, ?, ?)", [_message(entry) for entry in entries if _is_own(entry)]
    )


def _is_own(entry: Entry) -> bool:
    return entry.what == "sent" and entry.about.split()[1] in ("place", "note")


def _message(entry: Entry) -> tuple[object, ...]:
    chat, kind, which = entry.about.split()
    place, note = (int(which), "") if kind == "place" else (0, which)
    return entry.at, entry.slot, entry.process, int(chat), place, note


def _count(findings: Findings, ledger: sqlite3.Connection, entries: Sequence[Entry]) -> None:
    known = causes.Causes(entries)
    for *which, at, slot, process, before, before_slot, before_process in ledger.execute(REPEATED):
        reason = known.of_repetition((before, before_slot, before_process), (at, slot, process))
        findings.repeated[reason] += 1
        if reason == causes.UNKNOWN:
            findings.problems.append(f"a message was repeated without a cause: {which}, {before_slot} then {slot}")
    findings.repeated["once, not sent"] += ledger.execute(ONCE_NOT_SENT).fetchone()[0]
    findings.messages = ledger.execute("SELECT count(*) FROM sent").fetchone()[0]
    findings.events = ledger.execute("SELECT count(*) FROM marks").fetchone()[0]
    findings.faults = {entry.about for entry in entries if entry.what == "fault"}
    findings.disturbances = sum(entry.what == "disturbance" for entry in entries)
