"""Version 0.1.0 beside this one: its real code, from the history, over a store that this version upgrades meanwhile.

People write commands all the time. Processes of 0.1.0 receive, handle and send; those of this version start beside
them, which upgrades the store, and take over one by one when the others are killed. Each command must be handled once
and answered in order; a message that was on its way at a kill may be repeated.
"""

import io
import itertools
import subprocess
import tarfile
import tempfile
from collections.abc import Callable
from pathlib import Path

import psycopg

from tests.deployment.fleet import ROOT, DeskProcess, Fleet, fleet, telegram, wait_until_running
from tests.deployment.multi_process_driver import CommandSenders, wait_until_answered
from tests.fault_injection.long_run import OnProgress, Result

COMMIT = "dc293c7e9a2aae5dc655293fc177403a7862b820"  # The last one before the second revision of the database.
WHAT = "version 0.1.0 beside this one"
PEOPLE = 25
ROLES = ("worker", "sender", "receiver")


class HistoryMissing(Exception):
    """The checkout lacks the history, as a shallow clone does."""


def extract(folder: Path) -> None:
    """Write the tree of version 0.1.0 into a folder. Raises HistoryMissing."""
    done = subprocess.run(["git", "archive", COMMIT], cwd=ROOT, capture_output=True, check=False)
    if done.returncode:
        raise HistoryMissing(done.stderr.decode().strip())
    with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
        archive.extractall(folder, filter="data")


def run(url: Callable[[], str], *, count: int, seed: int, on_progress: OnProgress) -> Result:
    """Let people write `count` commands, in the stages of an upgrade. url: returns that of an empty database."""
    with tempfile.TemporaryDirectory() as name:
        tree, folder = Path(name) / "tree", Path(name) / "data"
        tree.mkdir()
        folder.mkdir()
        try:
            extract(tree)
        except HistoryMissing as problem:
            return Result(WHAT, "0 commands", 0, (f"git fetch --unshallow: {problem}",))
        return _upgrade(url(), folder, tree, count=count, seed=seed, on_progress=on_progress)


def _upgrade(url: str, folder: Path, tree: Path, *, count: int, seed: int, on_progress: OnProgress) -> Result:
    with telegram(PEOPLE, folder) as client, fleet(url, str(client.base_url), folder) as desk:
        people = CommandSenders(client, f"earlier version {seed}")
        written = 0

        def write(share: float) -> None:
            nonlocal written
            for _ in range(max(1, round(count * share / PEOPLE))):
                people.write_all()
                written += PEOPLE
                on_progress(written)

        repeated, problems = 0, list[str]()
        try:
            _stages(desk, tree, write, lambda: wait_until_answered(url, written))
            repeated, problems = _answers(people)
        except AssertionError as problem:
            problems = [f"{problem}"]
        problems += _failures(url)
        return Result(WHAT, f"{written:,} commands", repeated, tuple(problems))


def _stages(desk: Fleet, tree: Path, write: Callable[[float], None], settle: Callable[[], None]) -> None:
    """Go through an upgrade: the earlier version alone, both, the later one alone."""
    earlier = {role: _started(desk, role, tree) for role in ROLES}
    write(0.2)
    settle()
    write(0.2)
    _started(desk, "worker")  # Upgrades the store while commands wait.
    write(0.2)
    settle()
    for role in ("sender", "receiver"):
        write(0.1)
        later = desk.start(role)
        earlier[role].kill()
        wait_until_running(later)
        settle()
    write(0.1)
    earlier["worker"].kill()
    settle()
    write(0.1)
    settle()


def _started(desk: Fleet, role: str, tree: Path = ROOT) -> DeskProcess:
    process = desk.start(role, tree=tree)
    wait_until_running(process)
    return process


def _answers(people: CommandSenders) -> tuple[int, list[str]]:
    """Return how many answers were repeated, and what is wrong. Nobody writes the same command twice in a row."""
    repeated, wrong = 0, []
    for person, wrote in people.wrote.items():
        answers = people.answered(person)
        once = [answer for answer, _ in itertools.groupby(answers)]
        repeated += len(answers) - len(once)
        if once != wrote:
            wrong.append(f"{person} wrote {wrote} and was answered {once}")
    return repeated, wrong


def _failures(url: str) -> list[str]:
    """Return the events that have failed at an attempt, and the deliveries that were given up."""
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        rows = connection.execute("SELECT key, note FROM inbox WHERE state = 'set_aside' OR attempts > 0").fetchall()
        failed = connection.execute("SELECT id, note FROM outbox WHERE state = 'failed'").fetchall()
    return [f"update {key}: {note}" for key, note in rows] + [f"delivery {number}: {note}" for number, note in failed]
