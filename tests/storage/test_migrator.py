"""Migrations create exactly the tables of the models, up and down with rows in every table, on both databases."""

import threading
from typing import Any

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import NullPool, create_engine, inspect, text

from storage.database import Database
from storage.database.engines import POSTGRESQL_TIMEOUTS
from storage.migrations import migrator
from storage.schema import metadata
from tests import databases
from tests.operating_system import behaving
from tests.postgresql import Postgres
from tests.storage.large_tables import fill

TRIED_UP = 6  # So many of the newest revisions go up with a row in every table; older ones did when they were new.


def counts(url: str) -> dict[str, int]:
    """Return the number of rows of each of our tables that exists."""
    database = Database(url)
    with database.reading() as session:
        there = set(inspect(session.connection()).get_table_names()) & set(metadata.tables)
        counted = " UNION ALL ".join(f"SELECT '{name}', count(*) FROM {name}" for name in there)
        rows = session.connection().exec_driver_sql(counted).all() if there else []
    database.close()
    return dict(rows)


def fill_store(url: str) -> dict[str, int]:
    database = Database(url)
    with database.transaction() as session:
        filled = fill(session.connection())
    database.close()
    return filled


def shape(url: str) -> dict[str, Any]:
    """Return the columns, indexes and constraints of each table, as the database reports them."""
    engine = create_engine(url, poolclass=NullPool)
    inspector = inspect(engine)
    parts: dict[str, Any] = {
        "columns": inspector.get_multi_columns(),
        "indexes": inspector.get_multi_indexes(),
        "unique": inspector.get_multi_unique_constraints(),
        "checks": inspector.get_multi_check_constraints(),
        "references": inspector.get_multi_foreign_keys(),
        "primary": inspector.get_multi_pk_constraint(),
    }
    found = {
        name: {what: _as_text(answers.get((None, name))) for what, answers in parts.items()}
        for name in sorted(set(inspector.get_table_names()) - {"alembic_version"})
    }
    engine.dispose()
    return found


def _as_text(answer: Any) -> list[str]:
    return sorted(map(as_text, answer)) if isinstance(answer, list) else [str(answer)]


def as_text(part: Any) -> str:
    """Return a part of a table as text, for an index with its condition."""
    options = part.get("dialect_options", {})
    return str({**part, "dialect_options": {name: str(value) for name, value in options.items()}})


def test_the_migrations_create_exactly_the_tables_of_the_models(migrated_url: str, made_url: str) -> None:
    databases.fill(made_url)
    assert shape(migrated_url) == shape(made_url), "Write a revision: python -m storage.migrations WHAT CHANGED"
    assert migrator.differences(migrated_url) == []


def test_rows_in_every_table_survive_each_downgrade_and_upgrade(migrated_url: str) -> None:
    """Rows of tables that version 0.1.0 had go up through every revision in test_upgrade_from_0001."""
    revisions = [script.revision for script in ScriptDirectory(str(migrator.DIRECTORY)).walk_revisions()]
    filled = fill_store(migrated_url)
    assert counts(migrated_url) == filled
    for newer, older in zip(revisions, [*revisions[1:], "base"], strict=True):
        migrator.downgrade(migrated_url, older)
        left = counts(migrated_url)
        if newer in revisions[:TRIED_UP]:
            migrator.upgrade(migrated_url, newer)
            assert left.items() <= counts(migrated_url).items(), f"going up to {newer} lost rows"
            migrator.downgrade(migrated_url, older)
        assert left.items() <= filled.items(), f"going down to {older} lost rows of tables that stayed"
    assert left == {}
    migrator.upgrade(migrated_url)
    assert migrator.differences(migrated_url) == []
    assert fill_store(migrated_url) == filled


def test_two_simultaneous_processes_migrate_once_and_the_revision_is_recorded(database_url: str) -> None:
    found: list[migrator.SchemaRevision] = []
    both = [threading.Thread(target=lambda: found.append(migrator.upgrade(database_url))) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert found[0].current is not None
    assert found[0].is_current
    assert {*found, migrator.revision_of(database_url), migrator.upgrade(database_url)} == {found[0]}


def test_a_migration_gives_way_to_a_backup_and_waits_for_its_end(postgresql_url: str) -> None:
    migrator.upgrade(postgresql_url, "0060")
    waited: list[float] = []
    engine = create_engine(postgresql_url, poolclass=NullPool)
    with engine.connect() as backup, behaving(migrator, LIMITS={**migrator.LIMITS, "lock_timeout": 20}):
        backup.execute(text("SET idle_in_transaction_session_timeout = '30s'"))
        for table in inspect(backup).get_table_names():
            backup.execute(text(f"LOCK TABLE {table} IN ACCESS SHARE MODE"))

        def wait(seconds: float) -> None:
            waited.append(seconds)
            if len(waited) == 2:
                backup.rollback()

        assert migrator.upgrade(postgresql_url, "0075", wait=wait).current == "0075"
    assert waited == [migrator.RETRY_SECONDS] * 2


def test_a_migration_has_limits_for_all_but_its_statements(postgresql_url: str) -> None:
    with migrator.exclusive(postgresql_url) as connection:
        shown = {name: connection.execute(text(f"SHOW {name}")).scalar() for name in POSTGRESQL_TIMEOUTS}
    assert shown == {"lock_timeout": "3s", "statement_timeout": "0", "idle_in_transaction_session_timeout": "1min"}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_migration_that_breaks_references_is_rolled_back(migrated_url: str) -> None:
    fill_store(migrated_url)
    with pytest.raises(migrator.BrokenReferences, match="vehicles"):
        delete_people(migrated_url)
    assert counts(migrated_url)["people"] == 1


def delete_people(url: str) -> None:
    with migrator.exclusive(url) as connection:
        connection.exec_driver_sql("DELETE FROM people")
        migrator.check_references(connection)


def test_tables_whose_rows_are_updated_and_deleted_are_vacuumed_often_on_postgresql(postgres: Postgres) -> None:
    name = databases.migrated_postgresql(postgres)
    database = Database(postgres.url(name))
    tables = ["inbox", "outbox", "timers", "conversations"]
    query = text("SELECT reloptions FROM pg_class WHERE relname = ANY(:tables)")
    with database.reading() as session:
        found = session.execute(query, {"tables": tables}).scalars().all()
    database.close()
    postgres.drop(name)
    wanted = {"fillfactor=80", "autovacuum_vacuum_scale_factor=0.01", "autovacuum_vacuum_threshold=1000"}
    assert [wanted - set(options or ()) for options in found] == [set()] * len(tables)
