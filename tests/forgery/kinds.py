"""What a class of forged inputs is made of."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

from tests.forgery.scene import Scene
from tests.forgery.updates import Update

Make = Callable[[Scene, Random, int], Update]
Prepare = Callable[[Scene], Any]


def nothing(scene: Scene) -> None:
    """Leave the attackers where they stand."""


@dataclass(frozen=True)
class Kind:
    """One class: what is thrown, who stands where before, and what every refusal must say in the audit.

    make: the input of attacker `at`; prepare: puts the attackers where they must stand; told: beginnings of
    keys of refusals, one of which each input must leave in the audit (empty: nobody is answered, or nothing is
    refused); silent: nothing at all may leave the desk; who: the attackers, by the scene's name for them.
    """

    name: str
    make: Make
    told: tuple[str, ...] = ()
    prepare: Prepare = nothing
    silent: bool = False
    who: str = "strangers"


def kind(
    name: str,
    make: Make,
    *told: str,
    prepare: Prepare = nothing,
    silent: bool = False,
    who: str = "strangers",
) -> Kind:
    """Make a class; told: how the names of refusals begin, without `refused-`."""
    return Kind(
        name, make, tuple(key if key == "phone-problem" else f"refused-{key}" for key in told), prepare, silent, who
    )
