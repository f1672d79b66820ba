"""The machine API beside the chat: rows a second that other systems write, and what taps wait meanwhile.

    python -m tests.benchmarks.bench_api [--rows 100000] [--seconds 15] [--tappers 16] [--databases sqlite]

The desk runs as an operator starts it; the simulated Telegram, all people and the client are in another process. The
client sends files of people, vehicles and violations, each with so many new rows, as batches of 1,000 one after the
other, and then the first batch again. Each row is a transaction of its own. New: rows that are in the database in the
end. Taps are as in the benchmark of imports.
"""

import argparse
import asyncio
import csv
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import Any

import aiohttp
from rich.console import Console
from sqlalchemy import create_engine, func, select
from sqlmodel import SQLModel

from bot.engine import clock
from bot.services.importing.api_kinds import ApiKind
from bot.services.importing.kinds import ImportKind
from bot.services.staff import api_clients
from bot.simulator.world import World
from storage.database import Database, table_of
from storage.migrations import migrator
from storage.register.people import Person
from storage.register.vehicles import Vehicle
from storage.violations.violations import Violation
from tests import databases
from tests.benchmarks import bench_import, register_files
from tests.benchmarks.bench_import import Result
from tests.benchmarks.simulated_people import SimulatedPerson, UncompressedFileStore, WakingEventStream
from tests.benchmarks.tappers import MISSED_TARGET, TARGET_MS, begin
from tests.stories.app_driver import TOKEN

BATCH = 1_000
TABLES: dict[ImportKind, type[SQLModel]] = {
    ImportKind.PEOPLE: Person,
    ImportKind.VEHICLES: Vehicle,
    ImportKind.VIOLATIONS: Violation,
}
CHANGED_AT = "2026-11-24T08:00:00Z"


def main() -> None:
    """Measure and print. Exits with the code of a missed target if one is."""
    options, console = _options(), Console(width=110)
    databases.use_test_secret()
    missed = False
    for name in options.databases:
        with tempfile.TemporaryDirectory(dir="/var/tmp") as folder, bench_import.store(name, Path(folder)) as url:
            world = World({TOKEN: {"id": 1000000001, "username": "chezhu_bot", "first_name": "车主"}})
            world.events, world.files = WakingEventStream(), UncompressedFileStore()
            migrator.upgrade(url)
            tappers = bench_import.people(url, world, options.tappers)
            quiet, *written = asyncio.run(_measured(Path(folder), url, world, tappers, options))
        console.print(bench_import.table(name, quiet, written))
        missed |= any(each.new != each.rows or not each.waits.meet_the_target() for each in written)
    told = "NOT every" if missed else "Every"
    console.print(f"{told} row counts once, with 95 of 100 taps answered within {TARGET_MS} ms and none missed.")
    raise SystemExit(MISSED_TARGET if missed else 0)


async def _measured(
    folder: Path, url: str, world: World, tappers: list[int], options: argparse.Namespace
) -> list[Result]:
    """Start the desk, and write by the API while people tap. Returns the quiet period, then every kind."""
    key = _key(url)
    async with bench_import.desk_with(folder, url, world, port=str(options.port)):
        await asyncio.gather(*(begin(SimulatedPerson(world, person)) for person in tappers))
        results = [await bench_import.tapping(world, tappers, Result("no writing"), asyncio.sleep(options.seconds))]
        for kind in TABLES:
            path = register_files.write(folder, kind, options.rows, first=1_000)
            before, result = _count(url, kind), Result(kind.value, options.rows)
            send = partial(_send, f"http://127.0.0.1:{options.port}/api/v1/{kind.value}", key)
            await bench_import.tapping(world, tappers, result, _write(send, path, result))
            result.new = _count(url, kind) - before
            results.append(result)
    return results


async def _write(send: Any, path: Path, result: Result) -> None:
    """Send the rows of a file in batches, and the first batch again."""
    with path.open(encoding="utf-8") as file:
        found = [{name: row[name] for name in row.keys() - {"portrait", "photo"}} for row in csv.DictReader(file)]
    rows = [{"key": f"{at}", "changed_at": CHANGED_AT, "fields": fields} for at, fields in enumerate(found)]
    began = time.monotonic()
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=None)) as http:
        for at in range(0, len(rows), BATCH):
            assert set(await send(http, rows[at : at + BATCH])) == {"new"}
        result.seconds = time.monotonic() - began
        assert set(await send(http, rows[:BATCH])) == {"unchanged"}


async def _send(url: str, key: str, http: aiohttp.ClientSession, rows: Any) -> list[str]:
    """Send a batch, again while the rate limit asks to wait. Returns what became of each row."""
    while True:
        async with http.post(url, json={"rows": list(rows)}, headers={"Authorization": f"Bearer {key}"}) as response:
            if response.status != 429:
                response.raise_for_status()
                return [each["result"] for each in (await response.json())["results"]]
        await asyncio.sleep(0.2)


def _key(url: str) -> str:
    database = Database(url)
    with database.transaction() as session:
        _, key = api_clients.create(session, "bench", [kind.value for kind in ApiKind], now=clock.now())
    database.close()
    return key


def _count(url: str, kind: ImportKind) -> int:
    engine = create_engine(url)
    with engine.connect() as connection:
        found = connection.execute(select(func.count()).select_from(table_of(TABLES[kind]))).scalar_one()
    engine.dispose()
    return found


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=100_000, help="of each kind (default: %(default)s)")
    parser.add_argument(
        "--seconds", type=float, default=15, help="of the period without writing (default: %(default)s)"
    )
    parser.add_argument("--tappers", type=int, default=16, help="people who tap (default: %(default)s)")
    parser.add_argument("--port", type=int, default=8185, help="of the desk (default: %(default)s)")
    parser.add_argument("--databases", nargs="+", default=["sqlite"], help="or postgresql (default: %(default)s)")
    return parser.parse_args()


if __name__ == "__main__":
    main()
