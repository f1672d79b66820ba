"""The file that keeps the secret key of a local desk, whose settings have none."""

import os
from pathlib import Path

from storage.database.encryption import Keyring, make_secret, parse_secrets


def read_or_make(path: Path) -> Keyring:
    """Return the keyring of the file, written with a new key if it is missing.

    Raises OSError, and ValueError if the file holds no whole key.
    """
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write_whole(path, make_secret())
    return Keyring(parse_secrets(path.read_text().strip()))


def _write_whole(path: Path, text: str) -> None:
    """Write a file that only its owner may read. It is there as a whole or not at all, also after a power failure."""
    unfinished = path.with_name(f"{path.name}.new")
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
