"""News of work: first news to whoever may do it, a reminder before its clock ends, an alarm when it has, once each.

arrives ──► told ── some hours before it is due ──► reminded ── due ──► alarm to the admins as well
   └── many at once: a digest     └── nobody can be told: who proposed it, and the admins, learn at once

The reviewers' group hears of all kinds of the reviewers, by number; everybody else alone. Who is away hears nothing.
"""

import logging
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from bot.services.rules import rules
from bot.services.rules.names import RuleName
from bot.services.staff import groups, notifications, work_items, work_kinds, work_news_topics
from bot.services.staff.same_member import accounts_of
from bot.services.staff.work_items import Piece
from bot.services.staff.work_news_topics import NEWS, OVERDUE, REMINDER
from storage import audit
from storage.engine import chat_messages, outbox
from storage.identity.accounts import Account
from storage.staff import members, work_items as store
from storage.staff.members import StaffMember, StaffRole

log = logging.getLogger("chezhu.work")

NOBODY = "work.nobody"
GROUP_NEWS, GROUP_OVERDUE = "group.cases", "group.overdue"
# More news of a kind than this within the window is kept for a digest at its end.
MANY, WINDOW = 3, timedelta(minutes=10)

Recipients = Callable[[Piece], Iterable[StaffMember]]


def arrive(session: Session, kind_name: str, subject: UUID, *, now: datetime) -> None:
    """Begin a piece of work, or its next stage, and tell whoever may do it.

    If nobody can be told, whoever proposed it and the admins are. Group news, and a digest, are given later.
    """
    kind = work_kinds.kinds()[kind_name]
    item = work_items.begin(session, kind, subject)
    piece = work_items.piece_of(session, item) if item is not None else None
    if piece is not None and not _waits(session, piece, now=now):
        _tell(session, [piece], now=now)


def arrive_silently(session: Session, kind_name: str, subject: UUID) -> None:
    """Begin a piece of work; whoever may do it is told by housekeeping, at a moment that says nothing of who began."""
    work_items.begin(session, work_kinds.kinds()[kind_name], subject)


def leave(session: Session, kind_name: str, subject: UUID, *, now: datetime) -> None:
    """End a piece of work that may arrive again within seconds: it is news then."""
    work_items.end(session, work_kinds.kinds()[kind_name], subject, now=now)


def keep(session: Session, now: datetime) -> None:
    """Bring all pieces up to date, and give the news that is due. A housekeeping job."""
    work_items.refresh(session, work_kinds.kinds().values(), now=now)
    _give_first_news(session, now=now)
    _remind(session, now=now)
    _raise_alarms(session, now=now)


def has_group(session: Session, piece: Piece) -> bool:
    """Return whether the reviewers' group hears of this piece instead of each reviewer."""
    return piece.kind.in_group and groups.has_group(session)


def concerned_members(session: Session, piece: Piece) -> list[UUID]:
    """Return the members of staff, serving or not, whose own matter a piece is."""
    everybody = members.all_members(session)
    is_own = piece.kind.is_own
    return [
        one.id
        for one in everybody
        if any(is_own(session, piece.row, each) for each in work_items.of_member(session, one))
    ]


def _waits(session: Session, piece: Piece, *, now: datetime) -> bool:
    """Return whether first news of a piece comes later: to the group at the next minute, or in a digest."""
    if has_group(session, piece):
        return piece.item.since >= now.replace(second=0, microsecond=0)
    return store.count_told(session, piece.kind.name, since=now - WINDOW) >= MANY


def _give_first_news(session: Session, *, now: datetime) -> None:
    most, minute = work_items.MAX_AT_ONCE, int(now.timestamp()) // 60
    items = [*store.untold(session, limit=most), *store.unreached(session, limit=most, turn=minute)]
    untold = work_items.pieces_of(session, items)
    due = [piece for piece in untold if not _waits(session, piece, now=now)]
    to_group = [piece for piece in due if has_group(session, piece)]
    if to_group and groups.lock(session):  # Two turns that announce the same pieces come one after the other.
        told = [piece for piece in to_group if store.mark(session, piece.item, "told_at", at=now)]
        if told:
            groups.notify(session, GROUP_NEWS, told[0].item.id, at=now, otherwise=NEWS)
            _send(session, told, lambda piece: _beside_the_group(session, piece, now=now), NEWS, now=now)
    _tell(session, [piece for piece in due if piece not in to_group], now=now)


def _beside_the_group(session: Session, piece: Piece, *, now: datetime) -> list[StaffMember]:
    """Return who may do a piece of the group's and is no reviewer, such as an admin: the group is not theirs."""
    found = work_items.doers(session, piece, now=now)
    return [one for one in found if StaffRole.REVIEWER not in one.role_set()]


def _tell(session: Session, pieces: Sequence[Piece], *, now: datetime) -> None:
    """Give first news of pieces to each who may do any of them, one message a person."""
    reached: dict[UUID, list[StaffMember]] = {}
    for piece in pieces:
        found = () if piece.kind.is_quiet else work_items.doers(session, piece, now=now)
        reached[piece.item.id] = [one for one in found if _reachable(session, one)]
    told = [piece for piece in pieces if reached[piece.item.id] or piece.kind.is_quiet]
    told = [piece for piece in told if store.mark(session, piece.item, "told_at", at=now)]
    _send(session, told, lambda piece: reached[piece.item.id], NEWS, now=now)
    for piece in pieces:
        if not reached[piece.item.id] and not piece.kind.is_quiet:
            _tell_nobody(session, piece, now=now)


def _tell_nobody(session: Session, piece: Piece, *, now: datetime) -> None:
    """Say once that nobody can be told: to whoever waits for a second person, and to the admins, who can add one."""
    if not store.mark(session, piece.item, "unreached_at", at=now):
        return
    proposer = piece.kind.proposer(piece.row)
    waiting = accounts_of(session, proposer) if proposer is not None else []
    for account in waiting:
        outbox.notify_account(session, account, NOBODY, piece.item.id, at=now)
    told = {account.telegram_id for account in waiting}
    but = {one.id for one in members.all_members(session) if one.telegram_id in told}
    but.update(concerned_members(session, piece))
    notifications.notify_roles(session, NOBODY, piece.item.id, StaffRole.ADMIN, at=now, but=but)


def _remind(session: Session, *, now: datetime) -> None:
    """Remind whoever has taken a piece, else everybody who may do it, some hours before it is due."""
    until = now + timedelta(hours=rules.number(session, RuleName.WORK_REMINDER_HOURS, at=now))
    soon = store.to_remind(session, due_after=now, due_before=until, limit=work_items.MAX_AT_ONCE)
    pieces = work_items.pieces_of(session, soon)
    pieces = [piece for piece in pieces if store.mark(session, piece.item, "reminded_at", at=now)]
    _send(session, pieces, lambda piece: _responsible(session, piece, now=now), REMINDER, now=now)


def _responsible(session: Session, piece: Piece, *, now: datetime) -> list[StaffMember]:
    holder = work_items.holder(session, piece, now=now)
    if holder is not None and not holder.is_away(now):
        return [holder]
    return work_items.doers(session, piece, now=now)


def _raise_alarms(session: Session, *, now: datetime) -> None:
    """Tell the admins, and whoever may do it, that a piece is overdue. None of them hears of their own matter."""
    late = work_items.pieces_of(session, store.overdue(session, now=now, limit=work_items.MAX_AT_ONCE))
    late = [piece for piece in late if store.mark(session, piece.item, "alarmed_at", at=now)]
    told: dict[UUID, list[StaffMember]] = {}
    for piece in late:
        concerned = concerned_members(session, piece)
        in_group = not concerned and has_group(session, piece)
        if in_group:
            groups.notify(session, GROUP_OVERDUE, piece.item.id, at=now, otherwise=OVERDUE)
        admins = [one for one in members.with_role(session, StaffRole.ADMIN) if one.id not in concerned]
        doing = [] if in_group else work_items.doers(session, piece, now=now)
        present = [one for one in {one.id: one for one in (*admins, *doing)}.values() if not one.is_away(now)]
        told[piece.item.id] = present or admins
        audit.record(
            session,
            audit.Action.WORK_OVERDUE,
            by=None,
            on=piece.row.id,
            at=now,
            kind=piece.kind.name,
            told=len(present),
        )
        if not any(_reachable(session, one) for one in told[piece.item.id]):
            log.error("overdue work reaches no admin", extra={"kind": piece.kind.name})
    _send(session, late, lambda piece: told[piece.item.id], OVERDUE, now=now)


def _send(session: Session, pieces: Sequence[Piece], to: Recipients, key: str, *, now: datetime) -> None:
    """Send one message to each recipient: about their only piece, or about all that have this news at this moment.

    Pieces that arrive one by one in a turn, such as the differences of a bill, are in the message of the first.
    """
    digest = work_news_topics.of_moment(key, now)
    by_member: dict[UUID, tuple[StaffMember, list[Piece]]] = {}
    for piece in pieces:
        for member in to(piece):
            by_member.setdefault(member.id, (member, []))[1].append(piece)
    for member, theirs in by_member.values():
        first = theirs[0]
        own = {NEWS: first.kind.news, OVERDUE: first.kind.alarm}.get(key, "") if len(theirs) == 1 else ""
        subject = first.row.id if own else first.item.id
        for account in _reachable(session, member):
            if own:
                about = work_news_topics.of_piece(first.item)
                outbox.notify_account(session, account, own, subject, at=now, about=about)
            elif not chat_messages.is_on_its_way(session, [digest], account.lane):
                outbox.notify_account(session, account, key, subject, at=now, about=digest)


def _reachable(session: Session, member: StaffMember) -> list[Account]:
    """Return the accounts of a member whom a bot of the desk can write to."""
    return [account for account in work_items.of_member(session, member) if account.can_be_notified]
