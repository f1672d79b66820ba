"""The log scanner finds personal data in logs, in every spelling, and reports nothing else."""

import io
import json
import logging
import os
import time
from pathlib import Path
from uuid import NAMESPACE_DNS, NAMESPACE_OID, uuid5

import pytest

from tests import log_scanner
from tests.deployment.fleet import TIMEOUT, fleet
from tests.log_scanner import LogCollector
from tests.postgresql import RUN
from tests.stories import cast


@pytest.mark.parametrize(
    ("line", "what"),
    [
        (f"person {cast.id_number(7)} came", "an ID number"),
        (f"person {cast.id_number(9).lower()}", "an ID number"),
        ("to=+8613812345678", "a phone number"),
        ("to 13812345678.", "a phone number"),
        ("to 86 13812345678", "a phone number"),
        ("car 桂A12345 seen", "a plate"),
        ("桂A·F20260", "a plate"),
        ("/bot123456789:AAF_x-0123456789abcdefghijklmnopqrs/getMe", "a token"),
        ("https://x/bot1000000001:story/getMe", "a name"),
        ("the code is: 314159", "a code"),
        ("验证码 314159", "a code"),
        ("hello 李建国", "a name"),
    ],
)
def test_personal_data_is_found(line: str, what: str) -> None:
    assert what in [finding.partition(":")[0] for finding in log_scanner.findings(line)]


@pytest.mark.parametrize(
    "line",
    [
        "chezhu.worker ERROR: turn failed event=13812345678901 attempt=1",
        "lane=1000000001:700000101",
        "number 450903199005170013 with a wrong check digit",
        "2026-11-25T02:00:00.123456+00:00",
        "status code 200, 1764036000",
        "error code: 40001",
        *(f"delivery={uuid5(NAMESPACE_OID, str(n))} {uuid5(NAMESPACE_DNS, str(n)).hex}" for n in range(50)),
    ],
)
def test_ids_and_timestamps_are_not_personal_data(line: str) -> None:
    assert log_scanner.findings(line) == []


def test_a_record_is_written_once_with_all_its_parts() -> None:
    file, logger = io.StringIO(), logging.Logger("chezhu.test")
    logger.addHandler(LogCollector(file))
    for _ in range(2):
        try:
            raise LookupError("deepest") from ValueError("first")
        except LookupError:
            logger.exception("it %s", "broke", extra={"where": "here\nthere"})
    [line] = file.getvalue().splitlines()
    for word in ("chezhu.test ERROR: it broke", "where=here there", "LookupError: deepest", "ValueError: first"):
        assert word in line


def test_the_log_of_the_test_process_is_collected() -> None:
    for name in (None, *log_scanner.COLLECTED):
        assert [one for one in logging.getLogger(name).handlers if isinstance(one, LogCollector)], name


def test_all_lines_of_the_output_of_a_subprocess_are_scanned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(RUN, f"{os.getpid()}-planted")  # A separate test run, led by this process.
    record = {"event": "CHEZHU_DATA_DIR", "path": "/srv/桂A12345"}
    for output in ("Store: sqlite:///var/desk.sqlite3\nopen http://x\nStopping 13812345678\n", json.dumps(record)):
        log_scanner.hand_in(output)
    assert sorted(finding.partition(" in ")[0] for finding in log_scanner.end()) == [
        "a phone number: 13812345678",
        "a plate: 桂A12345",
    ]
    assert log_scanner.end() == []


def test_personal_data_in_the_output_of_a_started_desk_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(RUN, f"{os.getpid()}-planted")
    unreachable = "http://127.0.0.1:9/13812345678"  # A desk logs the address that does not answer.
    with fleet(f"sqlite:///{tmp_path}/desk.sqlite3", unreachable, tmp_path) as started:
        process, deadline = started.start("all"), time.monotonic() + TIMEOUT
        while unreachable not in process.output() and time.monotonic() < deadline:
            time.sleep(0.05)
    assert {finding.partition(" in ")[0] for finding in log_scanner.end()} == {"a phone number: 13812345678"}


def test_lines_of_third_party_loggers_are_not_scanned(tmp_path: Path) -> None:
    path = tmp_path / "1.log"
    path.write_text("httpx INFO: 桂A12345\nchezhu.x INFO: 桂A12345\ntelegram.x INFO: nothing\n", encoding="utf-8")
    assert list(log_scanner._read(path)) == ["a plate: 桂A12345 in chezhu.x INFO: 桂A12345"]
