"""Unique constraints: the database refuses a second row with the same key, whoever writes it."""

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel

from storage.audit_chain import AuditChainLink
from storage.audit_heads import AuditHead
from storage.certificates.certificates import Certificate
from storage.certificates.paper_copies import PaperCopy
from storage.certificates.share_codes import ShareCode
from storage.database import Database
from storage.engine.inbox import Event
from storage.engine.outbox import Delivery
from storage.engine.timers import Timer
from storage.filing.approvals import Approval
from storage.filing.filings import Filing
from storage.filing.owner_blocks import OwnerBlock
from storage.filing.vehicle_codes import VehicleCode
from storage.identity.accounts import Account
from storage.objections import Objection
from storage.organisations.invitations import Invitation
from storage.organisations.organisations import Organisation, OrganisationMember
from storage.organisations.sign_in_codes import SignInCode
from storage.organisations.web_sessions import WebSession
from storage.payments.bill_differences import BillDifference
from storage.payments.payments import PaymentLine, PaymentOrder, PaymentTransaction
from storage.payments.refunds import Refund
from storage.payments.webhook_events import PaymentWebhookEvent
from storage.register.people import Person
from storage.register.vehicles import Vehicle
from storage.review.blacklist import BlacklistEntry
from storage.review.face_checks import FaceCheckAttempt
from storage.review.photos import Photo
from storage.review.reviews import Review
from storage.staff.alarms import Alarm
from storage.staff.announcements import Announcement
from storage.staff.api_client_proposals import ApiClientProposal
from storage.staff.groups import StaffGroup
from storage.staff.members import StaffMember
from storage.staff.role_proposals import StaffProposal
from storage.staff.rule_proposals import RuleProposal
from storage.staff.rules import DatedRule
from storage.violations.decisions import Decision
from storage.violations.violations import Violation
from tests.storage.rows import NOW, described, put

Values = dict[str, Any]

ACTIVE = {"status": "active", "vehicle_slot": 1, "filer_slot": 1}
# The table, the values that two rows may not share (a class: the same row of that table), and the other values of
# the first and of the second row.
UNIQUE: list[tuple[type[SQLModel], dict[str, type[SQLModel] | Any], Values, Values]] = [
    (Account, {"bot_id": 1, "telegram_id": 2}, {}, {}),
    (Account, {"person_id": Person}, {"registered_at": NOW}, {"registered_at": NOW}),
    (Alarm, {"kind": "task_failed"}, {}, {}),
    (Announcement, {"rule_id": DatedRule}, {}, {}),
    (Approval, {"filing_id": Filing}, {}, {}),
    (AuditChainLink, {"entry_id": 7}, {"position": 1}, {"position": 2}),
    (AuditHead, {"day": NOW.date()}, {}, {}),
    (BlacklistEntry, {"person_id": Person}, {}, {}),
    (OwnerBlock, {"vehicle_id": Vehicle, "person_id": Person}, {}, {}),
    (ShareCode, {"code_index": "a"}, {}, {}),
    (Certificate, {"vehicle_id": Vehicle}, {}, {}),
    (Certificate, {"number": "a"}, {}, {}),
    (FaceCheckAttempt, {"filing_id": Filing}, {}, {}),
    (Decision, {"violation_id": Violation}, {}, {}),
    (Decision, {"number": "a"}, {}, {}),
    (BillDifference, {"reference": "a"}, {}, {}),
    (BillDifference, {"number": 7}, {}, {}),
    (Filing, {"vehicle_id": Vehicle}, {**ACTIVE, "filer_slot": 1}, {**ACTIVE, "filer_slot": 2}),
    (Filing, {"filer_id": Person}, {**ACTIVE, "vehicle_slot": 1}, {**ACTIVE, "vehicle_slot": 2}),
    (Filing, {"vehicle_id": Vehicle, "filer_id": Person}, ACTIVE, {**ACTIVE, "vehicle_slot": 2, "filer_slot": 2}),
    (Filing, {"vehicle_id": Vehicle, "filer_id": Person}, {"status": "checking"}, {"status": "in_review"}),
    (Filing, {"number": 7}, {}, {}),
    (StaffGroup, {"bot_id": 1}, {"chat_id": 1}, {"chat_id": 2}),
    (Event, {"source": "timer", "key": "a"}, {}, {}),
    (Invitation, {"hash": "a"}, {}, {}),
    (Objection, {"violation_id": Violation}, {}, {}),
    (Objection, {"number": 7}, {}, {}),
    (Organisation, {"credit_code": "a"}, {}, {}),
    (OrganisationMember, {"organisation_id": Organisation}, {}, {}),
    (OrganisationMember, {"person_id": Person}, {}, {}),
    (
        OrganisationMember,
        {"organisation_id": Organisation, "person_id": Person},
        {},
        {"organisation_seat": 2, "person_seat": 2},
    ),
    (Delivery, {"reference": uuid4()}, {}, {}),
    (PaperCopy, {"vehicle_id": Vehicle}, {}, {}),
    (PaperCopy, {"number": 7}, {}, {}),
    (PaymentWebhookEvent, {"notice_id": "a"}, {}, {}),
    (PaymentOrder, {"number": "a"}, {}, {}),
    (PaymentLine, {"decision_id": Decision}, {}, {}),
    (PaymentTransaction, {"transaction_id": "a"}, {}, {}),
    (PaymentTransaction, {"order_id": PaymentOrder}, {"settles": True}, {"settles": True}),
    (Person, {"id_number_index": "a"}, {"registered": True}, {"registered": False, "verified_at": NOW}),
    (Photo, {"content_hash": "a"}, {"state": "used"}, {"state": "used"}),
    (Photo, {"reference": uuid4()}, {}, {}),
    (Refund, {"transaction_ref": PaymentTransaction, "about": uuid4()}, {}, {}),
    (Refund, {"number": 7}, {}, {}),
    (Review, {"filing_id": Filing, "round": 1}, {"status": "returned"}, {"status": "passed"}),
    (Review, {"filing_id": Filing}, {"round": 1}, {"round": 2}),
    (RuleProposal, {"name": "a"}, {}, {}),
    (ApiClientProposal, {"name": "a"}, {}, {}),
    (WebSession, {"token_hash": "a"}, {}, {}),
    (SignInCode, {"hash": "a"}, {}, {}),
    (StaffMember, {"telegram_id": 7}, {}, {}),
    (StaffProposal, {"member_id": StaffMember}, {}, {}),
    (StaffProposal, {"code_hash": "a"}, {}, {}),
    (Timer, {"kind": "a", "subject": uuid4()}, {}, {}),
    (VehicleCode, {"vehicle_id": Vehicle}, {}, {}),
    (VehicleCode, {"link_index": "a"}, {}, {}),
    (VehicleCode, {"short_index": "a"}, {}, {}),
    (VehicleCode, {"filing_id": Filing}, {}, {}),
    (Vehicle, {"plate_type": "02", "plate": "桂A12345"}, {}, {}),
    (Violation, {"number": "a"}, {}, {}),
]


def _named(entry: tuple[type[SQLModel], Values, Values, Values]) -> str:
    kind, shared, first, _ = entry
    return f"{kind.__name__} of one {' and '.join(shared)}{' that is ' + str(first) if first else ''}"


@pytest.mark.parametrize("entry", UNIQUE, ids=_named)
def test_a_second_row_with_the_same_key_is_refused(
    lite: Database, entry: tuple[type[SQLModel], Values, Values, Values]
) -> None:
    kind, shared, first, second = entry
    with lite.transaction() as session:
        same = {name: put(session, each) if isinstance(each, type) else each for name, each in shared.items()}
        put(session, kind, **same, **first)
        values = described(session, kind, **same | second)
        with pytest.raises(IntegrityError):
            put(session, kind, **values)
