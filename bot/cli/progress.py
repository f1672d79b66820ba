"""Progress: a bar on a terminal, nothing in a log."""

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from bot.cli.import_csv import Piece


def bar(words: str, pieces: Sequence[Piece]) -> Iterable[Piece]:
    """Hand out the pieces and show how many are done."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        yield from progress.track(pieces, description=words)
