"""CHECK constraints: the database accepts a consistent row and refuses an inconsistent one, whoever writes it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, SQLModel

from storage.certificates.certificates import Certificate
from storage.certificates.paper_copies import PaperCopy
from storage.database import Database
from storage.filing.filings import Filing
from storage.identity.accounts import Account
from storage.organisations.organisations import Organisation, OrganisationMember
from storage.payments.payments import PaymentOrder
from storage.payments.refunds import Refund
from storage.register.people import Person
from storage.register.vehicles import Vehicle
from storage.review.blacklist import BlacklistEntry
from storage.staff.api_client_proposals import ApiClientProposal
from storage.staff.api_clients import ApiClient
from storage.staff.members import StaffMember
from storage.staff.role_proposals import StaffProposal
from storage.staff.rule_proposals import RuleProposal
from storage.violations.decisions import Decision
from storage.violations.violations import Violation
from tests.storage.rows import NOW, put

Values = dict[str, Any]

ACTIVE = {"status": "active", "vehicle_slot": 1, "filer_slot": 1}


def staff(session: Session, count: int) -> list[UUID]:
    return [put(session, StaffMember) for _ in range(count)]


def blacklist_entry(status: str, **by: int) -> Callable[[Session], Values]:
    def values(session: Session) -> Values:
        three = staff(session, 3)
        until = NOW if status in ("confirmed", "lifted") else None
        return {"status": status, "until": until, **{name: three[number] for name, number in by.items()}}

    return values


def proposal(status: str, by: int, **more: Any) -> Callable[[Session], Values]:
    def values(session: Session) -> Values:
        two = staff(session, 2)
        return {"status": status, "proposed_by": two[0], "decided_by": two[by] if by >= 0 else None, **more}

    return values


def made(status: str) -> Callable[[Session], Values]:
    return lambda session: {**proposal(status, 1)(session), "client_id": put(session, ApiClient)}


def accepted(session: Session) -> Values:
    one, other, new = staff(session, 3)
    return {"status": "accepted", "proposed_by": one, "decided_by": other, "accepted_by": new}


def owned(*kinds: str) -> Callable[[Session], Values]:
    every: dict[str, type[SQLModel]] = {"owner_person_id": Person, "owner_organisation_id": Organisation}
    return lambda session: {name: put(session, each) if name in kinds else None for name, each in every.items()}


def plain(**values: Any) -> Callable[[Session], Values]:
    return lambda session: values


ONE, OTHER = uuid4(), uuid4()
# The name of the check, the table, an accepted row, and a refused one.
CHECKS: list[tuple[str, type[SQLModel], Callable[[Session], Values], Callable[[Session], Values]]] = [
    ("a registered account has a moment", Account, plain(), plain(registered_at=NOW)),
    (
        "a blacklist entry is confirmed by another",
        BlacklistEntry,
        blacklist_entry("confirmed", proposed_by=0, confirmed_by=1),
        blacklist_entry("confirmed", proposed_by=0, confirmed_by=0),
    ),
    (
        "an appeal is not decided by the proposer",
        BlacklistEntry,
        blacklist_entry("lifted", proposed_by=0, confirmed_by=1, appeal_decided_by=2),
        blacklist_entry("lifted", proposed_by=0, confirmed_by=1, appeal_decided_by=0),
    ),
    (
        "an appeal is not decided by the confirmer",
        BlacklistEntry,
        blacklist_entry("lifted", proposed_by=0, confirmed_by=1, appeal_decided_by=2),
        blacklist_entry("lifted", proposed_by=0, confirmed_by=1, appeal_decided_by=1),
    ),
    ("a confirmed entry has an end", BlacklistEntry, blacklist_entry("confirmed"), plain(status="confirmed")),
    ("a closed certificate has a moment", Certificate, plain(status="revoked", closed_at=NOW), plain(status="revoked")),
    ("a paid decision has a moment", Decision, plain(state="paid", paid_at=NOW), plain(state="paid")),
    ("a late fee is at most the fine", Decision, plain(fine=100, late_fee=100), plain(fine=100, late_fee=101)),
    ("a late fee is not negative", Decision, plain(fine=100, late_fee=0), plain(fine=100, late_fee=-1)),
    ("an active filing holds slots", Filing, plain(**ACTIVE), plain(**{**ACTIVE, "filer_slot": None})),
    ("only an active filing holds slots", Filing, plain(), plain(vehicle_slot=1, filer_slot=1)),
    (
        "the administrator has seat 0",
        OrganisationMember,
        plain(role="administrator", organisation_seat=0),
        plain(role="administrator", organisation_seat=1),
    ),
    ("seats are not negative", OrganisationMember, plain(), plain(organisation_seat=-1)),
    (
        "a posted copy has a tracking number",
        PaperCopy,
        plain(status="posted", tracking_number="a"),
        plain(status="posted"),
    ),
    ("an order has an amount", PaymentOrder, plain(amount=1), plain(amount=0)),
    ("a refund has an amount", Refund, plain(amount=1), plain(amount=0)),
    ("a refund is approved by two", Refund, plain(first_by=ONE, second_by=OTHER), plain(first_by=ONE, second_by=ONE)),
    ("a decided rule proposal has a decider", RuleProposal, proposal("confirmed", 1), proposal("confirmed", -1)),
    ("a rule is confirmed by another", RuleProposal, proposal("confirmed", 1), proposal("confirmed", 0)),
    ("a client is made of a confirmed proposal", ApiClientProposal, made("confirmed"), made("refused")),
    ("a rule is withdrawn by the proposer", RuleProposal, proposal("withdrawn", 0), proposal("withdrawn", 1)),
    ("a decided role proposal has a decider", StaffProposal, proposal("confirmed", 1), proposal("confirmed", -1)),
    ("roles are confirmed by another", StaffProposal, proposal("confirmed", 1), proposal("confirmed", 0)),
    ("roles are withdrawn by the proposer", StaffProposal, proposal("withdrawn", 0), proposal("withdrawn", 1)),
    ("a new member has roles", StaffProposal, plain(roles="reviewer"), plain(roles="")),
    ("accepted roles have a member", StaffProposal, accepted, proposal("accepted", 1)),
    ("a vehicle has an owner", Vehicle, owned("owner_person_id"), owned()),
    (
        "a vehicle has one owner",
        Vehicle,
        owned("owner_organisation_id"),
        owned("owner_person_id", "owner_organisation_id"),
    ),
    ("a fine is not negative", Violation, plain(fine=0), plain(fine=-1)),
    ("points are at most those of a cycle", Violation, plain(points=12), plain(points=13)),
    ("points are not negative", Violation, plain(points=0), plain(points=-1)),
]


@pytest.mark.parametrize(("kind", "right", "wrong"), [each[1:] for each in CHECKS], ids=[each[0] for each in CHECKS])
def test_an_inconsistent_row_is_refused(
    lite: Database,
    kind: type[SQLModel],
    right: Callable[[Session], Values],
    wrong: Callable[[Session], Values],
) -> None:
    with lite.transaction() as session:
        put(session, kind, **right(session))
        values = wrong(session)
        with pytest.raises(IntegrityError):
            put(session, kind, **values)
