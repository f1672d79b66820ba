"""Work of a member who loses the duty or signs out: it is free at once, and the others hear of it anew.

A lease ends with it, and what was shown of the case goes from the chat.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session

from bot.services.staff import work_items, work_kinds
from bot.services.staff.work_kinds import WorkKind
from storage import audit
from storage.identity.accounts import Account
from storage.staff import members, work_items as store
from storage.staff.members import StaffMember
from storage.staff.work_items import WorkItem


def free_lost(session: Session, member: StaffMember, *, now: datetime) -> None:
    """Free what a member has taken and has no longer a role for."""
    roles = member.role_set()
    _free(session, member, [kind for kind in work_kinds.kinds().values() if roles.isdisjoint(kind.roles)], now=now)


def free_all(session: Session, account: Account, *, now: datetime) -> None:
    """Free what the member of staff with this account has taken, if there is one: they may not serve now."""
    member = members.by_telegram(session, account.telegram_id)
    if member is not None:
        _free(session, member, work_kinds.kinds().values(), now=now)


def _free(session: Session, member: StaffMember, kinds: Iterable[WorkKind], *, now: datetime) -> None:
    for kind in kinds:
        for item in _freed(session, member, kind, now=now):
            store.forget_news(session, item)
            audit.record(
                session, audit.Action.WORK_RELEASED, by=None, on=item.id, at=now, kind=kind.name, how="departed"
            )


def _freed(session: Session, member: StaffMember, kind: WorkKind, *, now: datetime) -> list[WorkItem]:
    """Take the pieces of a kind from a member, and return them."""
    if kind.lease is None:
        taken = [item for item in store.of_member(session, member.id) if item.kind == kind.name]
        return [item for item in taken if store.take(session, item, by=None, instead_of=member.id)]
    ended = [one for each in work_items.of_member(session, member) for one in kind.lease.end(session, each, now)]
    found = [store.find(session, kind.name, subject) for subject in ended]
    return [item for item in found if item is not None]
