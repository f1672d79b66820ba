"""Reading the audit log, for admins: the newest entries, those of one subject, or those of one application."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from bot.errors import OwnMatter, Refusal
from bot.services.organisations import vehicles_of_staff
from bot.services.staff import permissions
from bot.services.values import application_numbers
from bot.stored_json import TaskResult
from storage import audit, audit_chain, audit_search, audit_verification
from storage.audit import Action, AuditEntry
from storage.filing import approvals, filings
from storage.identity.accounts import Account
from storage.review import reviews
from storage.staff import members as staff_store
from storage.staff.members import StaffRole

PAGE_SIZE = 12
SUBJECTS = tuple(sorted({action.value.partition(":")[0] for action in Action}))


class UnknownAuditSubject(Refusal, key="refused-audit-of-what", offers=("audit",)):
    """Neither a subject nor the number of an application. things: the subjects there are."""


@dataclass(frozen=True)
class AuditPage:
    """Some entries, newest first. who: staff names by account id; more: whether there are older entries."""

    about: str
    entries: list[AuditEntry]
    who: dict[UUID, str]
    more: bool


class AuditVerification(TaskResult):
    """How many links the chain has; of the first fault its number and its kind, `AuditFaultKind`, "" if unknown."""

    broken: int | None
    links: int
    fault: str = ""


def read(session: Session, about: str, *, before: int | None, by: Account, now: datetime) -> AuditPage:
    """Return a page about everything (``), a subject (`review`) or an application (`1024`), and record who read it.

    Raises NotStaff, UnknownAuditSubject, or OwnMatter for an application that concerns the reader.
    """
    permissions.require(session, by, StaffRole.ADMIN)
    thing, on = _parse(session, about, by=by)
    found = audit_search.latest(session, limit=PAGE_SIZE + 1, before=before, thing=thing, on=on)
    audit.record(
        session, audit.Action.AUDIT_READ, by=by.id, on=None, at=now, about=thing or ("application" if on else "")
    )
    entries = found[:PAGE_SIZE]
    return AuditPage(about, entries, _names(session, entries), len(found) > PAGE_SIZE)


def verify(session: Session) -> AuditVerification:
    """Verify the audit: its chain from the first link to the last, and what is not sealed yet."""
    fault, links = audit_verification.first_fault(session), audit_chain.chain_length(session)
    if fault is None:
        return AuditVerification(broken=None, links=links)
    return AuditVerification(broken=fault.number, links=links, fault=fault.kind.value)


def _parse(session: Session, about: str, *, by: Account) -> tuple[str, list[UUID] | None]:
    word = about.lstrip("#").lower()
    if not word:
        return "", None
    if word in SUBJECTS:
        return word, None
    filing = filings.by_number(session, number) if (number := application_numbers.parse(word)) else None
    if filing is None:
        raise UnknownAuditSubject(things=" ".join(SUBJECTS))
    if vehicles_of_staff.is_own_filing(session, filing, by=by):
        raise OwnMatter
    approval = approvals.of_filing(session, filing.id)
    rounds = [review.id for review in reviews.of_filing(session, filing.id)]
    return "", [filing.id, *([approval.id] if approval else []), *rounds]


def _names(session: Session, entries: list[AuditEntry]) -> dict[UUID, str]:
    names = {}
    for account_id in {entry.by for entry in entries if entry.by is not None}:
        account = session.get(Account, account_id)
        member = staff_store.by_telegram(session, account.telegram_id) if account else None
        if member is not None:
            names[account_id] = member.name
    return names
