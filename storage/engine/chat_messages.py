"""Queries on the messages that the desk has sent into a chat: which is about what, and which is the newest."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import Select, or_, select, text
from sqlmodel import Session

from storage.database import table_of
from storage.engine.outbox import BUTTONS, IS_OPEN, Channel, Delivery

_outbox = table_of(Delivery)

# A sum in place of the key: planners would walk the key from its end instead of reading the few messages about a topic.
_LATEST = (_outbox.c.id + 0).desc()

FLEETING = "presentation:"  # Begins what a message is about that shows something for a time only. It is stored.


def topic_of(session: Session, lane: str, message_id: int, topics: Collection[str]) -> str:
    """Return which of these topics a message in this chat is about now, an empty string if none of them.

    A tap may have made it show something else since, such as the menu. What a notification says in its place is about
    the same.
    """
    query = select(_outbox.c.about).where(_outbox.c.lane == lane, _outbox.c.message_id == message_id)
    query = query.where(_outbox.c.about != BUTTONS, or_(_outbox.c.about != "", ~_outbox.c.is_notification))
    found: str | None = session.connection().execute(query.order_by(_outbox.c.id.desc()).limit(1)).scalar()
    return found if found is not None and found in topics else ""


def is_fleeting(session: Session, lane: str, message_id: int) -> bool:
    """Return whether a message in this chat shows something for a time only."""
    query = select(_outbox.c.id).where(_outbox.c.lane == lane, _outbox.c.message_id == message_id)
    query = query.where(_outbox.c.about.startswith(FLEETING, autoescape=True)).limit(1)
    return session.connection().execute(query).first() is not None


def is_newest(session: Session, topic: str, lane: str, *, before: int) -> bool:
    """Return whether the newest message in this chat is about this topic, and arrived before the message `before`.

    Telegram numbers the messages of a chat in order: a text with a lower id was written before the question came.
    """
    newest = _newest(session, lane)
    return newest is not None and newest.about == topic and (newest.message_id or before) < before


def newest_topic(session: Session, lane: str) -> str:
    """Return what the message is about that the desk has sent or changed last in this chat."""
    newest = _newest(session, lane)
    return str(newest.about or "") if newest is not None else ""


def is_newest_but(session: Session, message_id: int, lane: str, *, but: Collection[str]) -> bool:
    """Return whether this message is what the desk has sent or changed last in this chat, but for these topics."""
    query = select(_outbox.c.message_id).where(_outbox.c.lane == lane, _outbox.c.channel == Channel.CHAT)
    query = query.where(or_(_outbox.c.about.is_(None), _outbox.c.about.not_in((*but, BUTTONS))))
    query = query.order_by(_outbox.c.id.desc())
    found: int | None = session.connection().execute(query.limit(1)).scalar()
    return found == message_id


def newest_about(session: Session, about: str, lane: str) -> int | None:
    """Return the id of the newest message about this thing in this chat, None if there is none."""
    query = select(_outbox.c.message_id).where(_outbox.c.about == about, text("about <> ''"), _outbox.c.lane == lane)
    query = query.where(_outbox.c.message_id.is_not(None)).order_by(_LATEST).limit(1)
    found: int | None = session.connection().execute(query).scalar()
    return found


def without_buttons(session: Session, reference: UUID, lane: str) -> int | None:
    """Return the message that this delivery has become, None if it has become none, or shows something later."""
    query = select(_outbox.c.id, _outbox.c.message_id).where(_outbox.c.reference == reference)
    found = session.connection().execute(query).first()
    if found is None or found.message_id is None or shows_later(session, lane, found.message_id, than=found.id):
        return None
    return int(found.message_id)


def message_by_reference(session: Session, reference: str) -> int | None:
    """Return the id of the message that the delivery with this reference (hex) has become, None if it has not yet."""
    query = select(_outbox.c.message_id).where(_outbox.c.reference == UUID(hex=reference))
    found: int | None = session.connection().execute(query).scalar()
    return found


def message_of(session: Session, delivery_id: int) -> int | None:
    """Return the id of the message that this delivery has become, None if it has become none."""
    query = select(_outbox.c.message_id).where(_outbox.c.id == delivery_id)
    found: int | None = session.connection().execute(query).scalar()
    return found


def is_open(session: Session, delivery_id: int) -> bool:
    """Return whether this delivery is still to be sent."""
    query = select(_outbox.c.id).where(_outbox.c.id == delivery_id, text(IS_OPEN))
    return session.connection().execute(query).first() is not None


def shows_later(session: Session, lane: str, message_id: int, *, than: int) -> bool:
    """Return whether this message shows a later delivery than the one with the id `than`."""
    query = select(_outbox.c.id).where(_outbox.c.lane == lane, _outbox.c.id > than)
    return session.connection().execute(query.where(_outbox.c.message_id == message_id).limit(1)).first() is not None


def is_replaced(session: Session, about: str, lane: str) -> bool:
    """Return whether the newest message about this thing shows something else by now, because of a tap on it."""
    last = last_about(session, [about], lane)
    message_id = message_of(session, last) if last is not None else None
    return last is not None and message_id is not None and shows_later(session, lane, message_id, than=last)


def last_about(session: Session, topics: Collection[str], lane: str) -> int | None:
    """Return the id of the latest delivery about one of these things to this chat, sent or not; None without any."""
    query = _about(topics, lane, None).order_by(_LATEST).limit(1)
    found: int | None = session.connection().execute(query).scalar()
    return found


def messages_about(
    session: Session, topics: Collection[str], lane: str, *, through: int | None, limit: int
) -> list[int]:
    """Return the ids of the latest messages about these things in this chat.

    through: the id of the last delivery that counts; None: all count.
    """
    query = _about(topics, lane, through).with_only_columns(_outbox.c.message_id)
    query = query.where(_outbox.c.message_id.is_not(None)).order_by(_LATEST).limit(limit)
    return list(session.connection().execute(query).scalars())


def is_on_its_way(session: Session, topics: Collection[str], lane: str, *, through: int | None = None) -> bool:
    """Return whether a message about one of these things, up to the delivery `through`, waits to be sent."""
    query = _about(topics, lane, through).where(text(IS_OPEN)).limit(1)
    return session.connection().execute(query).first() is not None


def _newest(session: Session, lane: str) -> Any:
    """Return topic and message of what was sent last to this chat, None if there is nothing."""
    query = select(_outbox.c.about, _outbox.c.message_id).where(_outbox.c.lane == lane)
    query = query.where(_outbox.c.channel == Channel.CHAT, _outbox.c.about != BUTTONS)
    return session.connection().execute(query.order_by(_outbox.c.id.desc()).limit(1)).first()


def _about(topics: Collection[str], lane: str, through: int | None) -> Select[Any]:
    query = select(_outbox.c.id).where(_outbox.c.about.in_(topics), text("about <> ''"), _outbox.c.lane == lane)
    return query if through is None else query.where(_outbox.c.id <= through)
