"""Groups: the chats of several people that the desk has work with, at most one of a purpose at a time.

An admin chooses a group by adding the bot to it. A row that has ended stays: it says who chose what, and when.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Index, or_, text, update
from sqlmodel import Field, Session, SQLModel, col, select

from storage.database import big_integer, choice, instant

SERVING_TEXT = text("ended_at IS NULL")
SERVING: dict[str, Any] = {"sqlite_where": SERVING_TEXT, "postgresql_where": SERVING_TEXT}


class GroupPurpose(StrEnum):
    """What a group is for."""

    REVIEWERS = "reviewers"


class Group(SQLModel, table=True):
    """One group. chosen_by: a member of staff; changed_at: when, as Telegram says, the bot was last seen to be in it.

    answered_at: when a command said in it was last answered.
    """

    __tablename__ = "group_chats"
    __table_args__ = (Index("uq_group_chats_serving", "purpose", unique=True, **SERVING),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    purpose: GroupPurpose = choice(GroupPurpose, default=GroupPurpose.REVIEWERS)
    bot_id: int = big_integer()
    chat_id: int = big_integer()
    language: str = "zh-CN"
    chosen_by: UUID = Field(foreign_key="staff.id")
    chosen_at: datetime = instant()
    changed_at: datetime = instant()
    answered_at: datetime | None = instant(default=None)
    ended_at: datetime | None = instant(default=None)


def get(session: Session, group_id: UUID) -> Group | None:
    """Return this group, serving or not."""
    return session.get(Group, group_id)


def current(session: Session) -> Group | None:
    """Return the reviewers' group that serves now, read afresh."""
    question = select(Group).where(col(Group.ended_at).is_(None))
    return session.exec(question.execution_options(populate_existing=True)).one_or_none()


def hold_current(session: Session) -> Group | None:
    """Return the reviewers' group that serves now, locked until the end of the transaction."""
    question = select(Group).where(col(Group.ended_at).is_(None)).with_for_update()
    return session.exec(question.execution_options(populate_existing=True)).one_or_none()


def is_serving(session: Session, chat_id: int) -> bool:
    """Say whether this chat is one of the desk's groups now."""
    question = select(Group.id).where(Group.chat_id == chat_id, col(Group.ended_at).is_(None))
    return session.exec(question).first() is not None


def seen(session: Session, group: Group, *, changed_at: datetime) -> None:
    """Note that the bot was in the group at this moment: an older report of its removal is out of date."""
    later = update(Group).where(col(Group.id) == group.id, col(Group.changed_at) < changed_at)
    session.execute(later.values(changed_at=changed_at))


def end(session: Session, chat_id: int, *, changed_at: datetime | None, at: datetime) -> UUID | None:
    """The bot is not in this chat any more: its group has ended. Returns the group, None if there was none to end.

    changed_at: when the bot was removed, as Telegram says; None: a message was refused just now.
    """
    ending = update(Group).where(col(Group.chat_id) == chat_id, col(Group.ended_at).is_(None))
    if changed_at is not None:
        ending = ending.where(col(Group.changed_at) <= changed_at)
    return _changed(session, ending.values(ended_at=at))


def move(session: Session, old_chat: int, new_chat: int) -> UUID | None:
    """A group goes on under another id. Returns it, None if it has done so already, or is none of ours."""
    moving = update(Group).where(col(Group.chat_id) == old_chat, col(Group.ended_at).is_(None))
    return _changed(session, moving.values(chat_id=new_chat))


def answer(session: Session, group: Group, *, at: datetime, pause: timedelta) -> bool:
    """Note that a command is answered. False if one was less than this pause ago."""
    long_ago = or_(col(Group.answered_at).is_(None), col(Group.answered_at) <= at - pause)
    answering = update(Group).where(col(Group.id) == group.id, long_ago).values(answered_at=at)
    return _changed(session, answering) is not None


def _changed(session: Session, question: Any) -> UUID | None:
    """Change a group that is still as the question wants it. Returns which, None if none is any more."""
    found: UUID | None = session.execute(
        question.returning(col(Group.id)), execution_options={"synchronize_session": False}
    ).scalar()
    return found
