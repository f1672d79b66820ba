"""Imports of the register beside the chat: rows a second, and what taps wait meanwhile.

    python -m tests.benchmarks.bench_import [--rows 100000] [--seconds 15] [--tappers 8] [--databases sqlite postgresql]

The desk runs as an operator starts it; the simulated Telegram and all people are in another process. The tappers tap
buttons about twice a second, first alone, then while `run_bot.py import --silently` takes files of people, vehicles and
violations, each with so many new rows, and then the same files again. Rows a second: from the beginning of the import
until every row counts; a processor second: of the import's process alone, whatever else the machine does. Timed from
the tap to the changed message.
"""

import argparse
import asyncio
import random
import resource
import statistics
import sys
import tempfile
from collections.abc import Awaitable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import uvicorn
from rich.console import Console
from rich.table import Table
from sqlalchemy import create_engine, select

from bot.engine import clock
from bot.runtime.http_server import Server
from bot.services.importing.kinds import ImportKind
from bot.simulator.app import create_app
from bot.simulator.world import World
from storage.database import table_of
from storage.migrations import migrator
from storage.register.imports import RegisterImport
from tests import databases, postgresql
from tests.benchmarks import desk, register_files
from tests.benchmarks.simulated_people import SimulatedPerson, UncompressedFileStore, WakingEventStream
from tests.postgresql import Postgres
from tests.stories import cast
from tests.stories.app_driver import TOKEN, AppDriver

TARGET_MS, TARGET_ROWS = 300, 2_000
KINDS = (ImportKind.PEOPLE, ImportKind.VEHICLES, ImportKind.VIOLATIONS)
LABELS = ("语言", "中文", "菜单")
PAUSE = (0.2, 0.8)  # Seconds between a person's actions.
IMPORTS = table_of(RegisterImport)
LAST = select(IMPORTS.c.begun_at, IMPORTS.c.switched_at, IMPORTS.c.new).order_by(IMPORTS.c.id.desc()).limit(1)


@dataclass
class Result:
    """What one import did, and what taps waited meanwhile, in seconds."""

    name: str
    rows: int = 0
    seconds: float = 0.0
    processor: float = 0.0  # Seconds, with the start of the process.
    new: int = 0
    waits: list[float] = field(default_factory=list)

    def milliseconds(self) -> tuple[float, float, float]:
        """Return the median, the 95th percentile and the longest wait."""
        waits = sorted(1000 * each for each in self.waits) or [0.0]
        return statistics.median(waits), waits[int(0.95 * len(waits))], waits[-1]


def main() -> None:
    """Measure and print. Exits with 1 if a target is missed."""
    options, console = _options(), Console(width=110)
    databases.use_test_secret()
    missed = False
    for name in options.databases:
        with tempfile.TemporaryDirectory(dir="/var/tmp") as folder, _store(name, Path(folder)) as url:
            world = World({TOKEN: {"id": 1000000001, "username": "chezhu_bot", "first_name": "车主"}})
            world.events, world.files = WakingEventStream(), UncompressedFileStore()
            migrator.upgrade(url)
            tappers = _people(url, world, options.tappers)
            quiet, *imported = asyncio.run(_measured(Path(folder), url, world, tappers, options))
        console.print(_table(name, quiet, imported))
        missed |= any(each.milliseconds()[1] > TARGET_MS for each in imported)
        missed |= any(each.rows / each.seconds < TARGET_ROWS for each in imported if each.new)
    told = "NOT every" if missed else "Every"
    console.print(
        f"{told} import takes {TARGET_ROWS:,} rows a second, with 95 of 100 taps answered within {TARGET_MS} ms."
    )
    raise SystemExit(int(missed))


@contextmanager
def _store(name: str, folder: Path) -> Iterator[str]:
    if name == "sqlite":
        yield f"sqlite:///{folder}/desk.sqlite3"
        return
    postgresql.begin_run()
    try:
        server = Postgres.of_this_run()
        yield server.url(server.create())
    finally:
        postgresql.end_run()


async def _measured(
    folder: Path, url: str, world: World, tappers: list[int], options: argparse.Namespace
) -> list[Result]:
    """Serve the world, start the desk, and import while people tap. Returns the quiet period, then every import."""
    config = uvicorn.Config(create_app(world), port=0, log_level="critical", timeout_graceful_shutdown=1)
    server = Server(config)
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - the server has no event to wait for
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    environment = desk.settings(folder, f"http://127.0.0.1:{port}", TOKEN, database_url=url)
    with desk.started(environment):
        await asyncio.gather(*(_greet(SimulatedPerson(world, person)) for person in tappers))
        results = [await _tapping(world, tappers, Result("no import"), asyncio.sleep(options.seconds))]
        for again in ("", ", again"):
            for kind in KINDS:
                path = register_files.write(folder, kind, options.rows, first=1_000)
                result = Result(f"{kind}{again}", options.rows)
                work = _import(environment, kind, path)
                before = _processor_of_children()
                await _tapping(world, tappers, result, work)
                result.processor = _processor_of_children() - before
                results.append(_timed(url, result))
        await world.close()
        server.should_exit = True
        await serving
    return results


def _processor_of_children() -> float:
    """Return the processor seconds of the processes that have ended; the desk still runs."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _people(url: str, world: World, count: int) -> list[int]:
    app = AppDriver(url, world)
    app.now = clock.now()
    people = [cast.citizen(app, f"邻居{at}", cast.id_number(700 + at), f"+8613800002{at:03}").id for at in range(count)]
    app.close()
    return people


async def _tapping(world: World, tappers: list[int], result: Result, work: Awaitable[None]) -> Result:
    """Let everybody tap until the work is done."""
    done = asyncio.Event()
    tapping = [asyncio.create_task(_tap(SimulatedPerson(world, person), result.waits, done)) for person in tappers]
    await work
    done.set()
    await asyncio.gather(*tapping)
    return result


async def _greet(hand: SimulatedPerson) -> None:
    """Wait until the desk answers."""
    hand.says("/menu")
    await hand.answered()


async def _tap(hand: SimulatedPerson, waits: list[float], done: asyncio.Event) -> None:
    hand.says("/menu")
    await hand.answered()
    while not done.is_set():
        for label in LABELS:
            await asyncio.sleep(random.uniform(*PAUSE))
            hand.taps(label)
            waits.append(await hand.answered())


async def _import(environment: dict[str, str], kind: ImportKind, path: Path) -> None:
    command = [sys.executable, "run_bot.py", "import", kind.value, str(path), "--silently"]
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*command, cwd=desk.ROOT, env=environment, stdout=pipe, stderr=pipe)
    _, told = await process.communicate()
    assert process.returncode == 0, told.decode()


def _timed(url: str, result: Result) -> Result:
    engine = create_engine(url)
    with engine.connect() as connection:
        begun, switched, result.new = connection.execute(LAST).one()
    engine.dispose()
    result.seconds = (switched - begun).total_seconds()
    return result


def _table(name: str, quiet: Result, imported: list[Result]) -> Table:
    figures = ("new rows", "rows a second", "a processor second", "taps", "median ms", "95 % ms", "longest ms")
    table = Table("import", *figures, title=name)
    for each in (quiet, *imported):
        speeds = (f"{each.rows / seconds:,.0f}" if each.rows else "–" for seconds in (each.seconds, each.processor))
        waits = (f"{milliseconds:,.0f}" for milliseconds in each.milliseconds())
        table.add_row(each.name, f"{each.new:,}" if each.rows else "–", *speeds, f"{len(each.waits):,}", *waits)
    return table


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=100_000, help="of each file (default: %(default)s)")
    parser.add_argument("--seconds", type=float, default=15, help="of the period without import (default: %(default)s)")
    parser.add_argument("--tappers", type=int, default=8, help="people who tap (default: %(default)s)")
    parser.add_argument("--databases", nargs="+", default=["sqlite", "postgresql"], help="(default: %(default)s)")
    return parser.parse_args()


if __name__ == "__main__":
    main()
