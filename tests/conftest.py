"""Fixtures for all tests: databases of both kinds and a browser. Scans the logs of the run for personal data."""

import logging
import os
import sys
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from storage.database import Database
from tests import browsers, databases, log_scanner, memory_folder, postgresql, process_memory
from tests.postgresql import Postgres

FINDINGS = pytest.StashKey[list[str]]()
MAX_LISTED = 30
# Few tests in a file, but each takes seconds.
LONG_FILES = (
    "tests/fault_injection/",
    "tests/model_based/",
    "tests/deployment/",
    "tests/forgery/test_forged",
    "tests/mutation/",
    "tests/storage/test_upgrade",
    "tests/storage/test_query_plans",
    "tests/browser/",
    "tests/web/page/",
    "tests/cli/",
    "tests/stories/",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add an option for the page of all texts."""
    parser.addoption("--texts-page", metavar="FILE", help="write every text with example values to this HTML file")


def pytest_configure() -> None:
    """Begin a run without settings from the environment."""
    for name in [name for name in os.environ if name.startswith("CHEZHU_")]:
        del os.environ[name]
    # Compiled files are kept: without them each process of the run compiles the tests and the desk again.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False
    memory_folder.begin_run()
    process_memory.begin_run()
    postgresql.begin_run()
    log_scanner.begin()


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Collect the tests, which takes a million objects, without searching them for garbage then and later."""
    with process_memory.kept():
        return (yield)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest, so that the processes of a run end together."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONG_FILES))


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Scan the logs of all processes, in the main process of the run after all workers have ended."""
    if hasattr(session.config, "workerinput") or os.environ[postgresql.RUN] != str(os.getpid()):
        return
    session.config.stash[FINDINGS] = found = log_scanner.end()
    if found and session.exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print the personal data found in the logs."""
    found = config.stash.get(FINDINGS, [])
    if found:
        terminalreporter.section("personal data in the logs", red=True)
        for finding in found[:MAX_LISTED]:
            terminalreporter.line(finding)
        terminalreporter.line(f"{len(found)} findings. Log ids and types, not what people typed.")


def pytest_unconfigure() -> None:
    """Stop the PostgreSQL server."""
    postgresql.end_run()


@pytest.fixture(scope="session")
def postgres() -> Postgres:
    """The PostgreSQL server of this test run."""
    return Postgres.of_this_run()


@pytest.fixture
def own_logging() -> Iterator[None]:
    """Restore the configuration of the log afterwards, with the collector whose lines are scanned."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.fixture
def postgresql_url(postgres: Postgres) -> Iterator[str]:
    """The URL of an empty PostgreSQL database for this test."""
    name = postgres.create()
    yield postgres.url(name)
    postgres.drop(name)


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The URL of an SQLite file that does not exist yet."""
    return f"sqlite:///{tmp_path / 'desk.sqlite3'}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The URL of an empty database: the test runs once on SQLite and once on PostgreSQL."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The path of the SQLite database with every table, made once per run and copied."""
    return tmp_path_factory.mktemp("stores") / "empty.sqlite3"


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, sqlite_template: Path, tmp_path: Path) -> Iterator[str]:
    """The URL of a new database with every table: the test runs once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        yield databases.sqlite_copy(sqlite_template, tmp_path)
        return
    postgres: Postgres = request.getfixturevalue("postgres")
    name = databases.postgresql_copy(postgres)
    yield postgres.url(name)
    postgres.drop(name)


@pytest.fixture
def lite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """The URL of a new SQLite database with every table, if the kind of database does not matter."""
    return databases.sqlite_copy(sqlite_template, tmp_path)


@pytest.fixture
def lite(lite_url: str) -> Iterator[Database]:
    """The same database, opened."""
    database = Database(lite_url)
    yield database
    database.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, for one test file, which cannot have asyncio tests: serve pages from a thread or process."""
    with browsers.open_browser() as browser:
        yield browser


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A blank page in a new window of laptop size. A script error on the page fails the test."""
    with browsers.open_window(browser) as window:
        yield window.new_page()


@pytest.fixture
def phone_page(browser: Browser) -> Iterator[Page]:
    """A blank page on a phone, narrow and with touch."""
    options = {"viewport": browsers.PHONE, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}
    with browsers.open_window(browser, **options) as window:
        yield window.new_page()
