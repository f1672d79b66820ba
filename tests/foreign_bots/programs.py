"""How a bot is started: its command and environment, with its library from the registry."""

import os
import socket
import subprocess
import sys
from pathlib import Path

from tests.foreign_bots.examples import JAVASCRIPT, LIBRARIES, Example

LAUNCHER = Path(__file__).with_name("launcher.py")
EXTRAS = {"python-telegram-bot": "[callback-data,job-queue]", "pyTelegramBotAPI": "[watchdog]"}
ALSO_IMPORTED = ("aiohttp", "psutil")  # By examples.


def start(example: Example, address: str, token: str, output: Path, folder: Path) -> subprocess.Popen[bytes]:
    """Start a bot at a local Telegram. folder: where libraries are kept between runs."""
    with output.open("w") as file:
        if example.library in JAVASCRIPT:
            # The library is found from the working folder.
            command = ["node", str(example.path), address, token, example.mode, str(_free_port())]
            return subprocess.Popen(command, cwd=_from_npm(folder), stdout=file, stderr=file)
        command = [sys.executable, str(LAUNCHER), example.library, address, token, str(example.path)]
        environment = {**os.environ, "PYTHONPATH": str(_from_pypi(example.library, folder))}
        return subprocess.Popen(command, cwd=output.parent, stdout=file, stderr=file, env=environment)


def stop(process: subprocess.Popen[bytes]) -> None:
    """Ask a bot to end, and end it."""
    process.terminate()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _from_pypi(library: str, folder: Path) -> Path:
    target = folder / "libraries" / f"{library}-{LIBRARIES[library]}"
    if not target.exists():
        wanted = f"{library}{EXTRAS.get(library, '')}=={LIBRARIES[library]}"
        command = [sys.executable, "-m", "pip", "install", "-q", "--target", str(target), wanted, *ALSO_IMPORTED]
        subprocess.run(command, check=True)
    return target


def _from_npm(folder: Path) -> Path:
    target = folder / "javascript"
    if not (target / "node_modules").exists():
        target.mkdir(parents=True, exist_ok=True)
        wanted = [f"{name}@{version}" for name, version in JAVASCRIPT.values()]
        subprocess.run(["npm", "install", "--silent", "--no-audit", "--no-fund", *wanted], cwd=target, check=True)
    return target


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])
