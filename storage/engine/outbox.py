"""The outbox: everything to be sent, one row for each delivery, written in the transaction of the turn.

It is sent after the commit, see `outbox_queue`. Because the turn that writes it is idempotent (see the inbox), a
repeated event queues nothing twice; the policy says whether a delivery is sent again when it is unknown whether it
arrived.

A notification is stored as a key and the id of the row it is about: its text is chosen when it is sent, in the
reader's language.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Index, false, insert, or_, select, text
from sqlmodel import Field, Session, SQLModel

from storage.database import big_integer, choice, code_point_text, encrypted_bytes, instant, partial_index, table_of
from storage.database.encryption import current_keyring
from storage.database.prepared import PreparedStatement
from storage.identity import accounts
from storage.identity.accounts import Account
from storage.retention import RetentionPeriod, keep_until


class Channel(StrEnum):
    """How something is delivered."""

    CHAT = "chat"
    GROUP = "group"
    SMS = "sms"
    TASK = "task"


class DeliveryPolicy(StrEnum):
    """What to do when it is unknown whether a delivery arrived."""

    AGAIN = "again"
    EDIT = "edit"
    ONCE = "once"


class DeliveryState(StrEnum):
    """The state of a delivery."""

    WAITING = "waiting"
    IN_PROGRESS = "underway"
    DONE = "done"
    FAILED = "failed"


NOTIFICATION_KEY = "notice"  # In a delivery's content: the key of its notification.
# Behind a topic: messages that ask about it once more. A reply right below them is not right below the first one.
ASKED_AGAIN = ":asked-again"
BUTTONS = "buttons"  # What a delivery is about that only takes the buttons of an earlier message away.
ENDED = (DeliveryState.DONE, DeliveryState.FAILED)

# The indexes of the queue hold open rows only: their size does not grow with the table.
IS_OPEN = "state IN ('waiting', 'underway')"
IS_ANSWER = "NOT is_notification"


class Delivery(SQLModel, table=True):
    """One delivery. Those of a lane (a chat, a phone, a task) are sent one after the other.

    `interruptions`: the latest attempts in a row that ended without a result, because the process died.
    `is_notification`: nobody waits for it; answers go first. `is_soft`: everything else of its lane goes first.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        partial_index("ix_outbox_open", "id", where=IS_OPEN),
        partial_index("ix_outbox_lanes", "channel", "lane", "is_soft", "id", where=IS_OPEN),
        partial_index("ix_outbox_answers", "channel", "lane", "id", where=f"{IS_OPEN} AND {IS_ANSWER}"),
        Index("ix_outbox_lane", "lane", "id"),
        partial_index("ix_outbox_about", "about", where="about <> ''"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = big_integer(default=None, primary_key=True)
    reference: UUID = Field(default_factory=uuid4, unique=True)
    channel: Channel = choice(Channel)
    lane: str = code_point_text()
    about: str = ""
    policy: DeliveryPolicy = choice(DeliveryPolicy, constraint="policy")
    payload: bytes = encrypted_bytes()
    created_at: datetime = instant()
    due_at: datetime = instant()
    attempts: int = 0
    state: DeliveryState = choice(DeliveryState, default=DeliveryState.WAITING)
    done_at: datetime | None = instant(default=None)
    message_id: int | None = big_integer(default=None)
    note: str = ""
    interruptions: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    is_notification: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    is_soft: bool = Field(default=False, sa_column_kwargs={"server_default": false()})


keep_until(RetentionPeriod.MESSAGE_DAYS, Delivery)


_outbox = table_of(Delivery)
_put = PreparedStatement(
    insert(_outbox),
    *("reference", "channel", "lane", "about", "policy", "payload"),
    *("created_at", "due_at", "attempts", "state", "note", "is_notification", "is_soft"),
)


_soft: set[str] = set()


def soft_notification(key: str) -> str:
    """Declare a digest or reminder, sent after all questions, codes and answers of its chat. Returns its key."""
    _soft.add(key)
    return key


def payload_of(reference: UUID, content: dict[str, Any]) -> bytes:
    """Return the encrypted payload of a delivery."""
    return current_keyring().encrypt_json(content, f"outbox:{reference}")


def put(
    session: Session,
    channel: Channel,
    lane: str,
    content: dict[str, Any],
    *,
    at: datetime,
    policy: DeliveryPolicy = DeliveryPolicy.AGAIN,
    about: str = "",
    due_at: datetime | None = None,
) -> UUID:
    """Insert something to be sent after the commit, or at `due_at`. Returns its reference."""
    reference = uuid4()
    row = {
        "reference": reference,
        "channel": channel,
        "lane": lane,
        "about": about,
        "policy": policy,
        "payload": payload_of(reference, content),
        "created_at": at,
        "due_at": due_at or at,
        "attempts": 0,
        "interruptions": 0,
        "state": DeliveryState.WAITING,
        "note": "",
        "is_notification": NOTIFICATION_KEY in content,
        # What is about something may be replaced by a later message, which has to find it.
        "is_soft": content.get(NOTIFICATION_KEY) in _soft and not about,
    }
    _put.run(session, row)
    return reference


def notify(
    session: Session,
    person_id: UUID,
    notification: str,
    subject: UUID,
    *,
    at: datetime,
    sms: bool = True,
    about: str = "",
) -> None:
    """Send a person a notification: in the chat if they are a user who can be reached, otherwise by SMS if `sms`.

    notification: its key in the catalogue; subject: the row it is about.
    """
    account = accounts.of_person(session, person_id)
    content = {NOTIFICATION_KEY: notification, "subject": subject.hex, "person": person_id.hex, "sms": sms}
    if account is not None and account.can_be_notified:
        put(session, Channel.CHAT, account.lane, {**content, "chat": account.telegram_id}, at=at, about=about)
    elif sms:
        notify_by_sms(session, person_id, notification, subject, at=at)


def replace(
    session: Session,
    person_id: UUID,
    notification: str,
    subject: UUID,
    *,
    at: datetime,
    about: str,
    but: int | None = None,
) -> None:
    """Replace every message about something in this person's chat, or asking again, and its buttons, by a notification.

    A message that is still on its way is replaced after it has arrived. but: the message that shows it already.
    """
    account = accounts.of_person(session, person_id)
    if account is not None:
        content = {NOTIFICATION_KEY: notification, "subject": subject.hex, "person": person_id.hex, "sms": False}
        _replace(session, account, content, at=at, about=about, but=but)


def replace_in(
    session: Session, account: Account, notification: str, subject: UUID, *, at: datetime, about: str
) -> None:
    """Replace every message about something in the chat of this account, whoever it belongs to afterwards."""
    content = {NOTIFICATION_KEY: notification, "subject": subject.hex, "account": account.id.hex, "sms": False}
    _replace(session, account, content, at=at, about=about)


def _replace(
    session: Session, account: Account, content: dict[str, Any], *, at: datetime, about: str, but: int | None = None
) -> None:
    topics = (about, f"{about}{ASKED_AGAIN}")
    query = select(_outbox.c.id, _outbox.c.message_id).where(_outbox.c.about.in_(topics), text("about <> ''"))
    query = query.where(_outbox.c.lane == account.lane, or_(_outbox.c.message_id.is_not(None), text(IS_OPEN)))
    found = session.connection().execute(query.order_by(_outbox.c.id)).all()
    arrived = [{"edit": message} for message in dict.fromkeys(row.message_id for row in found) if message is not None]
    arrived = [which for which in arrived if which["edit"] != but]
    for which in [*arrived, *({"replaces": row.id} for row in found if row.message_id is None)]:
        put(session, Channel.CHAT, account.lane, {**content, "chat": account.telegram_id, **which}, at=at)


def notify_account(
    session: Session, account: Account, notification: str, subject: UUID, *, at: datetime, about: str = ""
) -> None:
    """Send an account a notification in its chat only, whether it belongs to a registered person or not."""
    content = {NOTIFICATION_KEY: notification, "subject": subject.hex, "account": account.id.hex, "sms": False}
    put(session, Channel.CHAT, account.lane, {**content, "chat": account.telegram_id}, at=at, about=about)


def notify_by_sms(session: Session, person_id: UUID, notification: str, subject: UUID, *, at: datetime) -> None:
    """Send a person a notification by SMS, because the chat does not reach them."""
    content = {NOTIFICATION_KEY: notification, "subject": subject.hex, "person": person_id.hex, "sms": True}
    put(session, Channel.SMS, f"sms:{person_id}", content, at=at)


def put_sms(
    session: Session,
    to: str,
    key: str,
    *,
    at: datetime,
    lane: str,
    about: str = "",
    language: str = "",
    **values: str,
) -> None:
    """Send an SMS with this text of the catalogue. to: E.164; language: by default that of who has the number then."""
    content = {"to": to, "key": key, "values": values, **({"language": language} if language else {})}
    put(session, Channel.SMS, f"sms:{lane}", content, at=at, about=about)
