"""Backups: one complete file, made while the desk works."""

import shlex
from pathlib import Path

import pytest
from psycopg.conninfo import conninfo_to_dict
from sqlmodel import Session

from bot.cli import backup
from bot.runtime.database import open_database
from bot.runtime.operator_error import OperatorError
from bot.settings import Settings
from storage.database import Database
from storage.register import people
from tests.cli.conftest import settings_of


def test_a_backup_can_be_opened_in_place_of_the_database(
    settings: Settings, database: Database, tmp_path: Path
) -> None:
    with database.transaction() as session:
        session.add(people.new(id_number="999999199005170017", name="李建国"))
    lines: list[str] = []
    with database.transaction() as open_session:
        open_session.add(people.new(id_number="99999919930226006X", name="林梅"))
        open_session.flush()
        backup.backup(settings, tmp_path / "backup.db", say=lines.append)
    assert "checked" in lines[0]
    assert (tmp_path / "backup.db").stat().st_mode & 0o077 == 0
    copied = settings_of(tmp_path, database_url=f"sqlite:///{tmp_path / 'backup.db'}")
    with open_database(copied) as restored, restored.reading() as session:
        assert named(session, "999999199005170017") == "李建国"
        assert named(session, "99999919930226006X") is None


def named(session: Session, id_number: str) -> str | None:
    person = people.by_id_number(session, id_number)
    return person.name if person else None


def test_a_backup_does_not_overwrite_a_file(settings: Settings, database: Database, tmp_path: Path) -> None:
    (tmp_path / "old.db").write_text("precious")
    with pytest.raises(OperatorError, match="File exists. Name another file"):
        backup.backup(settings, tmp_path / "old.db", say=print)
    assert (tmp_path / "old.db").read_text() == "precious"


def test_without_a_database_there_is_nothing_to_back_up(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(OperatorError, match="There is no database"):
        backup.backup(settings, tmp_path / "backup.db", say=print)


def test_for_postgresql_the_command_is_printed_without_the_password(tmp_path: Path) -> None:
    lines: list[str] = []
    settings = settings_of(tmp_path, database_url="postgresql+psycopg://desk:secret@db/chezhu")
    backup.backup(settings, tmp_path / "backup", say=lines.append)
    assert "pg_dump" in lines[0]
    assert "secret" not in "".join(lines)
    assert "PGPASSWORD" in lines[1]


def test_programs_of_postgresql_read_the_connection_as_the_desk_does(tmp_path: Path) -> None:
    lines: list[str] = []
    address = "postgresql+psycopg://desk@/chezhu?host=db1:5432&host=db2:5433&options=-c%20lock_timeout%3D5s"
    backup.backup(settings_of(tmp_path, database_url=address), tmp_path / "a b", say=lines.append)
    *_, connection = shlex.split(lines[0].removesuffix(")"))
    read = {"user": "desk", "dbname": "chezhu", "host": "db1,db2", "port": "5432,5433", "options": "-c lock_timeout=5s"}
    assert conninfo_to_dict(connection) == read
    assert len(lines) == 1


def test_a_folder_that_cannot_be_made_is_named_with_what_to_set(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OperatorError, match="cannot be created: .* set CHEZHU_DATA_DIR"):
        open_database(settings_of(tmp_path / "file")).__enter__()


def test_a_backup_that_fails_leaves_no_file(settings: Settings, database: Database, tmp_path: Path) -> None:
    (settings.data_dir / "chezhu.db").write_bytes(b"no database" * 1000)
    with pytest.raises(OperatorError, match=r"malformed at .*var\. The store is damaged: restore a backup"):
        backup.backup(settings, tmp_path / "backup.db", say=print)
    assert not list(tmp_path.glob("backup*"))
