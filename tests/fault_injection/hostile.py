"""Parts of the long run in which somebody means harm: the random world, forged inputs, payment notices."""

import itertools
from functools import partial
from pathlib import Path

from tests import databases
from tests.fault_injection import notices, world
from tests.fault_injection.long_run import Result, Tell
from tests.forgery import registry
from tests.forgery.running import Result as Thrown
from tests.forgery.scene import Scene
from tests.stories import shared_sandbox

KILLS_A_WORLD = 25
"""After so many deaths a new world begins, with a crowd that owns nothing yet."""


def worlds(*, count: int, seed: int, folder: Path, tell: Tell) -> Result:
    """Kill the whole desk so many times under crowds that act at random."""
    total = world.Lived()
    wrong: list[str] = []
    for number in itertools.count():
        if total.kills >= count or wrong:
            break
        own = folder / f"world-{number}"
        own.mkdir()
        before, most = total.kills, min(KILLS_A_WORLD, count - total.kills)
        try:
            total += world.run(own, kills=most, seed=seed + number, tell=partial(_tell_more, tell, before))
        except AssertionError as problem:
            wrong.append(str(problem))
    return Result("random worlds", total.told(), 0, tuple(wrong))


def _tell_more(tell: Tell, before: int, more: int) -> None:
    tell(before + more)


def forged(*, count: int, seed: int, folder: Path, tell: Tell) -> Result:
    """Throw so many forged inputs at one desk."""
    own, thrown = folder / "forged", 0
    own.mkdir()
    scene = Scene(databases.sqlite_copy(folder / "empty.sqlite3", own))

    def note(result: Thrown) -> None:
        nonlocal thrown
        thrown += result.count
        tell(thrown)

    try:
        results = registry.throw(scene, count, seed, note)
    finally:
        scene.close()
        shared_sandbox.close()
    accepted = [f"{result.name}: {what}" for result in results for what in sorted(set(result.accepted))[:3]]
    return Result("forged inputs", f"{thrown:,} in {len(results)} classes", 0, tuple(accepted))


def stormed(*, count: int, seed: int, template: Path, folder: Path, tell: Tell) -> Result:
    """Bring so many believed notices of every kind, while the desk dies."""
    own = folder / "storm"
    own.mkdir()
    told, wrong = notices.stormed(count=count, seed=seed, template=template, folder=own, tell=tell)
    return Result("payment notices", f"{told:,} told", 0, tuple(wrong))


def garbled(*, count: int, seed: int, tell: Tell) -> Result:
    """Bring so many notices that were changed on the way."""
    brought, believed = notices.garbled(count=count, seed=seed, tell=tell)
    return Result("payment notices garbled", f"{brought:,} brought", 0, tuple(believed))
