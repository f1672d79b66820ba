"""What two admins decide: one proposes, another confirms or refuses, or the first withdraws; they are two people."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Generic, TypeVar
from uuid import UUID

from sqlmodel import Session

from bot.errors import Refusal
from bot.services.staff import departures, notifications, permissions
from bot.services.staff.same_member import is_one_of
from storage import audit
from storage.identity.accounts import Account
from storage.staff import proposals
from storage.staff.members import StaffMember, StaffRole
from storage.staff.proposals import Proposal, ProposalStatus

Row = TypeVar("Row", bound=Proposal)


class SecondAdminNeeded(Refusal, key="refused-second-admin-needed", offers=("queue",)):
    """Admins may not confirm their own proposals."""


@dataclass(frozen=True)
class Proposals(Generic[Row]):
    """The proposals of a table. decided: the refusal if one is not open. own: if who proposed it would confirm it.

    refused: the action that is recorded. news: the notification of the other admins; empty for none.
    """

    table: type[Row]
    decided: type[Refusal]
    refused: audit.Action
    news: str = ""
    own: type[Refusal] = SecondAdminNeeded

    def find(self, session: Session, proposal_id: UUID, *, by: Account) -> tuple[Row, StaffMember]:
        """Return an open proposal, and the admin whose account this is. Raises NotStaff or `decided`."""
        member = permissions.require(session, by, StaffRole.ADMIN)
        proposal = session.get(self.table, proposal_id)
        if proposal is None or proposal.status != ProposalStatus.OPEN:
            raise self.decided
        return proposal, member

    def require_second(self, session: Session, proposal: Row, *, by: Account) -> None:
        """Check that somebody else has proposed it, who is an admin still. Raises `own` or FirstHasLeft."""
        if self.is_first(session, proposal, by):
            raise self.own
        departures.require_first(session, proposal.proposed_by, StaffRole.ADMIN)

    def is_first(self, session: Session, proposal: Row, by: Account) -> bool:
        """Return whether this account, under whichever identity, has proposed it."""
        return is_one_of(session, by, proposal.proposed_by, proposal.proposed_person)

    def confirm(self, session: Session, proposal: Row, member: StaffMember, *, by: Account, now: datetime) -> None:
        """Confirm an open proposal as a second admin. Raises `decided`."""
        self._close(session, proposal, ProposalStatus.CONFIRMED, member.id, by=by, now=now)

    def refuse(self, session: Session, proposal: Row, member: StaffMember, *, by: Account, now: datetime) -> None:
        """Refuse an open proposal as a second admin, or withdraw it as the first; others are told. Raises `decided`."""
        is_own = self.is_first(session, proposal, by)
        to = ProposalStatus.WITHDRAWN if is_own else ProposalStatus.REFUSED
        self._close(session, proposal, to, proposal.proposed_by if is_own else member.id, by=by, now=now)
        audit.record(session, self.refused, by=by.id, on=proposal.id, at=now, how=to.value)
        self.tell(session, proposal, member, now=now)

    def tell(self, session: Session, proposal: Row, member: StaffMember, *, now: datetime) -> None:
        """Tell the other admins that this one has decided."""
        if self.news:
            admin = StaffRole.ADMIN
            notifications.notify_roles(session, self.news, proposal.id, admin, at=now, but=(member.id,))

    def _close(
        self, session: Session, proposal: Row, to: StrEnum, decider: UUID, *, by: Account, now: datetime
    ) -> None:
        if not proposals.close(session, proposal, to, by=decider, person=by.person_id, at=now):
            raise self.decided  # Another transaction was first.
