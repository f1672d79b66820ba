"""Small counting flows: each event appends a mark to its lane and sends one message; some fail, some order more.

A mark names the event, its place in the lane and what its turn has ordered: a task, a timer, or one that only the newer
of two versions knows. What was ordered comes back as an event that leaves a mark of that kind with the same reference.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, Column, Integer, MetaData, String, Table
from sqlmodel import Session

from bot.card import Card
from bot.cards.notification import Notification, Reader
from bot.context import DeskContext
from bot.engine.listeners import Handler, on_result, on_timer, on_words
from bot.engine.outbound.tasks import Task, TaskResources, TryAgain
from bot.task_definition import TaskDefinition
from storage.database.prepared import PreparedStatement
from storage.engine import outbox, timers
from storage.engine.outbox import DeliveryPolicy
from tests.fault_injection.chaos.journal import Journal

MARKS = Table(
    "chaos_marks",
    MetaData(),
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("chat", BigInteger),
    Column("place", Integer),
    Column("number", BigInteger),
    Column("kind", String),
    Column("ordered", String),
    Column("reference", String),
)
INSERT = PreparedStatement(MARKS.insert(), *(column.name for column in MARKS.columns if column.name != "id"))
TASK, LATER_TASK, TIMER, LATER_TIMER, LATER_NOTE = "task", "later-task", "timer", "later-timer", "later-note"
# Which events do what: numbers with this remainder, by this divisor.
FAILS_ALWAYS = (5_000, 99)
FAILS_FIRST = (100, 9)
ONCE = (10, 3)
AMENDS = (25, 4)
ORDERS = {TASK: (50, 7), TIMER: (50, 17)}
ORDERS_LATER = {LATER_TIMER: (200, 11), LATER_TASK: (200, 61), LATER_NOTE: (200, 111)}
LEAVES_NEWER_STATE = (200, 161)


def has(number: int, rule: tuple[int, int]) -> bool:
    """Return whether an event with this number does what the rule is about."""
    return number % rule[0] == rule[1]


@dataclass(frozen=True)
class Tried:
    """What has failed once in any process, and succeeds at the next attempt."""

    journal: Journal

    def fails(self, what: str) -> bool:
        """Return True at the first call with these words."""
        try:
            (self.journal.path.parent / f"tried {what}").touch(exist_ok=False)
        except FileExistsError:
            return False
        return True


async def run_task(resources: TaskResources, tried: Tried, *, number: int) -> dict[str, Any]:
    """Return the number. Some tasks fail at their first attempt, some always."""
    tried.journal.write("task", f"{number}")
    if has(number, (1_000, 507)) or (has(number, (500, 7)) and tried.fails(f"task {number}")):
        raise TryAgain
    return {"number": number, "more": {"of": "a newer version"}}


COUNT = TaskDefinition("chaos.task", run_task)
COUNT_LATER = TaskDefinition("chaos.later", run_task)


class CountingFlows:
    """The handlers, tasks and notifications of one of two versions."""

    def __init__(self, journal: Journal, *, newer: bool) -> None:
        self._newer = newer
        self._tried = Tried(journal)
        definitions = (COUNT, COUNT_LATER) if newer else (COUNT,)
        self.tasks: Mapping[str, Task] = {each.name: each.bind(self._tried) for each in definitions}
        self.notifications: Mapping[str, Notification] = {"chaos.later": _note} if newer else {}

    def handlers(self) -> list[Handler]:
        """Return the handlers of this version."""
        own: list[Handler] = [
            on_words(self._count, first=True),
            on_timer("chaos.timer", lambda context: _mark(context, TIMER, 0, reference=context.subject.hex)),
            on_result(COUNT, lambda context: _take(context, TASK)),
        ]
        if self._newer:
            own.append(
                on_timer("chaos.later", lambda context: _mark(context, LATER_TIMER, 0, reference=context.subject.hex))
            )
            own.append(on_result(COUNT_LATER, lambda context: _take(context, LATER_TASK)))
        return own

    def _count(self, context: DeskContext) -> None:
        number = int(context.words)
        self._tried.journal.write("turn", f"{number}")
        if self._newer and has(number, LEAVES_NEWER_STATE):
            context.conversation.flow, context.conversation.step = "chaos.later", "later"
            context.conversation.draft["later"] = {"of": "a newer version"}
        rules = ORDERS | (ORDERS_LATER if self._newer else {})
        ordered = next((kind for kind, rule in rules.items() if has(number, rule)), "")
        _mark(context, "update", number, ordered=ordered, reference=_order(context, ordered, number))
        if has(number, FAILS_ALWAYS) or (has(number, FAILS_FIRST) and self._tried.fails(f"event {number}")):
            raise LookupError("a bug of the test")


def _order(context: DeskContext, kind: str, number: int) -> str:
    """Order what this event orders. Returns its reference, by which it comes back."""
    reference, due = uuid4(), context.now + timedelta(milliseconds=number % 7 * 300)
    if kind == TASK:
        return context.order_task(COUNT, number=number).hex
    if kind == LATER_TASK:
        return context.order_task(COUNT_LATER, number=number).hex
    if kind in (TIMER, LATER_TIMER):
        name = "chaos.timer" if kind == TIMER else "chaos.later"
        timers.start(context.session, name, reference, lane=context.account.lane, due_at=due)
    elif kind == LATER_NOTE:
        outbox.notify_account(context.session, context.account, "chaos.later", reference, at=context.now)
    else:
        return ""
    return reference.hex


def _take(context: DeskContext, kind: str) -> None:
    result = context.incoming.result
    _mark(context, kind, result.get("number", -1), reference=context.incoming.reference)


def _mark(context: DeskContext, kind: str, number: int, *, ordered: str = "", reference: str = "") -> None:
    """Append a mark to the lane, and send its place in the lane."""
    place = context.conversation.draft.get("place", 0) + 1
    context.conversation.draft["place"] = place
    row = {"chat": context.account.telegram_id, "place": place, "number": number, "kind": kind}
    row |= {"ordered": ordered, "reference": reference}
    if place % 4:  # The others by SQLAlchemy, as the domains write: it takes ten times as long, and wraps what fails.
        INSERT.run(context.session, row)
    else:
        context.session.connection().execute(MARKS.insert(), row)
    is_update = kind == "update"
    if is_update and has(number, AMENDS):
        context.amend(Card(f"place {place}"), about="chaos")
    else:
        once = is_update and has(number, ONCE)
        policy = DeliveryPolicy.ONCE if once else DeliveryPolicy.AGAIN
        context.show(Card(f"place {place}"), about="chaos" if place % 5 == 0 else "", policy=policy)


def _note(session: Session, subject: UUID, reader: Reader) -> Card:
    return Card(f"note {subject.hex}")
