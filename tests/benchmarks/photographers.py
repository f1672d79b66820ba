"""Simulated people who keep a desk busy with photo work: each starts the next task when the last is done."""

import asyncio
import io
import random
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count, cycle
from typing import Any

from PIL import Image

from bot.services.values.months import Month
from tests.adapters.certificates import samples
from tests.benchmarks.hard_pictures import hard_pictures, scene, sent_by_telegram
from tests.benchmarks.simulated_people import SimulatedPerson
from tests.stories import cast
from tests.stories.app_driver import AppDriver
from tests.stories.pictures import jpeg, photo
from tests.stories.review_steps import apply_for, submit

SIZE = (960, 1280)
LARGE = (4000, 3000)
SCREEN = 700
FRESH = 120  # Photos that are prepared for people who must send a different one each time.


@dataclass
class Done:
    """Seconds of each kind of work, from the photo or the tap to the answer on the screen."""

    seconds: dict[str, list[float]] = field(default_factory=dict)

    async def timed(self, what: str, work: Awaitable[None]) -> None:
        """Await the work and record its time."""
        began = time.perf_counter()
        await work
        self.seconds.setdefault(what, []).append(time.perf_counter() - began)


Round = Callable[[Done], Awaitable[None]]  # One task of a worker.


@dataclass(frozen=True)
class Worker:
    """A person with photos: what they do first, and what they repeat."""

    begin: Callable[[], Awaitable[None]]
    again: Round

    async def work(self, stop: asyncio.Event, done: Done) -> None:
        """Repeat the work until the event is set; a started task is finished."""
        while not stop.is_set():
            await self.again(done)


def photographers(app: AppDriver) -> list[Callable[[], Worker]]:
    """Create the people and their cars. Returns for each a function that creates the worker."""
    owner = cast.owner(app)
    fresh = (photo(seed, size=SIZE) for seed in cycle(range(FRESH)))
    kept = [next(fresh) for _ in range(FRESH)]
    people = _numbered(app)
    made: list[Callable[[], Worker]] = []
    codes = [picture.jpeg for picture in hard_pictures(1)] + [_certificate(seed) for seed in range(18)]
    made += [_verifier(app, next(people).id, codes, as_file=False) for _ in range(3)]
    made += [_verifier(app, next(people).id, [_large()], as_file=True)]
    for at in range(2):
        driver = next(people)
        filing = apply_for(app, driver, cast.car(app, owner, plate=f"桂A1000{at}"))
        made.append(_applicant(app, driver.id, filing.number, kept[at::2]))
    for at in range(2):
        driver = next(people)
        filing = apply_for(app, driver, cast.car(app, owner, plate=f"桂A2000{at}"))
        submit(app, filing, content=kept[at])
        made.append(_reviewer(app, cast.reviewer(app, f"审核员{at}").id, filing.number))
    holder = next(people)
    cast.car(app, holder, plate="桂A30000", **_valid(app.now.date()))
    return [*made, _holder(app, holder.id)]


def _numbered(app: AppDriver) -> Iterator[cast.Citizen]:
    for at in count(500):
        yield cast.citizen(app, f"路人{at}", cast.id_number(at), f"+8613800001{at}")


def _verifier(app: AppDriver, person: int, pictures: list[bytes], *, as_file: bool) -> Callable[[], Worker]:
    """Create a person who sends pictures of codes for verification."""
    turn = cycle(pictures)

    def make() -> Worker:
        hand = SimulatedPerson(app.world, person)

        async def begin() -> None: ...

        async def read() -> None:
            (hand.sends_file if as_file else hand.sends_photo)(next(turn))
            await hand.sees_more_than("收到")

        async def again(done: Done) -> None:
            hand.says("/verify")
            await hand.sees("请发送")
            await done.timed("codes read in a file of 12 megapixels" if as_file else "codes read in a photo", read())

        return Worker(begin, again)

    return make


def _applicant(app: AppDriver, person: int, number: int, pictures: list[bytes]) -> Callable[[], Worker]:
    """Create an applicant who sends the photos of a case, and one of them repeatedly."""
    turn = cycle(pictures)

    def make() -> Worker:
        hand = SimulatedPerson(app.world, person)

        async def send(*words: str) -> None:
            hand.sends_photo(next(turn))
            await hand.sees(*words)

        async def begin() -> None:
            hand.says(f"/progress {number}")
            await hand.sees("实人认证")
            hand.taps("实人认证")
            await hand.sees("第一张")
            await send("第二张")
            await send("请再看一遍")

        async def again(done: Done) -> None:
            hand.taps("重拍手持证件照")
            await hand.sees("第一张")
            await done.timed("photos checked for quality", send("请再看一遍"))

        return Worker(begin, again)

    return make


def _reviewer(app: AppDriver, person: int, number: int) -> Callable[[], Worker]:
    """Create a reviewer who views the photos of a case: two watermarked copies."""

    def make() -> Worker:
        hand = SimulatedPerson(app.world, person)

        async def open_case() -> None:
            hand.says(f"/case {number}")
            await hand.sees(picture=True)

        async def begin() -> None:
            hand.says(f"/take {number}")
            await hand.sees(picture=True)

        async def again(done: Done) -> None:
            await done.timed("cases shown, two photos each", open_case())
            await asyncio.sleep(0.5)

        return Worker(begin, again)

    return make


def _holder(app: AppDriver, person: int) -> Callable[[], Worker]:
    """Create an owner who downloads a certificate."""

    def make() -> Worker:
        hand = SimulatedPerson(app.world, person)

        async def draw() -> None:
            hand.taps("图片")
            await hand.sees(picture=True)

        async def begin() -> None: ...

        async def again(done: Done) -> None:
            hand.says("/certificate")
            await hand.sees("桂A")
            hand.taps("下载")
            await hand.sees("请选择")
            await done.timed("certificates drawn", draw())

        return Worker(begin, again)

    return make


def _valid(today: date) -> dict[str, Any]:
    """Return the fields of a car that is exempt from inspection."""
    return {
        "first_registered_on": today - timedelta(days=3 * 365),
        "manufactured_on": today - timedelta(days=3 * 365 + 30),
        "inspection_valid_until": str(Month.of(today).plus(7)),
        "insurance_valid_until": today + timedelta(days=200),
        "tax_paid_until": today + timedelta(days=400),
    }


def _certificate(seed: int) -> bytes:
    """Return a photo of a certificate's code on a screen, as Telegram compresses it."""
    return sent_by_telegram(scene(samples.text(), random.Random(seed), SCREEN))


def _large() -> bytes:
    """Return a photo of 12 megapixels with such a code."""
    with Image.open(io.BytesIO(_certificate(0))) as opened:
        return jpeg(opened.convert("RGB").resize(LARGE))
