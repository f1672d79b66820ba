"""Parts of the long run with random or hostile inputs: random worlds, forged inputs, payment webhook events."""

import itertools
from functools import partial
from pathlib import Path

from tests import databases
from tests.fault_injection import payment_bills, payment_notice_runs, webhook_events, world
from tests.fault_injection.long_run import OnProgress, Result
from tests.forgery import registry
from tests.forgery.running import Result as ForgeryResult
from tests.forgery.scene import Scene
from tests.stories import shared_sandbox

# The number of kills after which a new world with a new crowd is created.
KILLS_A_WORLD = 25


def worlds(*, count: int, seed: int, folder: Path, on_progress: OnProgress) -> Result:
    """Kill the whole desk `count` times under crowds that act at random."""
    total = world.WorldResult()
    wrong: list[str] = []
    for number in itertools.count():
        if total.kills >= count or wrong:
            break
        own = folder / f"world-{number}"
        own.mkdir()
        before, most = total.kills, min(KILLS_A_WORLD, count - total.kills)
        try:
            total += world.run(
                own, kills=most, seed=seed + number, on_progress=partial(_add_progress, on_progress, before)
            )
        except AssertionError as problem:
            wrong.append(str(problem))
    return Result("random worlds", total.summary(), 0, tuple(wrong))


def _add_progress(on_progress: OnProgress, before: int, more: int) -> None:
    on_progress(before + more)


def forged(*, count: int, seed: int, folder: Path, on_progress: OnProgress) -> Result:
    """Send `count` forged inputs to one desk."""
    own, sent = folder / "forged", 0
    own.mkdir()
    scene = Scene(databases.sqlite_copy(folder / "empty.sqlite3", own))

    def note(result: ForgeryResult) -> None:
        nonlocal sent
        sent += result.count
        on_progress(sent)

    try:
        results = registry.run(scene, count, seed, note)
    finally:
        scene.close()
        shared_sandbox.close()
    accepted = [f"{result.name}: {what}" for result in results for what in sorted(set(result.accepted))[:3]]
    return Result("forged inputs", f"{sent:,} in {len(results)} classes", 0, tuple(accepted))


def webhook_storm(*, count: int, seed: int, template: Path, folder: Path, on_progress: OnProgress) -> Result:
    """Send `count` webhook events of every kind with valid signatures, while transactions fail."""
    own = folder / "storm"
    own.mkdir()
    sent, wrong = webhook_events.run_storm(
        count=count, seed=seed, template=template, folder=own, on_progress=on_progress
    )
    return Result("payment webhook events", f"{sent:,} sent", 0, tuple(wrong))


def corrupted_webhooks(*, count: int, seed: int, on_progress: OnProgress) -> Result:
    """Send `count` webhook events whose content was corrupted."""
    sent, accepted = webhook_events.run_corrupted(count=count, seed=seed, on_progress=on_progress)
    return Result("payment webhook events, corrupted", f"{sent:,} sent", 0, tuple(accepted))


def notices(*, count: int, seed: int, template: Path, folder: Path, on_progress: OnProgress) -> Result:
    """Send `count` notices of both providers, of every kind."""
    own = folder / "notices"
    own.mkdir()
    sent, wrong = payment_notice_runs.run(
        count=count, seed=seed, template=template, folder=own, on_progress=on_progress
    )
    kinds = ", ".join(f"{many:,} {kind}" for kind, many in sorted(sent.items()))
    return Result("payment notices by kind", f"{sent.total():,} sent: {kinds}", 0, tuple(wrong))


def bills(*, count: int, seed: int, template: Path, folder: Path, on_progress: OnProgress) -> Result:
    """Read `count` bills of both providers, of every kind, and compare them with a store."""
    own = folder / "bills"
    own.mkdir()
    read, wrong = payment_bills.run(count=count, seed=seed, template=template, folder=own, on_progress=on_progress)
    kinds = len(read) - 2  # Beside the bills and the rows of all kinds.
    summary = f"{read['bills']:,} bills of {kinds} kinds, {read['rows']:,} rows"
    return Result("payment bills by kind", summary, 0, tuple(wrong))
