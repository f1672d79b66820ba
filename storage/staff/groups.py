"""Staff groups: Telegram groups that the bot works in, at most one for each purpose.

An admin chooses a group by adding the bot to it. Rows of ended groups stay: they record who chose what, and when.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import or_, update
from sqlmodel import Field, Session, col, select

from storage.database import UuidRow, big_integer, choice, instant, partial_index, update_if
from storage.retention import without_personal_data

IS_SERVING = "ended_at IS NULL"


class GroupPurpose(StrEnum):
    """What a group is for."""

    REVIEWERS = "reviewers"


class StaffGroup(UuidRow, table=True):
    """One group. chosen_by: a member of staff; changed_at: when Telegram last reported the bot's membership.

    answered_at: when a command in it was last answered.
    """

    __tablename__ = "group_chats"
    __table_args__ = (partial_index("uq_group_chats_serving", "purpose", unique=True, where=IS_SERVING),)

    purpose: GroupPurpose = choice(GroupPurpose, default=GroupPurpose.REVIEWERS)
    bot_id: int = big_integer()
    chat_id: int = big_integer()
    language: str = "zh-CN"
    chosen_by: UUID = Field(foreign_key="staff.id")
    chosen_at: datetime = instant()
    changed_at: datetime = instant()
    answered_at: datetime | None = instant(default=None)
    ended_at: datetime | None = instant(default=None)


without_personal_data(StaffGroup, "groups of the staff")


def current(session: Session) -> StaffGroup | None:
    """Return the reviewers' group, read afresh."""
    query = select(StaffGroup).where(col(StaffGroup.ended_at).is_(None))
    return session.exec(query.execution_options(populate_existing=True)).one_or_none()


def lock_current(session: Session) -> StaffGroup | None:
    """Return the reviewers' group, locked until the end of the transaction."""
    query = select(StaffGroup).where(col(StaffGroup.ended_at).is_(None)).with_for_update(key_share=True)
    return session.exec(query.execution_options(populate_existing=True)).one_or_none()


def is_serving(session: Session, chat_id: int) -> bool:
    """Return whether this chat is a group in use."""
    query = select(StaffGroup.id).where(StaffGroup.chat_id == chat_id, col(StaffGroup.ended_at).is_(None))
    return session.exec(query).first() is not None


def mark_present(session: Session, group: StaffGroup, *, changed_at: datetime) -> None:
    """Record that the bot was in the group at this moment: an older report of its removal is then out of date."""
    later = update(StaffGroup).where(col(StaffGroup.id) == group.id, col(StaffGroup.changed_at) < changed_at)
    session.execute(later.values(changed_at=changed_at))


def end(session: Session, chat_id: int, *, changed_at: datetime | None, at: datetime) -> UUID | None:
    """End the group of a chat that the bot is no longer in. Returns the group's id, None if there was none to end.

    changed_at: when the bot was removed according to Telegram; None if sending a message failed just now.
    """
    ending = update(StaffGroup).where(col(StaffGroup.chat_id) == chat_id, col(StaffGroup.ended_at).is_(None))
    if changed_at is not None:
        ending = ending.where(col(StaffGroup.changed_at) <= changed_at)
    return _changed(session, ending.values(ended_at=at))


def move(session: Session, old_chat: int, new_chat: int) -> UUID | None:
    """Set the new chat id of a group. Returns its id, None if no group in use has the old chat id."""
    moving = update(StaffGroup).where(col(StaffGroup.chat_id) == old_chat, col(StaffGroup.ended_at).is_(None))
    return _changed(session, moving.values(chat_id=new_chat))


def mark_answered(session: Session, group: StaffGroup, *, at: datetime, pause: timedelta) -> bool:
    """Record that a command is answered. Returns False if another was answered less than this pause ago."""
    long_ago = or_(col(StaffGroup.answered_at).is_(None), col(StaffGroup.answered_at) <= at - pause)
    return update_if(session, group, long_ago, answered_at=at)


def _changed(session: Session, query: Any) -> UUID | None:
    """Run an UPDATE of at most one group. Returns the group's id, None if no row matched."""
    found: UUID | None = session.execute(
        query.returning(col(StaffGroup.id)), execution_options={"synchronize_session": False}
    ).scalar()
    return found
