"""Moving a database of many batches of rows from SQLite to PostgreSQL."""

import re
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from bot.cli import demo_data, import_csv, transfer
from bot.runtime.database import open_database
from bot.simulator.world import World
from storage import audit_chain, audit_verification
from storage.audit import AuditEntry
from storage.database import Database, table_of
from storage.schema import metadata
from tests.benchmarks import full_store
from tests.cli.conftest import NOW, settings_of
from tests.stories.actor import Actor
from tests.stories.app_driver import TOKEN, AppDriver

EACH = 2 * transfer.BATCH + 500
MANY = 22_000
SEALED = transfer.BATCH
LI, WANG, LIN = 700_000_001, 700_000_002, 700_000_008
BOT = 1_000_000_001


@pytest.mark.parametrize("each", [EACH, pytest.param(MANY, marks=pytest.mark.long)])
def test_a_desk_of_many_rows_is_the_same_on_postgresql(each: int, postgresql_url: str, tmp_path: Path) -> None:
    here = settings_of(tmp_path / "here")
    there = settings_of(tmp_path / "there", database_url=postgresql_url)
    with open_database(here) as database:
        _fill(database, each)
    written = transfer.export_store(here, tmp_path / "store", progress=import_csv.no_progress, warn=print)
    brought = transfer.import_store(there, tmp_path / "store", progress=import_csv.no_progress)
    transfer.export_store(there, tmp_path / "back", progress=import_csv.no_progress, warn=print)

    assert sum(written.values()) > 5 * each
    assert brought == written
    assert (tmp_path / "back" / transfer.MANIFEST).read_text() == (tmp_path / "store" / transfer.MANIFEST).read_text()
    with open_database(there) as database, database.reading() as session:
        assert audit_verification.first_fault(session) is None
        for table in metadata.sorted_tables:
            assert session.execute(select(func.count()).select_from(table)).scalar() == written[table.name]
    journey = _journey(here.store_url)
    assert _journey(there.store_url) == journey
    assert "车主已同意，申请 #1001 还差最后一步" in "\n".join(journey)


def _fill(database: Database, each: int) -> None:
    """Add the demo data and many rows to every table that grows; the audit is of 0.1.0, and in part chained already."""
    with database.transaction() as session:
        demo_data.load_demo_data(session, bot_id=BOT, now=NOW)
    full_store.fill(database, each)
    with database.transaction() as session:
        session.connection().execute(update(table_of(AuditEntry)).values(mark=None))
    for _ in range(SEALED // 1_000):
        with database.transaction() as session:
            audit_chain.extend_chain(session, now=NOW)


def _journey(url: str) -> list[str]:
    """Let three people use commands and one file a vehicle. Returns all texts they see."""
    world = World({TOKEN: {"id": BOT, "username": "chezhu_bot", "first_name": "车主"}})
    demo_data.add_demo_people(world)
    app = AppDriver(url, world)
    li, wang, lin = (Actor(app, person, "") for person in (LI, WANG, LIN))
    for person in (wang, lin):
        for command in ("/menu", "/vehicles", "/certificate", "/violations", "/progress", "/rules"):
            person.says(command)
    li.says("/file 02 桂A12345 123456")
    li.taps("朋友")
    li.taps("确认，请车主验证")
    li.says(re.findall(r"验证码 (\d{6})", "\n".join(app.sms("+8613800000002")))[-1])
    seen = [*map(_text, li.messages()), *map(_text, wang.messages()), *map(_text, lin.messages())]
    app.close()
    return [text for text in seen if not re.fullmatch(r"\d{6}", text)]


def _text(message: "dict[str, object]") -> str:
    return str(message.get("text") or message.get("caption") or "")
