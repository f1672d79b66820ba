"""Cards of /queue: the inbox of all kinds of work, who takes it, hands it over or gives it back, and its news."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlmodel import Session

from bot.card import Button, Card, CardButton, PairButton, Row, Whose, column, grid, side_by_side
from bot.cards import pages
from bot.cards.menu import Command
from bot.cards.navigation import go
from bot.cards.notification import Reader, notification_about
from bot.services.staff import work_items, work_kinds, work_news, work_news_topics
from bot.services.staff.work_handover import HANDED, short_id
from bot.services.staff.work_inbox import Inbox, Listed, Section
from bot.services.staff.work_items import Piece, WorkHolding
from bot.texts import Texts
from storage.identity import accounts
from storage.staff import work_items as store
from storage.staff.members import StaffMember, StaffRole
from storage.staff.work_items import WorkItem

MANAGE = Button("work", str, whose=Whose.STAFF_LIST)
TAKE = Button("work-take", UUID, whose=Whose.STAFF)
GIVE_BACK = Button("work-back", UUID, whose=Whose.STAFF)
HAND_OVER = Button("work-give", UUID, whose=Whose.STAFF)
COLLEAGUE = PairButton("work-to", first_type=UUID, second_type=str, example="00000000", whose=Whose.STAFF)
COMMANDS = (Command("queue", 10, StaffRole.REVIEWER, StaffRole.STATION, StaffRole.CASHIER, StaffRole.ADMIN),)
MAX_OF_KIND, MAX_LISTED = 5, 12


def inbox(session: Session, found: Inbox, texts: Texts) -> Card:
    """All that this member of staff may do: by kind, the earliest due first, with a button that opens each."""
    if not found.total:
        return Card(texts("work-none"), ((go("queue", texts), go("menu", texts)),))
    lines = [texts("work-inbox", count=found.total, overdue=found.overdue)]
    for section in found.sections:
        lines += _section(session, section, texts)
    shown = [each for section in found.sections for each in section.listed[:MAX_OF_KIND]]
    buttons = [
        _open(session, each.piece, each.holding, texts) for each in shown if each.holding is not WorkHolding.OTHER
    ]
    last = (MANAGE.on(texts.plain("work-manage"), ""), go("queue", texts))
    return Card("\n".join(lines), (*_lists(found, texts), *side_by_side(buttons), last))


def manage(session: Session, listed: Sequence[Listed], texts: Texts, *, number: int = 1) -> Card:
    """A page of what one may take, and what one has taken and may give back or hand over."""
    page = pages.page_of(listed, number, size=MAX_LISTED)
    rows = [row for each in page.items for row in _manage_rows(session, each, texts)]
    rows += pages.turning(page, lambda label, to: MANAGE.on(label, str(to)), texts)
    text = pages.below(texts("work-manage-how" if listed else "work-none"), page, texts)
    return Card(text, (*rows, (go("queue", texts),)))


def choose(session: Session, piece: Piece, others: Sequence[StaffMember], texts: Texts) -> Card:
    """Asks to which colleague a piece is handed."""
    buttons = [COLLEAGUE.on_pair(one.name, piece.item.id, short_id(one.id)) for one in others]
    key = "work-hand-to" if others else "work-hand-nobody"
    return Card(texts(key, **_about(session, piece, texts)), column(*buttons, go("queue", texts)))


def taken(session: Session, piece: Piece, texts: Texts) -> Card:
    """The piece is this member's."""
    open_it = _open(session, piece, WorkHolding.YOURS, texts)
    return Card(texts("work-taken", **_about(session, piece, texts)), ((open_it,), (go("queue", texts),)))


def given_back(session: Session, piece: Piece, texts: Texts) -> Card:
    """The piece is free again."""
    return Card(texts("work-given-back", **_about(session, piece, texts)), ((go("queue", texts),),))


def handed(session: Session, piece: Piece, name: str, texts: Texts) -> Card:
    """The piece is the colleague's, who hears of it."""
    return Card(texts("work-handed-over", name=name, **_about(session, piece, texts)), ((go("queue", texts),),))


@notification_about(work_news_topics.NEWS, WorkItem)
def news(session: Session, item: WorkItem, reader: Reader) -> Card | None:
    """To whoever may do it: a piece of work, or several at once, wait for them."""
    return _together(session, item, reader, "told_at", "work-news")


@notification_about(work_news_topics.REMINDER, WorkItem)
def reminder(session: Session, item: WorkItem, reader: Reader) -> Card | None:
    """To whoever has taken it, else whoever may do it: the clock ends soon."""
    return _together(session, item, reader, "reminded_at", "work-reminder")


@notification_about(work_news_topics.OVERDUE, WorkItem)
def overdue(session: Session, item: WorkItem, reader: Reader) -> Card | None:
    """To the admins, and to whoever may do it: the clock has run out."""
    return _together(session, item, reader, "alarmed_at", "work-overdue")


@notification_about(work_news.NOBODY, WorkItem)
def nobody(session: Session, item: WorkItem, reader: Reader) -> Card | None:
    """To who has proposed it, and to the admins: nobody can be told of it, and what to do."""
    piece = work_items.piece_of(session, item) if item.ended_at is None and item.told_at is None else None
    if piece is None:
        return None
    texts = reader.texts
    found = work_items.doers(session, piece, now=texts.now or item.since, away_too=True)
    between = texts.plain("staff-roles-between")
    names = between.join(one.name for one in found)
    roles = between.join(texts.plain(f"staff-role-{role}") for role in piece.kind.roles)
    key = "work-nobody-reached" if found else "work-nobody"
    return Card(texts(key, names=names, roles=roles, **_about(session, piece, texts)), ((go("queue", texts),),))


@notification_about(HANDED, WorkItem)
def handed_to_you(session: Session, item: WorkItem, reader: Reader) -> Card | None:
    """To the colleague to whom a piece was handed."""
    piece = work_items.piece_of(session, item) if item.ended_at is None else None
    if piece is None:
        return None
    open_it = _open(session, piece, WorkHolding.YOURS, reader.texts)
    text = reader.texts("work-handed-to-you", **_about(session, piece, reader.texts))
    return Card(text, ((open_it, go("queue", reader.texts)),))


def kind_name(name: str, texts: Texts) -> str:
    """Return the name of a kind of work."""
    return texts.plain(f"work-kind-{name}")


def _together(session: Session, item: WorkItem, reader: Reader, moment: str, key: str) -> Card | None:
    """Return the open pieces that have this news at the same moment and that the reader may do, or may know of."""
    account = accounts.of_person(session, reader.person_id) if reader.person_id is not None else None
    if account is None:
        return None
    texts = reader.texts
    found = work_items.pieces_of(session, store.told_together(session, item, moment, work_kinds.kinds()))
    known = [piece for piece in found if not piece.kind.is_own(session, piece.row, account)]
    own = [piece for piece in known if work_items.may_do(session, piece, account, now=piece.item.since)]
    if moment != "alarmed_at":
        known = own
    if not known:
        return None
    lines = [texts(key, count=len(known)), *(_line(session, piece, texts) for piece in known[:MAX_LISTED])]
    if len(known) > MAX_LISTED:
        lines.append(texts("work-more", count=len(known) - MAX_LISTED))
    buttons = [_open(session, piece, WorkHolding.FREE, texts) for piece in own[:MAX_LISTED]]
    return Card("\n".join(lines), (*side_by_side(buttons), (go("queue", texts),)))


def _section(session: Session, section: Section, texts: Texts) -> Iterable[str]:
    yield texts("work-section", kind=kind_name(section.kind.name, texts), count=len(section.listed))
    for each in section.listed[:MAX_OF_KIND]:
        whose = "" if each.holding is WorkHolding.FREE else texts.plain(f"work-{each.holding}")
        yield _line(session, each.piece, texts, whose=whose)
    if len(section.listed) > MAX_OF_KIND:
        yield texts("work-more", count=len(section.listed) - MAX_OF_KIND)


def _lists(found: Inbox, texts: Texts) -> tuple[Row, ...]:
    """Return buttons for the commands that list a kind of which not all is shown, and for the next case."""
    is_long = [section.kind.lists for section in found.sections if len(section.listed) > MAX_OF_KIND]
    is_free = [
        section.kind.lists
        for section in found.sections
        if section.kind.lists == "take" and any(each.holding is WorkHolding.FREE for each in section.listed)
    ]
    return grid([go(command, texts) for command in dict.fromkeys([*is_free, *is_long]) if command])


def _manage_rows(session: Session, listed: Listed, texts: Texts) -> Iterable[Row]:
    about = _about(session, listed.piece, texts)
    if listed.holding is WorkHolding.FREE:
        yield (TAKE.on(texts.plain("work-take", **about), listed.piece.item.id),)
        return
    back = GIVE_BACK.on(texts.plain("work-back", **about), listed.piece.item.id)
    yield back, HAND_OVER.on(texts.plain("work-give", **about), listed.piece.item.id)


def _line(session: Session, piece: Piece, texts: Texts, *, whose: str = "") -> str:
    is_late = texts.now is not None and piece.is_overdue(texts.now)
    key = "work-line-late" if is_late else "work-line"
    return texts(key, due=piece.item.due_at, whose=whose, **_about(session, piece, texts))


def _open(session: Session, piece: Piece, holding: WorkHolding, texts: Texts) -> CardButton:
    kind = piece.kind
    verb = kind.opens_held if holding is WorkHolding.YOURS and kind.opens_held else kind.opens
    return CardButton(texts.plain("work-button", **_about(session, piece, texts)), verb, piece.row.id.hex)


def _about(session: Session, piece: Piece, texts: Texts) -> dict[str, Any]:
    return {"kind": kind_name(piece.kind.name, texts), "label": piece.label(session)}
