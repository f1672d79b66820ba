"""Moving a whole database into an empty one of either kind."""

import shutil
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from bot.cli import demo_data, import_csv, transfer
from bot.runtime.database import open_database
from bot.runtime.operator_error import OperatorError
from bot.settings import Settings
from storage import audit, audit_chain, audit_verification
from storage.database import Database, encryption
from storage.engine import processes
from storage.register import people
from storage.schema import metadata
from tests.cli.conftest import NOW, settings_of

LI = "999999199005170017"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory, empty_database: Path) -> Settings:
    """The settings of a desk with the demo data, beside whose folder the export lies: made once, and only read."""
    settings = settings_of(tmp_path_factory.mktemp("demo") / "var")
    settings.data_dir.mkdir()
    shutil.copy(empty_database, settings.data_dir)
    with open_database(settings) as database:
        with database.transaction() as session:
            demo_data.load_demo_data(session, bot_id=1, now=NOW)
        with database.transaction() as session:
            audit_chain.extend_chain(session, now=NOW)
    export = settings.data_dir.with_name("store")
    transfer.export_store(settings, export, progress=import_csv.no_progress, warn=print)
    return settings


@pytest.fixture
def exported(demo: Settings, tmp_path: Path) -> Path:
    """The folder of an exported database with the demo data."""
    return shutil.copytree(demo.data_dir.with_name("store"), tmp_path / "store")


def test_an_imported_database_is_equal_and_continues_its_sequences(
    exported: Path, database_url: str, tmp_path: Path
) -> None:
    there = settings_of(tmp_path / "there", database_url=database_url)
    counts = transfer.import_store(there, exported, progress=import_csv.no_progress)
    assert counts["people"] == 16
    with open_database(there) as database, database.transaction() as session:
        person = people.by_id_number(session, LI)
        assert person is not None
        assert person.name == "李建国"
        for table in metadata.sorted_tables:
            assert session.execute(select(func.count()).select_from(table)).scalar() == counts.get(table.name, 0)
        highest = session.execute(select(func.max(metadata.tables["audit"].c.id))).scalar()
        audit.record(session, audit.Action.RULE_SET, by=None, on=None, at=NOW)
        assert session.execute(select(func.max(metadata.tables["audit"].c.id))).scalar() == (highest or 0) + 1
        assert audit_verification.first_fault(session) is None


def test_an_export_of_the_imported_database_is_equal(exported: Path, postgresql_url: str, tmp_path: Path) -> None:
    there = settings_of(tmp_path / "there", database_url=postgresql_url)
    transfer.import_store(there, exported, progress=import_csv.no_progress)
    transfer.export_store(there, tmp_path / "back", progress=import_csv.no_progress, warn=print)
    assert (tmp_path / "back" / transfer.MANIFEST).read_text() == (exported / transfer.MANIFEST).read_text()


def test_import_and_export_require_an_empty_target(demo: Settings, exported: Path) -> None:
    with pytest.raises(OperatorError, match="not empty"):
        transfer.import_store(demo, exported, progress=import_csv.no_progress)
    with pytest.raises(OperatorError, match="not empty"):
        transfer.export_store(demo, exported, progress=import_csv.no_progress, warn=print)


def test_an_export_beside_a_desk_says_that_it_is_not_the_end(
    settings: Settings, database: Database, tmp_path: Path
) -> None:
    warnings: list[str] = []
    transfer.export_store(settings, tmp_path / "stopped", progress=import_csv.no_progress, warn=warnings.append)
    assert warnings == []
    now = datetime.now(UTC)
    with database.transaction() as session:
        processes.renew(session, processes.ProcessIdentity(uuid4(), "1", "all", now), now=now)
    transfer.export_store(settings, tmp_path / "running", progress=import_csv.no_progress, warn=warnings.append)
    assert warnings == [transfer.RUNNING]


def test_a_changed_line_prevents_the_whole_import(exported: Path, tmp_path: Path) -> None:
    path = exported / "vehicles.jsonl"
    path.write_text(path.read_text().replace("五菱星光", "五菱之光"))
    there = settings_of(tmp_path / "there")
    with pytest.raises(OperatorError, match="vehicles: the rows differ"):
        transfer.import_store(there, exported, progress=import_csv.no_progress)
    with open_database(there) as database, database.reading() as session:
        assert demo_data.is_empty(session)


def test_another_secret_key_is_refused(exported: Path, tmp_path: Path) -> None:
    there = settings_of(tmp_path / "there").model_copy(update={"secret_key": "A" * 43})
    with pytest.raises(OperatorError, match="another secret key"):
        transfer.import_store(there, exported, progress=import_csv.no_progress)
    encryption.use_keyring(settings_of(tmp_path).keyring())


def test_a_folder_without_an_export_is_reported(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(OperatorError, match="holds no complete export"):
        transfer.import_store(settings, tmp_path, progress=import_csv.no_progress)
