"""What two may do at once is done by one of them: the row is moved on from where it was seen, or not at all."""

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
from storage.staff import role_proposals, rule_proposals
from storage.staff.members import StaffMember
from storage.staff.role_proposals import StaffProposal, StaffProposalStatus
from storage.staff.rule_proposals import RuleProposal, RuleProposalStatus
from storage.violations import violations
from storage.violations.violations import Violation, ViolationState
from tests.storage.rows import NOW, put

HOUR = timedelta(hours=1)
LATER = NOW + HOUR
Values = dict[str, Any]
Deed = Callable[[Session, Any], bool]


def staff(session: Session) -> Any:
    return put(session, StaffMember)


DONE: dict[str, tuple[type[SQLModel], Values, Deed, Values]] = {
    "a check": (
        FaceCheckAttempt,
        {},
        lambda s, row: face_checks.move(s, row, FaceCheckAttemptState.LOOKING),
        {"state": "looking"},
    ),
    "a seat": (
        OrganisationMember,
        {},
        lambda s, row: organisations.end_membership(s, row, at=LATER),
        {"ended_at": NOW},
    ),
    "a mark": (
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
    "a reminder of what has ended": (
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
    "a record": (
        Violation,
        {},
        lambda s, row: violations.move(s, row, ViolationState.DECIDED),
        {"state": "paid"},
    ),
    "a difference": (
        BillDifference,
        {},
        lambda s, row: bill_differences.settle(s, row, by=row.id, at=LATER),
        {"settled_at": NOW},
    ),
    "a proposed entry": (
        BlacklistEntry,
        {},
        lambda s, row: blacklist.close(s, row, BlacklistStatus.REJECTED, by=staff(s), at=LATER, until=None),
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
        lambda s, row: blacklist.decide_appeal(s, row, BlacklistStatus.LIFTED, by=staff(s), at=LATER),
        {"appeal_decided_at": NOW},
    ),
    "the answer to an appeal taken back": (
        BlacklistEntry,
        {"status": "confirmed", "until": LATER, "appealed_at": NOW},
        lambda s, row: blacklist.decide_appeal(s, row, BlacklistStatus.LIFTED, by=staff(s), at=LATER),
        {"appealed_at": None},
    ),
    "a code for a car": (
        VehicleCode,
        {"expires_at": LATER},
        lambda s, row: vehicle_codes.close(s, row, VehicleCodeStatus.CANCELLED, at=NOW),
        {"status": "expired"},
    ),
    "a code for a car in its last moment": (
        VehicleCode,
        {"expires_at": LATER},
        lambda s, row: vehicle_codes.close(s, row, VehicleCodeStatus.USED, at=NOW),
        {"expires_at": NOW},
    ),
    "a proposal about a rule": (
        RuleProposal,
        {},
        lambda s, row: rule_proposals.close(s, row, RuleProposalStatus.REFUSED, by=staff(s), at=LATER),
        {"decided": RuleProposalStatus.REFUSED},
    ),
    "a proposal about staff": (
        StaffProposal,
        {},
        lambda s, row: role_proposals.close(s, row, StaffProposalStatus.REFUSED, by=staff(s), at=LATER),
        {"decided": StaffProposalStatus.REFUSED},
    ),
}
"""What it is, the row as it was seen, what one does to it, and what another has done to it meanwhile."""


@pytest.mark.parametrize(("kind", "seen", "deed", "meanwhile"), DONE.values(), ids=DONE)
def test_what_another_did_meanwhile_is_not_undone(
    lite: Database, kind: type[SQLModel], seen: Values, deed: Deed, meanwhile: Values
) -> None:
    with lite.transaction() as session:
        if "decided" in meanwhile:
            meanwhile = {"status": meanwhile["decided"], "decided_by": staff(session), "decided_at": NOW}
        rows = [session.get_one(kind, put(session, kind, **seen)) for _ in range(2)]
        key = rows[0].id  # type: ignore[attr-defined]
        other = update(kind).where(col(kind.id) == key).values(**meanwhile)  # type: ignore[attr-defined]
        session.execute(other, execution_options={"synchronize_session": False})
        assert [deed(session, row) for row in rows] == [False, True]
        session.refresh(rows[0])
        assert {name: getattr(rows[0], name) for name in meanwhile} == meanwhile


def test_a_code_makes_one_application(lite: Database) -> None:
    with lite.transaction() as session:
        code = session.get_one(VehicleCode, put(session, VehicleCode))
        first, second = (put(session, Filing) for _ in range(2))
        assert [vehicle_codes.fulfil(session, code, each) for each in (first, second)] == [True, False]
        assert code.filing_id == first


def test_a_block_that_has_ended_blocks_nobody_and_can_be_made_again(lite: Database) -> None:
    with lite.transaction() as session:
        owner, somebody = put(session, Person), put(session, Person)
        car = put(session, Vehicle, owner_person_id=owner)
        for _ in range(2):
            owner_blocks.block(session, car, somebody, by=owner, at=NOW)
            assert owner_blocks.is_blocked(session, car, somebody)
            owner_blocks.unblock(session, car, somebody, at=LATER)
            assert not owner_blocks.is_blocked(session, car, somebody)
        assert not owner_blocks.of_vehicle(session, car)
