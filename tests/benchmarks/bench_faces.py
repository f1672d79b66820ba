"""Accuracy of the face comparison, on the two public portraits of the tests or on a folder of pictures."""

import itertools
import random
import time
from collections.abc import Iterable
from pathlib import Path

from rich.table import Table

from bot.adapters.pictures import faces
from bot.adapters.pictures.faces import FaceComparison, FaceMatch
from bot.adapters.pictures.sanitise import SanitisedPicture, sanitise
from tests.adapters.pictures.portraits import PEOPLE, face, jpeg, variants

MAX_PAIRS = 20_000
FEW_PAIRS = 60
Shot = tuple[str, bytes]


def face_table(folder: Path | None) -> Table:
    """Compare all pairs of pictures and return the counts of each result, for the same and for different people."""
    source = f"{folder}" if folder else "two public portraits, each in 13 alterations; no true error rate"
    table = Table(title=f"Faces: {source}")
    for heading in ("people", "pairs", "same", "different", "cannot tell", "least", "most", "ms"):
        table.add_column(heading, justify="right")
    if not faces.is_available():
        table.caption = "Not installed: install the extra [vision]"
        return table
    shots = list(_from(folder) if folder else _portraits())
    for title, alike in (("same", True), ("different", False)):
        pairs = [(a[1], b[1]) for a, b in itertools.combinations(shots, 2) if (a[0] == b[0]) is alike]
        random.Random(0).shuffle(pairs)
        table.add_row(title, *_counted(pairs[:MAX_PAIRS] if folder else pairs[:FEW_PAIRS]))
    return table


def _counted(pairs: Iterable[tuple[bytes, bytes]]) -> tuple[str, ...]:
    start = time.perf_counter()
    verdicts = [faces.compare_faces(one, other) for one, other in pairs]
    milliseconds = (time.perf_counter() - start) * 1000 / max(1, len(verdicts))
    measured = [verdict.similarity for verdict in verdicts if verdict.similarity is not None]
    edges = (f"{min(measured):.3f}", f"{max(measured):.3f}") if measured else ("", "")
    counts = (_share(verdicts, verdict) for verdict in (FaceMatch.SAME, FaceMatch.DIFFERENT, FaceMatch.CANNOT_TELL))
    return (str(len(verdicts)), *counts, *edges, f"{milliseconds:.0f}")


def _share(verdicts: list[FaceComparison], verdict: FaceMatch) -> str:
    number = sum(each.match is verdict for each in verdicts)
    return f"{number} = {100 * number / max(1, len(verdicts)):.1f} %"


def _portraits() -> Iterable[Shot]:
    for person in PEOPLE:
        yield person, jpeg(face(person))
        yield from ((person, shot) for shot in variants(person).values())


def _from(folder: Path) -> Iterable[Shot]:
    for path in sorted(folder.glob("*/*")):
        picture = sanitise(path.read_bytes())
        if isinstance(picture, SanitisedPicture):
            yield path.parent.name, picture.jpeg
