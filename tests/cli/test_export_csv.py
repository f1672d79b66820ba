"""Exports: an exported file can be imported again without changes."""

import csv
from pathlib import Path

import pytest
from sqlmodel import Session, select

from bot.cli import demo_data, export_csv, import_csv
from bot.runtime.operator_error import OperatorError
from bot.services.importing.kinds import ImportKind
from bot.services.importing.registry import IMPORTERS
from bot.services.importing.rows import RowChange
from storage.audit import AuditEntry
from storage.database import Database
from tests.cli.conftest import NOW


@pytest.mark.parametrize("all_columns", [False, True])
def test_the_demo_data_can_be_exported_and_imported_again(
    database: Database, tmp_path: Path, all_columns: bool
) -> None:
    with database.transaction() as session:
        demo_data.load_demo_data(session, bot_id=1, now=NOW)
    with database.transaction() as session:
        for kind in ImportKind:
            path = tmp_path / f"{kind}.csv"
            count = export_csv.export_register(session, kind, path, now=NOW, all_columns=all_columns)
            assert count > 0
            assert import_csv.import_rows(session, kind, path, now=NOW) == {RowChange.UNCHANGED: count}


@pytest.mark.parametrize("kind", ImportKind)
def test_an_export_has_the_columns_of_its_import_and_is_readable_by_its_owner_only(
    session: Session, tmp_path: Path, kind: ImportKind
) -> None:
    path = tmp_path / "out.csv"
    export_csv.export_register(session, kind, path, now=NOW)
    with path.open(encoding="utf-8", newline="") as file:
        assert next(csv.reader(file)) == list(IMPORTERS[kind].row.required())
    assert path.stat().st_mode & 0o077 == 0


def test_an_export_is_recorded_in_the_audit(session: Session, tmp_path: Path) -> None:
    export_csv.export_register(session, ImportKind.STAFF, tmp_path / "out.csv", now=NOW)
    assert session.exec(select(AuditEntry.action)).all() == ["register:exported"]


def test_a_missing_folder_is_reported(session: Session, tmp_path: Path) -> None:
    with pytest.raises(OperatorError, match="No such file"):
        export_csv.export_register(session, ImportKind.STAFF, tmp_path / "none" / "out.csv", now=NOW)
