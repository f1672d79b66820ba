"""How many difficult photos of QR codes are read, and how accurate the face comparison is, with times.

    python -m tests.benchmarks.bench_pictures [--each 20] [--seed 0] [--faces FOLDER]

Exits with 1 if the cascade is not better than each reader alone in this run. `--faces FOLDER` measures the face
comparison on your own pictures: a folder of pictures for each person.
"""

import argparse
import io
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

from PIL import Image
from rich.console import Console
from rich.table import Table

from bot.adapters.pictures.qr_decoders import QrDecoder, decoders
from bot.adapters.pictures.qr_search import find_qr_codes
from tests.benchmarks.bench_faces import face_table
from tests.benchmarks.hard_pictures import WANTED, HardPicture, hard_pictures

CASCADE = "cascade"
Way = Callable[[bytes], frozenset[str]]


def main() -> int:
    """Measure and print. Returns 0 if the cascade is the best."""
    options = _options()
    console = Console(width=110)
    pictures = list(hard_pictures(options.each, options.seed))
    counts, milliseconds = measure(pictures)
    console.print(_code_table(pictures, counts, milliseconds))
    console.print(face_table(options.faces))
    totals = {way: sum(by_difficulty.values()) for way, by_difficulty in counts.items()}
    best = all(totals[CASCADE] > total for way, total in totals.items() if way != CASCADE)
    console.print("The cascade is better than each reader alone." if best else "[red]The cascade is NOT better.[/red]")
    return 0 if best else 1


def measure(pictures: Sequence[HardPicture]) -> tuple[dict[str, dict[str, int]], dict[str, float]]:
    """Return, for each way of reading, how many were read of each difficulty, and the mean milliseconds a picture."""
    counts: dict[str, dict[str, int]] = {}
    milliseconds: dict[str, float] = {}
    for name, way in _ways().items():
        read: dict[str, int] = defaultdict(int)
        start = time.perf_counter()
        for picture in pictures:
            read[picture.difficulty] += picture.text in way(picture.jpeg)
        counts[name] = read
        milliseconds[name] = (time.perf_counter() - start) * 1000 / len(pictures)
    return counts, milliseconds


def _ways() -> dict[str, Way]:
    return {reader.value: _alone(reader) for reader in decoders()} | {CASCADE: _by_cascade}


def _alone(reader: QrDecoder) -> Way:
    def way(jpeg: bytes) -> frozenset[str]:
        with Image.open(io.BytesIO(jpeg)) as opened:
            return decoders()[reader](opened.convert("L"))

    return way


def _by_cascade(jpeg: bytes) -> frozenset[str]:
    return frozenset(find_qr_codes(jpeg, wanted=[WANTED]).texts)


def _code_table(
    pictures: Sequence[HardPicture], counts: dict[str, dict[str, int]], milliseconds: dict[str, float]
) -> Table:
    table = Table(title=f"QR codes read, of {len(pictures)} generated photos")
    table.add_column("difficulty")
    for way in counts:
        table.add_column(way, justify="right")
    difficulties = dict.fromkeys(picture.difficulty for picture in pictures)
    for difficulty in difficulties:
        of = sum(picture.difficulty == difficulty for picture in pictures)
        table.add_row(difficulty, *(f"{by[difficulty]} / {of}" for by in counts.values()))
    table.add_section()
    table.add_row("all", *(f"{100 * sum(by.values()) / len(pictures):.1f} %" for by in counts.values()))
    table.add_row("ms a photo", *(f"{value:.1f}" for value in milliseconds.values()))
    return table


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--each", type=int, default=20, help="photos of each difficulty")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--faces", type=Path, help="a folder that holds a folder of pictures for each person")
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
