"""Whether the file of an SQLite store is still the one that was opened.

A desk whose file is moved away, deleted or replaced could go on in the old one, which the next start does not see:
everything that people did meanwhile would be lost. So nothing is written any more until the file is back.
"""

import os
import sqlite3

from sqlalchemy import make_url


class StoreFileGone(sqlite3.OperationalError):
    """The file was moved, deleted or replaced. It is a fault like that of a file that cannot be opened."""

    sqlite_errorcode = sqlite3.SQLITE_CANTOPEN


class StoreFile:
    """The file of the store at this URL. It is remembered from the first check at which it exists."""

    def __init__(self, url: str) -> None:
        parsed = make_url(url)
        self._path = (parsed.database or "") if parsed.get_backend_name() == "sqlite" else ""
        self._opened: tuple[int, int] | None = None

    def require(self) -> None:
        """Check that the file is the one that was opened. Raises StoreFileGone. Without a file it does nothing."""
        if not self._path:
            return
        found = self._identity()
        if self._opened is not None and found != self._opened:
            raise StoreFileGone("the file of the store was moved, deleted or replaced")
        self._opened = found

    def _identity(self) -> tuple[int, int] | None:
        try:
            status = os.stat(self._path)
        except OSError:
            return None
        return status.st_dev, status.st_ino
