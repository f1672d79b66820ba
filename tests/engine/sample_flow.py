"""A sample flow for tests: three stored steps that end with one numbered booking.

/book ──► SEATS ──► DAY (buttons) ──► SURE ──► booked: number, seats, day are in the audit
/other ──► NOTE ──► noted      /poison, "poison": a bug      /task: a task whose result is shown
"""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from bot.card import Button, Card
from bot.cards.notification import Notification, Reader
from bot.context import DeskContext
from bot.engine.listeners import (
    END,
    Ask,
    Flow,
    FlowSignal,
    FlowStep,
    Handler,
    OnGroup,
    on_command,
    on_result,
    on_tap,
    on_timer,
    on_words,
)
from bot.engine.outbound.tasks import Task, TaskResources
from bot.errors import StaleButton
from bot.group_context import GroupContext, GroupEvent
from bot.stored_json import Draft
from bot.task_definition import TaskDefinition
from storage import audit
from storage.audit import Action, AuditEntry
from storage.database import add
from storage.database.counters import Counter, next_number

DAY = Button("day", str, in_step=True)
SURE = Button("sure", str, in_step=True)
WINDOW = Button("window", str)


class Step(FlowStep):
    """The steps of the sample flows."""

    SEATS = "seats"
    DAY = "day"
    SURE = "sure"
    NOTE = "note"


class BookingDraft(Draft):
    """What is entered for a booking."""

    seats: str = ""
    day: str = ""


class Counted(StaleButton, key="refused-stale-button", keeps=True):
    """A refusal that keeps what the turn has written."""


def handlers() -> list[Handler]:
    """Return the handlers of the test desk."""
    return [
        Flow(
            "filing",
            entry_points=[on_command("book", book), on_command("counted", counted), on_tap(WINDOW, window)],
            steps={
                Step.SEATS: Ask(ask_seats, on_words(take_seats)),
                Step.DAY: Ask(ask_day, on_tap(DAY, take_day)),
                Step.SURE: Ask(ask_sure, on_tap(SURE, finish)),
            },
        ),
        Flow(
            "refusal",
            entry_points=[on_command("other", lambda context: Step.NOTE)],
            steps={Step.NOTE: Ask(lambda context: Card("NOTE?"), on_words(note))},
        ),
        on_command("poison", poison),
        on_command("clash", clash),
        OnGroup(GroupEvent.MOVED, fail_in_group),
        on_command("window", show_window),
        on_command("task", order_doubling),
        on_result(DOUBLE, show_doubled),
        on_timer("wake", say_woken),
        on_words(echo),
    ]


def book(context: DeskContext) -> Step:
    """Start the flow."""
    return Step.SEATS


def window(context: DeskContext) -> Step:
    """Start the flow by a button outside it."""
    context.store_draft(BookingDraft(seats=context.tapped(WINDOW)))
    return Step.DAY


def counted(context: DeskContext) -> Step:
    """Refuse to start the flow, and count the attempt."""
    audit.record(context.session, Action.CODE_FAILED, by=context.account.id, on=None, at=context.now)
    raise Counted


def ask_seats(context: DeskContext) -> Card:
    """Ask for the number of seats."""
    return Card(f"SEATS? {context.load_draft(BookingDraft).seats}")


def take_seats(context: DeskContext) -> Step:
    """Store the number of seats; an invalid one counts as an attempt."""
    if not context.words.isdecimal():
        audit.record(context.session, Action.CODE_FAILED, by=context.account.id, on=None, at=context.now)
        raise Counted if context.words == "counted" else StaleButton
    context.store_draft(BookingDraft(seats=context.words))
    return Step.DAY


def ask_day(context: DeskContext) -> Card:
    """Ask for the day. Refuses if there are no seats."""
    seats = context.load_draft(BookingDraft).seats
    if seats == "0":
        raise StaleButton
    return Card(f"DAY? {seats}", ((DAY.on("Monday", "mon"), DAY.on("Tuesday", "tue")),))


def take_day(context: DeskContext) -> Step:
    """Store the day."""
    draft = context.load_draft(BookingDraft)
    draft.day = context.tapped(DAY)
    context.store_draft(draft)
    return Step.SURE


def ask_sure(context: DeskContext) -> Card:
    """Ask for confirmation."""
    draft = context.load_draft(BookingDraft)
    return Card(f"SURE? {draft.seats} {draft.day}", ((SURE.on("Sure", ""),),))


def finish(context: DeskContext) -> FlowSignal:
    """Record the booking under a new number."""
    number, draft = next_number(context.session, "booking"), context.load_draft(BookingDraft)
    audit.record(
        context.session,
        Action.FILING_APPLIED,
        by=context.account.id,
        on=None,
        at=context.now,
        number=number,
        seats=draft.seats,
        day=draft.day,
    )
    context.show(Card(f"BOOKED #{number} {draft.seats} {draft.day}"))
    return END


def show_window(context: DeskContext) -> None:
    """Show a card with a button."""
    context.show(Card("CHOOSE", ((WINDOW.on("window 5", "5"),),)))


def order_doubling(context: DeskContext) -> None:
    """Order a task and say so."""
    context.show(Card(f"ASKED {bool(context.order_task(DOUBLE, number=21))}"))


def say_woken(context: DeskContext) -> None:
    """Say that a timer has fired."""
    context.say(Card("WOKEN"))


def note(context: DeskContext) -> FlowSignal:
    """Show the note."""
    context.show(Card(f"NOTED {context.words}"))
    return END


def poison(context: DeskContext) -> None:
    """Write a row, then fail with a bug."""
    audit.record(context.session, Action.RULE_SET, by=context.account.id, on=None, at=context.now)
    raise LookupError("a bug")


def fail_in_group(context: GroupContext) -> None:
    """Fail with a bug."""
    raise LookupError("a bug")


def clash(context: DeskContext) -> None:
    """Write rows that violate a constraint."""
    audit.record(context.session, Action.RULE_SET, by=context.account.id, on=None, at=context.now)
    for _ in range(2):
        add(context.session, Counter(name="clash", last=1))


def echo(context: DeskContext) -> None:
    """Repeat the text."""
    if context.words == "poison":
        poison(context)
    context.say(Card(f"ECHO {context.words}"))


def show_doubled(context: DeskContext) -> None:
    """Show the result of the task."""
    doubled = context.result_of(DOUBLE)
    context.say(Card(f"RESULT {doubled}"))


async def double(resources: TaskResources, adapters: None, *, number: int) -> dict[str, Any]:
    """Return twice the number."""
    return {"number": number * 2}


DOUBLE = TaskDefinition("double", double)


def _notice(session: Session, subject: Any, reader: Reader) -> Card | None:
    return None if subject.int == 0 else Card(f"NEWS{' by sms' if reader.by_sms else ''}")


NOTIFICATIONS: Mapping[str, Notification] = {"news": _notice}
TASKS: Mapping[str, Task] = {DOUBLE.name: DOUBLE.bind(None)}


def entries(session: Session, action: Action = Action.FILING_APPLIED) -> list[dict[str, Any]]:
    """Return the details of the audit entries of an action, oldest first."""
    found = session.execute(
        select(AuditEntry).where(col(AuditEntry.action) == action.value).order_by(col(AuditEntry.id))
    ).scalars()
    return [{"by": entry.by, **json.loads(entry.details)} for entry in found]
