"""Marks an SQLite store whose restore is under way, so that no desk starts on a half replaced one.

The mark is a file beside the store. It holds the name under which the former store is kept, so that a restore that was
interrupted goes on where it was.
"""

from pathlib import Path

from sqlalchemy import make_url

from bot.program_name import PROGRAM
from bot.runtime.operator_error import OperatorError


def mark_of(store: Path) -> Path:
    """Return the path of a store's mark."""
    return store.with_name(f"{store.name}.restoring")


def refuse(url: str) -> None:
    """Raise OperatorError if a restore of this store has not finished."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite" and mark_of(Path(parsed.database or "")).exists():
        raise OperatorError(
            f"A restore of {parsed.database} was interrupted. Run it again: {PROGRAM} restore FILE. Until then the "
            "store is incomplete, and nothing opens it."
        )
