"""Hand-overs of organisations (移交管理): what the new administrator has applied for ends, as nobody could agree to it.

A filing stays with who is the administrator by now, and so does what the former one had agreed to.
"""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from bot.services.filing import filings, outcomes
from bot.services.organisations import authority, organisations
from storage.filing import approvals, filings as store
from storage.filing.filings import Filing, FilingStatus
from storage.organisations.organisations import OrganisationMember
from storage.register.people import Person


def hand_over(
    session: Session, organisation_id: UUID, member_id: UUID, *, by: Person, now: datetime
) -> OrganisationMember:
    """Make a user the administrator. Raises what `organisations.hand_over` raises."""
    administrator = organisations.hand_over(session, organisation_id, member_id, by=by, now=now)
    end_own_applications(session, organisation_id, now=now)
    return administrator


def end_own_applications(session: Session, organisation_id: UUID, *, now: datetime) -> None:
    """End what the administrator of an organisation has applied for while another one was asked about it.

    Both are told. The caller has locked the organisation, and let its open questions follow the administrator.
    """
    administrator = authority.acting_administrator(session, organisation_id)
    for approval in approvals.pending_of_organisation(session, organisation_id):
        filing = session.get_one(Filing, approval.filing_id)
        is_own = administrator is not None and filing.filer_id == administrator.id
        if is_own and store.is_still(session, filing, FilingStatus.WAITING_OWNER):
            filings.refuse(session, filing, now=now, why=outcomes.OWN)
