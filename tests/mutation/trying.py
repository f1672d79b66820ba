"""A process that runs tests in child processes: third-party modules are imported once.

Nothing of the product is imported before a child starts, so that each child sees the tree as it is then.
A line in: `{"tests": […], "seconds": 60, "all": false}`. A line out: the child's exit status or "late", and the tests
that failed, the first or all of them.
"""

import importlib
import json
import os
import select
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

PRELOADED = """
    aiohttp alembic.command babel.dates base45 cbor2 chinese_calendar cryptography.x509 fluent.runtime fpdf httpx
    hypothesis jinja2 numpy orjson phonenumbers PIL.Image playwright.sync_api prometheus_client psycopg
    pydantic_settings pypdf qrcode sqlmodel starlette.applications structlog telegram.ext typer.testing uvicorn uvloop
    zxingcpp
"""
QUIETLY = ["-q", "-p", "no:cacheprovider", "-W", "ignore::pytest.PytestAssertRewriteWarning", "--no-header"]


def main() -> None:
    """Answer requests line by line until the input ends."""
    for name in PRELOADED.split():
        with suppress(ImportError):
            importlib.import_module(name)
    _say("ready")
    for line in sys.stdin:
        request = json.loads(line)
        _say(json.dumps(_handle(request)))


class Failures:
    """A plugin that writes the ids of failed tests to a file at once."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.write_text("")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Write the id of a test that failed, in setup or teardown as well."""
        if report.failed:
            with self.path.open("a") as file:
                file.write(report.nodeid + "\n")


def _handle(request: dict[str, Any]) -> dict[str, Any]:
    failed = Path.cwd() / "failed.txt"
    child = os.fork()
    if not child:
        os.setpgid(0, 0)
        os._exit(_run(request["tests"], ["--maxfail=0" if request["all"] else "--maxfail=1"], Failures(failed)))
    return {"status": _wait(child, request["seconds"]), "failed": list(dict.fromkeys(failed.read_text().splitlines()))}


def _wait(child: int, seconds: float) -> int | str:
    watched = os.pidfd_open(child)
    try:
        if not select.select([watched], [], [], seconds)[0]:
            with suppress(ProcessLookupError):
                os.killpg(child, signal.SIGKILL)
            os.waitpid(child, 0)
            return "late"
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    finally:
        os.close(watched)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _run(tests: list[str], options: list[str], failures: Failures) -> int:
    output = os.open("output.txt", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(output, 1)
    os.dup2(output, 2)
    # A restored file has its old modification time, so bytecode of changed files must not be kept.
    sys.dont_write_bytecode = True
    status = 3
    with suppress(BaseException):
        status = int(pytest.main([*QUIETLY, *options, *tests], plugins=[failures]))
    sys.stdout.flush()
    return status


if __name__ == "__main__":
    main()
