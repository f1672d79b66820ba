"""Accounts: Telegram users known to the desk, each bound to at most one person."""

import secrets
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint, false
from sqlmodel import Field, Session, col, select

from storage.database import UuidRow, add, big_integer, instant
from storage.database.remembered import remembered
from storage.retention import RetentionPeriod, keep_until

# Telegram ids have at most 52 significant bits: numbers from here on belong to nobody.
FIRST_PSEUDONYM = 1 << 62


class Account(UuidRow, table=True):
    """One Telegram user, registered once `person_id` is set. A person has one account.

    large_text: whether they read short texts, a menu of four choices, and pictures in large print (长辈版).
    locked_at: when the person signed out; the account stays theirs, and a code unlocks it.
    ended_at: when an identity case gave the person another account; this one is of no use any more.
    """

    __tablename__ = "accounts"
    __table_args__ = (
        UniqueConstraint("bot_id", "telegram_id"),
        CheckConstraint("(person_id IS NULL) = (registered_at IS NULL)", name="registered_whole"),
    )

    bot_id: int = big_integer()
    telegram_id: int = big_integer(index=True)
    person_id: UUID | None = Field(default=None, foreign_key="people.id", unique=True)
    language: str = "zh-CN"
    large_text: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    created_at: datetime = instant()
    registered_at: datetime | None = instant(default=None)
    unreachable_since: datetime | None = instant(default=None)
    locked_at: datetime | None = instant(default=None)
    ended_at: datetime | None = instant(default=None)

    @property
    def is_signed_in(self) -> bool:
        """Whether this is a registered person's account that is not locked."""
        return self.person_id is not None and self.locked_at is None

    @property
    def is_deleted(self) -> bool:
        """Whether its Telegram id is a pseudonym: the person has deleted it, or the Telegram user has another row."""
        return self.telegram_id >= FIRST_PSEUDONYM

    @property
    def can_be_notified(self) -> bool:
        """Whether messages about the person reach them in this chat: it is not locked, and the bot is not blocked."""
        return self.unreachable_since is None and self.locked_at is None

    @property
    def lane(self) -> str:
        """The lane of this user, which orders their events and messages."""
        return lane(self.bot_id, self.telegram_id)


keep_until(RetentionPeriod.GUEST_DAYS, Account)


def lane(bot_id: int, telegram_id: int) -> str:
    """Return the lane of a Telegram user (or group) of one bot."""
    return f"{bot_id}:{telegram_id}"


def by_telegram(session: Session, bot_id: int, telegram_id: int) -> Account | None:
    """Return the account of this Telegram user."""
    query = select(Account).where(Account.bot_id == bot_id, Account.telegram_id == telegram_id)
    return session.exec(query).one_or_none()


def newest(session: Session, count: int) -> list[Account]:
    """Return the accounts of Telegram users that have come last, newest first."""
    query = select(Account).where(Account.telegram_id < FIRST_PSEUDONYM)
    return list(session.exec(query.order_by(col(Account.created_at).desc()).limit(count)))


@remembered
def of_person(session: Session, person_id: UUID) -> Account | None:
    """Return the account of this person, None if they are not a user."""
    return session.exec(select(Account).where(Account.person_id == person_id)).one_or_none()


def get_or_create(session: Session, bot_id: int, telegram_id: int, *, language: str, at: datetime) -> Account:
    """Return the account of this Telegram user, created if it is their first message."""
    found = by_telegram(session, bot_id, telegram_id)
    return found or new(session, bot_id, telegram_id, language=language, at=at)


def new(session: Session, bot_id: int, telegram_id: int, *, language: str, at: datetime) -> Account:
    """Create an account for a Telegram user."""
    return add(session, Account(bot_id=bot_id, telegram_id=telegram_id, language=language, created_at=at))


def random_pseudonym() -> int:
    """Return a random number that is no Telegram id."""
    return FIRST_PSEUDONYM + secrets.randbelow(FIRST_PSEUDONYM)


def pseudonymise(session: Session, account: Account) -> None:
    """Replace the Telegram id of a deleted account by a random number that no Telegram user has."""
    account.telegram_id = random_pseudonym()
    session.add(account)
    session.flush()


def replace(session: Session, account: Account, *, at: datetime) -> Account:
    """Give the Telegram user of an account a new row; the row before, which nobody is bound to, keeps a pseudonym.

    at: when the new row counts as created. Returns it.
    """
    bot_id, telegram_id, language = account.bot_id, account.telegram_id, account.language
    unreachable_since = account.unreachable_since
    pseudonymise(session, account)
    fresh = new(session, bot_id, telegram_id, language=language, at=at)
    fresh.unreachable_since = unreachable_since
    return add(session, fresh)


def ended(session: Session) -> list[Account]:
    """Return the accounts that an identity case has ended, except those that have a pseudonym already."""
    query = select(Account).where(col(Account.ended_at).is_not(None), Account.telegram_id < FIRST_PSEUDONYM)
    return list(session.exec(query))


def of_telegram_ids(session: Session, telegram_ids: Collection[int]) -> list[Account]:
    """Return the accounts of these Telegram users, of any of the desk's bots."""
    return list(session.exec(select(Account).where(col(Account.telegram_id).in_(telegram_ids))))
