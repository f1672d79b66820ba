"""Messages to the reviewers' group: numbers of cases and how long they wait, no personal data."""

from uuid import UUID

from sqlmodel import Session

from bot.card import Card, LinkButton
from bot.cards.navigation import go, sentence
from bot.cards.notification import Reader, notification, notification_about
from bot.services.staff import work_items, work_kinds, work_news
from bot.services.staff.work_items import Piece
from bot.services.values import working_days
from bot.texts import Texts
from storage.review.reviews import Review
from storage.staff import groups, work_items as store
from storage.staff.work_items import WorkItem

MAX_NUMBERS = 12

# To another group, and to the one that was the reviewers' group, before the bot leaves it.
unauthorised = sentence("group-strange")
replaced = sentence("group-replaced")


@notification("group.welcome")
def welcome(session: Session, subject: UUID, reader: Reader) -> Card | None:
    """To the group: it is registered, what it is notified of, and how many cases are undecided."""
    if not _is_current(session, subject):
        return None
    return _linked(reader.texts("group-welcome", count=_count_open(session)), reader)


@notification("group.private")
def in_private(session: Session, subject: UUID, reader: Reader) -> Card | None:
    """To the group, after a command: the bot answers in private only."""
    return _linked(reader.texts("group-in-private"), reader)


@notification_about(work_news.GROUP_NEWS, WorkItem)
def cases(session: Session, item: WorkItem, reader: Reader) -> Card | None:
    """To the group: new work of its kinds. A piece that concerns a member of staff is counted and not named."""
    texts = reader.texts
    kinds = [kind.name for kind in work_kinds.kinds().values() if kind.in_group]
    found = work_items.pieces_of(session, store.told_together(session, item, "told_at", kinds))
    if not found:
        return None
    shown = [piece for piece in found[:MAX_NUMBERS] if not work_news.concerned_members(session, piece)]
    named = [_label(session, texts, piece) for piece in shown]
    lines = [texts("group-cases", count=len(found), numbers="  ".join(named) or "—")]
    if len(found) > len(named):
        lines.append(texts("group-cases-more", count=len(found) - len(named)))
    return _linked("\n".join(lines), reader)


@notification_about(work_news.GROUP_OVERDUE, WorkItem)
def overdue(session: Session, item: WorkItem, reader: Reader) -> Card | None:
    """To the group: a piece of work is overdue. It concerns no member of staff."""
    piece = work_items.piece_of(session, item) if item.ended_at is None else None
    if piece is None or reader.now is None:
        return None
    hours = int(working_days.time_between(item.since, reader.now).total_seconds() // 3600)
    return _linked(reader.texts("group-overdue", label=_label(session, reader.texts, piece), hours=hours), reader)


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


def _label(session: Session, texts: Texts, piece: Piece) -> str:
    """Return the number of a case, or what else it is with its number. A name stays out of the group."""
    label = piece.label(session)
    if piece.kind.model is Review:
        return label
    return f"{texts.plain(f'work-kind-{piece.kind.name}')} {label if label.startswith('#') else ''}".strip()


def _linked(text: str, reader: Reader) -> Card:
    return Card(text, ((LinkButton(reader.texts.plain("group-to-queue"), reader.home),),))


def _count_open(session: Session) -> int:
    kinds = [kind for kind in work_kinds.kinds().values() if kind.in_group]
    return sum(len(store.of_kind(session, kind.name, limit=work_items.MAX_AT_ONCE)) for kind in kinds)


def _is_current(session: Session, group_id: UUID) -> bool:
    group = groups.current(session)
    return group is not None and group.id == group_id
