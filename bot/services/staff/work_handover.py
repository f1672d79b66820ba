"""Taking a piece of work, giving it back, handing it to a colleague; being away gives everything back.

free ──► taken by a member ──► free again, or a colleague's who may do it, who hears of it
"""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlmodel import Session

from bot import local_time
from bot.errors import Refusal
from bot.services.staff import notifications, permissions, work_items, work_kinds, work_news_topics
from bot.services.staff.work_items import Piece, WorkHolding
from storage import audit, database
from storage.identity.accounts import Account
from storage.staff import work_items as store
from storage.staff.members import StaffMember, StaffRole
from storage.staff.work_items import WorkItem

HANDED = "work.handed"
MAX_DAYS_AWAY = 366
HALF_A_YEAR = timedelta(days=183)


class WorkOver(Refusal, key="refused-work-over", offers=("queue",)):
    """The piece of work is done, or is no longer to be done."""


class OwnWork(Refusal, key="refused-work-own", offers=("queue",)):
    """The piece of work is the member's own matter, or needs a second person and they are the first."""


class WorkTakenByOther(Refusal, key="refused-work-taken", offers=("queue",)):
    """A colleague has taken the piece of work."""


class WorkNotYours(Refusal, key="refused-work-not-yours", offers=("queue",)):
    """The member has not taken the piece of work, or not any more."""


class ColleagueCannot(Refusal, key="refused-work-colleague", offers=("queue",)):
    """The colleague may not do the piece of work, is away, or cannot be told."""


class AwayDayPassed(Refusal, key="refused-away-day-passed", offers=("away",)):
    """A day without its year that was a short while ago: it hardly means the next year's. day; next: of next year."""


class InvalidAwayDay(Refusal, key="refused-away-day", offers=("away",)):
    """Not a day from today on, within a year. Value: most."""


def take(session: Session, item_id: UUID, *, by: Account, now: datetime) -> Piece:
    """Take a piece of work. Raises NotStaff, WorkOver, OwnWork or WorkTakenByOther, and what its kind refuses."""
    piece, member = _find(session, item_id, by=by, now=now)
    holding = work_items.holding(session, piece, by=by, now=now)
    if holding is WorkHolding.YOURS:
        return piece
    if holding is WorkHolding.OTHER:
        raise WorkTakenByOther
    _give(session, piece, by, member, instead_of=None, now=now)
    audit.record(session, audit.Action.WORK_TAKEN, by=by.id, on=piece.item.id, at=now, kind=piece.kind.name)
    return piece


def give_back(session: Session, item_id: UUID, *, by: Account, now: datetime) -> Piece:
    """Give a piece of work back. Raises NotStaff, WorkOver, OwnWork or WorkNotYours, and what its kind refuses."""
    piece, member = _held(session, item_id, by=by, now=now)
    _release(session, piece, by, member, now=now)
    audit.record(session, audit.Action.WORK_RELEASED, by=by.id, on=piece.item.id, at=now, kind=piece.kind.name)
    return piece


def colleagues(session: Session, item_id: UUID, *, by: Account, now: datetime) -> tuple[Piece, list[StaffMember]]:
    """Return the colleagues to whom a piece that this member has taken may be handed. Raises like `give_back`."""
    piece, member = _held(session, item_id, by=by, now=now)
    others = [one for one in work_items.doers(session, piece, now=now) if one.id != member.id]
    return piece, [one for one in others if _account_of(session, piece, one, now=now) is not None]


def hand_over(session: Session, item_id: UUID, colleague: str, *, by: Account, now: datetime) -> tuple[Piece, str]:
    """Hand a piece to the colleague whose id begins so, and tell them. Returns it and the name of the colleague.

    Raises ColleagueCannot and what `give_back` raises.
    """
    piece, others = colleagues(session, item_id, by=by, now=now)
    chosen = [one for one in others if short_id(one.id) == colleague]
    account = _account_of(session, piece, chosen[0], now=now) if len(chosen) == 1 else None
    if account is None:
        raise ColleagueCannot
    member = permissions.require(session, by, *piece.kind.roles)
    _release(session, piece, by, member, now=now)
    _give(session, piece, account, chosen[0], instead_of=None, now=now)
    audit.record(
        session, audit.Action.WORK_HANDED, by=by.id, on=piece.item.id, at=now, kind=piece.kind.name, to=chosen[0].id.hex
    )
    notifications.notify_member(
        session, HANDED, piece.item.id, chosen[0], at=now, about=work_news_topics.of_piece(piece.item)
    )
    return piece, chosen[0].name


def short_id(member_id: UUID) -> str:
    """Return the beginning of a member's id by which a button names them."""
    return member_id.hex[:8]


def parse_day(typed: str, *, now: datetime) -> date:
    """Return a typed day: 2026-12-05, or 12-05, the next one in half a year. Raises InvalidAwayDay or AwayDayPassed."""
    today = local_time.date_of(now)
    whole = typed if typed.count("-") == 2 else f"{today.year}-{typed}"
    try:
        day = date.fromisoformat(whole)
        following = day if whole == typed or day >= today else day.replace(year=day.year + 1)
    except ValueError:
        raise InvalidAwayDay(most=MAX_DAYS_AWAY) from None
    if following != day and following - today > HALF_A_YEAR:
        raise AwayDayPassed(day=day, next=following.isoformat())
    return following


def go_away(session: Session, last: date, *, by: Account, now: datetime) -> tuple[datetime, list[Piece]]:
    """Be away until the end of a day: no news of work, and what one has taken goes back. Returns until when, and that.

    Raises NotStaff or InvalidAwayDay.
    """
    member = permissions.require(session, by, *StaffRole)
    today = local_time.date_of(now)
    if not today <= last <= today + timedelta(days=MAX_DAYS_AWAY):
        raise InvalidAwayDay(most=MAX_DAYS_AWAY)
    until = member.away_until = local_time.at(last, time(23, 59, 59))
    database.add(session, member)
    audit.record(session, audit.Action.STAFF_AWAY, by=by.id, on=member.id, at=now, until=until.isoformat())
    given = [
        each for each in _taken_by(session, member, by=by, now=now) if _put_back(session, each, by, member, now=now)
    ]
    for piece in given:
        store.forget_news(session, piece.item)  # The others hear of it.
    return until, given


def come_back(session: Session, *, by: Account, now: datetime) -> None:
    """Be present again. Raises NotStaff."""
    member = permissions.require(session, by, *StaffRole)
    if member.is_away(now):
        audit.record(session, audit.Action.STAFF_AWAY, by=by.id, on=member.id, at=now, until="")
    member.away_until = None
    database.add(session, member)


def away_until(session: Session, *, by: Account, now: datetime) -> datetime | None:
    """Return until when this member is away, None if they are not. Raises NotStaff."""
    member = permissions.require(session, by, *StaffRole)
    return member.away_until if member.is_away(now) else None


def _find(session: Session, item_id: UUID, *, by: Account, now: datetime) -> tuple[Piece, StaffMember]:
    permissions.require(session, by, *work_kinds.roles_with_work())
    item = session.get(WorkItem, item_id)
    piece = work_items.piece_of(session, item) if item is not None and item.ended_at is None else None
    if piece is None:
        raise WorkOver
    member = permissions.require(session, by, *piece.kind.roles)
    work_items.refresh(session, [piece.kind], now=now)
    session.refresh(piece.item)
    if not piece.kind.may_do(session, piece.row, by, now):
        raise OwnWork
    if piece.item.ended_at is not None:
        raise WorkOver
    return piece, member


def _held(session: Session, item_id: UUID, *, by: Account, now: datetime) -> tuple[Piece, StaffMember]:
    piece, member = _find(session, item_id, by=by, now=now)
    if work_items.holding(session, piece, by=by, now=now) is not WorkHolding.YOURS:
        raise WorkNotYours
    return piece, member


def _give(
    session: Session, piece: Piece, account: Account, member: StaffMember, *, instead_of: UUID | None, now: datetime
) -> None:
    if piece.kind.lease is not None:
        piece.kind.lease.take(session, piece.row.id, by=account, now=now)
    elif not store.take(session, piece.item, by=member.id, instead_of=instead_of):
        raise WorkTakenByOther


def _release(session: Session, piece: Piece, by: Account, member: StaffMember, *, now: datetime) -> None:
    if piece.kind.lease is not None:
        piece.kind.lease.release(session, piece.row.id, by=by, now=now)
    elif not store.take(session, piece.item, by=None, instead_of=member.id):
        raise WorkNotYours


def _put_back(session: Session, piece: Piece, by: Account, member: StaffMember, *, now: datetime) -> bool:
    """Give a piece back whose holder is away; one that they may not do any more goes back by itself."""
    try:
        _release(session, piece, by, member, now=now)
    except Refusal:
        return False
    audit.record(session, audit.Action.WORK_RELEASED, by=by.id, on=piece.item.id, at=now, kind=piece.kind.name)
    return True


def _taken_by(session: Session, member: StaffMember, *, by: Account, now: datetime) -> list[Piece]:
    leased = [kind for kind in work_kinds.kinds_of(member.role_set()) if kind.lease is not None]
    items = [item for kind in leased for item in store.of_kind(session, kind.name, limit=work_items.MAX_AT_ONCE)]
    pieces = work_items.pieces_of(session, [*store.of_member(session, member.id), *items])
    return [each for each in pieces if work_items.holding(session, each, by=by, now=now) is WorkHolding.YOURS]


def _account_of(session: Session, piece: Piece, member: StaffMember, *, now: datetime) -> Account | None:
    """Return the account with which a colleague does a piece, and hears of it."""
    found = [one for one in work_items.of_member(session, member) if one.can_be_notified]
    return next((one for one in found if work_items.may_do(session, piece, one, now=now)), None)
