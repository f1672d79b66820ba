"""The desk as a process: it opens its door, answers, stops when told, and refuses a second one."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests import log_scanner
from tests.conventions.source_tree import ROOT

SECONDS = 60
LI = 700000001


@contextmanager
def desk(folder: Path, **settings: str) -> Iterator[subprocess.Popen[str]]:
    """A desk of its own in this folder."""
    surroundings = {**os.environ, "CHEZHU_DATA_DIR": str(folder), "CHEZHU_PORT": "0", **settings}
    command = [sys.executable, str(ROOT / "run_bot.py"), "run"]
    streams: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    process = subprocess.Popen(command, cwd=folder.parent, env=surroundings, **streams)
    try:
        yield process
    finally:
        process.kill()
        log_scanner.hand_in("\n".join(process.communicate()))


def opened(process: subprocess.Popen[str]) -> str:
    """Wait for the line that tells the address."""
    assert process.stdout is not None
    said = []
    for line in process.stdout:
        said.append(line)
        if line.startswith("open http://127.0.0.1:"):
            log_scanner.hand_in("".join(said))
            return line.removeprefix("open ").strip()
    raise AssertionError(f"It ended without opening:\n{''.join(said)}{process.stderr and process.stderr.read()}")


def ask(url: str, body: object = None) -> Any:
    data = json.dumps(body).encode() if body is not None else None
    with urllib.request.urlopen(urllib.request.Request(url, data), timeout=10) as answer:
        return json.load(answer)


def heard(origin: str, person: int) -> str:
    """Wait for the desk's first words to somebody."""
    for _ in range(SECONDS * 10):
        messages = ask(f"{origin}/world/people/{person}/messages")["messages"]
        if said := [message["text"] for message in messages if message["from"]["is_bot"]]:
            return str(said[-1])
        time.sleep(0.1)
    raise AssertionError("The desk says nothing")


def test_a_fresh_desk_opens_and_answers_and_knows_its_chats_after_a_restart(tmp_path: Path) -> None:
    folder = tmp_path / "var"
    with desk(folder) as process:
        origin = opened(process)
        ask(f"{origin}/world/people/{LI}/messages", {"text": "/menu"})
        assert "请选择" in heard(origin, LI)
        process.send_signal(signal.SIGTERM)
        said, complaints = process.communicate(timeout=SECONDS)
        assert (process.returncode, complaints) == (0, "")
        assert said.splitlines()[-1] == "Stopping"
    with desk(folder) as process:
        assert "请选择" in heard(opened(process), LI)


def test_the_page_shows_the_cast_and_the_commands(tmp_path: Path) -> None:
    with desk(tmp_path / "var") as process:
        origin = opened(process)
        people = ask(f"{origin}/world/people")["people"]
        assert {"李建国", "王秀英", "欧阳明", "周宁"} <= {person["first_name"] for person in people}
        assert all(person["hint"]["zh"] and person["hint"]["en"] and person["role"] for person in people)
        with urllib.request.urlopen(origin, timeout=10) as page:
            assert b"<html" in page.read()
        for _ in range(SECONDS * 10):
            commands = ask(f"{origin}/world/people/{LI}/messages")["commands"]
            if commands:
                break
            time.sleep(0.1)
        assert "menu" in {command["command"] for command in commands}


def test_a_second_desk_on_the_same_file_is_refused_with_the_reason(tmp_path: Path) -> None:
    with desk(tmp_path / "var") as first:
        opened(first)
        with desk(tmp_path / "var") as second:
            _, said = second.communicate(timeout=SECONDS)
            assert second.returncode == 2
            assert "Another desk already runs on" in said
            assert "Traceback" not in said


def test_a_port_that_is_taken_is_named(tmp_path: Path) -> None:
    with desk(tmp_path / "one") as first:
        port = opened(first).rpartition(":")[2]
        with desk(tmp_path / "two", CHEZHU_PORT=port) as second:
            _, said = second.communicate(timeout=SECONDS)
            assert second.returncode == 2
            assert f"Cannot listen on 127.0.0.1 port {port}" in said


def test_a_desk_can_take_its_updates_by_webhook(tmp_path: Path) -> None:
    with desk(tmp_path / "var", CHEZHU_MODE="webhook", CHEZHU_WEBHOOK_SECRET="a-secret_1") as process:
        origin = opened(process)
        ask(f"{origin}/world/people/{LI}/messages", {"text": "/menu"})
        assert "请选择" in heard(origin, LI)
