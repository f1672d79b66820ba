"""Imports of staff: at least one admin who can act remains, and a file gives nobody a duty at once."""

from collections import Counter
from collections.abc import Iterable
from contextlib import nullcontext
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from sqlmodel import Session, select

from bot.cli import import_csv
from bot.runtime import import_check
from bot.runtime.import_check import InvalidRows
from bot.runtime.operator_error import OperatorError
from bot.services.importing.kinds import ImportKind
from bot.services.importing.rows import ImportContext, RowChange, RowFault
from bot.services.importing.staff import StaffRow, appoint
from bot.services.staff import member_identity, permissions
from storage.database import Database
from storage.engine.outbox import Delivery
from storage.identity.accounts import Account
from storage.register.people import Person
from storage.staff import members
from storage.staff.members import StaffMember, StaffRole
from tests.cli.conftest import NOW
from tests.cli.files import STAFF, write
from tests.services.builders import staff_account

HAN, ZHOU = 700000106, 700000101
LATER = timedelta(hours=1)
HEADER = "telegram_id,name,roles\n"


def read_only(session: Session) -> Database:
    """Return a store that is read in this session."""
    return cast(Database, SimpleNamespace(reading=lambda: nullcontext(session)))


def take(session: Session, folder: Path, text: str, *, now: datetime = NOW) -> Counter[RowChange]:
    """Import a file, and assert that the check before an import foresees the outcome."""
    path = write(folder, "staff.csv", text)
    foreseen = import_check.check(read_only(session), ImportKind.STAFF, path, moment=lambda: now)
    faults: list[tuple[int, RowFault]] = []
    try:
        counts = import_csv.import_rows(session, ImportKind.STAFF, path, now=now)
    except InvalidRows as wrong:
        faults = wrong.faults
        raise
    finally:
        assert faults == foreseen.faults
    new, changed = {RowChange.NEW: len(foreseen.new)}, {RowChange.CHANGED: len(foreseen.changed)}
    assert counts == Counter({**new, **changed, RowChange.UNCHANGED: foreseen.unchanged})
    return counts


def test_a_file_that_removes_the_last_admin_is_refused(database: Database, tmp_path: Path) -> None:
    with database.transaction() as session:
        take(session, tmp_path, STAFF)
    with pytest.raises(OperatorError) as refused, database.transaction() as session:
        take(session, tmp_path, f"{HEADER}{ZHOU},周宁,cashier\n{HAN},韩梅,reviewer\n")
    assert f"line 3, roles: {HAN} is the last admin" in str(refused.value)
    assert "First let another serve: python run_bot.py staff add" in str(refused.value)
    with database.transaction() as session:
        assert members.roles(session, HAN) == {StaffRole.ADMIN, StaffRole.REVIEWER}
        assert members.roles(session, ZHOU) == {StaffRole.REVIEWER}


@pytest.mark.parametrize("rows", [(f"{HAN},韩梅,reviewer", "5,李雷,admin"), ("5,李雷,admin", f"{HAN},韩梅,reviewer")])
def test_the_admin_role_can_be_handed_over_in_any_order_of_rows(
    session: Session, tmp_path: Path, rows: tuple[str, str]
) -> None:
    take(session, tmp_path, STAFF)
    assert take(session, tmp_path, HEADER + "\n".join(rows)) == {RowChange.NEW: 1, RowChange.CHANGED: 1}
    assert members.roles(session, HAN) == {StaffRole.REVIEWER}
    assert members.roles(session, 5) == {StaffRole.ADMIN}


def test_one_of_two_admins_can_be_removed_but_not_both(session: Session, tmp_path: Path) -> None:
    take(session, tmp_path, STAFF + "5,李雷,admin\n")
    with pytest.raises(OperatorError) as refused:
        take(session, tmp_path, f"{HEADER}{HAN},韩梅,reviewer\n5,李雷,cashier\n")
    assert "line 3, roles: 5 is the last admin" in str(refused.value)


def test_a_file_brings_no_former_member_back(session: Session, tmp_path: Path) -> None:
    take(session, tmp_path, STAFF)
    member = members.by_telegram(session, HAN)
    assert member is not None
    member.ended_at = NOW
    session.flush()
    with pytest.raises(OperatorError) as refused:
        take(session, tmp_path, f"{HEADER}{HAN},韩梅,reviewer\n")
    assert "a file brings nobody back" in str(refused.value)
    assert not members.roles(session, HAN)
    assert by_hand(session, HAN, "韩梅", "reviewer") is RowChange.CHANGED
    assert members.roles(session, HAN) == {StaffRole.REVIEWER}


def by_hand(session: Session, telegram_id: int, name: str, roles: str) -> RowChange:
    row = StaffRow.read({"telegram_id": str(telegram_id), "name": name, "roles": roles}, today=NOW.date())
    return appoint(session, row, ImportContext(NOW + LATER))


@pytest.mark.parametrize("role", ["cashier", "admin", "reviewer;cashier"])
def test_a_file_gives_no_duty_at_once_while_admins_can_invite(session: Session, tmp_path: Path, role: str) -> None:
    admin, motorist = staff_account(session, 6, "admin"), staff_account(session, 7, "reviewer")
    with pytest.raises(OperatorError) as refused:
        take(session, tmp_path, f"{HEADER}7,周宁,{role}\n", now=NOW + LATER)
    assert "7 is a verified person" in str(refused.value)
    assert members.roles(session, 7) == {StaffRole.REVIEWER}
    assert by_hand(session, 7, "周宁", role) is RowChange.CHANGED
    heard = [each.lane for each in session.exec(select(Delivery))]
    assert sorted(heard) == sorted([admin.lane, motorist.lane])


def test_a_file_takes_roles_away_and_appoints_who_is_not_verified(session: Session, tmp_path: Path) -> None:
    admin = staff_account(session, 6, "admin")
    staff_account(session, 7, "reviewer", "cashier")
    counts = take(session, tmp_path, f"{HEADER}7,周宁,cashier\n8,李雷,admin\n")
    assert counts == {RowChange.CHANGED: 1, RowChange.NEW: 1}
    assert members.roles(session, 7) == {StaffRole.CASHIER}
    assert len([each for each in session.exec(select(Delivery)) if each.lane == admin.lane]) == 2


def test_who_was_not_verified_at_the_import_is_checked_before_the_first_duty(session: Session, tmp_path: Path) -> None:
    """A face check says who somebody is, and not that the file means them: its Telegram id may be mistyped."""
    admin, *others = [staff_account(session, number, "admin") for number in (6, 7, 8)]
    session.delete(member_of(session, 8))
    verify(session, others, at=None)
    text = f"{HEADER}7,周宁,admin;cashier\n8,李雷,cashier\n"
    foreseen = import_check.check(
        read_only(session), ImportKind.STAFF, write(tmp_path, "staff.csv", text), moment=lambda: NOW
    )
    assert [row.values["awaits_check"] for row in foreseen.new] == [True]
    take(session, tmp_path, text)
    verify(session, others, at=NOW)  # By a face check.
    for account in others:
        with pytest.raises(permissions.StaffNotChecked):
            permissions.require(session, account, StaffRole.CASHIER)
        assert not permissions.roles_of(session, account)
        assert not permissions.has_role(session, account, StaffRole.CASHIER)
        assert permissions.find(session, account.telegram_id, StaffRole.CASHIER) is None
        assert f"{account.telegram_id} not checked by an admin" in member_identity.summary(session)
        member_identity.verify(session, member_of(session, account.telegram_id).id, by=admin, now=NOW)
        assert permissions.has_role(session, account, StaffRole.CASHIER)
    assert not member_identity.unready(session)


def member_of(session: Session, telegram_id: int) -> StaffMember:
    """Return the member with this Telegram id."""
    found = members.by_telegram(session, telegram_id)
    assert found is not None
    return found


def verify(session: Session, accounts: Iterable[Account], *, at: datetime | None) -> None:
    """Set when the people of these accounts were verified."""
    for account in accounts:
        session.get_one(Person, account.person_id).verified_at = at
    session.flush()


def test_verified_people_are_imported_together_where_no_admin_acts_yet(session: Session, tmp_path: Path) -> None:
    staff_account(session, 6, "admin")
    for member in members.all_members(session):
        session.delete(member)
    session.flush()
    assert take(session, tmp_path, f"{HEADER}6,韩梅,admin\n8,李雷,admin\n") == {RowChange.NEW: 2}


def test_an_admin_on_paper_is_no_other_admin(session: Session, tmp_path: Path) -> None:
    staff_account(session, 6, "admin")
    take(session, tmp_path, f"{HEADER}8,李雷,admin\n")
    with pytest.raises(OperatorError) as refused:
        take(session, tmp_path, f"{HEADER}6,韩梅,reviewer\n")
    assert "6 is the last admin" in str(refused.value)
    assert take(session, tmp_path, f"{HEADER}8,李雷,reviewer\n") == {RowChange.CHANGED: 1}


def test_staff_can_be_imported_without_an_admin(session: Session, tmp_path: Path) -> None:
    assert take(session, tmp_path, f"{HEADER}{ZHOU},周宁,reviewer\n") == {RowChange.NEW: 1}
    assert take(session, tmp_path, f"{HEADER}{ZHOU},周宁,cashier\n") == {RowChange.CHANGED: 1}
