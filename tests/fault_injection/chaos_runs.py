"""A chaos run: episodes on one store until so many events are handled, with one line of results.

With a tally, it goes on where an earlier run was stopped, and counts its episodes.
"""

import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from bot.runtime.database import open_database
from bot.runtime.operator_error import OperatorError
from bot.settings import load
from storage.database import encryption
from tests import databases, report
from tests.fault_injection.chaos.checks import Findings
from tests.fault_injection.chaos.episode import Episode, Shape
from tests.fault_injection.chaos.tally import Tally
from tests.fault_injection.long_run import OnProgress, Result
from tests.transaction_pooler import TransactionPooler

UPDATES = 20_000  # Of an episode; a multiple of what the rules of the flows divide by.


def run(
    url: str,
    *,
    count: int,
    seed: int,
    on_progress: OnProgress,
    say: Callable[[str], object] = lambda _: None,
    tally: Path | None = None,
) -> Result:
    """Handle about `count` events, and say after each episode what was found. Stops at the first one that fails."""
    kind, updates = _kind(url), min(UPDATES, count)
    kept = Tally(tally, kind)
    found, before, minutes = kept.total(), kept.seeds(), kept.minutes()
    wrong = [*found.problems] if refuses_pooler(url) else ["a desk started behind a transaction pooler"]
    seed, first = max([seed, *(each + 1 for each in before)]), 1
    while found.events < count and not wrong:
        began = time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            episode = Episode(url, Path(folder), Shape(updates), seed, first=first)
            one = episode.run(partial(_report, on_progress, found.events))
        one.problems = [f"--only 'chaos, {kind}' --events {updates} --seed {seed}: {each}" for each in one.problems]
        kept.add(seed, time.monotonic() - began, one)
        found, wrong, seed, first = found + one, one.problems, seed + 1, first + UPDATES
        say(f"{report.moment()} {kind}: {_summary(found)}; wrong: {len(wrong)}")
    summary = _summary(found) + _runs(kept)
    return Result(f"chaos, {kind}", summary, found.repeated.total(), tuple(wrong), minutes)


def _runs(kept: Tally) -> str:
    """Return from how many episodes a tally is."""
    seeds = kept.seeds()
    return f"; episodes: {len(seeds)}, seeds {min(seeds)} to {max(seeds)}" if seeds else ""


def _report(on_progress: OnProgress, before: int, handled: int) -> None:
    on_progress(before + handled)


def _kind(url: str) -> str:
    return "SQLite" if url.startswith("sqlite") else "PostgreSQL"


def refuses_pooler(url: str) -> bool:
    """Return whether a desk with a transaction pooler before this database refuses to start. SQLite has none."""
    if url.startswith("sqlite"):
        return True
    server = Path(url.partition("?host=")[2])
    with tempfile.TemporaryDirectory(prefix="pooler") as folder:
        pooler = TransactionPooler(Path(folder), server)
        settings = load(
            _env_file=None,
            data_dir=Path(folder),
            database_url=url.replace(str(server), folder),
            secret_key=encryption.make_secret(),
        )
        try:
            with open_database(settings, alone=True):
                return False
        except OperatorError as problem:
            return "transaction pooler" in str(problem)
        finally:
            databases.use_test_secret()
            pooler.close()


def _summary(found: Findings) -> str:
    causes = ", ".join(f"{count:,} {cause}" for cause, count in sorted(found.repeated.items()) if count)
    given_up = f"; {found.given_up:,} of the newer version given up at a wrong clock" if found.given_up else ""
    return (
        f"{found.events:,} events, {found.messages:,} messages, {found.disturbances:,} disturbances, "
        f"{len(found.faults):,} pairs of fault and statement; no lane waited for more "
        f"than {found.turns:,} others or {found.held:.0f} s; "
        f"repeated: {causes or 'none'}{given_up}"
    )
