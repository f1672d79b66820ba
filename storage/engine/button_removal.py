"""Takes the buttons of messages whose matter is over; their texts stay, as do pictures and files."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select, text, update
from sqlmodel import Session

from storage.database import table_of
from storage.engine.outbox import BUTTONS, Channel, Delivery, put
from storage.identity.accounts import Account

_outbox = table_of(Delivery)


def take(session: Session, account: Account, reference: UUID, *, at: datetime) -> None:
    """Take the buttons of the message that this delivery has become, unless it shows something later by then."""
    content = {"chat": account.telegram_id, "strip": reference.hex}
    put(session, Channel.CHAT, account.lane, content, at=at, about=BUTTONS)


def take_about(session: Session, account: Account, about: str, *, at: datetime) -> None:
    """Take the buttons of every message about something in the chat of this account, also of those on their way."""
    for reference in references_about(session, account.lane, about):
        take(session, account, reference, at=at)


def take_but_newest(session: Session, account: Account, about: str, *, at: datetime) -> None:
    """Take the buttons of all messages about something in the chat of this account but the newest.

    They keep their texts and are about nothing any more, so that what replaces the messages about it replaces one.
    """
    earlier = references_about(session, account.lane, about)[:-1]
    for reference in earlier:
        take(session, account, reference, at=at)
    session.connection().execute(update(_outbox).where(_outbox.c.reference.in_(earlier)).values(about=""))


def take_for_good(session: Session, account: Account, about: str, *, at: datetime) -> None:
    """Take the buttons of every message about something in the chat of this account, which is about nothing then."""
    found = references_about(session, account.lane, about)
    for reference in found:
        take(session, account, reference, at=at)
    session.connection().execute(update(_outbox).where(_outbox.c.reference.in_(found)).values(about=""))


def take_everywhere(session: Session, about: str, *, at: datetime) -> None:
    """Take the buttons of every message about something, in whosever private chat it stands."""
    query = select(_outbox.c.lane, _outbox.c.reference).where(_outbox.c.about == about, text("about <> ''"))
    for lane, reference in session.connection().execute(query.order_by(_outbox.c.id)).all():
        content = {"chat": int(lane.partition(":")[2]), "strip": reference.hex}
        put(session, Channel.CHAT, lane, content, at=at, about=BUTTONS)


def references_about(session: Session, lane: str, about: str) -> list[UUID]:
    """Return the references of the deliveries about something to this chat, sent or not, the earliest first."""
    query = select(_outbox.c.reference).where(_outbox.c.about == about, text("about <> ''"))
    query = query.where(_outbox.c.lane == lane, _outbox.c.channel == Channel.CHAT).order_by(_outbox.c.id)
    return list(session.connection().execute(query).scalars())
