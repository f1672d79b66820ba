"""The operator verifies members of staff; doctor and the start of the desk report who may not serve yet."""

from pathlib import Path

import pytest
from sqlmodel import Session, select

from bot.cli import doctor_staff
from bot.cli.doctor_result import Level
from bot.services.staff import permissions
from bot.settings import Settings
from storage.audit import Action, AuditEntry
from storage.database import Database, add
from storage.engine.outbox import Delivery
from storage.identity import accounts
from storage.register import people
from storage.register.people import Person
from storage.staff.members import StaffRole
from storage.staff.second_factors import SecondFactor
from tests.cli.conftest import NOW
from tests.cli.files import PEOPLE, write
from tests.cli.test_commands import error, output, run
from tests.services.builders import employ, staff_account


def register(session: Session, telegram_id: int) -> accounts.Account:
    """Register this Telegram user as a person whom nobody has verified."""
    person = add(session, people.new(id_number=f"person {telegram_id}", name="韩梅", phone="+8613800000001"))
    account = accounts.get_or_create(session, 1, telegram_id, language="en", at=NOW)
    account.person_id, account.registered_at = person.id, NOW
    return add(session, account)


def test_the_operator_verifies_a_member_who_has_registered(tmp_path: Path) -> None:
    run(tmp_path, "staff", "add", "5", "韩梅", "admin")
    assert "not registered" in output(run(tmp_path, "staff", "list"))
    assert "has not registered yet" in error(run(tmp_path, "staff", "verify", "5"))
    store = Database(f"sqlite:///{tmp_path / 'var' / 'chezhu.db'}")
    with store.transaction() as session:
        register(session, 5)
    assert "not verified" in output(run(tmp_path, "staff", "list"))
    assert output(run(tmp_path, "staff", "verify", "5")) == "5: identity verified\n"
    assert "not verified" not in output(run(tmp_path, "staff", "list"))
    with store.reading() as session:
        account = accounts.by_telegram(session, 1, 5)
        assert account is not None
        assert permissions.has_role(session, account, StaffRole.ADMIN)
        verified = [entry for entry in session.exec(select(AuditEntry)) if entry.action == Action.STAFF_VERIFIED.value]
    assert [(entry.by, "operator" in entry.details) for entry in verified] == [(None, True)]
    store.close()


def test_the_operator_resets_a_second_factor(tmp_path: Path) -> None:
    run(tmp_path, "staff", "add", "5", "韩梅", "admin")
    store = Database(f"sqlite:///{tmp_path / 'var' / 'chezhu.db'}")
    with store.transaction() as session:
        account = register(session, 5)
        assert account.person_id is not None
        row = SecondFactor(account_id=account.id, person_id=account.person_id, begun_at=NOW, confirmed_at=NOW)
        row.secret = "GEZDGNBVGY3TQOJQ"
        add(session, row)
    assert output(run(tmp_path, "staff", "reset-factor", "5")) == "5: second factor reset\n"
    assert output(run(tmp_path, "staff", "reset-factor", "5")) == "5 has no second factor.\n"
    assert "No staff member" in error(run(tmp_path, "staff", "reset-factor", "6"))
    with store.reading() as session:
        found = [entry.by for entry in session.exec(select(AuditEntry)) if entry.action == Action.FACTOR_RESET.value]
    assert found == [None]
    store.close()


def test_a_member_hears_of_what_the_operator_changes(tmp_path: Path) -> None:
    run(tmp_path, "staff", "add", "5", "韩梅", "admin")
    run(tmp_path, "staff", "add", "6", "周宁", "cashier")
    store = Database(f"sqlite:///{tmp_path / 'var' / 'chezhu.db'}")
    with store.transaction() as session:
        lane = register(session, 6).lane
    heard = select(Delivery.id).where(Delivery.lane == lane)
    for count, command in enumerate((("add", "6", "周宁", "officer"), ("end", "6")), start=1):
        run(tmp_path, "staff", *command)
        with store.reading() as session:
            assert len(session.exec(heard).all()) == count
    store.close()


def test_the_operator_is_told_that_somebody_else_holds_the_id_number(tmp_path: Path) -> None:
    run(tmp_path, "staff", "add", "5", "韩梅", "admin")
    store = Database(f"sqlite:///{tmp_path / 'var' / 'chezhu.db'}")
    with store.transaction() as session:
        person = session.get_one(Person, register(session, 5).person_id)
        person.registered = False
        add(session, person)
        add(session, people.new(id_number="person 5", name="李雷"))
    assert "Somebody else is on record" in error(run(tmp_path, "staff", "verify", "5"))
    store.close()


@pytest.mark.parametrize("number", ["6", "five"])
def test_only_a_serving_member_is_verified(tmp_path: Path, number: str) -> None:
    assert "No staff member" in error(run(tmp_path, "staff", "verify", number))


def test_the_doctor_reports_who_may_not_serve(settings: Settings, database: Database) -> None:
    assert [result.level for result in doctor_staff.staff_checks(settings)] == [Level.OK]
    with database.transaction() as session:
        employ(session, 7, "admin")
    (found,) = doctor_staff.staff_checks(settings)
    assert (found.level, "7 not registered" in found.what, "staff verify" in found.advice) == (Level.FAIL, True, True)
    with database.transaction() as session:
        register(session, 7)
        staff_account(session, 8, "admin")
    (found,) = doctor_staff.staff_checks(settings)
    assert (found.level, "7 not verified" in found.what, "8" in found.what) == (Level.WARN, True, False)


def test_a_reviewer_who_waits_is_no_failure(database: Database) -> None:
    with database.transaction() as session:
        employ(session, 7, "reviewer")
    assert doctor_staff.check(database).level is Level.WARN


def test_there_is_nothing_to_report_before_the_first_run(settings: Settings) -> None:
    assert list(doctor_staff.staff_checks(settings)) == []


@pytest.mark.parametrize("words", [("staff", "add", "5", "韩梅", "admin"), ("import", "people", "people.csv")])
def test_a_store_that_is_filled_with_a_token_is_no_local_one(
    tmp_path: Path, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "people.csv", PEOPLE)
    monkeypatch.chdir(tmp_path)
    assert "belongs to bot 7 on Telegram from now on" in output(run(tmp_path, *words, CHEZHU_TELEGRAM_TOKEN="7:a"))
    assert "from now on" not in output(run(tmp_path, *words, CHEZHU_TELEGRAM_TOKEN="7:a"))
    assert "belongs to bot 7 on Telegram" in error(run(tmp_path, "run", "--local"))
