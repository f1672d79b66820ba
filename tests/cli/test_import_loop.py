"""The watched folder in the running desk: its loop, its process and what the log says."""

import asyncio
import os
import time
from datetime import timedelta
from pathlib import Path

import pytest

from bot.runtime import import_claims, import_folder, import_loop
from bot.runtime.import_folder import BUSY_EXIT, import_content, run_process
from bot.runtime.staged_import import ImportInProgress
from bot.services.importing.kinds import ImportKind
from bot.settings import InvalidSettings
from bot.tasks.dependencies import ImportRequest
from storage.database import Database
from storage.register import imports, people
from tests.cli.conftest import NOW, SECRET_KEY, settings_of
from tests.cli.files import PEOPLE
from tests.cli.test_import_files import CHINESE
from tests.cli.test_import_folder import Runner, put


async def test_the_running_desk_imports_the_folder_and_ends_what_is_left(database: Database, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    put(folder, "people.csv.importing")
    import_claims.begin(database, ImportKind.PEOPLE, moment=lambda: NOW)
    runner, later = Runner(), NOW + timedelta(minutes=5)
    loop = asyncio.create_task(import_loop.run(database, folder, clock=lambda: later, pause=0.01, run_import=runner))
    await asyncio.wait_for(runner.called.wait(), 10)
    loop.cancel()
    with pytest.raises(asyncio.CancelledError):
        await loop
    with database.reading() as session:
        assert imports.current(session) is None


async def test_the_process_uses_the_settings_of_the_desk(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHEZHU_DATA_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("CHEZHU_SECRET_KEY", SECRET_KEY)
    code, said = await run_process(ImportKind.PEOPLE, put(tmp_path, "people.csv"))
    assert (code, said) == (0, "people: 2 new, 0 changed, 0 unchanged\n")
    with database.reading() as session:
        assert people.by_id_number(session, "999999199005170017") is not None
    outcome = await import_content(
        ImportRequest(ImportKind.PEOPLE, "zh-CN", dry_run=True), PEOPLE.replace("李建国", "").encode()
    )
    assert (outcome.exit_code, outcome.counts["wrong"]) == (2, 1)
    assert outcome.said == "people.csv：没有导入，有 1 行不正确：\n  第 2 行，name：不能为空\n"
    assert ImportInProgress.exit_code == BUSY_EXIT


async def test_the_right_rows_of_a_file_in_the_folder_are_imported_if_the_operator_wants_it(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file as a spreadsheet of this country writes it, with one wrong row."""
    monkeypatch.setenv("CHEZHU_DATA_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("CHEZHU_SECRET_KEY", SECRET_KEY)
    folder = tmp_path / "in"
    folder.mkdir()
    path = put(folder, "people-gb.csv", "")
    path.write_bytes(CHINESE.replace("李建国", "").replace(",", ";").encode("gb18030"))
    os.utime(path, (time.time() - 60,) * 2)
    assert await import_folder.import_next(folder, now=NOW, run=import_folder.run_good_rows)
    (report,) = [path.read_text() for path in (folder / "partial").glob("*.txt")]
    assert report.splitlines() == [
        f"{folder}/people-gb.csv: the other rows were imported, one row is wrong and was left out:",
        "  line 2, name: is empty",
        "people: 1 new, 0 changed, 0 unchanged, 1 wrong",
    ]
    with database.reading() as session:
        assert people.by_id_number(session, "999999199005170017") is None


def test_the_desk_logs_what_becomes_of_an_import(database: Database, caplog: pytest.LogCaptureFixture) -> None:
    observed = import_loop.ObservedImport()

    def look() -> None:
        with database.reading() as session:
            observed.look(session)

    caplog.set_level("INFO", "chezhu.import")
    look()
    for end in (imports.finish, lambda session, number, at: imports.remove(session, number)):
        with database.transaction() as session:
            number = imports.begin(session, "people", silently=False, at=NOW)
            assert number is not None
        look()
        look()
        with database.transaction() as session:
            if end is imports.finish:
                imports.switch(session, number, claimed_at=NOW, at=NOW, new=7)
            end(session, number, at=NOW)
        look()
    assert [record.getMessage() for record in caplog.records] == [
        "import in progress",
        "import done",
        "import in progress",
        "import discarded",
    ]
    assert vars(caplog.records[1])["new"] == 7


def test_the_folder_has_to_be_there(tmp_path: Path) -> None:
    assert settings_of(tmp_path, import_folder=tmp_path).import_folder == tmp_path
    with pytest.raises(InvalidSettings, match="CHEZHU_IMPORT_FOLDER: a folder that exists"):
        settings_of(tmp_path, import_folder=tmp_path / "none")
