"""Reading the audit: an admin sees the newest entries, those of one kind of thing, or those of one application."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from bot.errors import Refusal
from bot.services.staff import permissions
from storage import audit
from storage.audit import Action, AuditEntry
from storage.filing import approvals, filings
from storage.identity import accounts
from storage.identity.accounts import Account
from storage.review import reviews
from storage.staff import members as staff_store
from storage.staff.members import StaffRole

PAGE_SIZE = 12
SUBJECTS = tuple(sorted({action.value.partition(":")[0] for action in Action}))


class AuditOfWhat(Refusal, key="refused-audit-of-what"):
    """Neither a thing nor the number of an application. things: the words there are."""


@dataclass(frozen=True)
class AuditPage:
    """Some entries, newest first. who: an account's name at the desk, where it has one; more: there are older ones."""

    about: str
    entries: list[AuditEntry]
    who: dict[UUID, str]
    more: bool


def read(session: Session, about: str, *, before: int | None, by: Account, now: datetime) -> AuditPage:
    """Return a page: about nothing in particular, a thing (`review`), or an application (`1024`).

    That it was read is recorded too. Raises NotStaff or AuditOfWhat.
    """
    permissions.require(session, by, StaffRole.ADMIN)
    thing, on = _meant(session, about)
    found = audit.latest(session, most=PAGE_SIZE + 1, before=before, thing=thing, on=on)
    audit.record(
        session, audit.Action.AUDIT_READ, by=by.id, on=None, at=now, about=thing or ("application" if on else "")
    )
    entries = found[:PAGE_SIZE]
    return AuditPage(about, entries, _names(session, entries), len(found) > PAGE_SIZE)


def _meant(session: Session, about: str) -> tuple[str, list[UUID] | None]:
    word = about.lstrip("#").lower()
    if not word:
        return "", None
    if word in SUBJECTS:
        return word, None
    filing = filings.by_number(session, int(word)) if word.isdecimal() and len(word) <= 10 else None
    if filing is None:
        raise AuditOfWhat(things=" ".join(SUBJECTS))
    approval = approvals.of_filing(session, filing.id)
    rounds = [review.id for review in reviews.of_filing(session, filing.id)]
    return "", [filing.id, *([approval.id] if approval else []), *rounds]


def _names(session: Session, entries: list[AuditEntry]) -> dict[UUID, str]:
    names = {}
    for account_id in {entry.by for entry in entries if entry.by is not None}:
        account = accounts.get(session, account_id)
        member = staff_store.by_telegram(session, account.telegram_id) if account else None
        if member is not None:
            names[account_id] = member.name
    return names
