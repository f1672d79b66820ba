"""What one stranger's attack costs all others: response times beside each, and as ratios to those beside nothing.

    python -m tests.benchmarks.bench_starvation [--seconds 10] [--tappers 16] [--callers 4] [--scenes WORD]

The desk runs as an operator starts it, on SQLite; the simulated Telegram and all honest people are in another process,
attacks on the web side in a third. The tappers tap buttons almost once a second, the most that the desk takes from one
person, timed until the tapped message shows the next step; the callers verify certificates on the web, a text and a
picture every second, each from a neighbourhood of its own. Nothing happens beside them in every second period. An
attack goes on for a whole period, as fast as it can:

photos and taps of one person: thirty a second, as many as Telegram lets through
a share code: opened by a stranger again and again; its owner is one of the tappers
verification by pictures and by texts: from all addresses of a /24, and of a /16
wrong sign-in codes: from thousands of neighbourhoods
connections: 230 that are silent, or send headers and bodies drop by drop
an import: an operator puts a file of people into the watched folder, 3,000 for each second

Refused: attacking requests that were answered with 429 or 503, or whose connection was closed. Missed: taps without
their answer within ten seconds, whatever else has come; the target is missed with one of them.
"""

import argparse
import asyncio
import random
import socket
import statistics
import tempfile
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import httpx
import uvicorn
from rich.console import Console
from rich.table import Table

from bot.engine import clock
from bot.runtime.http_server import Server
from bot.simulator.app import create_app
from bot.simulator.world import World
from storage.migrations import migrator
from tests import databases
from tests.adapters.certificates import samples
from tests.benchmarks import desk
from tests.benchmarks.attacks import SCENES, Stage, photo
from tests.benchmarks.simulated_people import SimulatedPerson, UncompressedFileStore, WakingEventStream
from tests.benchmarks.tappers import MISSED_TARGET, TARGET_MS, TapWaits, tap
from tests.stories import cast
from tests.stories.app_driver import TOKEN, AppDriver
from tests.stories.certificate_steps import owner_with_text
from tests.stories.test_certificate_views import share_code

QUIET = "nothing"
PAUSE = (0.2, 0.8)  # Seconds between the calls of a visitor.


@dataclass
class Waits:
    """Response times in seconds, and what became of an attack's requests."""

    tapping: TapWaits = field(default_factory=TapWaits)
    texts: list[float] = field(default_factory=list)
    pictures: list[float] = field(default_factory=list)
    failed: Counter[str] = field(default_factory=Counter)
    attack: Counter[str] = field(default_factory=Counter)

    @property
    def taps(self) -> list[float]:
        """What taps have waited."""
        return self.tapping.seconds


def main() -> None:
    """Measure and print. Exits with the code of a missed target if it is."""
    options, console = _options(), Console(width=110)
    databases.use_test_secret()
    world = World({TOKEN: {"id": 1000000001, "username": "chezhu_bot", "first_name": "车主"}})
    world.events, world.files = WakingEventStream(), UncompressedFileStore()
    with tempfile.TemporaryDirectory(dir="/var/tmp") as name:
        folder = Path(name)
        migrator.upgrade(f"sqlite:///{folder}/desk.sqlite3")
        measured = asyncio.run(_measured(folder, _stage(folder, world, options), options))
    console.print(_table(measured))
    seconds, name = max((_p95(waits.taps), name) for name, waits in measured.items() if name != QUIET)
    ratio = seconds / _p95(measured[QUIET].taps)
    console.print(f"The slowest: {1000 * seconds:.0f} ms for 95 of 100 taps beside {name}, {ratio:.1f} times quiet.")
    is_met = all(waits.tapping.meet_the_target() for waits in measured.values())
    console.print(f"The target is {'met' if is_met else 'MISSED'}: {TARGET_MS} ms, and no tap without its answer.")
    raise SystemExit(0 if is_met else MISSED_TARGET)


def _stage(folder: Path, world: World, options: argparse.Namespace) -> Stage:
    """Create everybody."""
    app = AppDriver(f"sqlite:///{folder}/desk.sqlite3", world)
    app.now = clock.now()
    owner, _ = owner_with_text(app)
    owner.taps("分享码")
    owner.taps("7 天")
    people = [cast.citizen(app, f"邻居{at}", cast.id_number(700 + at), f"+8613800002{at:03}").id for at in range(99)]
    code = share_code(owner)
    app.close()
    with socket.create_server(("127.0.0.1", 0)) as free:
        origin = f"http://127.0.0.1:{free.getsockname()[1]}"
    imports = folder / "imports"
    imports.mkdir()
    return Stage(world, folder, imports, origin, [owner.id, *people[: options.tappers - 1]], people[-1], code)


async def _measured(folder: Path, stage: Stage, options: argparse.Namespace) -> dict[str, Waits]:
    """Serve the world, start the desk, and let everybody act."""
    app = create_app(stage.world)
    server = Server(uvicorn.Config(app, port=0, log_level="critical", access_log=False, timeout_graceful_shutdown=1))
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - the server has no event to wait for
        await asyncio.sleep(0.01)
    telegram = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    port = stage.origin.rpartition(":")[2]
    with desk.started(desk.settings(folder, telegram, TOKEN, port=port, import_folder=str(stage.imports))):
        await _ready(stage.origin)
        measured = await _scenes(stage, options)
        await stage.world.close()
        server.should_exit = True
        await serving
    return measured


async def _ready(origin: str) -> None:
    """Wait until the desk answers on the web."""
    async with httpx.AsyncClient(base_url=origin) as client, asyncio.timeout(60):
        while True:
            with suppress(httpx.HTTPError):
                if (await client.get("/healthz")).is_success:
                    return
            await asyncio.sleep(0.1)


async def _scenes(stage: Stage, options: argparse.Namespace) -> dict[str, Waits]:
    measured = {QUIET: Waits()}
    await _period(stage, Waits(), 3, options.callers)
    for name, attack in SCENES.items():
        if options.scenes not in name:
            continue
        waits = measured[name] = Waits()
        await _period(stage, measured[QUIET], options.seconds, options.callers)
        begun = asyncio.Event()
        attacking = asyncio.create_task(attack(stage, options.seconds + 1, begun))
        await begun.wait()
        await asyncio.sleep(1)
        await _period(stage, waits, options.seconds, options.callers)
        waits.attack = await attacking
    return measured


async def _period(stage: Stage, waits: Waits, seconds: float, callers: int) -> None:
    """Let the honest people act for some seconds."""
    until = asyncio.get_running_loop().time() + seconds
    async with httpx.AsyncClient(base_url=stage.origin, timeout=60) as client:
        calling = [_call(client, at, waits, until) for at in range(callers)]
        hands = [SimulatedPerson(stage.world, person) for person in stage.tappers]
        tapping = [tap(hand, waits.tapping, lambda: asyncio.get_running_loop().time() >= until) for hand in hands]
        await asyncio.gather(*calling, *tapping)


async def _call(client: httpx.AsyncClient, number: int, waits: Waits, until: float) -> None:
    """Verify a text and a picture, again and again. A busy answer is asked again when it says so, and counts."""
    headers, jpeg = {"X-Forwarded-For": f"198.{51 + number}.100.7"}, photo(number)
    text = partial(client.post, "/api/verify", json={"text": samples.text()}, headers=headers)
    picture = partial(client.post, "/api/verify", files={"picture": ("a.jpg", jpeg, "image/jpeg")}, headers=headers)
    while asyncio.get_running_loop().time() < until:
        for ask, told in ((text, waits.texts), (picture, waits.pictures)):
            await asyncio.sleep(random.uniform(*PAUSE))
            began = time.perf_counter()
            while (answer := await ask()).status_code != 200:
                waits.failed[str(answer.status_code)] += 1
                await asyncio.sleep(float(answer.headers.get("retry-after", 1)))
            told.append(time.perf_counter() - began)


def _p95(told: list[float]) -> float:
    return statistics.quantiles(told, n=20)[18] if len(told) > 1 else float("nan")


def _table(measured: dict[str, Waits]) -> Table:
    columns = ("Beside", "taps ms", "ratio", "missed", "texts ms", "ratio", "pictures ms", "ratio", "busy", "refused")
    table, quiet = Table(*columns, title="95 of 100 answers to honest people within"), measured[QUIET]
    for name, waits in measured.items():
        cells: list[str] = []
        for kind in ("taps", "texts", "pictures"):
            found, before = _p95(getattr(waits, kind)), _p95(getattr(quiet, kind))
            cells += [f"{1000 * found:.0f}", f"{found / before:.1f}"]
            cells += [str(waits.tapping.missed)] if kind == "taps" else []
        rows = waits.attack["done rows"]
        refused = sum(number for status, number in waits.attack.items() if status in ("429", "503", "closed"))
        told = f"{refused:,} of {waits.attack.total():,}" if waits.attack.total() else ""
        told = f"{rows:,} rows" if rows else told
        table.add_row(name, *cells, str(waits.failed.total()), told)
    return table


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=10, help="length of a period (default: %(default)s)")
    parser.add_argument("--tappers", type=int, default=16, help="people who tap (default: %(default)s)")
    parser.add_argument("--callers", type=int, default=4, help="people who verify on the web (default: %(default)s)")
    parser.add_argument("--scenes", default="", help="only scenes with this word")
    return parser.parse_args()


if __name__ == "__main__":
    main()
