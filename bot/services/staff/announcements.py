"""Announcements: a new rule is sent to every registered user, in slices.

100,000 users are 100,000 outbox rows. Written in one turn, they would delay everybody else for minutes, and use up
Telegram's rate limit for an hour. So every slice has a turn of its own and leaves room for conversations.
"""

from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from storage import audit, database
from storage.engine import outbox, timers
from storage.staff import announcements
from storage.staff.announcements import Announcement
from storage.staff.rules import DatedRule

TIMER = "rule.announce"
ANNOUNCED = outbox.soft_notification("rule.announced")
SLICE_SIZE = 40
PAUSE = timedelta(seconds=2)  # 20 messages a second, of the 30 that Telegram allows.


def start(session: Session, rule: DatedRule, *, lane: str, now: datetime) -> Announcement:
    """Start to announce a rule; the slices follow on a timer of this lane."""
    announcement = database.add(session, Announcement(rule_id=rule.id, begun_at=now))
    timers.start(session, TIMER, announcement.id, lane=lane, due_at=now)
    return announcement


def send_next_slice(session: Session, announcement_id: UUID, *, lane: str, now: datetime) -> int:
    """Send the next slice and start the timer for the one after. Returns how many people are notified."""
    announcement = session.get(Announcement, announcement_id)
    if announcement is None or announcement.finished_at is not None:
        return 0
    notified = announcements.next_slice(session, announcement, limit=SLICE_SIZE)
    for account in notified:
        outbox.notify_account(session, account, ANNOUNCED, announcement.rule_id, at=now)
    if announcements.advance(session, announcement, notified, at=now, limit=SLICE_SIZE):
        timers.start(session, TIMER, announcement.id, lane=lane, due_at=now + PAUSE)
    else:
        audit.record(
            session, audit.Action.RULE_ANNOUNCED, by=None, on=announcement.rule_id, at=now, told=announcement.told
        )
    return len(notified)
