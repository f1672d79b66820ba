"""Starts the desk in a process of its own, as an operator does, and measures its memory and processor time."""

import os
import signal
import subprocess
import sys
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests import databases

ROOT = Path(__file__).parents[2]
TOKEN = "1000000001:local-token"
FIRST_PERSON = 700_000_001


def settings(folder: Path, telegram: str, token: str = TOKEN, **more: str) -> dict[str, str]:
    """Return the environment of a desk on SQLite in this folder; `more`: settings by their names in lower case."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CHEZHU_")}
    chosen = {
        "telegram_token": token,
        "telegram_api_url": telegram,
        "sms": "http",
        "sms_url": f"{telegram}/sms",
        "face": "off",
        "secret_key": urlsafe_b64encode(databases.SECRET).decode(),
        "data_dir": str(folder),
        "database_url": f"sqlite:///{folder}/desk.sqlite3",
        "port": "0",
    } | more
    return kept | {f"CHEZHU_{name.upper()}": value for name, value in chosen.items()}


@contextmanager
def started(environment: dict[str, str], log: Path | None = None) -> Iterator["subprocess.Popen[bytes]"]:
    """Start a desk without waiting until it runs, and stop it at the end of the block."""
    with (log or Path(os.devnull)).open("ab") as words:
        process = subprocess.Popen(
            [sys.executable, "run_bot.py"], cwd=ROOT, env=environment, stdout=words, stderr=words
        )
        try:
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)


def processor(process: int) -> float:
    """Return the processor seconds of a process so far."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory(process: int) -> float:
    """Return the resident memory of a process in MiB."""
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0
