"""The face check against people who hold up the digits honestly, and against pictures that must not pass.

    python -m tests.benchmarks.bench_face_check [--each 20] [--seed 0] [--people FOLDER]

Two public portraits and simulated handwriting say little about real people: `--people FOLDER` measures your own, a
folder for each person with `portrait.jpg` and selfies named after the digits in them, such as `4682.jpg`. Exits with 1
if a picture passes that must not.
"""

import argparse
import asyncio
import io
import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from pathlib import Path

from PIL import Image
from rich.console import Console
from rich.table import Table

from bot.adapters.face_check import FaceCheckOutcome, FaceCheckRequest, ModelFaceCheck
from bot.adapters.pictures import preparation
from bot.adapters.pictures.digit_challenge import new_challenge
from bot.adapters.pictures.sanitise import SanitisedPicture, sanitise
from bot.adapters.sandbox.pool import SandboxPool
from tests.adapters.pictures.handwriting import holding, sheet, typed
from tests.adapters.pictures.portraits import COLLINS, HOPPER, PEOPLE, another_photo, face, jpeg, masked, variants

OUTCOMES = {
    "pass": (FaceCheckOutcome.PASS,),
    "to people": (FaceCheckOutcome.DOUBTFUL, FaceCheckOutcome.UNAVAILABLE),
    "asked again": (FaceCheckOutcome.UNCLEAR,),
    "refused": (FaceCheckOutcome.FAIL,),
}
HONEST = "honest"
OF_95_PERCENT = 1.96
OTHER = {COLLINS: HOPPER, HOPPER: COLLINS}


@dataclass(frozen=True)
class Attempt:
    """One selfie: what is tried with it, the portrait on record, the digits that were asked for."""

    kind: str
    selfie: bytes
    portrait: bytes
    digits: str


def main() -> int:
    """Measure and print. Returns 0 if nothing passes that must not."""
    options = _options()
    attempts = _of_people(options.people) if options.people else simulated(options.each, options.seed)
    counts = asyncio.run(measure(list(attempts)))
    Console(width=110).print(_table(counts))
    return int(any(count[FaceCheckOutcome.PASS] for kind, count in counts.items() if not kind.startswith(HONEST)))


def simulated(each: int, seed: int) -> Iterator[Attempt]:
    """Yield so many attempts of every kind with the portraits of the tests."""
    chance = random.Random(seed)
    for at in range(each):
        person, digits = PEOPLE[at % 2], new_challenge()
        portrait, number = jpeg(face(person)), chance.randrange(1_000_000)
        selfies: Mapping[str, bytes] = {
            f"{HONEST}: handwriting": holding(person, digits, number),
            "digits typed by software": typed(person, digits, on_paper=bool(at % 4 // 2)),
            "other digits": holding(person, digits[::-1].translate(str.maketrans("2345689", "3456892")), number),
            "another person": holding(OTHER[person], digits, number),
            "a photo of the portrait": _beside(_variant(person, at), digits, number),
            "somebody else behind": _beside(_with_another(person), digits, number),
            "a covered mouth": _beside(masked(person, (120 + at % 5 * 20, 160, 190)), digits, number),
        }
        yield from (Attempt(kind, selfie, portrait, digits) for kind, selfie in selfies.items())


async def measure(attempts: Sequence[Attempt]) -> dict[str, Counter[FaceCheckOutcome]]:
    """Return how many attempts of each kind have each outcome."""
    counts: dict[str, Counter[FaceCheckOutcome]] = {}
    async with SandboxPool(prepare=(preparation.PHOTOS,)) as pool:
        check = ModelFaceCheck(pool)
        for attempt in attempts:
            result = await check.check(FaceCheckRequest(0, attempt.selfie, attempt.portrait, attempt.digits))
            counts.setdefault(attempt.kind, Counter())[result.outcome] += 1
    return counts


def interval(found: int, of: int) -> tuple[float, float]:
    """Return the bounds between which a share lies with 95 %, as percentages (Wilson 1927)."""
    square = OF_95_PERCENT**2
    middle, width = found + square / 2, OF_95_PERCENT * sqrt(found * (of - found) / of + square / 4)
    return 100 * (middle - width) / (of + square), 100 * (middle + width) / (of + square)


def _table(counts: Mapping[str, Counter[FaceCheckOutcome]]) -> Table:
    table = Table(title="Selfies and what becomes of them")
    for heading in ("selfie", "tried", *OUTCOMES, "pass, 95 %"):
        table.add_column(heading, justify="left" if heading == "selfie" else "right")
    for kind, count in counts.items():
        low, high = interval(count[FaceCheckOutcome.PASS], count.total())
        shares = (str(sum(count[each] for each in outcomes)) for outcomes in OUTCOMES.values())
        table.add_row(kind, str(count.total()), *shares, f"{low:.1f} to {high:.1f} %")
    return table


def _variant(person: str, at: int) -> Image.Image:
    names = list(variants(person))
    return Image.open(io.BytesIO(variants(person)[names[at % len(names)]]))


def _with_another(person: str) -> Image.Image:
    whole = another_photo(person)
    whole.paste(face(OTHER[person]).crop((150, 30, 380, 360)).resize((70, 100)), (whole.width - 80, 10))
    return whole


def _beside(picture: Image.Image, digits: str, seed: int) -> bytes:
    """Return a picture of a face with a sheet of handwritten digits beside it."""
    scene = Image.new("RGB", (1200, 900), (92, 108, 120))
    scene.paste(picture.convert("RGB").resize((640, 640)), (0, 200))
    paper = sheet(digits, random.Random(seed))
    scene.paste(paper, (680, 330), paper)
    return jpeg(scene, quality=80)


def _of_people(folder: Path) -> Iterator[Attempt]:
    for portrait in sorted(folder.glob("*/portrait.jpg")):
        on_record = sanitise(portrait.read_bytes())
        for path in sorted(portrait.parent.glob("[0-9]*.jpg")):
            selfie = sanitise(path.read_bytes())
            if isinstance(on_record, SanitisedPicture) and isinstance(selfie, SanitisedPicture):
                yield Attempt(f"{HONEST}: your own people", selfie.jpeg, on_record.jpeg, path.stem)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--each", type=int, default=20, help="attempts of each kind")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--people", type=Path, help="a folder that holds a folder for each person")
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
