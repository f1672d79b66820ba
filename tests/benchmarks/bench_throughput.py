"""Updates a second of the desk, which stores everything, beside bots that store nothing.

    python -m tests.benchmarks.bench_throughput [--updates 3000] [--rounds 5] [--people 200]

Each bot runs alone in a process, the simulated Telegram in another, where the updates wait
when a bot starts. Timed from its first poll to its last answer (the desk's: to the last
answer recorded as sent). Rounds are interleaved, so that other load affects all alike;
ratios are of the medians. Processor time is that of the bot's process.
"""

import argparse
import json
import socket
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import track
from rich.table import Table

NAMES = {
    "stock": "python-telegram-bot, default settings",
    "stock_over_aiohttp": "the same over the desk's transport",
    "aiogram": "aiogram, default settings",
    "desk": "the desk",
    "desk_with_steps": "the desk, each update moving a conversation",
}


def main() -> None:
    """Measure and print."""
    options = _options()
    figures: dict[str, list[dict[str, float]]] = {name: [] for name in NAMES}
    for _ in track(range(options.rounds), description="Rounds"):
        for name in NAMES:
            figures[name].append(run(name, updates=options.updates, people=options.people))
    Console(width=110).print(_table(figures, options.updates))


def run(name: str, *, updates: int, people: int) -> dict[str, float]:
    """Let one bot answer `updates` updates. Returns seconds, cpu (seconds) and memory (MiB)."""
    with telegram(people=people, waiting=updates) as url:
        command = [sys.executable, "-m", "tests.benchmarks.compared_bots", name, url, str(updates)]
        told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    figures: dict[str, float] = json.loads(told.splitlines()[-1])
    return figures


@contextmanager
def telegram(*, people: int = 3, waiting: int = 0) -> Iterator[str]:
    """Serve a simulated Telegram in a process of its own, and yield its URL."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
    command = [sys.executable, "-m", "bot.simulator", "--port", str(port), "--no-limits"]
    command += ["--people", str(people), "--waiting", str(waiting)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        url = f"http://127.0.0.1:{port}"
        while not answers(f"{url}/world/sms"):
            time.sleep(0.05)
        yield url
        server.kill()


def answers(url: str) -> bool:
    """Return whether a server answers at this URL."""
    try:
        with urllib.request.urlopen(url, timeout=5):
            return True
    except (urllib.error.URLError, OSError):
        return False


def _table(figures: dict[str, list[dict[str, float]]], updates: int) -> Table:
    table = Table("Bot", "updates/s", "times stock", "CPU ms an update", "MiB", title=f"{updates:,} updates")
    stock = _median(figures["stock"], "seconds")
    for name, told in figures.items():
        seconds = _median(told, "seconds")
        table.add_row(
            NAMES[name],
            f"{updates / seconds:,.0f}",
            f"{stock / seconds:.2f}",
            f"{1000 * _median(told, 'cpu') / updates:.2f}",
            f"{_median(told, 'memory'):.0f}",
        )
    return table


def _median(told: list[dict[str, float]], what: str) -> float:
    return statistics.median(each[what] for each in told)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--updates", type=int, default=3000, help="updates that each bot answers (default: %(default)s)"
    )
    parser.add_argument("--rounds", type=int, default=5, help="rounds of all bots in turn (default: %(default)s)")
    parser.add_argument("--people", type=int, default=200, help="people who write (default: %(default)s)")
    return parser.parse_args()


if __name__ == "__main__":
    main()
