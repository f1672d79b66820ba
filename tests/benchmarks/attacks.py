"""Attacks by one stranger, as scenes of `bench_starvation`. A scene is a function that attacks for some seconds."""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.services.importing.kinds import ImportKind
from bot.simulator.world import World
from tests.adapters.certificates import samples
from tests.benchmarks import register_files, web_attacks
from tests.benchmarks.hard_pictures import scene, sent_by_telegram
from tests.benchmarks.simulated_people import SimulatedPerson

A_SECOND, ROWS_A_SECOND = 30, 3_000


@dataclass(frozen=True)
class Stage:
    """The desk, its folder, the folder it imports from, its people, and the share code of the first tapper."""

    world: World
    folder: Path
    imports: Path
    origin: str
    tappers: list[int]
    attacker: int
    code: str


Attack = Callable[[Stage, float, asyncio.Event], Coroutine[Any, Any, Counter[str]]]


async def photos_and_taps(stage: Stage, seconds: float, begun: asyncio.Event) -> Counter[str]:
    """One person sends photos and taps, and waits for nothing."""
    hand, jpeg = SimulatedPerson(stage.world, stage.attacker), photo(random.randrange(1000))
    hand.says("/menu")
    await hand.answered()

    def tap() -> None:
        try:
            hand.taps("")
        except LookupError:
            hand.says("/menu")

    return await _repeat((lambda: hand.says("/verify"), lambda: hand.sends_photo(jpeg), tap), seconds, begun)


async def share_code_again(stage: Stage, seconds: float, begun: asyncio.Event) -> Counter[str]:
    """A stranger opens a share code again and again."""
    hand = SimulatedPerson(stage.world, stage.attacker)
    return await _repeat((lambda: hand.says(f"/verify {stage.code}"),), seconds, begun)


def on_the_web(name: str) -> Attack:
    """Return an attack on the web side."""
    return lambda stage, seconds, begun: web_attacks.attack_from_outside(name, stage.origin, seconds, begun)


async def an_import(stage: Stage, seconds: float, begun: asyncio.Event) -> Counter[str]:
    """An operator puts a file of people into the watched folder, which takes at least so long."""
    rows = int(ROWS_A_SECOND * seconds)
    path = register_files.write(stage.folder, ImportKind.PEOPLE, rows, first=1000)
    taken = path.rename(stage.imports / path.name)
    while taken.exists():  # noqa: ASYNC110 - the desk renames the file when it begins
        await asyncio.sleep(0.1)
    begun.set()
    while not list(stage.imports.glob("*/*-people.csv")):  # noqa: ASYNC110 - and moves it at the end
        await asyncio.sleep(0.5)
    return Counter({f"{each.parent.name} rows": rows for each in stage.imports.glob("*/*-people.csv")})


SCENES: dict[str, Attack] = {
    "photos and taps of one person": photos_and_taps,
    "a share code opened again and again": share_code_again,
    "pictures to verify from a /24": on_the_web("pictures"),
    "texts to verify from a /16": on_the_web("texts"),
    "wrong sign-in codes from everywhere": on_the_web("sign_ins"),
    "230 silent and slow connections": on_the_web("connections"),
    "an import, which is no attack": an_import,
}


async def _repeat(acts: tuple[Callable[[], None], ...], seconds: float, begun: asyncio.Event) -> Counter[str]:
    begun.set()
    until, done = time.monotonic() + seconds, 0
    while time.monotonic() < until:
        acts[done % len(acts)]()
        done += 1
        await asyncio.sleep(1 / A_SECOND)
    return Counter({"sent": done})


def photo(seed: int) -> bytes:
    """Return a photo of a certificate's code on a screen."""
    return sent_by_telegram(scene(samples.text(), random.Random(seed), 700))
