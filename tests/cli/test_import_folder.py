"""The watched folder: files are imported one after another, by kind, and put away with a report."""

import asyncio
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from bot.cli import import_csv, import_template
from bot.runtime import complete_files, import_folder
from bot.runtime.import_folder import BUSY_EXIT
from bot.services.importing.kinds import ImportKind
from bot.services.importing.rows import RowChange
from storage.database import Database
from tests.cli.conftest import NOW
from tests.cli.files import PEOPLE
from tests.operating_system import behaving


def put(folder: Path, name: str, text: str = PEOPLE, *, age: float = 60) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    os.utime(path, (time.time() - age,) * 2)
    return path


class Runner:
    """Notes what it has to import, and answers with an exit code."""

    def __init__(self, code: int = 0) -> None:
        self.code = code
        self.seen: list[tuple[ImportKind, str]] = []
        self.called = asyncio.Event()

    async def __call__(self, kind: ImportKind, path: Path) -> tuple[int, str]:
        self.seen.append((kind, path.name))
        self.called.set()
        return self.code, f"{path}: said\n"


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def texts_in(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in folder.iterdir() if path.is_file()}


def modes_in(folder: Path) -> list[int]:
    return [path.stat().st_mode & 0o777 for path in folder.iterdir()]


async def import_all(folder: Path, runner: Runner) -> None:
    while await import_folder.import_next(folder, now=NOW, run=runner):
        pass


async def test_files_are_imported_in_the_order_of_their_kinds_and_put_away(tmp_path: Path) -> None:
    for name in ("violations.csv", "people-2.CSV", "people-1.csv", "notes.txt", ".people.csv", "peoples.csv"):
        put(tmp_path, name)
    put(tmp_path, "vehicles.csv", age=0)  # Perhaps still being written.
    runner = Runner()
    await import_all(tmp_path, runner)
    assert runner.seen == [
        (ImportKind.PEOPLE, "people-1.csv.importing"),
        (ImportKind.PEOPLE, "people-2.CSV.importing"),
        (ImportKind.VIOLATIONS, "violations.csv.importing"),
    ]
    assert names(tmp_path) == [".people.csv", "done", "failed", "notes.txt", "vehicles.csv"]
    moment = f"{NOW:%Y%m%d-%H%M%S-%f}"
    assert f"{moment}-people-1.csv" in names(tmp_path / "done")
    report = tmp_path / "done" / f"{moment}-people-1.csv.txt"
    assert report.read_text() == f"{tmp_path}/people-1.csv: said\n"
    assert (report.stat().st_mode & 0o777, (tmp_path / "done").stat().st_mode & 0o777) == (0o600, 0o700)
    assert names(tmp_path / "failed") == [f"{moment}-peoples.csv", f"{moment}-peoples.csv.txt"]


async def test_workbooks_are_imported_and_what_a_spreadsheet_lays_beside_them_is_not(tmp_path: Path) -> None:
    for name in ("people-1.xlsx", "~$people-1.xlsx", ".~lock.people-1.xlsx#", "vehicles.tsv", "people.ods"):
        put(tmp_path, name)
    runner = Runner()
    await import_all(tmp_path, runner)
    assert runner.seen == [
        (ImportKind.PEOPLE, "people-1.xlsx.importing"),
        (ImportKind.VEHICLES, "vehicles.tsv.importing"),
    ]


async def test_a_workbook_is_imported_whatever_its_name_ends_in(tmp_path: Path, database: Database) -> None:
    """The chat and the watched folder give files names of their own; the content decides."""
    path = tmp_path / "people.xlsx.importing"
    import_template.write(ImportKind.PEOPLE, tmp_path / "people.xlsx")
    book = load_workbook(tmp_path / "people.xlsx")
    del book[book.sheetnames[0]]
    book.save(tmp_path / "people.xlsx")
    (tmp_path / "people.xlsx").rename(path)
    assert import_csv.import_file(database, ImportKind.PEOPLE, path, now=NOW)[RowChange.NEW] == 3


async def test_a_file_of_staff_is_refused(tmp_path: Path) -> None:
    put(tmp_path, "staff.csv")
    runner = Runner()
    await import_all(tmp_path, runner)
    assert runner.seen == []
    assert "on the command line only" in next((tmp_path / "failed").glob("*.txt")).read_text()


async def test_a_file_that_is_refused_goes_to_failed_and_one_that_has_to_wait_stays(tmp_path: Path) -> None:
    put(tmp_path, "people.csv")
    await import_all(tmp_path, Runner(BUSY_EXIT))
    assert names(tmp_path) == ["people.csv"]
    await import_all(tmp_path, Runner(2))
    assert names(tmp_path) == ["failed"]


async def test_a_file_that_is_put_back_replaces_no_newer_one_and_comes_before_it(tmp_path: Path) -> None:
    put(tmp_path, "people.csv.importing", "old")
    put(tmp_path, "people.csv", "new")
    import_folder.put_back(tmp_path)
    texts: list[str] = []

    async def run(_: ImportKind, path: Path) -> tuple[int, str]:
        texts.append(texts_in(tmp_path)[path.name])
        return 0, ""

    while await import_folder.import_next(tmp_path, now=NOW, run=run):
        pass
    assert texts == ["old", "new"]
    assert len(list((tmp_path / "done").glob("*.csv"))) == 2


async def test_a_file_that_has_to_wait_replaces_no_newer_one(tmp_path: Path) -> None:
    put(tmp_path, "people.csv", "old")

    async def run(_: ImportKind, path: Path) -> tuple[int, str]:
        put(tmp_path, "people.csv", "new")
        put(tmp_path, "people-1.csv", "other")
        return BUSY_EXIT, ""

    await import_folder.import_next(tmp_path, now=NOW, run=run)
    assert texts_in(tmp_path) == {"people-1.csv": "other", "people-2.csv": "old", "people.csv": "new"}


async def test_a_file_that_another_process_imports_is_not_replaced(tmp_path: Path) -> None:
    put(tmp_path, "people.csv.importing", "old")
    put(tmp_path, "people.csv", "new")
    put(tmp_path, "vehicles.csv")
    runner = Runner()
    await import_all(tmp_path, runner)
    assert [kind for kind, _ in runner.seen] == [ImportKind.VEHICLES]
    assert (tmp_path / "people.csv.importing").read_text() == "old"


@pytest.mark.parametrize("has_links", [True, False])
def test_nothing_is_replaced_on_file_systems_without_links(tmp_path: Path, has_links: bool) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError

    first, second = put(tmp_path, "a.csv", "a"), put(tmp_path, "b.csv", "b")
    with behaving(os, link=os.link if has_links else refuse):
        with pytest.raises(FileExistsError):
            import_folder.move(first, second)
        import_folder.move(first, tmp_path / "c.csv")
        assert texts_in(tmp_path) == {"b.csv": "b", "c.csv": "a"}
        with pytest.raises(FileNotFoundError):
            import_folder.move(first, tmp_path / "d.csv")


async def test_a_file_of_a_clock_that_is_ahead_is_imported(tmp_path: Path) -> None:
    put(tmp_path, "people.csv", age=-9_999_999)
    runner = Runner()
    await import_all(tmp_path, runner)
    assert runner.seen == []  # Perhaps still being written.
    with behaving(complete_files, STABLE_SECONDS=0.0):
        await import_all(tmp_path, runner)
    assert len(runner.seen) == 1


def put_what_is_no_file(folder: Path) -> None:
    (folder / "people-folder.csv").mkdir()
    (folder / "people-link.csv").symlink_to(folder / "nowhere")
    (folder / "people-linked.csv").symlink_to(put(folder, "elsewhere.txt"))
    for path in folder.iterdir():
        os.utime(path, (time.time() - 60,) * 2, follow_symlinks=False)


async def test_what_is_no_file_goes_to_failed(tmp_path: Path) -> None:
    put_what_is_no_file(tmp_path)
    runner = Runner()
    await import_all(tmp_path, runner)
    assert (runner.seen, names(tmp_path)) == ([], ["elsewhere.txt", "failed"])
    reports = sorted(path.read_text().split(": ")[1] for path in (tmp_path / "failed").glob("*.csv.txt"))
    assert [text[:15] for text in reports] == ["this is a link,", "this is a link,", "this is no file"]


async def test_nothing_is_imported_where_what_is_done_would_leave_the_folder(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder, elsewhere = tmp_path / "imports", tmp_path / "elsewhere"
    folder.mkdir()
    elsewhere.mkdir()
    put(folder, "people.csv")
    (folder / "done").symlink_to(elsewhere)
    await import_all(folder, Runner())
    assert (names(folder), names(elsewhere)) == (["done", "people.csv"], [])
    assert "are links" in caplog.text


async def test_only_the_desk_reads_what_was_imported(tmp_path: Path) -> None:
    put(tmp_path, "people.csv").chmod(0o644)
    await import_all(tmp_path, Runner())
    assert modes_in(tmp_path / "done") == [0o600, 0o600]


@pytest.mark.parametrize(("link", "put_in"), [(Path.symlink_to, "failed"), (Path.hardlink_to, "done")])
async def test_the_file_that_a_link_leads_to_stays_open_to_its_readers(
    tmp_path: Path, link: Callable[[Path, Path], None], put_in: str
) -> None:
    elsewhere, folder = put(tmp_path, "elsewhere.csv"), tmp_path / "imports"
    elsewhere.chmod(0o644)
    folder.mkdir()
    link(folder / "people.csv", elsewhere)
    os.utime(folder / "people.csv", (time.time() - 60,) * 2, follow_symlinks=False)
    await import_all(folder, Runner())
    assert (elsewhere.stat().st_mode & 0o777, names(folder)) == (0o644, [put_in])
