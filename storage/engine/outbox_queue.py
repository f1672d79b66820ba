"""The queue of the outbox: which deliveries are next, which attempt a sender has claimed, and how it ended.

An attempt is counted before it is made. Its result is stored only if no other attempt has been claimed since.
"""

import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, case, func, select, text, tuple_, update
from sqlmodel import Session

from storage.database import table_of
from storage.database.encryption import current_keyring
from storage.engine import outbox_heads
from storage.engine.finished_rows import WINDOW, DeletionCursor, delete_window
from storage.engine.lanes import (
    MAX_EXAMINED,
    FindAfter,
    LaneCursor,
    RecentRows,
    heads,
    in_groups,
    in_turn,
    use_indexes,
)
from storage.engine.outbox import ENDED, IS_OPEN, Channel, Delivery, DeliveryPolicy, DeliveryState

# No delivery waits longer for its next attempt. One that is due later was postponed by a clock that was wrong.
MAX_DELAY = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class QueuedDelivery:
    """A delivery taken from the queue for sending. `attempts`: with the present one, if it is claimed.

    `is_urgent`: it is an answer, or an answer waits behind it in its lane.
    """

    id: int
    reference: UUID
    channel: Channel
    lane: str
    policy: DeliveryPolicy
    payload: bytes
    created_at: datetime
    attempts: int
    state: DeliveryState
    interruptions: int
    is_urgent: bool = False

    @property
    def content(self) -> dict[str, Any]:
        """The decrypted payload. Raises DecryptionError when it is sent, so that other lanes continue."""
        content: dict[str, Any] = current_keyring().decrypt_json(self.payload, f"outbox:{self.reference}")
        return content


_outbox = table_of(Delivery)
_is_open = text(f"outbox.{IS_OPEN}")
_is_once = _outbox.c.policy == DeliveryPolicy.ONCE
_seen = tuple_(_outbox.c.id, _outbox.c.attempts).in_(bindparam("seen", expanding=True))
# A row that another transaction holds keeps no other from being claimed.
_free = select(_outbox.c.id).where(_is_open, _seen).with_for_update(skip_locked=True, key_share=True)
_claim = (
    update(_outbox)
    .where(_is_open, _seen, _outbox.c.id.in_(_free))
    .values(
        attempts=_outbox.c.attempts + 1,
        interruptions=_outbox.c.interruptions + 1,
        state=case((_is_once, DeliveryState.IN_PROGRESS.value), else_=_outbox.c.state),
    )
    .returning(_outbox.c.id)
)
_arrived = (
    update(_outbox)
    .where(_outbox.c.id == bindparam("delivery"), _outbox.c.reference == bindparam("same_reference"))
    .where(_outbox.c.attempts == bindparam("attempt"), _is_open)
    .values(state=DeliveryState.DONE, done_at=bindparam("at"), message_id=bindparam("message"), payload=b"")
)


def next_deliveries(
    session: Session,
    *,
    now: datetime,
    limit: int,
    busy: Collection[str] = (),
    channels: Collection[Channel] = tuple(Channel),
    cursors: Mapping[Channel, LaneCursor] | None = None,
    urgent: bool = False,
    fits: Callable[[str], bool] = lambda _: True,
) -> list[QueuedDelivery]:
    """Return the oldest open delivery of up to `limit` lanes of these channels, except lanes in `busy`, oldest first.

    Of each channel the search goes on from its cursor, and examines no more than MAX_EXAMINED lanes without a result.
    urgent: only of lanes that hold an answer. fits: whether one of this lane may be among them, asked once for each.
    """
    cursors = cursors or {channel: LaneCursor() for channel in Channel}
    found: list[QueuedDelivery] = []
    with use_indexes(session), _searching(session, now, cursors[Channel.CHAT].recent, urgent=urgent) as finder_of:
        for channel in sorted(channels, key=lambda each: each is Channel.CHAT):  # The others are few.
            rows = _due(finder_of(channel), now, limit - len(found), busy, cursors[channel], fits)
            found += [replace(QueuedDelivery(*row[:-1]), is_urgent=urgent) for row in rows]
    return sorted(found, key=lambda delivery: delivery.id)


@contextmanager
def _searching(
    session: Session, now: datetime, recent: RecentRows, *, urgent: bool
) -> Iterator[Callable[[Channel], FindAfter]]:
    """Yield how to find the first delivery of the next lane of a channel."""
    values = {"now": now, "latest": now + MAX_DELAY}
    if session.connection().dialect.name != "sqlite" and not recent.walks_now():
        rows = outbox_heads.recent.all(session, {**values, "first": recent.first})
        if recent.read([row[0] for row in rows]):
            yield lambda channel: _among(rows, session, {**values, "channel": channel}, urgent=urgent)
            return
    began, numbers = time.monotonic(), list[int]()

    def finder_of(channel: Channel) -> FindAfter:
        find = outbox_heads.walking(session, {**values, "channel": channel}, urgent=urgent)

        def find_noting(after: str) -> list[Any] | None:
            row = find(after)
            numbers.extend([row[0]] if row else [])
            return row

        return find_noting

    yield finder_of
    recent.walked(began, numbers)


def _among(rows: Sequence[list[Any]], session: Session, values: dict[str, Any], *, urgent: bool) -> FindAfter:
    """Return how to find the next lane of a channel among these rows of all channels."""
    known = [row for row in rows if row[1] == values["channel"] and not (urgent and row[3])]
    lanes = in_turn(known, lane_at=2)
    first_of = in_groups(
        sorted({row[2] for row in known}),
        lambda group: outbox_heads.of_lanes.all(session, {**values, "lanes": group}),
        lane_at=outbox_heads.LANE,
    )

    def find_after(after: str) -> list[Any] | None:
        while (found := lanes(after)) is not None:
            if (first := first_of(found[2])) is not None:
                return first
            after = found[2]  # It was sent meanwhile.
        return None

    return find_after


def _due(
    find_after: FindAfter,
    now: datetime,
    limit: int,
    busy: Collection[str],
    cursor: LaneCursor,
    fits: Callable[[str], bool],
) -> list[list[Any]]:
    found: list[list[Any]] = []
    most = MAX_EXAMINED + limit + len(busy) if limit > 0 else 0
    for row in heads(cursor, find_after, lane_at=outbox_heads.LANE, most=most):
        if row[outbox_heads.LANE] not in busy and _is_due(row, now) and fits(row[outbox_heads.LANE]):
            found.append(row)
        if len(found) == limit:
            break
    return found


def _is_due(row: list[Any], now: datetime) -> bool:
    """Return whether a delivery may be sent: whatever the clocks, it waits no longer than it was postponed."""
    due_at: datetime = row[-1]
    created_at: datetime = row[outbox_heads.CREATED_AT]
    return due_at <= now or due_at == created_at or due_at > now + MAX_DELAY


def claim(session: Session, deliveries: Sequence[QueuedDelivery]) -> list[QueuedDelivery]:
    """Count an attempt of each delivery. Returns those that nobody else has claimed meanwhile or holds now.

    The state stays as it was seen: a delivery in progress may have been sent before.
    """
    if not deliveries:
        return []
    seen = [(delivery.id, delivery.attempts) for delivery in deliveries]
    claimed = set(session.connection().execute(_claim, {"seen": seen}).scalars())
    return [replace(delivery, attempts=delivery.attempts + 1) for delivery in deliveries if delivery.id in claimed]


def update_delivery(session: Session, delivery: QueuedDelivery, **values: Any) -> bool:
    """Store how the claimed attempt ended. Returns False if the delivery has ended or was claimed again since."""
    if values.get("state") in ENDED:
        values["payload"] = b""  # The content is not needed again.
    # A database that has lost its last commits gives their numbers again, but never their references.
    is_same = (_outbox.c.id == delivery.id) & (_outbox.c.reference == delivery.reference)
    same = (is_same, _outbox.c.attempts == delivery.attempts)
    query = update(_outbox).where(*same, _is_open).values(interruptions=0, **values)
    return session.connection().execute(query).rowcount == 1


def lane_of(session: Session, delivery_id: int) -> str | None:
    """Return the lane of a delivery as it is now."""
    lane: str | None = session.connection().execute(select(_outbox.c.lane).where(_outbox.c.id == delivery_id)).scalar()
    return lane


def count_open(session: Session, channel: Channel, lane: str) -> int:
    """Return how many deliveries wait in a lane."""
    query = select(func.count()).select_from(_outbox).where(_outbox.c.channel == channel, _outbox.c.lane == lane)
    return session.connection().execute(query.where(_is_open)).scalar_one()


def mark_delivered(session: Session, delivered: Collection[tuple[QueuedDelivery, int | None]], *, at: datetime) -> None:
    """Mark claimed deliveries as done, each with the id of the resulting Telegram message, if any."""
    rows = [
        {
            "delivery": delivery.id,
            "same_reference": delivery.reference,
            "attempt": delivery.attempts,
            "message": message,
            "at": at,
        }
        for delivery, message in delivered
    ]
    if rows:
        session.connection().execute(_arrived, rows)


def delete_finished(session: Session, cursor: DeletionCursor, *, done_before: datetime, limit: int = WINDOW) -> int:
    """Delete deliveries of the next window that ended before this moment."""
    ended, created = _outbox.c.state.in_(ENDED), _outbox.c.created_at
    return delete_window(session, _outbox, ended, cursor, made_at=created, done_before=done_before, limit=limit)
