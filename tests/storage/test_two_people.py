"""Where two people must act, the database refuses one person twice, and acts on their own matter, whoever writes.

The rows are changed by plain SQL, past every service. Another person is accepted in the same place.
"""

from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Update, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, SQLModel

from storage.certificates.revocation_proposals import RevocationProposal
from storage.database import Database, table_of
from storage.register.people import Person
from storage.staff.api_client_proposals import ApiClientProposal
from storage.staff.import_proposals import ImportProposal
from storage.staff.members import StaffMember
from storage.staff.role_proposals import StaffProposal
from storage.staff.rule_proposals import RuleProposal
from storage.staff.verification_withdrawals import VerificationWithdrawal
from tests.storage.acting_persons import ABOUT, acts
from tests.storage.rows import put

ACTS = acts()

PROPOSALS = (
    StaffProposal,
    RuleProposal,
    VerificationWithdrawal,
    ImportProposal,
    RevocationProposal,
    ApiClientProposal,
)


def made(session: Session, kind: type[SQLModel], column: str) -> tuple[UUID, dict[str, UUID]]:
    """Insert a row in which somebody acts now in this column. Returns its id and the people it names."""
    columns = table_of(kind).columns
    people = {name: put(session, Person) for name in ABOUT if name in columns and columns[name].foreign_keys}
    people |= {taken: uuid4() for each, name, taken in ACTS if (each, name) == (kind, column) and taken not in people}
    values: dict[str, Any] = dict(people)
    if "decided_by" in columns:  # A proposal.
        values |= {"status": "refused", **{name: put(session, StaffMember) for name in ("proposed_by", "decided_by")}}
    return put(session, kind, **values), people


@pytest.mark.parametrize(("kind", "column", "taken"), ACTS, ids=[f"{a[0].__name__}-{a[1]}-{a[2]}" for a in ACTS])
def test_one_person_cannot_act_in_two_places(database: Database, kind: type[SQLModel], column: str, taken: str) -> None:
    with database.transaction() as session:
        key, people = made(session, kind, column)
        table = table_of(kind)
        row = update(table).where(table.c.id == key)
        session.execute(row.values({column: uuid4()}))
        session.flush()
        assert _is_refused(session, row.values({column: people[taken]})), (
            f"Write a CHECK {column} <> {taken} beside {kind.__name__}, or in tests/storage/acting_persons.py that"
            f" {column} names nobody who acts (NAMED), or was checked in another column (COPIED)."
        )


def _is_refused(session: Session, statement: Update) -> bool:
    """Return whether the database refuses a change."""
    try:
        with session.begin_nested():
            session.execute(statement)
    except IntegrityError:
        return True
    return False


def test_the_same_admin_withdraws_what_they_have_proposed(database: Database) -> None:
    for kind in PROPOSALS:
        with database.transaction() as session:
            admin, person = put(session, StaffMember), uuid4()
            both = {"proposed_by": admin, "proposed_person": person, "decided_by": admin, "decided_person": person}
            put(session, kind, status="withdrawn", **both)
