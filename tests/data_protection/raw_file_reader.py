"""Reads the bytes of the data folder, as a thief of the disk could, and searches them for personal data."""

import sqlite3
from pathlib import Path

from tests.forgery.scene import ENGINE, VIN, Scene
from tests.stories.cast import Citizen


def bytes_of(folder: Path) -> bytes:
    """Return every byte of every file in a folder: the database, its write-ahead log, and the rest."""
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def of_people(*people: Citizen) -> list[str]:
    """Return the texts that identify these people."""
    return [text for one in people for text in (one.name, one.id_number, one.phone, one.phone[3:])]


def of_scene(scene: Scene) -> list[str]:
    """Return everything personal or secret in a scene."""
    people = (scene.driver, scene.owner, scene.payer, scene.friend, scene.reviewed, scene.administrator)
    return [*of_people(*people), ENGINE, VIN, scene.link, scene.short, scene.share, scene.invitation]


def found_in(content: bytes, wanted: list[str]) -> list[str]:
    """Return which of these texts are in the bytes, in the encodings that databases and logs use."""
    encodings = ("utf-8", "utf-16-le", "utf-16-be")
    escaped = [text.encode("unicode_escape") for text in wanted]
    return [
        text
        for text, other in zip(wanted, escaped, strict=True)
        if other in content or any(text.encode(encoding) in content for encoding in encodings)
    ]


def checkpoint(path: Path) -> None:
    """Write the write-ahead log into the database file, as SQLite does from time to time. It clears no free pages."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
