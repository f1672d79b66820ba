"""Organisations and staff are staged as well: what changes between the check and the switch is seen, and listed."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, select

from bot.cli import import_csv
from bot.runtime import import_claims
from bot.runtime.import_check import check
from bot.services.importing.kinds import ImportKind
from bot.services.importing.organisations import UNKNOWN_ADMINISTRATOR
from bot.services.importing.rows import RowChange, RowFault
from storage import audit
from storage.audit import AuditEntry
from storage.database import Database, add
from storage.engine.outbox import Delivery
from storage.identity import accounts
from storage.organisations import organisations
from storage.organisations.organisations import Organisation
from storage.register import people
from storage.register.people import Person
from storage.staff import members
from storage.staff.members import StaffMember, StaffRole
from tests import databases
from tests.benchmarks import register_files
from tests.cli.conftest import NOW
from tests.cli.files import write
from tests.services.builders import staff_account

LATER = NOW + timedelta(hours=1)
HEADER = "telegram_id,name,roles\n"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    databases.use_test_secret()
    database = Database(databases.new_sqlite(tmp_path), workers=4)
    yield database
    database.close()


def bring(database: Database, kind: ImportKind, path: Path) -> object:
    return import_csv.import_file(database, kind, path, now=LATER)


def change_meanwhile(
    database: Database, kind: ImportKind, path: Path, change: Callable[[Session], object]
) -> list[tuple[int, RowFault]]:
    """Import a file while the desk changes something after the check. Returns the lines that were not imported."""
    running = import_claims.begin(database, kind, moment=lambda: LATER)
    found = check(database, kind, path, moment=lambda: LATER)
    assert not found.faults
    with database.transaction() as session:
        change(session)
    running.stage(found)
    return running.finish()


def roles(database: Database, telegram_id: int) -> frozenset[StaffRole]:
    with database.reading() as session:
        return members.roles(session, telegram_id)


def test_the_last_admin_hands_over_in_one_file(database: Database, tmp_path: Path) -> None:
    bring(database, ImportKind.STAFF, write(tmp_path, "staff.csv", f"{HEADER}5,韩梅,admin\n6,周宁,reviewer\n"))
    handed = write(tmp_path, "staff.csv", f"{HEADER}5,韩梅,reviewer\n6,周宁,admin\n7,李雷,cashier\n")
    assert bring(database, ImportKind.STAFF, handed) == {RowChange.NEW: 1, RowChange.CHANGED: 2}
    assert [roles(database, each) for each in (5, 6, 7)] == [
        {StaffRole.REVIEWER},
        {StaffRole.ADMIN},
        {StaffRole.CASHIER},
    ]


def test_new_members_are_recorded_and_the_admins_told(database: Database, tmp_path: Path) -> None:
    with database.transaction() as session:
        lane = staff_account(session, 6, "admin").lane
    bring(database, ImportKind.STAFF, write(tmp_path, "staff.csv", f"{HEADER}7,周宁,cashier\n"))
    with database.reading() as session:
        member = members.by_telegram(session, 7)
        assert member is not None
        assert member.name == "周宁"
        recorded = select(AuditEntry).where(AuditEntry.action == audit.Action.STAFF_CHANGED)
        assert [each.on for each in session.exec(recorded)] == [member.id]
        assert [each.lane for each in session.exec(select(Delivery))] == [lane]


def test_verified_people_come_together_where_no_admin_acts_yet(database: Database, tmp_path: Path) -> None:
    with database.transaction() as session:
        staff_account(session, 6, "reviewer")
        staff_account(session, 7, "admin")
        session.delete(members.by_telegram(session, 7))
    path = write(tmp_path, "staff.csv", f"{HEADER}6,周宁,cashier\n7,韩梅,admin\n")
    assert bring(database, ImportKind.STAFF, path) == {RowChange.NEW: 1, RowChange.CHANGED: 1}
    assert roles(database, 6) == {StaffRole.CASHIER}


def test_who_is_verified_meanwhile_gets_no_duty_from_the_file(database: Database, tmp_path: Path) -> None:
    with database.transaction() as session:
        staff_account(session, 6, "admin")
        staff_account(session, 7, "reviewer")
        session.delete(members.by_telegram(session, 7))
        person = session.get_one(Person, accounts.of_telegram_ids(session, [7])[0].person_id)
        person.verified_at = None
    path = write(tmp_path, "staff.csv", f"{HEADER}7,周宁,cashier\n8,李雷,cashier\n")

    def verify(session: Session) -> None:
        found = session.get_one(Person, person.id)
        found.verified_at = NOW

    [(line, fault)] = change_meanwhile(database, ImportKind.STAFF, path, verify)
    assert (line, fault.reason, fault.values["user"]) == (2, "needs-admins", "7")
    assert roles(database, 7) == frozenset()
    assert roles(database, 8) == {StaffRole.CASHIER}


def test_who_joins_meanwhile_is_changed_and_not_added_twice(database: Database, tmp_path: Path) -> None:
    path = write(tmp_path, "staff.csv", f"{HEADER}7,周宁,cashier\n")

    def join(session: Session) -> None:
        member = StaffMember(telegram_id=7, roles="reviewer", since=NOW)
        member.name = "周宁"
        add(session, member)

    assert change_meanwhile(database, ImportKind.STAFF, path, join) == []
    assert roles(database, 7) == {StaffRole.CASHIER}


def test_an_organisation_that_comes_meanwhile_is_changed(database: Database, tmp_path: Path) -> None:
    bring(database, ImportKind.PEOPLE, register_files.write(tmp_path, ImportKind.PEOPLE, 2))
    path = register_files.write(tmp_path, ImportKind.ORGANISATIONS, 2)
    code = path.read_text().splitlines()[1].split(",")[0]
    came = change_meanwhile(
        database,
        ImportKind.ORGANISATIONS,
        path,
        lambda session: add(session, Organisation(credit_code=code, name="另一家")),
    )
    assert came == []
    with database.reading() as session:
        assert {each.name for each in session.exec(select(Organisation))} == {"青山物流0", "青山物流1"}


def test_an_administrator_who_leaves_the_register_meanwhile_is_listed(database: Database, tmp_path: Path) -> None:
    bring(database, ImportKind.PEOPLE, register_files.write(tmp_path, ImportKind.PEOPLE, 2))
    path = register_files.write(tmp_path, ImportKind.ORGANISATIONS, 2)

    def leave(session: Session) -> None:
        person = people.by_id_number(session, register_files.number_of(1))
        assert person is not None
        person.registered = False

    [(line, fault)] = change_meanwhile(database, ImportKind.ORGANISATIONS, path, leave)
    assert (line, fault) == (3, UNKNOWN_ADMINISTRATOR)
    bring(database, ImportKind.PEOPLE, register_files.write(tmp_path, ImportKind.PEOPLE, 2))
    path = register_files.write(tmp_path, ImportKind.ORGANISATIONS, 2)
    assert bring(database, ImportKind.ORGANISATIONS, path) == {RowChange.CHANGED: 1, RowChange.UNCHANGED: 1}
    with database.reading() as session:
        found = organisations.by_credit_codes(session, [line.split(",")[0] for line in path.read_text().split()])
        assert all(organisations.administrator(session, each.id) for each in found.values())
