"""Imports of violations: facts can be corrected until a record is decided."""

import re
from collections import Counter
from datetime import date, time
from pathlib import Path

import pytest
from sqlmodel import Session, select

from bot import local_time
from bot.cli import import_csv
from bot.runtime.operator_error import OperatorError
from bot.services.importing.kinds import ImportKind
from bot.services.importing.rows import RowChange
from storage.violations import violations
from storage.violations.notifications import ViolationNotification
from storage.violations.violations import Violation, ViolationState
from tests.cli.conftest import NOW
from tests.cli.files import ORGANISATIONS, PEOPLE, VEHICLES, write

HEADER = (
    "number,plate_type,plate,occurred_at,place,act_code,act,provision,basis,fine_yuan,points,authority_code,photo\n"
)
ROW = (
    "4501001000000001,02,桂A12345,2026-11-20T08:21:00+08:00,民族大道,1345,违反禁止标线指示,第三十八条,第九十条,"
    "100.5,1,450100,\n"
)


def take_text(session: Session, folder: Path, kind: ImportKind, text: str) -> Counter[RowChange]:
    return import_csv.import_rows(session, kind, write(folder, f"{kind}.csv", text), now=NOW)


@pytest.fixture(autouse=True)
def _register(session: Session, tmp_path: Path) -> None:
    for kind, text in (
        (ImportKind.PEOPLE, PEOPLE),
        (ImportKind.ORGANISATIONS, ORGANISATIONS),
        (ImportKind.VEHICLES, VEHICLES),
    ):
        take_text(session, tmp_path, kind, text)


def test_a_record_is_imported_once_in_fen_and_the_owner_is_notified(session: Session, tmp_path: Path) -> None:
    assert take_text(session, tmp_path, ImportKind.VIOLATIONS, HEADER + ROW) == {RowChange.NEW: 1}
    assert take_text(session, tmp_path, ImportKind.VIOLATIONS, HEADER + ROW) == {RowChange.UNCHANGED: 1}
    found = violations.by_number(session, "4501001000000001")
    assert found is not None
    assert (found.fine, found.points, found.occurred_at.isoformat()) == (10_050, 1, "2026-11-20T00:21:00+00:00")
    assert [news.violation_id for news in session.exec(select(ViolationNotification))] == [found.id]


def test_facts_can_be_corrected_until_the_record_is_decided(session: Session, tmp_path: Path) -> None:
    take_text(session, tmp_path, ImportKind.VIOLATIONS, HEADER + ROW)
    corrected = HEADER + ROW.replace("100.5", "50")
    assert take_text(session, tmp_path, ImportKind.VIOLATIONS, corrected) == {RowChange.CHANGED: 1}
    found = violations.by_number(session, "4501001000000001")
    assert found is not None
    violations.move(session, found, ViolationState.DECIDED)
    assert take_text(session, tmp_path, ImportKind.VIOLATIONS, corrected) == {RowChange.UNCHANGED: 1}
    with pytest.raises(OperatorError, match="it is decided already"):
        take_text(session, tmp_path, ImportKind.VIOLATIONS, HEADER + ROW)


@pytest.mark.parametrize(
    "typed", ["2026-11-20T08:30:00", "2026/11/20 8:30", "2026年11月20日 8时30分", "46346.35416667"]
)
def test_a_time_without_a_zone_is_that_of_the_desk(session: Session, tmp_path: Path, typed: str) -> None:
    written = re.sub(r"2026-11-20T[^,]*", typed, ROW)
    take_text(session, tmp_path, ImportKind.VIOLATIONS, HEADER + written)
    record = session.exec(select(Violation)).one()
    assert record.occurred_at == local_time.at(date(2026, 11, 20), time(8, 30))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("桂A12345", "桂A99999", "plate: no car in the register"),
        ("2026-11-20T", "yesterday ", "occurred_at: is no moment"),
        ("100.5", "-1", "fine_yuan: has to be an amount"),
        ("100.5", "0.001", "fine_yuan: has to be an amount"),
        ("100.5", "NaN", "fine_yuan: is no amount in yuan"),
        ("100.5", "1_000", "fine_yuan: is no amount in yuan"),
        ("2026-11-20T", "2027-11-20T", "occurred_at: lies in the future"),
        ("100.5", "cheap", "fine_yuan: is no amount in yuan"),
        (",1,450100", ",13,450100", "points: has to be a whole number from 0 to 12"),
        ("450100,", "4501,", "authority_code: has to be the six digits"),
        ("民族大道", "", "place: is empty"),
    ],
)
def test_an_invalid_cell_is_reported(session: Session, tmp_path: Path, old: str, new: str, message: str) -> None:
    with pytest.raises(OperatorError, match="line 2") as refused:
        take_text(session, tmp_path, ImportKind.VIOLATIONS, HEADER + ROW.replace(old, new))
    assert message in str(refused.value)
