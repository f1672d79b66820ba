"""Imports from the chat and the page: an admin sends a file, which is checked, and a second admin confirms it.

propose ──► confirm: it is imported      refuse, withdraw: nothing changes, and the file is deleted
"""

from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from bot.errors import Refusal
from bot.services.importing.kinds import ImportKind
from bot.services.staff import notifications, permissions, work_news
from bot.services.staff.second_person import Proposals
from storage import audit, database, files
from storage.identity.accounts import Account
from storage.staff.import_proposals import ImportProposal
from storage.staff.members import StaffRole

WORK = "import"  # A kind of work.
FILE_KIND, FILE_NAME, FILE_DAYS = "import", "register.csv", 7  # The name holds nothing personal.
# Staff get their roles from two admins, never from a file in the chat.
KINDS = (ImportKind.PEOPLE, ImportKind.ORGANISATIONS, ImportKind.VEHICLES, ImportKind.VIOLATIONS)


class ImportProposalDecided(Refusal, key="refused-import-decided", offers=("import",)):
    """The proposal is decided or withdrawn."""


class SecondAdminForImport(Refusal, key="refused-second-admin-for-import", offers=("import",)):
    """Admins may not confirm an import that they have proposed."""


class ImportFileGone(Refusal, key="refused-import-file-gone", offers=("import",)):
    """The file was kept for some days only, and is deleted."""


class NoImportFile(Refusal, key="refused-import-no-file", offers=("import",)):
    """A form came without a file, or with an empty one, or names no kind."""


PROPOSALS = Proposals(
    ImportProposal, ImportProposalDecided, audit.Action.IMPORT_REFUSED, "import.decided", SecondAdminForImport
)


def take(session: Session, content: bytes, *, by: Account, now: datetime) -> UUID:
    """Store a file of the staff's page for some days, so that it is checked. Raises NotStaff or NoImportFile."""
    permissions.require(session, by, StaffRole.ADMIN)
    if not content:
        raise NoImportFile
    until = now + timedelta(days=FILE_DAYS)
    kind, name = FILE_KIND, FILE_NAME
    return files.store(session, content, kind=kind, name=name, media_type="text/csv", at=now, delete_at=until)


def drop(session: Session, file_id: UUID) -> None:
    """Delete a file that cannot be proposed."""
    files.delete_file(session, file_id)


def propose(
    session: Session,
    kind: ImportKind,
    file_id: UUID,
    *,
    new: int,
    changed: int,
    unchanged: int,
    wrong: int = 0,
    by: Account,
    now: datetime,
) -> ImportProposal:
    """Propose a checked file, and notify the other admins. wrong: rows that are left out.

    Raises NotStaff or ImportFileGone.
    """
    member = permissions.require(session, by, StaffRole.ADMIN)
    if files.read(session, file_id) is None:
        raise ImportFileGone
    proposal = ImportProposal(
        kind=kind.value,
        file_id=file_id,
        new=new,
        changed=changed,
        unchanged=unchanged,
        wrong=wrong,
        proposed_by=member.id,
        proposed_person=by.person_id,
        proposed_at=now,
    )
    database.add(session, proposal)
    counts = {"new": new, "changed": changed, "unchanged": unchanged, "wrong": wrong}
    audit.record(session, audit.Action.IMPORT_PROPOSED, by=by.id, on=proposal.id, at=now, kind=kind.value, **counts)
    work_news.arrive(session, WORK, proposal.id, now=now)
    return proposal


def confirm(session: Session, proposal_id: UUID, *, by: Account, now: datetime) -> ImportProposal:
    """Confirm a proposal as a second admin; the caller has it imported.

    Raises NotStaff, ImportProposalDecided, SecondAdminForImport, FirstHasLeft or ImportFileGone.
    """
    proposal, member = PROPOSALS.find(session, proposal_id, by=by)
    PROPOSALS.require_second(session, proposal, by=by)
    if files.read(session, proposal.file_id) is None:
        raise ImportFileGone
    PROPOSALS.confirm(session, proposal, member, by=by, now=now)
    audit.record(session, audit.Action.IMPORT_CONFIRMED, by=by.id, on=proposal.id, at=now)
    return proposal


def refuse(session: Session, proposal_id: UUID, *, by: Account, now: datetime) -> ImportProposal:
    """Refuse a proposal as a second admin, or withdraw it as the first. Raises NotStaff or ImportProposalDecided."""
    proposal, member = PROPOSALS.find(session, proposal_id, by=by)
    PROPOSALS.refuse(session, proposal, member, by=by, now=now)
    files.delete_file(session, proposal.file_id)
    return proposal


def end(session: Session, proposal_id: UUID, *, succeeded: bool, wrong: int | None, now: datetime) -> None:
    """Record whether a confirmed file was imported, delete it, and notify the admins.

    wrong: rows that the import has left out, if that is known: some can prove wrong only when they are carried out.
    """
    proposal = session.get_one(ImportProposal, proposal_id)
    proposal.succeeded = succeeded
    proposal.wrong = wrong if succeeded and wrong is not None else proposal.wrong
    database.add(session, proposal)
    files.delete_file(session, proposal.file_id)
    notifications.notify_roles(session, "import.decided", proposal.id, StaffRole.ADMIN, at=now)
