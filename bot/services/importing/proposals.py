"""Imports from the chat: an admin sends a file, which is checked, and a second admin confirms that it is imported.

propose ──► confirm: it is imported      refuse, withdraw: nothing changes, and the file is deleted
"""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from bot.errors import Refusal
from bot.services.importing.kinds import ImportKind
from bot.services.staff import departures, notifications, permissions, work_news
from bot.services.staff.same_member import is_one_of
from storage import audit, database, files
from storage.identity.accounts import Account
from storage.staff import import_proposals as store
from storage.staff.import_proposals import ImportProposal, ImportProposalStatus
from storage.staff.members import StaffMember, StaffRole

WORK = "import"  # A kind of work.
# Staff get their roles from two admins, never from a file in the chat.
KINDS = (ImportKind.PEOPLE, ImportKind.ORGANISATIONS, ImportKind.VEHICLES, ImportKind.VIOLATIONS)


class ImportProposalDecided(Refusal, key="refused-import-decided", offers=("import",)):
    """The proposal is decided or withdrawn."""


class SecondAdminForImport(Refusal, key="refused-second-admin-for-import", offers=("import",)):
    """Admins may not confirm an import that they have proposed."""


class ImportFileGone(Refusal, key="refused-import-file-gone", offers=("import",)):
    """The file was kept for some days only, and is deleted."""


def propose(
    session: Session,
    kind: ImportKind,
    file_id: UUID,
    *,
    new: int,
    changed: int,
    unchanged: int,
    by: Account,
    now: datetime,
) -> ImportProposal:
    """Propose a checked file, and notify the other admins. Raises NotStaff or ImportFileGone."""
    member = permissions.require(session, by, StaffRole.ADMIN)
    if files.read(session, file_id) is None:
        raise ImportFileGone
    proposal = ImportProposal(
        kind=kind.value,
        file_id=file_id,
        new=new,
        changed=changed,
        unchanged=unchanged,
        proposed_by=member.id,
        proposed_person=by.person_id,
        proposed_at=now,
    )
    database.add(session, proposal)
    counts = {"new": new, "changed": changed, "unchanged": unchanged}
    audit.record(session, audit.Action.IMPORT_PROPOSED, by=by.id, on=proposal.id, at=now, kind=kind.value, **counts)
    work_news.arrive(session, WORK, proposal.id, now=now)
    return proposal


def confirm(session: Session, proposal_id: UUID, *, by: Account, now: datetime) -> ImportProposal:
    """Confirm a proposal as a second admin; the caller has it imported.

    Raises NotStaff, ImportProposalDecided, SecondAdminForImport, FirstHasLeft or ImportFileGone.
    """
    proposal, member = _find(session, proposal_id, by=by)
    if is_one_of(session, by, proposal.proposed_by, proposal.proposed_person):
        raise SecondAdminForImport
    departures.require_first(session, proposal.proposed_by, StaffRole.ADMIN)
    if files.read(session, proposal.file_id) is None:
        raise ImportFileGone
    if not store.close(session, proposal, ImportProposalStatus.CONFIRMED, by=member.id, person=by.person_id, at=now):
        raise ImportProposalDecided  # Another transaction was first.
    audit.record(session, audit.Action.IMPORT_CONFIRMED, by=by.id, on=proposal.id, at=now)
    return proposal


def refuse(session: Session, proposal_id: UUID, *, by: Account, now: datetime) -> ImportProposal:
    """Refuse a proposal as a second admin, or withdraw it as the first. Raises NotStaff or ImportProposalDecided."""
    proposal, member = _find(session, proposal_id, by=by)
    is_own = is_one_of(session, by, proposal.proposed_by, proposal.proposed_person)
    to = ImportProposalStatus.WITHDRAWN if is_own else ImportProposalStatus.REFUSED
    decider = proposal.proposed_by if is_own else member.id
    if not store.close(session, proposal, to, by=decider, person=by.person_id, at=now):
        raise ImportProposalDecided  # Another transaction was first.
    files.delete_file(session, proposal.file_id)
    audit.record(session, audit.Action.IMPORT_REFUSED, by=by.id, on=proposal.id, at=now, how=to.value)
    notifications.notify_roles(session, "import.decided", proposal.id, StaffRole.ADMIN, at=now, but=(member.id,))
    return proposal


def end(session: Session, proposal_id: UUID, *, succeeded: bool, now: datetime) -> None:
    """Record whether a confirmed file was imported, delete it, and notify the admins."""
    proposal = session.get_one(ImportProposal, proposal_id)
    proposal.succeeded = succeeded
    database.add(session, proposal)
    files.delete_file(session, proposal.file_id)
    notifications.notify_roles(session, "import.decided", proposal.id, StaffRole.ADMIN, at=now)


def _find(session: Session, proposal_id: UUID, *, by: Account) -> tuple[ImportProposal, StaffMember]:
    member = permissions.require(session, by, StaffRole.ADMIN)
    proposal = session.get(ImportProposal, proposal_id)
    if proposal is None or proposal.status is not ImportProposalStatus.OPEN:
        raise ImportProposalDecided
    return proposal, member
