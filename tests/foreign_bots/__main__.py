"""Runs the examples of other libraries against the local Telegram: `python -m tests.foreign_bots`.

    python -m tests.foreign_bots                       all examples, with a table
    python -m tests.foreign_bots --record              the same, and the table into docs/foreign-bots.md
    python -m tests.foreign_bots --only echo           those whose name contains this

Source packages and libraries that are not installed here come from the registries into --folder. Exits with 1 if an
example that is run does not answer, ends, or has a call refused that it does not mean to be refused.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from tests.foreign_bots import examples, programs, telegram_server
from tests.foreign_bots.examples import LIBRARIES, VERSIONS, Example

PAGE = Path(__file__).parents[2] / "docs" / "foreign-bots.md"
CACHE = Path(tempfile.gettempdir()) / "chezhu-foreign-bots"
HEAD = """# Bots of others

The examples that three libraries carry in their source packages run unchanged against the local Telegram
(docs/local-telegram.md), and a bot each with grammY and Telegraf (tests/foreign_bots): a person sends each its
commands, words, a contact, a place and a sticker, taps what it shows, votes and pays. It works if it answers, keeps
running, and no call of it is refused. Written by `.venv/bin/python -m tests.foreign_bots --record`.

{good} of {run} that can run here do; {left_out} are left out.

| library | example | calls | messages | outcome |
|---|---|---|---|---|
"""
TAIL = 4  # Lines of an ended program that are shown.
START_SECONDS = 300.0  # For a program to begin on a busy machine; its first call ends the wait.


@dataclass(frozen=True)
class Outcome:
    """What became of an example. heard: messages of the bot; problem: "" if it did what it should."""

    example: Example
    calls: int = 0
    heard: int = 0
    problem: str = ""


def main() -> int:
    """Run the examples and return 0 if none has a problem."""
    options = _options()
    outcomes = []
    for example in _every(options.folder):
        if options.only in f"{example.library} {example.name}":
            outcomes.append(tried(example, options.folder))
            _show(outcomes[-1])
    if options.record:
        PAGE.write_text(page(outcomes), encoding="utf-8")
    return 1 if any(outcome.problem for outcome in outcomes) else 0


def _every(folder: Path) -> Iterator[Example]:
    for library, version in LIBRARIES.items():
        yield from examples.examples(library, examples.download(library, version, folder))
    yield from examples.javascript()


def page(outcomes: list[Outcome]) -> str:
    """Return the page with the table."""
    run = [outcome for outcome in outcomes if not outcome.example.left_out]
    good = sum(not outcome.problem for outcome in run)
    head = HEAD.format(good=good, run=len(run), left_out=len(outcomes) - len(run))
    return head + "".join(_row(outcome) for outcome in outcomes)


def _row(outcome: Outcome) -> str:
    example = outcome.example
    said = f"left out: {example.left_out}" if example.left_out else outcome.problem or "works"
    counts = f"{outcome.calls} | {outcome.heard}" if not example.left_out else " | "
    return f"| {example.library} {VERSIONS[example.library]} | {example.name} | {counts} | {said} |\n"


def tried(example: Example, folder: Path) -> Outcome:
    """Run an example for a person who tries everything, and return what became of it."""
    if example.left_out:
        return Outcome(example)
    with telegram_server.served() as (address, calls, _), tempfile.TemporaryDirectory() as name:
        output = Path(name) / "output"
        process = programs.start(example, address, telegram_server.TOKEN, output, folder)
        person = telegram_server.CuriousPerson(address)
        try:
            _wait_for_call(process, calls)
            person.tries(example.commands)
            ended, refused = process.poll(), list(calls.refused)  # Before it is asked to end.
        finally:
            person.close()
            programs.stop(process)
        outcome = Outcome(example, calls.count, person.heard)
        return replace(outcome, problem=_problem(outcome, ended, refused, output.read_text()))


def _wait_for_call(process: subprocess.Popen[bytes], calls: telegram_server.Calls) -> None:
    end = time.monotonic() + START_SECONDS
    while not calls.count and process.poll() is None and time.monotonic() < end:
        time.sleep(0.1)


def _problem(outcome: Outcome, ended: int | None, refused: list[str], output: str) -> str:
    """Return what is wrong. A program may end by itself once it has done something."""
    if ended is not None and (ended != 0 or not outcome.calls):
        return f"ended with {ended}: " + " / ".join(output.strip().splitlines()[-TAIL:])
    if refused:
        return "refused: " + "; ".join(dict.fromkeys(refused))
    return "" if outcome.heard or ended == 0 else "no answer"


def _show(outcome: Outcome) -> None:
    said = outcome.example.left_out or outcome.problem or "works"
    sys.stdout.write(f"{time.strftime('%H:%M:%S')} {outcome.example.library} {outcome.example.name}: {said}\n")
    sys.stdout.flush()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.foreign_bots", description="Run bots of others.")
    parser.add_argument("--folder", type=Path, default=CACHE, help="for source packages (default: %(default)s)")
    parser.add_argument("--only", default="", help="part of the names of the examples to run")
    parser.add_argument("--record", action="store_true", help="write docs/foreign-bots.md")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
