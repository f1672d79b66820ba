"""The revision read without Alembic equals the one that Alembic reports."""

from pathlib import Path

from alembic.script import ScriptDirectory
from sqlalchemy import NullPool, create_engine, text

from storage.database import revision
from storage.migrations import migrator


def test_the_newest_revision_is_the_head_of_the_migrations() -> None:
    assert revision.newest_revision() == ScriptDirectory(str(migrator.DIRECTORY)).get_current_head()


def test_only_a_fully_migrated_database_is_up_to_date(made_url: str, migrated_url: str) -> None:
    assert not revision.is_up_to_date(made_url)
    assert revision.is_up_to_date(migrated_url)
    with create_engine(migrated_url, poolclass=NullPool).begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    assert not revision.is_up_to_date(migrated_url)


def test_the_check_creates_no_file(tmp_path: Path) -> None:
    assert not revision.is_up_to_date(f"sqlite:///{tmp_path / 'none.sqlite3'}")
    assert not list(tmp_path.iterdir())


def test_a_database_that_does_not_respond_is_not_up_to_date() -> None:
    assert not revision.is_up_to_date("postgresql+psycopg://nobody@127.0.0.1:1/none")
