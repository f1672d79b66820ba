"""The outbox: everything that must leave, one row a delivery, written in the turn that wants it.

It is carried out after the commit. A notice is kept as a key and the row it is about:
its words are chosen when it leaves, in the reader's language.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Index, Table, bindparam, func, insert, select, text, update
from sqlmodel import Field, Session, SQLModel

from storage.database import big_integer, choice, encrypted_bytes, instant
from storage.database.encryption import current_keyring
from storage.database.prepared import Prepared
from storage.identity import accounts


class Channel(StrEnum):
    """By which way something leaves."""

    CHAT = "chat"
    GROUP = "group"
    SMS = "sms"
    TASK = "task"


class Policy(StrEnum):
    """What to do when it is not known whether a delivery arrived."""

    AGAIN = "again"
    EDIT = "edit"
    ONCE = "once"


class DeliveryState(StrEnum):
    """Where a delivery stands."""

    WAITING = "waiting"
    UNDERWAY = "underway"
    DONE = "done"
    FAILED = "failed"


ENDED = (DeliveryState.DONE, DeliveryState.FAILED)

# Only what is still to leave is in these indexes: their size does not grow with the rows kept.
OPEN: dict[str, Any] = {
    "sqlite_where": text("state IN ('waiting', 'underway')"),
    "postgresql_where": text("state IN ('waiting', 'underway')"),
}


class Delivery(SQLModel, table=True):
    """Something that must leave. Within a lane (a chat, a phone, a task) one after the other."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index("ix_outbox_open", "id", **OPEN),
        Index("ix_outbox_waiting", "lane", "id", **OPEN),
        Index("ix_outbox_about", "about", sqlite_where=text("about <> ''"), postgresql_where=text("about <> ''")),
        {"sqlite_autoincrement": True},
    )

    id: int | None = big_integer(default=None, primary_key=True)
    reference: UUID = Field(default_factory=uuid4, unique=True)
    channel: Channel = choice(Channel)
    lane: str
    about: str = ""
    policy: Policy = choice(Policy)
    payload: bytes = encrypted_bytes()
    created_at: datetime = instant()
    due_at: datetime = instant()
    attempts: int = 0
    state: DeliveryState = choice(DeliveryState, default=DeliveryState.WAITING)
    done_at: datetime | None = instant(default=None)
    message_id: int | None = big_integer(default=None)
    note: str = ""


@dataclass(frozen=True, slots=True)
class Parcel:
    """A delivery in the hands of the sender."""

    id: int
    reference: UUID
    channel: Channel
    lane: str
    policy: Policy
    payload: bytes
    created_at: datetime
    attempts: int
    state: DeliveryState

    @property
    def content(self) -> dict[str, Any]:
        """What is to leave. Raises DecryptionError: the carrier's matter, so that other lanes go on."""
        content: dict[str, Any] = current_keyring().decrypt_json(self.payload, f"outbox:{self.reference}")
        return content


_outbox: Table = Delivery.__table__  # type: ignore[attr-defined]
_earlier = _outbox.alias("earlier")
_is_open = text("outbox.state IN ('waiting', 'underway')")
_put = Prepared(
    insert(_outbox),
    *("reference", "channel", "lane", "about", "policy", "payload"),
    *("created_at", "due_at", "attempts", "state", "note"),
)
_heads = (
    select(_outbox)
    .where(_is_open, _outbox.c.due_at <= bindparam("now"), _outbox.c.lane.not_in(bindparam("busy", expanding=True)))
    .where(
        ~select(1)
        .where(
            _earlier.c.lane == _outbox.c.lane,
            _earlier.c.id < _outbox.c.id,
            text("earlier.state IN ('waiting', 'underway')"),
        )
        .select_from(_earlier)
        .exists()
    )
    .order_by(_outbox.c.id)
    .limit(bindparam("most"))
)


_arrived = (
    update(_outbox)
    .where(_outbox.c.id == bindparam("delivery"), _is_open)
    .values(state=DeliveryState.DONE, done_at=bindparam("at"), message_id=bindparam("message"), payload=b"")
)


def put(
    session: Session,
    channel: Channel,
    lane: str,
    content: dict[str, Any],
    *,
    at: datetime,
    policy: Policy = Policy.AGAIN,
    about: str = "",
    due_at: datetime | None = None,
) -> UUID:
    """Write down something that must leave after the commit, or at a moment to come. Returns its reference."""
    reference = uuid4()
    row = {
        "reference": reference,
        "channel": channel,
        "lane": lane,
        "about": about,
        "policy": policy,
        "payload": current_keyring().encrypt_json(content, f"outbox:{reference}"),
        "created_at": at,
        "due_at": due_at or at,
        "attempts": 0,
        "state": DeliveryState.WAITING,
        "note": "",
    }
    _put.run(session, row)
    return reference


def post(
    session: Session, person_id: UUID, notice: str, subject: UUID, *, at: datetime, sms: bool = True, about: str = ""
) -> None:
    """Tell a person news: in the chat if he is a user whom we can reach, else (where it matters) by SMS.

    notice: a key of the notices; subject: the row it is about. The words are chosen when it leaves.
    """
    account = accounts.of_person(session, person_id)
    content = {"notice": notice, "subject": subject.hex, "person": person_id.hex, "sms": sms}
    if account is not None and account.unreachable_since is None:
        put(session, Channel.CHAT, account.lane, {**content, "chat": account.telegram_id}, at=at, about=about)
    elif sms:
        post_by_sms(session, person_id, notice, subject, at=at)


def post_by_sms(session: Session, person_id: UUID, notice: str, subject: UUID, *, at: datetime) -> None:
    """Tell a person news by SMS, because the chat does not reach him."""
    content = {"notice": notice, "subject": subject.hex, "person": person_id.hex, "sms": True}
    put(session, Channel.SMS, f"sms:{person_id}", content, at=at)


def text_message(
    session: Session, to: str, key: str, *, at: datetime, lane: str, about: str = "", **values: str
) -> None:
    """Send an SMS with this text of the catalogue. to: E.164."""
    put(session, Channel.SMS, f"sms:{lane}", {"to": to, "key": key, "values": values}, at=at, about=about)


def heads(session: Session, *, now: datetime, most: int, busy: Sequence[str] = ()) -> Sequence[Parcel]:
    """Return the oldest open delivery of up to `most` lanes, lanes in `busy` left out."""
    found = session.connection().execute(_heads, {"now": now, "most": most, "busy": list(busy)}).all()
    return [
        Parcel(
            *(row.id, row.reference, row.channel, row.lane, row.policy, row.payload),
            *(row.created_at, row.attempts, row.state),
        )
        for row in found
    ]


def change(session: Session, delivery_id: int, **values: Any) -> bool:
    """Write down how far an open delivery has come (state, attempts, due_at, note). False if it was ended already."""
    if values.get("state") in ENDED:
        values["payload"] = b""  # What was said is not read again.
    question = update(_outbox).where(_outbox.c.id == delivery_id, _is_open).values(**values)
    return session.connection().execute(question).rowcount == 1


def arrived(session: Session, messages: Mapping[int, int | None], *, at: datetime) -> None:
    """Write down that these deliveries arrived: delivery id → the Telegram message it became, if any."""
    rows = [{"delivery": key, "message": message, "at": at} for key, message in messages.items()]
    if rows:
        session.connection().execute(_arrived, rows)


def next_due(session: Session) -> datetime | None:
    """Return when the next open delivery may be tried, None if nothing waits."""
    return session.connection().execute(select(func.min(_outbox.c.due_at)).where(_is_open)).scalar()


def message_about(session: Session, about: str, lane: str) -> int | None:
    """Return the id of the newest message that shows this thing in this chat, None if none does."""
    found: int | None = (
        session.connection()
        .execute(
            select(_outbox.c.message_id)
            .where(_outbox.c.about == about, text("about <> ''"), _outbox.c.lane == lane)
            .where(_outbox.c.message_id.is_not(None))
            .order_by(_outbox.c.id.desc())
            .limit(1)
        )
        .scalar()
    )
    return found


def forget(session: Session, *, done_before: datetime, most: int = 2000) -> int:
    """Delete deliveries finished before this moment. Only the oldest `most` rows are looked at."""
    oldest = select(_outbox.c.id).order_by(_outbox.c.id).limit(most).scalar_subquery()
    finished = _outbox.c.state.in_(ENDED)
    question = _outbox.delete().where(_outbox.c.id.in_(oldest), finished, _outbox.c.done_at < done_before)
    return session.connection().execute(question).rowcount
