"""A desk that records the order of updates: each message is a number, and each turn records the one before in its lane.

The number before is kept in the conversation. So the rows prove the order, and that no two turns
worked on the same conversation at the same time.
"""

import json
from collections.abc import Iterable, Iterator
from random import Random
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlmodel import Session, col

from bot.context import DeskContext
from bot.engine.clock import WakeEvent, now
from bot.engine.inbound.dispatcher import Dispatcher
from bot.engine.inbound.turn import TurnHandler
from bot.engine.inbound.worker import EventWorker
from bot.engine.listeners import on_words
from bot.engine.newer_versions import Versions
from bot.engine.telegram_client import DeskBot
from storage import audit
from storage.audit import Action, AuditEntry
from storage.database import Database
from storage.engine.inbox import Event, EventSource, EventState

BOT = 1_000_000_001

# The updates of every third person go to all receivers: they are committed in another order than they are numbered.
SHARED = 3


def event_worker(database: Database) -> EventWorker:
    """Return the event worker of this desk."""
    return EventWorker(database, turn_handler(database), clock=now, wake=WakeEvent(), pause=0.02)


def turn_handler(database: Database) -> TurnHandler:
    """Return what handles the events of this desk."""
    versions = Versions(database, "counting", "worker", clock=now)
    return TurnHandler(Dispatcher([on_words(count)], "counting_bot"), DeskBot(f"{BOT}:counting"), versions)


def count(context: DeskContext) -> None:
    """Record this number and the one before."""
    number = int(context.words)
    before = context.conversation.draft.get("last", 0)
    audit.record(
        context.session,
        Action.RULE_SET,
        by=context.account.id,
        on=None,
        at=context.now,
        lane=context.account.lane,
        number=number,
        before=before,
    )
    context.conversation.draft["last"] = number


class NumberedMessage(NamedTuple):
    """Number and sender of a message; the number is also the update's id. Small, as a run keeps a million of them."""

    number: int
    user: int


def messages(users: int, total: int, random: Random) -> list[NumberedMessage]:
    """Draw `total` messages of random users."""
    return [
        NumberedMessage(number, user)
        for number, user in enumerate(random.choices(range(1, users + 1), k=total), start=1)
    ]


def batches(all_of_them: list[NumberedMessage], random: Random, *, start: int = 0) -> Iterator[list[dict[str, Any]]]:
    """Return the updates in batches of random size, some of them repeated, as after connection failures."""
    at = start
    while at < len(all_of_them):
        again = random.randrange(60) if random.random() < 0.4 else 0
        size = random.randrange(1, 40)
        yield [_update(numbered) for numbered in all_of_them[max(0, at - again) : at + size]]
        at += size


def is_stored(session: Session, numbered: NumberedMessage) -> bool:
    """Return whether a receiver has stored this message."""
    its_own = (col(Event.source) == EventSource.TELEGRAM, col(Event.key) == f"{BOT}:{numbered.number}")
    return session.execute(select(col(Event.id)).where(*its_own)).first() is not None


def receiver_of(numbered: NumberedMessage, parts: int) -> int:
    """Return which of several receivers gets this message: always the same one for most people."""
    return (numbered.number if numbered.user % SHARED == 0 else numbered.user) % parts


def problems(session: Session, expected: int) -> list[str]:
    """Describe what was lost, handled twice or handled out of order. Empty if nothing was."""
    handled: dict[str, list[tuple[int, int]]] = {}
    lanes: dict[int, str] = {}  # An event that is handled has no lane any more.
    for row in _entries(session):
        lanes[row["number"]] = row["lane"]
        handled.setdefault(row["lane"], []).append((row["number"], row["before"]))
    arrived: dict[str, list[int]] = {}
    rows = session.execute(select(col(Event.lane), col(Event.key), col(Event.state)).order_by(col(Event.id)))
    states = []
    for lane, key, state in rows:
        number = int(key.partition(":")[2])
        arrived.setdefault(lane or lanes.get(number, ""), []).append(number)
        states.append(state)
    found = [f"{len(states)} of {expected} updates kept"] if len(states) != expected else []
    found += [f"{state}" for state in states if state is not EventState.DONE]
    for lane, numbers in arrived.items():
        found += _lane_problems(lane, numbers, handled.get(lane, []))
    return found


def _lane_problems(lane: str, arrived: list[int], handled: list[tuple[int, int]]) -> Iterable[str]:
    numbers = [number for number, _ in handled]
    if sorted(numbers) != sorted(arrived):
        yield f"{lane}: lost {set(arrived) - set(numbers)}, doubled {len(numbers) - len(set(numbers))}"
    elif numbers != arrived and int(lane.partition(":")[2]) % SHARED:
        yield f"{lane}: out of order"
    for (number, before), last in zip(handled, [0, *numbers], strict=False):
        if before != last:
            yield f"{lane}: {number} did not see {last}"


def _entries(session: Session) -> Iterator[dict[str, Any]]:
    found = session.execute(select(col(AuditEntry.details)).order_by(col(AuditEntry.id))).scalars()
    return (json.loads(details) for details in found)


def _update(numbered: NumberedMessage) -> dict[str, Any]:
    number, user = numbered
    person = {"id": user, "is_bot": False, "first_name": "P", "language_code": "en"}
    chat = {"id": user, "type": "private", "first_name": "P"}
    message = {"message_id": number, "date": 1_790_000_000, "from": person, "chat": chat, "text": str(number)}
    return {"update_id": number, "message": message}
