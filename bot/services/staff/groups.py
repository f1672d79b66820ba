"""The reviewers' group: registered when an admin adds the bot, notified of cases, ended when the bot is removed.

an admin adds the bot ──► serving, replaces the group before ── the bot is removed, or cannot write ──► ended
Nothing can be decided by a message in a group.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlmodel import Session

from bot.services.staff import notifications, permissions, work_kinds
from storage import audit, database
from storage.engine import outbox
from storage.engine.outbox import Channel
from storage.identity import accounts
from storage.identity.accounts import Account
from storage.staff import groups, members as staff_store, work_items
from storage.staff.groups import GroupPurpose, StaffGroup
from storage.staff.members import StaffRole

LANE = f"group:{GroupPurpose.REVIEWERS}"
TOLD_TO_ADMINS = ("review.overdue", "work.overdue")  # Each admin hears of these, whether or not the group does.
ANSWER_PAUSE = timedelta(minutes=1)
# When a group becomes a supergroup, Telegram may report that the bot was added before it reports the new id.
LEAVE_DELAY = timedelta(seconds=10)
MAX_WELCOMED = 1_000


class GroupAddition(StrEnum):
    """What happens when the bot is added to a group."""

    REGISTERED = "registered"
    KNOWN = "known"
    UNAUTHORISED = "unauthorised"


def register(
    session: Session, chat_id: int, *, bot_id: int, by: int, language: str, changed_at: datetime, now: datetime
) -> tuple[GroupAddition, int | None]:
    """Register a group to which this Telegram user added the bot; for an admin it becomes the reviewers' group.

    Returns the outcome, and the chat of the group that it replaces. changed_at: Telegram's time of the change.
    """
    # All members are locked first, so that two admins who add the bot to two groups at once come one after the other.
    staff_store.lock_serving(session)
    admin = permissions.find(session, by, StaffRole.ADMIN)
    before = groups.current(session)
    if before is not None and before.chat_id == chat_id:
        groups.mark_present(session, before, changed_at=changed_at)
        return GroupAddition.KNOWN, None
    if admin is None:
        return GroupAddition.UNAUTHORISED, None
    if before is not None:
        groups.end(session, before.chat_id, changed_at=None, at=now)
    account = accounts.by_telegram(session, bot_id, by)
    group = StaffGroup(
        bot_id=bot_id,
        chat_id=chat_id,
        language=account.language if account else language,
        chosen_by=admin.id,
        chosen_at=now,
        changed_at=changed_at,
    )
    _register(session, group, by=account, now=now)
    return GroupAddition.REGISTERED, before.chat_id if before is not None else None


def remove(session: Session, chat_id: int, *, changed_at: datetime | None, now: datetime) -> None:
    """End the reviewers' group if it is this chat, which the bot has left, and notify the admins."""
    group_id = groups.end(session, chat_id, changed_at=changed_at, at=now)
    if group_id is not None:
        audit.record(session, audit.Action.GROUP_LOST, by=None, on=group_id, at=now)
        notifications.notify_roles(session, "group.lost", group_id, StaffRole.ADMIN, at=now)


def migrate(session: Session, old_chat: int, new_chat: int, *, now: datetime) -> None:
    """Store the new id of a group that became a supergroup. Telegram reports it three times; the first one counts."""
    group_id = groups.move(session, old_chat, new_chat)
    if group_id is not None:
        audit.record(session, audit.Action.GROUP_MOVED, by=None, on=group_id, at=now)


def ask_in_private(session: Session, chat_id: int, *, now: datetime) -> None:
    """Point to the private chat after a command in the reviewers' group, at most once a minute."""
    group = groups.current(session)
    if (
        group is not None
        and group.chat_id == chat_id
        and groups.mark_answered(session, group, at=now, pause=ANSWER_PAUSE)
    ):
        notify(session, "group.private", group.id, at=now)


def notify(session: Session, notification: str, subject: UUID, *, at: datetime, otherwise: str = "") -> bool:
    """Notify the reviewers' group, in the chat it has when the message is sent. Returns False if there is no group.

    otherwise: the notification that each reviewer gets instead if the group cannot be reached then.
    """
    if groups.current(session) is None:
        return False
    content = {outbox.NOTIFICATION_KEY: notification, "subject": subject.hex, "otherwise": otherwise}
    outbox.put(session, Channel.GROUP, LANE, content, at=at)
    return True


def notify_each(session: Session, otherwise: str, subject: UUID, *, at: datetime) -> None:
    """Notify each reviewer in place of a group that could not be reached, if the notification has a substitute."""
    if otherwise:
        admins = staff_store.with_role(session, StaffRole.ADMIN) if otherwise in TOLD_TO_ADMINS else []
        notifications.notify_roles(
            session, otherwise, subject, StaffRole.REVIEWER, at=at, but=[member.id for member in admins]
        )


def has_group(session: Session) -> bool:
    """Return whether there is a reviewers' group."""
    return groups.current(session) is not None


def lock(session: Session) -> bool:
    """Lock the reviewers' group until the end of the transaction. Returns False if there is none."""
    return groups.lock_current(session) is not None


def _register(session: Session, group: StaffGroup, *, by: Account | None, now: datetime) -> None:
    database.add(session, group)
    who = by.id if by else None  # An admin who never pressed Start has no account; the row names them all the same.
    audit.record(session, audit.Action.GROUP_CHOSEN, by=who, on=group.id, at=now, member=group.chosen_by.hex)
    notifications.notify_roles(session, "group.chosen", group.id, StaffRole.ADMIN, at=now)
    notify(session, "group.welcome", group.id, at=now)
    untold = work_items.untold(session, limit=MAX_WELCOMED)
    # The welcome counts them; only later ones are announced.
    for item in (*untold, *work_items.unreached(session, limit=MAX_WELCOMED)):
        if work_kinds.kinds()[item.kind].in_group:
            work_items.mark(session, item, "told_at", at=now)
