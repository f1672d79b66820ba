"""Pieces of work: they begin when their row waits for staff, and end when it does not, whoever has changed it.

arrive ──► first news at once, or in a digest      refresh ──► what no act has announced begins, what is over ends
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlmodel import Session

from bot.services.staff import permissions, work_kinds, work_news_topics
from bot.services.staff.work_kinds import WorkKind
from storage.identity import accounts
from storage.identity.accounts import Account
from storage.staff import members, work_items as store
from storage.staff.members import StaffMember
from storage.staff.work_items import WorkItem

MAX_AT_ONCE = 200


class WorkHolding(StrEnum):
    """Who has a piece of work, as one member of staff sees it."""

    FREE = "free"
    YOURS = "yours"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Piece:
    """An open piece of work with its kind and the row that it is about."""

    kind: WorkKind
    item: WorkItem
    row: Any

    def is_overdue(self, now: datetime) -> bool:
        """Return whether its clock has run out."""
        return self.item.due_at <= now

    def label(self, session: Session) -> str:
        """Return the number or name by which staff know it; "" if it has none."""
        return self.kind.label(session, self.row)


def begin(session: Session, kind: WorkKind, subject: UUID) -> WorkItem | None:
    """Begin a piece of work, or its next stage. Returns None if it stands there already."""
    row: Any = session.get(kind.model, subject)
    since, due_at = kind.since(row), kind.due_at(session, row)
    return store.begin(session, kind.name, subject, stage=kind.stage(row), since=since, due_at=due_at)


def refresh(session: Session, found: Iterable[WorkKind], *, now: datetime) -> None:
    """Begin the pieces that no act has announced, and end those whose rows do not wait any more."""
    for kind in found:
        for ended in store.end_closed(session, kind.name, kind.model, kind.is_open, at=now):
            work_news_topics.take_buttons(session, ended, at=now)
        for subject in store.subjects_without(session, kind.name, kind.model, kind.is_open, limit=MAX_AT_ONCE):
            begin(session, kind, subject)


def end(session: Session, kind: WorkKind, subject: UUID, *, now: datetime) -> None:
    """End a piece whose row waits no more, so that it is new if the row waits again before the next refresh."""
    item = store.find(session, kind.name, subject)
    if item is not None and store.end(session, item, at=now):
        work_news_topics.take_buttons(session, item, at=now)


def piece_of(session: Session, item: WorkItem) -> Piece | None:
    """Return the piece of an item, None if its kind or its row is gone."""
    kind = work_kinds.kinds().get(item.kind)
    row = session.get(kind.model, item.subject) if kind is not None else None
    return Piece(kind, item, row) if kind is not None and row is not None else None


def pieces_of(session: Session, items: Iterable[WorkItem]) -> list[Piece]:
    """Return the pieces of these items, without those whose kind or row is gone."""
    return [piece for piece in (piece_of(session, item) for item in items) if piece is not None]


def holder(session: Session, piece: Piece, *, now: datetime) -> StaffMember | None:
    """Return the member of staff who has taken a piece."""
    if piece.kind.lease is None:
        return session.get(StaffMember, piece.item.taken_by) if piece.item.taken_by is not None else None
    account_id = piece.kind.lease.holder(piece.row, now)
    account = session.get(Account, account_id) if account_id is not None else None
    return members.by_telegram(session, account.telegram_id) if account is not None else None


def holding(session: Session, piece: Piece, *, by: Account, now: datetime) -> WorkHolding:
    """Return who has a piece now, as this member of staff sees it."""
    member = holder(session, piece, now=now)
    if member is None:
        return WorkHolding.FREE
    return WorkHolding.YOURS if member.telegram_id == by.telegram_id else WorkHolding.OTHER


def doers(session: Session, piece: Piece, *, now: datetime, away_too: bool = False) -> list[StaffMember]:
    """Return the members who may do a piece: a role, a person who may serve, not their own matter, not the first."""
    found = {one.id: one for role in piece.kind.roles for one in members.with_role(session, role)}
    present = [one for one in found.values() if away_too or not one.is_away(now)]
    return [one for one in present if any(may_do(session, piece, each, now=now) for each in of_member(session, one))]


def may_do(session: Session, piece: Piece, by: Account, *, now: datetime) -> bool:
    """Return whether this account has a role of the piece's kind now, may serve, and may do the piece."""
    return permissions.has_role(session, by, *piece.kind.roles) and piece.kind.may_do(session, piece.row, by, now)


def of_member(session: Session, member: StaffMember) -> list[Account]:
    """Return the accounts of a member of staff."""
    return accounts.of_telegram_ids(session, [member.telegram_id])
