"""Queries return exactly the expected rows, with similar rows beside them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import SQLModel

from storage import objections
from storage.certificates import certificates, paper_copies
from storage.certificates.certificates import Certificate
from storage.certificates.paper_copies import PaperCopy
from storage.database import Database
from storage.filing import approvals, filings
from storage.filing.approvals import Approval
from storage.filing.filings import Filing
from storage.identity import accounts
from storage.identity.accounts import Account
from storage.objections import Objection
from storage.organisations import organisations
from storage.organisations.organisations import Organisation, OrganisationMember
from storage.payments import payments
from storage.payments.payments import PaymentOrder
from storage.register import vehicles
from storage.register.people import Person
from storage.register.vehicles import Vehicle
from storage.review import blacklist, photos
from storage.review.blacklist import BlacklistEntry
from storage.review.photos import Photo
from storage.violations import decisions
from storage.violations.decisions import Decision
from storage.violations.violations import Violation
from tests.storage.rows import NOW, numbers, put

Values = dict[str, Any]
HOUR = timedelta(hours=1)
CAR, FILER, PERSON = {"vehicle_id": Vehicle}, {"filer_id": Person}, {"person_id": Person}
ACTIVE = {"status": "active", "vehicle_slot": 1, "filer_slot": 1}
LISTED = {"status": "confirmed", "until": NOW + HOUR}
GONE = {"ended_at": NOW}
OVER = {"status": "revoked", "closed_at": NOW}

Query = Callable[..., Any]
# The table, the query, its arguments, further values of the expected row, and values of rows to be left out.
QUERIES: dict[str, tuple[type[SQLModel], Query, Values, Values, list[Values]]] = {
    "cars filed by one": (Filing, lambda s, filer_id: filings.active_of_filer(s, filer_id), FILER, ACTIVE, [{}]),
    "filers of one car": (Filing, lambda s, vehicle_id: filings.active_of_vehicle(s, vehicle_id), CAR, ACTIVE, [{}]),
    "use of one car by one": (
        Filing,
        lambda s, vehicle_id, filer_id: filings.active_pair(s, vehicle_id, filer_id),
        CAR | FILER,
        ACTIVE,
        [{}, {"status": "checking"}],
    ),
    "application of one for one car": (
        Filing,
        lambda s, vehicle_id, filer_id: filings.open_pair(s, vehicle_id, filer_id),
        CAR | FILER,
        {"status": "in_review"},
        [{}, ACTIVE],
    ),
    "applications for one car": (
        Filing,
        lambda s, vehicle_id: filings.open_of_vehicle(s, vehicle_id),
        CAR,
        {"status": "checking"},
        [{}, ACTIVE],
    ),
    "applications of one filer": (
        Filing,
        lambda s, filer_id: filings.open_of_filer(s, filer_id),
        FILER,
        {"status": "checking"},
        [{}, ACTIVE],
    ),
    "former filings of one car": (
        Filing,
        lambda s, vehicle_id: filings.ended_of_vehicle(s, vehicle_id, since=None),
        CAR,
        {"status": "ended"},
        [ACTIVE, {"status": "refused"}],
    ),
    "everything of one filer": (Filing, lambda s, filer_id: filings.all_of_filer(s, filer_id), FILER, {}, []),
    "approvals pending for one owner": (
        Approval,
        lambda s, owner_id: approvals.pending_of(s, owner_id),
        {"owner_id": Person},
        {},
        [{"status": "approved"}, {"status": "lapsed"}],
    ),
    "blacklist entries in force of one": (
        BlacklistEntry,
        lambda s, person_id: blacklist.in_force(s, person_id, at=NOW),
        PERSON,
        LISTED,
        [{}, {**LISTED, "until": NOW}, {**LISTED, "status": "lifted"}],
    ),
    "blacklist entries of one": (
        BlacklistEntry,
        lambda s, person_id: blacklist.of_person(s, person_id),
        PERSON,
        {},
        [],
    ),
    "proposals": (BlacklistEntry, lambda s: blacklist.proposals(s), {}, {}, [LISTED]),
    "appeals": (
        BlacklistEntry,
        lambda s: blacklist.appeals(s),
        {},
        {**LISTED, "appealed_at": NOW},
        [LISTED, {**LISTED, "appealed_at": NOW, "appeal_decided_at": NOW}],
    ),
    "the decision on one record": (
        Decision,
        lambda s, violation_id: decisions.of_violation(s, violation_id),
        {"violation_id": Violation},
        {},
        [{"state": "revoked"}],
    ),
    "decisions on one": (Decision, lambda s, person_id: decisions.of_person(s, person_id), PERSON, {}, []),
    "unpaid decisions on one": (
        Decision,
        lambda s, person_id: decisions.of_person(s, person_id, decisions.DecisionState.UNPAID),
        PERSON,
        {},
        [{"state": "paid", "paid_at": NOW}, {"state": "revoked"}],
    ),
    "open orders of one": (
        PaymentOrder,
        lambda s, payer_id: payments.open_of_payer(s, payer_id),
        {"payer_id": Person},
        {},
        [{"state": "paid"}, {"state": "closed"}],
    ),
    "orders of one": (PaymentOrder, lambda s, payer_id: payments.of_payer(s, payer_id), {"payer_id": Person}, {}, []),
    "the paper copy of one car": (
        PaperCopy,
        lambda s, vehicle_id: paper_copies.open_of_vehicle(s, vehicle_id),
        CAR,
        {},
        [{"status": "done"}, {"status": "cancelled"}],
    ),
    "paper copies of one": (PaperCopy, lambda s, person_id: paper_copies.of_person(s, person_id), PERSON, {}, []),
    "open paper copies": (PaperCopy, lambda s: paper_copies.open_copies(s), {}, {}, [{"status": "done"}]),
    "the objection to one record": (
        Objection,
        lambda s, violation_id: objections.open_on(s, violation_id),
        {"violation_id": Violation},
        {},
        [{"state": "rejected"}],
    ),
    "objections of one": (Objection, lambda s, person_id: objections.of_person(s, person_id), PERSON, {}, []),
    "unanswered objections": (Objection, lambda s: objections.waiting(s), {}, {}, [{"state": "upheld"}]),
    "members": (
        OrganisationMember,
        lambda s, organisation_id: organisations.members(s, organisation_id),
        {"organisation_id": Organisation},
        {},
        [GONE],
    ),
    "memberships of one": (
        OrganisationMember,
        lambda s, person_id: organisations.of_person(s, person_id),
        PERSON,
        {},
        [GONE],
    ),
    "the membership of one in one": (
        OrganisationMember,
        lambda s, organisation_id, person_id: organisations.member(s, organisation_id, person_id),
        {"organisation_id": Organisation} | PERSON,
        {},
        [GONE],
    ),
    "all memberships of one": (
        OrganisationMember,
        lambda s, person_id: organisations.all_of_person(s, person_id),
        PERSON,
        {},
        [],
    ),
    "the certificate of one car": (
        Certificate,
        lambda s, vehicle_id: certificates.active_of(s, vehicle_id),
        CAR,
        {},
        [OVER],
    ),
    "photos used for a case": (
        Photo,
        lambda s, filing_id: photos.used_of(s, filing_id),
        {"filing_id": Filing},
        {"state": "used"},
        [{}, {"state": "ready"}],
    ),
    "photos of one": (Photo, lambda s, person_id: photos.of_person(s, person_id), PERSON, {}, []),
    "cars of one": (
        Vehicle,
        lambda s, owner_person_id: vehicles.of_person(s, owner_person_id),
        {"owner_person_id": Person},
        {},
        [],
    ),
    "the account of one": (
        Account,
        lambda s, person_id: accounts.of_person(s, person_id),
        PERSON,
        {"registered_at": NOW},
        [],
    ),
}


@pytest.mark.parametrize(("kind", "query", "about", "right", "wrong"), QUERIES.values(), ids=QUERIES)
def test_a_query_returns_the_expected_row_and_no_others(
    lite: Database, kind: type[SQLModel], query: Query, about: Values, right: Values, wrong: list[Values]
) -> None:
    with lite.transaction() as session:
        same = {name: put(session, each) for name, each in about.items()}
        expected = put(session, kind, **_distinct(kind, {**same, **right}))
        for values in wrong:
            put(session, kind, **_distinct(kind, {**same, **values}))
        for name, each in about.items():
            put(session, kind, **_distinct(kind, {**same, **right, name: put(session, each)}))
        found = query(session, **same)
        assert [row.id for row in (found if isinstance(found, list) else [found])] == [expected]


def _distinct(kind: type[SQLModel], values: Values) -> Values:
    """Return the values with distinct slots and hashes, so that no constraint refuses the row."""
    number = next(numbers)
    if kind is Filing and values.get("status") == "active":
        return {**values, "vehicle_slot": number, "filer_slot": number}
    if kind is OrganisationMember:
        return {**values, "organisation_seat": number, "person_seat": number}
    return {**values, "content_hash": str(number)} if kind is Photo else values
