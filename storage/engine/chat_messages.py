"""Queries on the messages that the desk has sent into a chat: which is about what, and which is the newest."""

from collections.abc import Collection

from sqlalchemy import select, text
from sqlmodel import Session

from storage.database import table_of
from storage.engine.outbox import Channel, Delivery

_outbox = table_of(Delivery)


def topic_of(session: Session, lane: str, message_id: int, topics: Collection[str]) -> str:
    """Return which of these topics a message in this chat is about, an empty string if none of them."""
    query = select(_outbox.c.about).where(_outbox.c.about.in_(topics), text("about <> ''"), _outbox.c.lane == lane)
    found: str | None = session.connection().execute(query.where(_outbox.c.message_id == message_id).limit(1)).scalar()
    return found or ""


def is_newest(session: Session, topic: str, lane: str, *, within: int = 5_000) -> bool:
    """Return whether the newest message about this topic has arrived and nothing in this chat follows it.

    Only the next `within` deliveries of the desk are read; behind more of them a message does not count as newest.
    """
    query = select(_outbox.c.id, _outbox.c.message_id).where(_outbox.c.about == topic, text("about <> ''"))
    query = query.where(_outbox.c.lane == lane).order_by(_outbox.c.id.desc()).limit(1)
    newest = session.connection().execute(query).first()
    if newest is None or newest.message_id is None:
        return False
    later = select(_outbox.c.lane, _outbox.c.channel).where(_outbox.c.id > newest.id).order_by(_outbox.c.id)
    following = session.connection().execute(later.limit(within)).all()
    return len(following) < within and (lane, Channel.CHAT) not in {tuple(row) for row in following}
