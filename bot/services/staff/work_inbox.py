"""The inbox: every open piece of work that one member of staff may do, of all kinds, the most urgent kind first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from bot.services.staff import permissions, work_items, work_kinds
from bot.services.staff.work_items import Piece, WorkHolding
from bot.services.staff.work_kinds import WorkKind
from storage.identity.accounts import Account
from storage.staff import work_items as store


@dataclass(frozen=True, slots=True)
class Listed:
    """A piece in the inbox, and who has it, as its reader sees it."""

    piece: Piece
    holding: WorkHolding


@dataclass(frozen=True, slots=True)
class Section:
    """The pieces of one kind, the earliest due first."""

    kind: WorkKind
    listed: Sequence[Listed]


@dataclass(frozen=True, slots=True)
class Inbox:
    """What one member of staff may do: the kinds, the one with the earliest due piece first."""

    sections: Sequence[Section]
    total: int
    overdue: int


def inbox(session: Session, *, by: Account, now: datetime) -> Inbox:
    """Return the work of this member of staff; never their own matter, nor what they may not sign. Raises NotStaff."""
    member = permissions.require(session, by, *work_kinds.roles_with_work())
    own = work_kinds.kinds_of(member.role_set())
    work_items.refresh(session, own, now=now)
    found = [section for kind in own if (section := _section(session, kind, by=by, now=now)).listed]
    found.sort(key=lambda section: section.listed[0].piece.item.due_at)
    every = [each.piece for section in found for each in section.listed]
    return Inbox(found, len(every), sum(piece.is_overdue(now) for piece in every))


def taken(session: Session, *, by: Account, now: datetime) -> list[Listed]:
    """Return what this member of staff may take, and what they have taken, the earliest due first. Raises NotStaff."""
    listed = [each for section in inbox(session, by=by, now=now).sections for each in section.listed]
    mine = [each for each in listed if each.holding is not WorkHolding.OTHER]
    return sorted(mine, key=lambda each: (each.holding is not WorkHolding.YOURS, each.piece.item.due_at))


def _section(session: Session, kind: WorkKind, *, by: Account, now: datetime) -> Section:
    items = store.of_kind(session, kind.name, limit=work_items.MAX_AT_ONCE)
    pieces = [piece for piece in work_items.pieces_of(session, items) if kind.may_do(session, piece.row, by, now)]
    return Section(kind, [Listed(piece, work_items.holding(session, piece, by=by, now=now)) for piece in pieces])
