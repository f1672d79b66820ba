"""A thief of the disk: he has every byte of the store and its log, and looks for people in them."""

import sqlite3
from pathlib import Path

from tests.forgery.scene import ENGINE, VIN, Scene
from tests.stories.cast import Citizen


def bytes_of(folder: Path) -> bytes:
    """Every byte of every file in a folder: the store, what stands beside it while it is written, and the rest."""
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def of_people(*people: Citizen) -> list[str]:
    """What would tell who these people are."""
    return [text for one in people for text in (one.name, one.id_number, one.phone, one.phone[3:])]


def of_scene(scene: Scene) -> list[str]:
    """Everything personal or secret in a scene."""
    people = (scene.driver, scene.owner, scene.payer, scene.friend, scene.reviewed, scene.chief)
    return [*of_people(*people), ENGINE, VIN, scene.link, scene.short, scene.share, scene.invitation]


def found_in(content: bytes, wanted: list[str]) -> list[str]:
    """Return which of these stand in the bytes, in the encodings that databases and logs use."""
    encodings = ("utf-8", "utf-16-le", "utf-16-be")
    escaped = [text.encode("unicode_escape") for text in wanted]
    return [
        text
        for text, other in zip(wanted, escaped, strict=True)
        if other in content or any(text.encode(encoding) in content for encoding in encodings)
    ]


def checkpoint(path: Path) -> None:
    """Write the store's log into the store, as SQLite does from time to time: what is free is not cleared by this."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
