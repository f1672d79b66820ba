"""What news of work is about, by which the buttons of its messages are taken once the work is over.

A message about one piece that its kind words itself is about the piece; any other about the moment at which it was
given, which several pieces may share: its buttons go with the last of them.
"""

from datetime import datetime

from sqlmodel import Session

from bot.services.staff import work_kinds
from storage.engine import button_removal
from storage.staff import work_items as store
from storage.staff.work_items import WorkItem

NEWS, REMINDER, OVERDUE = "work.news", "work.reminder", "work.overdue"
_MOMENTS = {NEWS: "told_at", REMINDER: "reminded_at", OVERDUE: "alarmed_at"}


def of_piece(item: WorkItem) -> str:
    """Return what a message about this piece alone is about."""
    return f"work:{item.id.hex}"


def of_moment(key: str, moment: datetime) -> str:
    """Return what a message about all pieces that had this news at this moment is about."""
    return f"{key}:{moment.isoformat()}"


def take_buttons(session: Session, item: WorkItem, *, at: datetime) -> None:
    """Take the buttons of the messages about a piece that has ended."""
    topics = [of_piece(item)]
    for key, name in _MOMENTS.items():
        moment = getattr(item, name)
        if moment is not None and not store.told_together(session, item, name, work_kinds.kinds()):
            topics.append(of_moment(key, moment))
    for topic in topics:
        button_removal.take_everywhere(session, topic, at=at)
