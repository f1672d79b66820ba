"""Where two people must act, the database refuses one person twice, and acts on their own matter, whoever writes.

The rows are changed by plain SQL, past every service. Another person is accepted in the same place.
"""

from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, SQLModel

from storage.database import Database, table_of
from storage.objections import Objection
from storage.payments.refunds import Refund
from storage.register.people import Person
from storage.review.blacklist import BlacklistEntry
from storage.review.identity_cases import IdentityCase
from storage.review.reviews import Review
from storage.staff.members import StaffMember
from storage.staff.role_proposals import StaffProposal
from storage.staff.rule_proposals import RuleProposal
from storage.staff.verification_withdrawals import VerificationWithdrawal
from tests.storage.rows import put

# The table, what has happened, the column in which somebody acts now, and the column that names them already.
ACTS: list[tuple[type[SQLModel], tuple[str, ...], str, str]] = [
    (StaffProposal, ("proposed_person",), "decided_person", "proposed_person"),
    (RuleProposal, ("proposed_person",), "decided_person", "proposed_person"),
    (VerificationWithdrawal, (), "proposed_person", "person_id"),
    (VerificationWithdrawal, ("proposed_person",), "decided_person", "person_id"),
    (VerificationWithdrawal, ("proposed_person",), "decided_person", "proposed_person"),
    (BlacklistEntry, (), "proposed_person", "person_id"),
    (BlacklistEntry, ("proposed_person",), "confirmed_person", "person_id"),
    (BlacklistEntry, ("proposed_person",), "confirmed_person", "proposed_person"),
    (BlacklistEntry, ("proposed_person", "confirmed_person"), "appeal_decided_person", "person_id"),
    (BlacklistEntry, ("proposed_person", "confirmed_person"), "appeal_decided_person", "proposed_person"),
    (BlacklistEntry, ("proposed_person", "confirmed_person"), "appeal_decided_person", "confirmed_person"),
    (Refund, ("payer_person",), "first_person", "payer_person"),
    (Refund, ("payer_person", "first_person"), "second_person", "payer_person"),
    (Refund, ("payer_person", "first_person"), "second_person", "first_person"),
    (Objection, (), "answered_person", "person_id"),
    (Review, ("applicant_person",), "reviewer_person", "applicant_person"),
    (Review, ("owner_person",), "reviewer_person", "owner_person"),
    (Review, ("applicant_person", "barred_person"), "reviewer_person", "barred_person"),
    (IdentityCase, (), "reviewer_person", "person_id"),
    (IdentityCase, (), "reviewer_person", "holder_id"),
    (IdentityCase, ("first_person",), "reviewer_person", "first_person"),
]


PROPOSALS = (StaffProposal, RuleProposal, VerificationWithdrawal)


def made(session: Session, kind: type[SQLModel], done: tuple[str, ...]) -> tuple[UUID, dict[str, UUID]]:
    """Insert a row that is to be acted on. Returns its id and the people it names."""
    people = {column: uuid4() for column in done}
    values: dict[str, Any] = dict(people)
    if kind in PROPOSALS:
        values |= {
            "status": "refused",
            "proposed_by": put(session, StaffMember),
            "decided_by": put(session, StaffMember),
        }
    if kind is IdentityCase:
        values |= {"person_id": put(session, Person), "holder_id": put(session, Person)}
    key = put(session, kind, **values)
    row = session.get_one(kind, key)
    return key, people | {name: getattr(row, name) for name in ("person_id", "holder_id") if hasattr(row, name)}


@pytest.mark.parametrize(
    ("kind", "done", "column", "taken"), ACTS, ids=[f"{a[0].__name__}-{a[2]}-{a[3]}" for a in ACTS]
)
def test_one_person_cannot_act_in_two_places(
    database: Database, kind: type[SQLModel], done: tuple[str, ...], column: str, taken: str
) -> None:
    with database.transaction() as session:
        key, people = made(session, kind, done)
        table = table_of(kind)
        row = update(table).where(table.c.id == key)
        session.execute(row.values({column: uuid4()}))
        session.flush()
        with pytest.raises(IntegrityError), session.begin_nested():
            session.execute(row.values({column: people[taken]}))


def test_the_same_admin_withdraws_what_they_have_proposed(database: Database) -> None:
    for kind in PROPOSALS:
        with database.transaction() as session:
            admin, person = put(session, StaffMember), uuid4()
            both = {"proposed_by": admin, "proposed_person": person, "decided_by": admin, "decided_person": person}
            put(session, kind, status="withdrawn", **both)
