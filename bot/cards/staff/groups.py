"""Messages to the reviewers' group: numbers of cases and how long they wait, no personal data."""

from uuid import UUID

from sqlmodel import Session

from bot.card import Card, LinkButton
from bot.cards.navigation import go, sentence
from bot.cards.notification import Reader, notification, notification_about
from bot.services.review import queue
from bot.services.values import working_days
from storage.filing.filings import Filing
from storage.review import reviews
from storage.review.reviews import Review
from storage.staff import groups

MAX_NUMBERS = 12

# To another group, and to the one that was the reviewers' group, before the bot leaves it.
unauthorised = sentence("group-strange")
replaced = sentence("group-replaced")


@notification("group.welcome")
def welcome(session: Session, subject: UUID, reader: Reader) -> Card | None:
    """To the group: it is registered, what it is notified of, and how many cases are undecided."""
    if not _is_current(session, subject):
        return None
    return _linked(reader.texts("group-welcome", count=reviews.count_undecided(session)), reader)


@notification("group.private")
def in_private(session: Session, subject: UUID, reader: Reader) -> Card | None:
    """To the group, after a command: the bot answers in private only."""
    return _linked(reader.texts("group-in-private"), reader)


@notification("group.cases")
def cases(session: Session, subject: UUID, reader: Reader) -> Card | None:
    """To the group: new undecided cases. One that concerns a member of staff is counted and not named."""
    found = reviews.of_announcement(session, subject)
    if not found:
        return None
    shown = [number for number in (_public_number(session, review) for review in found[:MAX_NUMBERS]) if number]
    numbers = "  ".join(f"#{number}" for number in shown) or "—"
    lines = [reader.texts("group-cases", count=len(found), numbers=numbers)]
    if len(found) > len(shown):
        lines.append(reader.texts("group-cases-more", count=len(found) - len(shown)))
    return _linked("\n".join(lines), reader)


@notification_about("group.overdue", Review)
def overdue(session: Session, review: Review, reader: Reader) -> Card | None:
    """To the group: a case is overdue."""
    if review.status not in reviews.OPEN_STATUSES or reader.now is None:
        return None
    waits = working_days.time_between(review.submitted_at, reader.now)
    hours = int(waits.total_seconds() // 3600)
    return _linked(reader.texts("group-overdue", number=_number(session, review), hours=hours), reader)


@notification("group.chosen")
def chosen(session: Session, subject: UUID, reader: Reader) -> Card | None:
    """To the admins: a reviewers' group was registered."""
    if not _is_current(session, subject):
        return None
    return Card(reader.texts("group-chosen"), ((go("audit", reader.texts),),))


@notification("group.lost")
def lost(session: Session, subject: UUID, reader: Reader) -> Card | None:
    """To the admins: the reviewers' group has ended. None if there is a new one already."""
    if groups.current(session) is not None:
        return None
    return Card(reader.texts("group-lost"), ((go("audit", reader.texts),),))


def _linked(text: str, reader: Reader) -> Card:
    return Card(text, ((LinkButton(reader.texts.plain("group-to-queue"), reader.home),),))


def _number(session: Session, review: Review) -> int:
    filing = session.get_one(Filing, review.filing_id)
    return filing.number


def _public_number(session: Session, review: Review) -> int | None:
    """Return the number of a case; None if it is the own case of a member of staff, who may read it in the group."""
    filing = session.get_one(Filing, review.filing_id)
    return None if queue.concerned_staff(session, filing) else filing.number


def _is_current(session: Session, group_id: UUID) -> bool:
    group = groups.current(session)
    return group is not None and group.id == group_id
