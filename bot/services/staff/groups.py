"""The reviewers' group: chosen by an admin who adds the bot to it, told of cases, and given up when the bot is out.

an admin adds the bot ──► serving, in place of the one before ── the bot is removed, or refused ──► ended
What anybody says in a group decides nothing.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlmodel import Session

from bot.services.staff import notifications, permissions
from storage import audit, database
from storage.engine import outbox, timers
from storage.engine.outbox import Channel
from storage.identity import accounts
from storage.identity.accounts import Account
from storage.review import reviews
from storage.staff import groups
from storage.staff import members as staff_store
from storage.staff.groups import Group, GroupPurpose
from storage.staff.members import StaffRole

LANE = f"group:{GroupPurpose.REVIEWERS}"
ANNOUNCEMENT_TIMER = "group.news"
ANSWER_PAUSE = timedelta(minutes=1)
# A group that became a supergroup may tell that the bot is in it before it tells that it is the same group.
LEAVE_DELAY = timedelta(seconds=10)


class GroupAddition(StrEnum):
    """What became of a group the bot was added to."""

    CHOSEN = "chosen"
    KNOWN = "known"
    STRANGE = "strange"


def register(
    session: Session, chat_id: int, *, bot_id: int, by: int, language: str, changed_at: datetime, now: datetime
) -> tuple[GroupAddition, int | None]:
    """The bot was added to a group by this Telegram user; an admin thereby makes it the reviewers' group.

    Returns what became of it, and the chat that was the reviewers' group before. changed_at: as Telegram says.
    """
    # All who serve are held first: of two admins who add the bot to two groups at once, one comes after the other.
    staff_store.lock_serving(session)
    admin = permissions.find(session, by, StaffRole.ADMIN)
    before = groups.current(session)
    if before is not None and before.chat_id == chat_id:
        groups.mark_present(session, before, changed_at=changed_at)
        return GroupAddition.KNOWN, None
    if admin is None:
        return GroupAddition.STRANGE, None
    if before is not None:
        groups.end(session, before.chat_id, changed_at=None, at=now)
    account = accounts.by_telegram(session, bot_id, by)
    group = Group(
        bot_id=bot_id,
        chat_id=chat_id,
        language=account.language if account else language,
        chosen_by=admin.id,
        chosen_at=now,
        changed_at=changed_at,
    )
    _choose(session, group, by=account, now=now)
    return GroupAddition.CHOSEN, before.chat_id if before is not None else None


def remove(session: Session, chat_id: int, *, changed_at: datetime | None, now: datetime) -> None:
    """The bot is not in this chat any more: if it was the reviewers' group, it has ended and the admins are told."""
    group_id = groups.end(session, chat_id, changed_at=changed_at, at=now)
    if group_id is not None:
        audit.record(session, audit.Action.GROUP_LOST, by=None, on=group_id, at=now)
        notifications.notify_roles(session, "group.lost", group_id, StaffRole.ADMIN, at=now)


def migrate(session: Session, old_chat: int, new_chat: int, *, now: datetime) -> None:
    """A group became a supergroup, under another id; it is told in three ways, and the first one counts."""
    group_id = groups.move(session, old_chat, new_chat)
    if group_id is not None:
        audit.record(session, audit.Action.GROUP_MOVED, by=None, on=group_id, at=now)


def ask_in_private(session: Session, chat_id: int, *, now: datetime) -> None:
    """Answer a command said in the reviewers' group that the desk talks in private; once in a while, and only there."""
    group = groups.current(session)
    if (
        group is not None
        and group.chat_id == chat_id
        and groups.mark_answered(session, group, at=now, pause=ANSWER_PAUSE)
    ):
        notify(session, "group.private", group.id, at=now)


def notify(session: Session, notice: str, subject: UUID, *, at: datetime, otherwise: str = "") -> bool:
    """Tell the reviewers' group news, in whichever chat it is when they leave. False if there is none.

    otherwise: the notice that each reviewer gets alone if the group cannot be reached when it leaves.
    """
    if groups.current(session) is None:
        return False
    content = {"notice": notice, "subject": subject.hex, "otherwise": otherwise}
    outbox.put(session, Channel.GROUP, LANE, content, at=at)
    return True


def notify_each(session: Session, otherwise: str, subject: UUID, *, at: datetime) -> None:
    """The group could not be told: each reviewer is, where that was wished for."""
    if otherwise:
        admins = [member.id for member in staff_store.with_role(session, StaffRole.ADMIN)]  # They were told already.
        notifications.notify_roles(session, otherwise, subject, StaffRole.REVIEWER, at=at, but=admins)


def schedule_announcement(session: Session, review_id: UUID, *, lane: str, at: datetime) -> None:
    """A case has come before the reviewers: the group hears of it at the next full minute. lane: the applicant's.

    What comes within one minute is one message: the first of these timers tells of all that nobody was told of.
    """
    if groups.current(session) is not None:
        minute = at.replace(second=0, microsecond=0) + timedelta(minutes=1)
        timers.start(session, ANNOUNCEMENT_TIMER, review_id, lane=lane, due_at=minute)


def announce(session: Session, batch: UUID, *, now: datetime) -> None:
    """Tell the group of every case that it has not heard of, all in one message."""
    # The group is held: two turns that mark the same cases in another order would wait for each other.
    if groups.lock_current(session) is not None and reviews.announce(session, batch):
        notify(session, "group.cases", batch, at=now)


def _choose(session: Session, group: Group, *, by: Account | None, now: datetime) -> None:
    database.add(session, group)
    who = by.id if by else None  # An admin who never pressed start has no account; the row names him all the same.
    audit.record(session, audit.Action.GROUP_CHOSEN, by=who, on=group.id, at=now, member=group.chosen_by.hex)
    notifications.notify_roles(session, "group.chosen", group.id, StaffRole.ADMIN, at=now)
    notify(session, "group.welcome", group.id, at=now)
    reviews.announce(session, group.id)  # The welcome counts what waits already; the news begin with what comes.
