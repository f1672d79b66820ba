"""A progress bar on a terminal, and of an import a line every few seconds if the output is not a terminal."""

import time
from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from bot.cli.import_csv import Item

SHOWN_EVERY = 5.0


def bar(label: str, items: Sequence[Item]) -> Iterable[Item]:
    """Iterate over the items and show how many are done."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        yield from progress.track(items, description=label)


class Steps:
    """Shows the steps of an import: bars on a terminal, otherwise a line of counts every few seconds."""

    def __init__(self) -> None:
        console = Console(stderr=True)
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        self._bars = Progress(*columns, console=console, disable=not console.is_terminal)
        self._console, self._bar, self._step, self._shown = console, TaskID(0), "", time.monotonic()

    def __call__(self, step: str, done: int, total: int) -> None:
        """Show how many rows are done in this step."""
        if step != self._step:
            self._step, self._bar = step, self._bars.add_task(step, total=total)
        self._bars.update(self._bar, completed=done, total=total, refresh=True)
        if not self._console.is_terminal and time.monotonic() - self._shown >= SHOWN_EVERY:
            self._shown = time.monotonic()
            self._console.print(f"{step}: {done:,} of {total:,}")
