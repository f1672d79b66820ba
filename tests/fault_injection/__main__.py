"""Long run of fault injection: `python -m tests.fault_injection`, or `make crash`. With --point it repeats one crash.

    python -m tests.fault_injection                                        all parts at their full length
    python -m tests.fault_injection --record                               the same, with results in BENCHMARKS.md
    python -m tests.fault_injection --conversations 500 --updates 20000    shorter
    python -m tests.fault_injection --only chaos --events 20000 --seed 7    one part, with one seed
    python -m tests.fault_injection --only chaos --tally FILE --record      goes on where an earlier run was stopped
    python -m tests.fault_injection --kind booking --seed 7 --people 2 --point 31     one episode that crashes there

Exits with 1 if anything was lost, done twice or out of order.
"""

import argparse
import math
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from tests import databases, log_scanner, postgresql, report
from tests.fault_injection import (
    bot_api_faults,
    chaos_runs,
    earlier_states,
    earlier_version,
    episode,
    hostile_input_runs,
    long_run,
    model_runs,
    operators,
    payment_worlds,
    recording,
    stories,
)
from tests.fault_injection.episode import EpisodeFailed, Plan
from tests.fault_injection.long_run import Result
from tests.fault_injection.random_worlds import long_run as random_worlds
from tests.postgresql import Postgres

Part = Callable[..., Result | list[Result]]


def main() -> int:
    """Run the parts and print the results. Returns 0 if no check failed."""
    options = _options()
    databases.use_test_secret()
    console = Console()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        template = folder / "empty.sqlite3"
        databases.fill(f"sqlite:///{template}")
        if options.point:
            return _repeat_episode(options, template, folder, console)
        postgresql.begin_run()
        log_scanner.begin()
        try:
            results = [*_run_parts(options, template, folder, console), _scan_logs(options)]
        finally:
            postgresql.end_run()
    console.print(_table(results))
    for problem in [problem for result in results for problem in result.wrong[:10]]:
        console.print(f"[red]{problem}[/red]")
    return 1 if any(result.wrong for result in results) else 0


def _repeat_episode(options: argparse.Namespace, template: Path, folder: Path, console: Console) -> int:
    """Run one episode that crashes at the given points."""
    plan = Plan(options.kind, options.seed, options.people)
    try:
        report = episode.run(plan, options.point, template, folder)
    except EpisodeFailed as problem:
        console.print(f"[red]{problem}[/red]")
        return 1
    console.print(f"All checks passed. Crashed at: {', '.join(report.crashed_at) or 'no point'}.")
    console.print(f"{report.repeated} messages repeated.")
    return 0


def _parts(
    options: argparse.Namespace, template: Path, folder: Path, console: Console
) -> Iterator[tuple[str, int, Part]]:
    """Return every part: its name, its length, and the function that runs it."""
    both: dict[str, Any] = {"template": template, "folder": folder}
    yield "conversations", options.conversations, partial(long_run.episodes, processes=options.processes, **both)
    yield "processes", options.kills, partial(long_run.killed_processes, **both)
    yield "worlds", options.worlds, partial(hostile_input_runs.worlds, folder=folder)
    yield "forged", options.forged, partial(hostile_input_runs.forged, folder=folder)
    yield "webhooks", options.webhooks, partial(hostile_input_runs.webhook_storm, **both)
    yield "garbled", options.garbled, hostile_input_runs.corrupted_webhooks
    yield "notices", options.notices, partial(hostile_input_runs.notices, **both)
    yield "bills", options.bills, partial(hostile_input_runs.bills, **both)
    lives = {"processes": options.processes, "minutes": options.minutes, "tally": options.tally}
    yield "relatives", options.relatives, partial(random_worlds.worlds, **lives, **both)
    yield "Bot API", options.calls, partial(bot_api_faults.run, **both)
    yield "models", options.examples, partial(model_runs.run_models, folder=folder)
    table = report.REPORT if options.record else None
    yield "operators", options.operators, partial(operators.runs, folder=folder, path=table)
    yield "earlier states", options.states, earlier_states.run
    if not (options.events or options.updates or options.rounds or options.commands or options.payments):
        return
    server = Postgres.of_this_run()
    yield "earlier version", options.commands, partial(earlier_version.run, lambda: server.url(server.create()))
    for kind, url in long_run.stores_of_both_kinds(server, template, folder):
        yield f"payments, {kind}", options.payments, partial(payment_worlds.worlds, url, kind=kind, tally=options.tally)
        yield f"chaos, {kind}", options.events, partial(chaos_runs.run, url(), say=console.print, tally=options.tally)
        yield f"updates, {kind}", options.updates, partial(long_run.shuffled, url())
        yield f"races, {kind}", options.rounds, partial(long_run.raced, url())


def _run_parts(options: argparse.Namespace, template: Path, folder: Path, console: Console) -> list[Result]:
    """Run the parts one after the other, with a progress bar for each."""
    found = _parts(options, template, folder, console)
    parts = [part for part in found if part[1] and options.only in ("", part[0], part[0].partition(",")[0])]
    columns = (TextColumn("{task.description:22}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console) as progress:
        return [result for part in parts for result in _run_part(progress, options, *part)]


def _run_part(progress: Progress, options: argparse.Namespace, name: str, total: int, run: Part) -> list[Result]:
    task, began = progress.add_task(name, total=total), time.monotonic()
    found = run(
        count=total, seed=options.seed, on_progress=lambda done: progress.update(task, completed=min(done, total))
    )
    results = found if isinstance(found, list) else [found]
    if options.record:  # After each part, so that an interrupted run of hours keeps its results.
        recording.record(results, minutes=(time.monotonic() - began) / 60, seed=options.seed)
    return results


def _scan_logs(options: argparse.Namespace) -> Result:
    found = Result("personal data in the logs", "searched", 0, tuple(log_scanner.end()))
    if options.record:
        recording.record([found], minutes=0, seed=options.seed)
    return found


def _table(results: list[Result]) -> Table:
    table = Table("What", "How many", "Messages repeated", "Lost, repeated, out of order", title="Crashes and races")
    for result in results:
        wrong = f"[red]{len(result.wrong)}[/red]" if result.wrong else "0"
        table.add_row(result.what, result.how_many, str(result.repeated), wrong)
    return table


def _options() -> argparse.Namespace:
    layout = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser("python -m tests.fault_injection", description=__doc__, formatter_class=layout)
    add = parser.add_argument
    add("--conversations", type=int, default=10_000, help="conversations with a random crash (default: %(default)s)")
    add("--kills", type=int, default=200, help="kills of real processes (default: %(default)s)")
    add("--worlds", type=int, default=300, help="kills of the whole desk in random worlds (default: %(default)s)")
    add(
        "--relatives",
        type=int,
        default=400,
        help="random worlds of strangers and relatives, on each database (default: %(default)s)",
    )
    add(
        "--minutes",
        type=float,
        default=math.inf,
        help="minutes after which no more worlds of strangers and relatives begin (default: no limit)",
    )
    add("--forged", type=int, default=100_000, help="forged inputs (default: %(default)s)")
    add("--webhooks", type=int, default=20_000, help="payment webhook events of every kind (default: %(default)s)")
    add("--garbled", type=int, default=100_000, help="webhook events with corrupted content (default: %(default)s)")
    add("--notices", type=int, default=100_000, help="payment notices of every kind (default: %(default)s)")
    add("--bills", type=int, default=20_000, help="payment bills of every kind (default: %(default)s)")
    add("--payments", type=int, default=300, help="random worlds of payments, on each database (default: %(default)s)")
    add("--calls", type=int, default=1_000, help="pairs of a Bot API call and a fault, at most (default: %(default)s)")
    add("--examples", type=int, default=2000, help="examples of each model, of 40 actions (default: %(default)s)")
    add("--operators", type=int, default=1, help="what operators and disks do wrong; 0: not (default: %(default)s)")
    add("--events", type=int, default=1_000_000, help="events of a chaos run, on each database (default: %(default)s)")
    add("--tally", type=Path, help="file of chaos episodes and of worlds: a stopped run goes on, and all count as one")
    add("--only", default="", help="run this part alone, by the name at its progress bar, on one database or both")
    add("--commands", type=int, default=5_000, help="commands while 0.1.0 is upgraded (default: %(default)s)")
    add("--states", type=int, default=1_000, help="stores of 0.1.0 to go on from, at most (default: %(default)s)")
    add("--updates", type=int, default=1_000_000, help="reordered updates on each database (default: %(default)s)")
    add("--rounds", type=int, default=1_000, help="rounds of races, on each database (default: %(default)s)")
    add("--processes", type=int, default=2, help="processes that run episodes in parallel (default: %(default)s)")
    add("--record", action="store_true", help="write the results into BENCHMARKS.md")
    add("--seed", type=int, default=0, help="seed of all random choices (default: %(default)s)")
    add("--kind", choices=list(stories.KINDS), default="booking", help="kind of the episode to repeat")
    add("--people", type=int, default=1, help="people in that episode")
    add("--point", type=int, action="append", help="crash point of that episode; may be given several times")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
