"""The desk as a process: start, answers, stop by signal, and a second process on the same database."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.engine.inbound.turn_watch import EXIT_CODE
from bot.runtime import http_server
from bot.runtime.operator_error import OperatorError
from storage.database.encryption import make_secret
from tests import databases, forked_process, log_scanner
from tests.conventions.source_tree import ROOT
from tests.forked_process import ReadProcess

SECONDS = 60
LI = 700000001
PAGE_LANGUAGES = ("zh", "en")

Running = subprocess.Popen[str] | ReadProcess


@contextmanager
def desk(folder: Path, *options: str, new: bool = False, **settings: str) -> Iterator[Running]:
    """Start a desk with its data in this folder. new: without a store, in a new Python; else a store is there already.

    The desk of an existing store is forked from a process that has imported it.
    """
    if not new and not folder.exists():
        databases.put_new_store(folder)
    environment = {**os.environ, "CHEZHU_DATA_DIR": str(folder), "CHEZHU_PORT": "0", **settings}
    mode = [] if "CHEZHU_TELEGRAM_TOKEN" in settings else ["--local"]
    command = [str(ROOT / "run_bot.py"), "run", *mode, *options]
    process = (_new_python if new else _forked)(command, environment, folder.parent)
    try:
        yield process
    finally:
        process.kill()
        log_scanner.hand_in("\n".join(process.communicate()))


def _new_python(command: list[str], environment: dict[str, str], folder: Path) -> Running:
    streams: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen([sys.executable, *command], cwd=folder, env=environment, **streams)


def _forked(command: list[str], environment: dict[str, str], folder: Path) -> Running:
    return forked_process.start_and_read(command, environment=environment, folder=folder, logs=folder)


def wait_for_address(process: Running) -> str:
    """Wait for the line with the address and return it."""
    assert process.stdout is not None
    output = []
    for line in process.stdout:
        output.append(line)
        if line.startswith("open http://127.0.0.1:"):
            log_scanner.hand_in("".join(output))
            return line.removeprefix("open ").strip()
    raise AssertionError(
        f"The desk ended before it listened:\n{''.join(output)}{process.stderr and process.stderr.read()}"
    )


def ask(url: str, body: object = None) -> Any:
    data = json.dumps(body).encode() if body is not None else None
    with urllib.request.urlopen(urllib.request.Request(url, data), timeout=10) as answer:
        return json.load(answer)


def first_message(origin: str, person: int) -> str:
    """Wait for the desk's first message to this person and return it."""
    for _ in range(SECONDS * 10):
        messages = ask(f"{origin}/world/people/{person}/messages")["messages"]
        if texts := [message["text"] for message in messages if message["from"]["is_bot"]]:
            return str(texts[-1])
        time.sleep(0.1)
    raise AssertionError("The desk sends no message")


def test_a_new_desk_answers_and_keeps_its_chats_over_a_restart(tmp_path: Path) -> None:
    folder = tmp_path / "var"
    with desk(folder, new=True) as process:
        origin = wait_for_address(process)
        ask(f"{origin}/world/people/{LI}/messages", {"text": "/menu"})
        assert "请选择" in first_message(origin, LI)
        with urllib.request.urlopen(f"{origin}/readyz", timeout=10) as ready:
            assert ready.read() == b"ready\n"
        process.send_signal(signal.SIGTERM)
        output, errors = process.communicate(timeout=SECONDS)
        assert (process.returncode, errors) == (0, "")
        assert output.splitlines()[-1] == "Stopping"
    with desk(folder, "--no-limits") as process:
        origin = wait_for_address(process)
        assert "请选择" in first_message(origin, LI)
        assert ask(f"{origin}/world/faults", {})["flood"] is False


def test_the_page_shows_the_demo_people_and_the_commands(tmp_path: Path) -> None:
    with desk(tmp_path / "var") as process:
        origin = wait_for_address(process)
        assert ask(f"{origin}/world/faults", {})["flood"] is True  # Telegram's rate limits hold.
        people = ask(f"{origin}/world/people")["people"]
        assert {"李建国", "王秀英", "欧阳明", "周宁"} <= {person["first_name"] for person in people}
        assert all(
            person[told][language] for person in people for told in ("roles", "hint") for language in PAGE_LANGUAGES
        )
        with urllib.request.urlopen(origin, timeout=10) as page:
            assert b"<html" in page.read()
        for _ in range(SECONDS * 10):
            commands = ask(f"{origin}/world/people/{LI}/messages")["commands"]
            if commands:
                break
            time.sleep(0.1)
        assert "menu" in {command["command"] for command in commands}


def test_a_second_desk_on_the_same_database_file_is_refused(tmp_path: Path) -> None:
    with desk(tmp_path / "var") as first:
        wait_for_address(first)
        with desk(tmp_path / "var") as second:
            _, output = second.communicate(timeout=SECONDS)
            assert second.returncode == 2
            assert "Another desk already runs on" in output
            assert "Traceback" not in output


def test_a_port_in_use_is_reported(tmp_path: Path) -> None:
    with desk(tmp_path / "one") as first:
        port = wait_for_address(first).rpartition(":")[2]
        with desk(tmp_path / "two", CHEZHU_PORT=port) as second:
            _, output = second.communicate(timeout=SECONDS)
            assert second.returncode == 2
            assert f"Cannot listen on 127.0.0.1 port {port}" in output


def test_why_the_desk_cannot_listen_is_said_with_what_to_set() -> None:
    with http_server.listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(OperatorError, match=rf"port {port}: Address already in use\. .*a CHEZHU_PORT of its own"):
            http_server.listen("127.0.0.1", port)
    with pytest.raises(OperatorError, match=r"Set CHEZHU_HOST to an address of this machine"):
        http_server.listen("203.0.113.7", 0)


def test_a_desk_can_receive_updates_by_webhook(tmp_path: Path) -> None:
    with desk(tmp_path / "var", CHEZHU_MODE="webhook", CHEZHU_WEBHOOK_SECRET="a-secret_1") as process:
        origin = wait_for_address(process)
        ask(f"{origin}/world/people/{LI}/messages", {"text": "/menu"})
        assert "请选择" in first_message(origin, LI)


@pytest.mark.parametrize("name", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_a_desk_that_does_not_reach_the_bot_api(tmp_path: Path, name: signal.Signals) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))  # It does not listen: connections are refused.
        with real_desk(tmp_path / "var", unused) as process:
            assert process.stdout is not None
            assert any("does not respond" in line for line in process.stdout)
            assert_stops(process, name)


@pytest.mark.parametrize("name", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_a_desk_that_waits_for_the_bot_api(tmp_path: Path, name: signal.Signals) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent.settimeout(SECONDS)
        with real_desk(tmp_path / "var", silent) as process:
            connection, _ = silent.accept()
            with connection:
                assert_stops(process, name)


@contextmanager
def real_desk(folder: Path, api: socket.socket) -> Iterator[Running]:
    """Start a desk with a token, at a Bot API on this socket."""
    url = f"http://127.0.0.1:{api.getsockname()[1]}"
    real = {"CHEZHU_TELEGRAM_TOKEN": "1:token", "CHEZHU_TELEGRAM_API_URL": url, "CHEZHU_SECRET_KEY": make_secret()}
    with desk(folder, new=False, **real) as process:
        yield process


def assert_stops(process: Running, name: signal.Signals) -> None:
    """Send a signal, and check that the desk stops without an error."""
    process.send_signal(name)
    output, errors = process.communicate(timeout=SECONDS)
    assert (process.returncode, errors) == (0, ""), errors
    assert output.splitlines()[-1] == "Stopping"


# A desk that waits for a database which does not answer: its thread cannot be cancelled.
HANGING = """
import asyncio, functools, os, signal, threading
from bot.cli import run
from tests.operating_system import behaving

async def hang():
    os.kill(os.getpid(), signal.SIGTERM)
    try:
        await asyncio.Event().wait()
    finally:
        await asyncio.to_thread(threading.Event().wait)

with behaving(run, STOP_SECONDS=0.1):
    asyncio.run(run._run_until_signal(hang(), say=functools.partial(print, flush=True)))
"""


def test_a_desk_that_cannot_stop_ends() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", HANGING], cwd=ROOT, capture_output=True, text=True, timeout=SECONDS, check=False
    )
    assert (ended.returncode, ended.stdout) == (EXIT_CODE, "Stopping\n"), ended.stderr
    assert "the desk does not stop" in ended.stderr
