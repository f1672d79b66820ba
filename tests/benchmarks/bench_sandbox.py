"""What reading a photo in the sandbox takes: time and processor time, memory of a worker, and its start.

    python -m tests.benchmarks.bench_sandbox [--rounds 5] [--people 16]

Each photo is re-encoded and its codes are read, as for a filer. Processor time is that of the worker. `people` send a
photo without a code at the same time, to one worker; timed until the last of them has an answer.
"""

import argparse
import asyncio
import io
import random
import re
import statistics
import time
from pathlib import Path

from PIL import Image, ImageDraw
from rich.console import Console
from rich.table import Table

from bot.adapters.drawing import preparation as drawing
from bot.adapters.pictures import preparation as pictures
from bot.adapters.pictures.sandbox_jobs import find_codes_in_sandbox, sanitise_in_sandbox
from bot.adapters.pictures.sanitise import SanitisedPicture
from bot.adapters.sandbox.pool import SandboxPool
from tests.benchmarks.hard_pictures import WANTED, code

LINK = f"{WANTED}chezhu_desk_bot?start=v_0123456789abcdef"
CHAT_SIZE, LARGE = (960, 1280), (4000, 3000)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5, help="how often each is measured (default: %(default)s)")
    parser.add_argument("--people", type=int, default=16, help="how many send at once (default: %(default)s)")
    options = parser.parse_args()
    console = Console(width=110)
    console.print(asyncio.run(_photo_table(options.rounds)))
    console.print(asyncio.run(_worker_table(options.rounds)))
    seconds = asyncio.run(_at_once(options.people))
    console.print(
        f"{options.people} people at once, no code in any photo: the last has an answer after {seconds:.1f} s."
    )


def photos() -> dict[str, bytes]:
    """Return the photos by what they are."""
    return {
        "a code, 1280 × 960": _with_code(CHAT_SIZE),
        "a code, 12 megapixels": _with_code(LARGE),
        "no code, 1280 × 960": _jpeg(_room(CHAT_SIZE)),
        "no code, 12 megapixels": _jpeg(_room(LARGE)),
        "PNG of 140 KB, 33 megapixels": _png(5780),
        "PNG of 164 KB, 40 megapixels (refused)": _png(6324),
    }


async def _photo_table(rounds: int) -> Table:
    table = Table("photo", "p50 ms", "slowest ms", "processor ms", "worker's peak MiB", title="A photo")
    for name, photo in photos().items():
        async with SandboxPool(prepare=(pictures.PHOTOS,)) as pool:
            await pool.warm()
            told = [await _read(pool, photo) for _ in range(rounds)]
            elapsed, processor = ([1000 * each[at] for each in told] for at in (0, 1))
            middle = statistics.median
            table.add_row(
                name, f"{middle(elapsed):.0f}", f"{max(elapsed):.0f}", f"{middle(processor):.0f}", f"{_peak(pool):.0f}"
            )
    return table


async def _worker_table(rounds: int) -> Table:
    table = Table("worker for", "ready after s", "idle MiB", title="A worker")
    for name, prepare in (("photos", pictures.PHOTOS), ("drawing", drawing.DOCUMENTS), ("visitors", pictures.CODES)):
        seconds, resident = [], 0.0
        for _ in range(rounds):
            async with SandboxPool(prepare=(prepare,)) as pool:
                began = time.perf_counter()
                await pool.warm()
                seconds.append(time.perf_counter() - began)
                resident = pool._idle[0].resident / 2**20
        table.add_row(name, f"{statistics.median(seconds):.2f}", f"{resident:.0f}")
    return table


async def _at_once(people: int) -> float:
    photo = photos()["no code, 1280 × 960"]
    async with SandboxPool(prepare=(pictures.PHOTOS,)) as pool:
        await pool.warm()
        began = time.perf_counter()
        await asyncio.gather(*(_find(pool, photo) for _ in range(people)))
        return time.perf_counter() - began


async def _read(pool: SandboxPool, photo: bytes) -> tuple[float, float]:
    """Return the seconds, and the seconds of the worker's processor, for one photo."""
    worker = pool._idle[0]
    began, used = time.perf_counter(), worker._processor_time()
    await _find(pool, photo)
    return time.perf_counter() - began, worker._processor_time() - used


async def _find(pool: SandboxPool, photo: bytes) -> None:
    picture = await sanitise_in_sandbox(pool, photo)
    if isinstance(picture, SanitisedPicture):
        await find_codes_in_sandbox(pool, picture.jpeg, wanted=[WANTED])


def _peak(pool: SandboxPool) -> float:
    status = Path(f"/proc/{pool._idle[0].process.pid}/status").read_text()
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(found[1]) / 1024 if found else 0.0


def _with_code(size: tuple[int, int]) -> bytes:
    picture = _room(size)
    picture.paste(code(LINK, min(size) // 3), (size[0] // 4, size[1] // 4))
    return _jpeg(picture)


def _room(size: tuple[int, int]) -> Image.Image:
    """Draw rectangles and noise."""
    chance = random.Random(1)
    room = Image.effect_noise(size, 30).convert("RGB")
    pen = ImageDraw.Draw(room)
    for _ in range(40):
        x, y, side = chance.randint(0, size[0]), chance.randint(0, size[1]), chance.randint(20, size[0] // 4)
        pen.rectangle((x, y, x + side, y + side // 2), fill=(chance.randint(20, 230),) * 3)
    return room


def _jpeg(picture: Image.Image) -> bytes:
    return _saved(picture, "JPEG", quality=87)


def _png(side: int) -> bytes:
    return _saved(Image.new("RGBA", (side, side), (1, 2, 3, 4)), "PNG")


def _saved(picture: Image.Image, kind: str, **options: int) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


if __name__ == "__main__":
    main()
