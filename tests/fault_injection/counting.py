"""A desk that counts: each message carries a number, and the turn writes down which one came before it in its lane.

The number before is kept in the conversation. So the rows prove order and that no
turn worked on a conversation another turn was working on.
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
from bot.engine.telegram_client import DeskBot
from storage import audit
from storage.audit import Action, AuditEntry
from storage.database import Database
from storage.engine.inbox import Event, EventSource, EventState

BOT = 1_000_000_001

SHARED = 3
"""Of every so many people one is heard by all receivers: his events commit in another order than they are numbered."""


def lanes(database: Database) -> EventWorker:
    """The worker of a desk that counts."""
    turns = TurnHandler(Dispatcher([on_words(count)], "counting_bot"), DeskBot(f"{BOT}:counting"))
    return EventWorker(database, turns, clock=now, wake=WakeEvent(), pause=0.02)


def count(context: DeskContext) -> None:
    """Write down this number and the one before."""
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


class Said(NamedTuple):
    """A message of somebody: its number is its update's, too. A million of them fit into a process; updates do not."""

    number: int
    user: int


def messages(users: int, total: int, random: Random) -> list[Said]:
    """Draw so many messages of so many people, mixed."""
    return [Said(number, user) for number, user in enumerate(random.choices(range(1, users + 1), k=total), start=1)]


def batches(all_of_them: list[Said], random: Random, *, start: int = 0) -> Iterator[list[dict[str, Any]]]:
    """Tell them in batches of any size, some told again and again, as a receiver hears them after a bad line."""
    at = start
    while at < len(all_of_them):
        again = random.randrange(60) if random.random() < 0.4 else 0
        size = random.randrange(1, 40)
        yield [_update(said) for said in all_of_them[max(0, at - again) : at + size]]
        at += size


def kept(session: Session, said: Said) -> bool:
    """Say whether a receiver has stored this."""
    its_own = (col(Event.source) == EventSource.TELEGRAM, col(Event.key) == f"{BOT}:{said.number}")
    return session.execute(select(col(Event.id)).where(*its_own)).first() is not None


def teller(said: Said, parts: int) -> int:
    """Say which of several receivers hears this: of most people always the same, of some now this, now that."""
    return (said.number if said.user % SHARED == 0 else said.user) % parts


def problems(session: Session, expected: int) -> list[str]:
    """Say what was lost, doubled, or handled out of order. Nothing: all is well."""
    handled: dict[str, list[tuple[int, int]]] = {}
    for row in _entries(session):
        handled.setdefault(row["lane"], []).append((row["number"], row["before"]))
    arrived: dict[str, list[int]] = {}
    rows = session.execute(select(col(Event.lane), col(Event.key), col(Event.state)).order_by(col(Event.id)))
    states = []
    for lane, key, state in rows:
        arrived.setdefault(lane, []).append(int(key.partition(":")[2]))
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


def _update(said: Said) -> dict[str, Any]:
    number, user = said
    person = {"id": user, "is_bot": False, "first_name": "P", "language_code": "en"}
    chat = {"id": user, "type": "private", "first_name": "P"}
    message = {"message_id": number, "date": 1_790_000_000, "from": person, "chat": chat, "text": str(number)}
    return {"update_id": number, "message": message}
