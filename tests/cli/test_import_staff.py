"""Imports of staff: at least one admin remains."""

from collections import Counter
from pathlib import Path

import pytest
from sqlmodel import Session

from bot.cli import import_csv
from bot.runtime.operator_error import OperatorError
from bot.services.importing.kinds import ImportKind
from bot.services.importing.rows import RowChange
from storage.database import Database
from storage.staff import members
from storage.staff.members import StaffRole
from tests.cli.conftest import NOW
from tests.cli.files import STAFF, write

HAN, ZHOU = 700000106, 700000101
HEADER = "telegram_id,name,roles\n"


def take(session: Session, folder: Path, text: str) -> Counter[RowChange]:
    path = write(folder, "staff.csv", text)
    return import_csv.import_rows(session, ImportKind.STAFF, path, now=NOW)


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


def test_a_former_admin_can_be_changed(session: Session, tmp_path: Path) -> None:
    take(session, tmp_path, STAFF)
    member = members.by_telegram(session, HAN)
    assert member is not None
    member.ended_at = NOW
    session.flush()
    assert take(session, tmp_path, f"{HEADER}{HAN},韩梅,reviewer\n") == {RowChange.CHANGED: 1}


def test_staff_can_be_imported_without_an_admin(session: Session, tmp_path: Path) -> None:
    assert take(session, tmp_path, f"{HEADER}{ZHOU},周宁,reviewer\n") == {RowChange.NEW: 1}
    assert take(session, tmp_path, f"{HEADER}{ZHOU},周宁,cashier\n") == {RowChange.CHANGED: 1}
