"""Of two simultaneous changes of a row one succeeds: a row is changed only if it is still what was read."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update
from sqlmodel import Session, SQLModel, col

from storage.certificates import certificates, paper_copies
from storage.certificates.certificates import Certificate, CertificateCloseReason, CertificateStatus
from storage.certificates.paper_copies import PaperCopy, PaperStatus
from storage.database import Database
from storage.filing import owner_blocks, vehicle_codes
from storage.filing.filings import Filing
from storage.filing.owner_blocks import OwnerBlock
from storage.filing.vehicle_codes import VehicleCode, VehicleCodeStatus
from storage.organisations import organisations
from storage.organisations.organisations import OrganisationMember
from storage.payments import bill_differences, payments, refunds
from storage.payments.bill_differences import BillDifference
from storage.payments.payments import OrderState, PaymentOrder
from storage.payments.refunds import Refund, RefundState
from storage.register.people import Person
from storage.register.vehicles import Vehicle
from storage.review import blacklist, face_checks
from storage.review.blacklist import BlacklistEntry, BlacklistStatus
from storage.review.face_checks import FaceCheckAttempt, FaceCheckAttemptState
from storage.staff import proposals
from storage.staff.members import StaffMember
from storage.staff.proposals import ProposalStatus
from storage.staff.role_proposals import StaffProposal, StaffProposalStatus
from storage.staff.rule_proposals import RuleProposal
from storage.violations import violations
from storage.violations.violations import Violation, ViolationState
from tests.storage.rows import NOW, put

HOUR = timedelta(hours=1)
LATER = NOW + HOUR
Values = dict[str, Any]
Action = Callable[[Session, Any], bool]


def staff(session: Session) -> Any:
    return put(session, StaffMember)


# The table, the row as it was read, the action, and the change that another transaction has made meanwhile.
TRANSITIONS: dict[str, tuple[type[SQLModel], Values, Action, Values]] = {
    "a check": (
        FaceCheckAttempt,
        {},
        lambda s, row: face_checks.move(s, row, FaceCheckAttemptState.COMPARING),
        {"state": "looking"},
    ),
    "a membership": (
        OrganisationMember,
        {},
        lambda s, row: organisations.end_membership(s, row, at=LATER),
        {"ended_at": NOW},
    ),
    "a certificate": (
        Certificate,
        {},
        lambda s, row: certificates.close(s, row, CertificateStatus.REVOKED, CertificateCloseReason.BY_STAFF, at=LATER),
        {"status": "superseded", "closed_at": NOW},
    ),
    "a reminder": (
        Certificate,
        {},
        lambda s, row: certificates.mark_reminded(s, row, at=LATER),
        {"reminded_at": LATER},
    ),
    "a reminder of a closed certificate": (
        Certificate,
        {},
        lambda s, row: certificates.mark_reminded(s, row, at=LATER),
        {"status": "revoked", "closed_at": NOW},
    ),
    "a paper copy": (
        PaperCopy,
        {},
        lambda s, row: paper_copies.move(s, row, PaperStatus.CANCELLED, at=LATER),
        {"status": "printed"},
    ),
    "an order": (PaymentOrder, {}, lambda s, row: payments.move(s, row, OrderState.CLOSED), {"state": "paid"}),
    "a refund": (Refund, {}, lambda s, row: refunds.move(s, row, RefundState.SENT), {"state": "done"}),
    "a violation": (
        Violation,
        {},
        lambda s, row: violations.move(s, row, ViolationState.DECIDED),
        {"state": "paid"},
    ),
    "a difference": (
        BillDifference,
        {},
        lambda s, row: bill_differences.resolve(s, row, by=row.id, at=LATER),
        {"settled_at": NOW},
    ),
    "a proposed entry": (
        BlacklistEntry,
        {},
        lambda s, row: blacklist.close(
            s, row, BlacklistStatus.REJECTED, by=staff(s), person=None, at=LATER, until=None
        ),
        {"status": "rejected"},
    ),
    "an appeal": (
        BlacklistEntry,
        {"status": "confirmed", "until": LATER},
        lambda s, row: blacklist.make_appeal(s, row, "not me", at=LATER),
        {"appealed_at": NOW},
    ),
    "the answer to an appeal": (
        BlacklistEntry,
        {"status": "confirmed", "until": LATER, "appealed_at": NOW},
        lambda s, row: blacklist.decide_appeal(s, row, BlacklistStatus.LIFTED, by=staff(s), person=None, at=LATER),
        {"appeal_decided_at": NOW},
    ),
    "the answer to a withdrawn appeal": (
        BlacklistEntry,
        {"status": "confirmed", "until": LATER, "appealed_at": NOW},
        lambda s, row: blacklist.decide_appeal(s, row, BlacklistStatus.LIFTED, by=staff(s), person=None, at=LATER),
        {"appealed_at": None},
    ),
    "a vehicle code": (
        VehicleCode,
        {"expires_at": LATER},
        lambda s, row: vehicle_codes.close(s, row, VehicleCodeStatus.CANCELLED, at=NOW),
        {"status": "expired"},
    ),
    "a vehicle code that has just expired": (
        VehicleCode,
        {"expires_at": LATER},
        lambda s, row: vehicle_codes.close(s, row, VehicleCodeStatus.USED, at=NOW),
        {"expires_at": NOW},
    ),
    "a proposal about a rule": (
        RuleProposal,
        {},
        lambda s, row: proposals.close(s, row, ProposalStatus.REFUSED, by=staff(s), person=None, at=LATER),
        {"decided": ProposalStatus.REFUSED},
    ),
    "a proposal about staff": (
        StaffProposal,
        {},
        lambda s, row: proposals.close(s, row, StaffProposalStatus.REFUSED, by=staff(s), person=None, at=LATER),
        {"decided": StaffProposalStatus.REFUSED},
    ),
}


@pytest.mark.parametrize(("kind", "seen", "action", "meanwhile"), TRANSITIONS.values(), ids=TRANSITIONS)
def test_a_change_by_another_transaction_is_not_overwritten(
    lite: Database, kind: type[SQLModel], seen: Values, action: Action, meanwhile: Values
) -> None:
    with lite.transaction() as session:
        if "decided" in meanwhile:
            meanwhile = {"status": meanwhile["decided"], "decided_by": staff(session), "decided_at": NOW}
        rows = [session.get_one(kind, put(session, kind, **seen)) for _ in range(2)]
        key = rows[0].id  # type: ignore[attr-defined]
        other = update(kind).where(col(kind.id) == key).values(**meanwhile)  # type: ignore[attr-defined]
        session.execute(other, execution_options={"synchronize_session": False})
        assert [action(session, row) for row in rows] == [False, True]
        session.refresh(rows[0])
        assert {name: getattr(rows[0], name) for name in meanwhile} == meanwhile


def test_a_code_leads_to_one_application(lite: Database) -> None:
    with lite.transaction() as session:
        code = session.get_one(VehicleCode, put(session, VehicleCode, status=VehicleCodeStatus.USED))
        first, second = (put(session, Filing) for _ in range(2))
        assert [vehicle_codes.fulfil(session, code, each) for each in (first, second)] == [True, False]
        assert code.filing_id == first


def test_an_ended_block_blocks_nobody_and_can_be_repeated(lite: Database) -> None:
    with lite.transaction() as session:
        owner, somebody = put(session, Person), put(session, Person)
        car = put(session, Vehicle, owner_person_id=owner)
        put(session, OwnerBlock, vehicle_id=car, person_id=somebody, by=owner, ended_at=NOW)
        assert owner_blocks.in_force(session, car, by=owner) == []
        owner_blocks.block(session, car, somebody, by=owner, at=LATER)
        assert [each.person_id for each in owner_blocks.in_force(session, car, by=owner)] == [somebody]
