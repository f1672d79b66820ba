"""The definition of a class of forged Telegram updates."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

from tests.forgery.scene import Scene
from tests.forgery.updates import Update

Make = Callable[[Scene, Random, int], Update]
Prepare = Callable[[Scene], Any]


def nothing(scene: Scene) -> None:
    """Prepare nothing."""


@dataclass(frozen=True)
class Kind:
    """One class of forged updates: how they are made, by whom, and which refusals they must leave in the audit.

    make: returns the update of attacker `at`; refusals: prefixes of refusal keys, one of which each update must
    leave in the audit (empty: the desk ignores the update or answers without a refusal); prepare: brings the
    attackers to the step where they begin; silent: the desk must send nothing; attackers: the scene's attribute
    that lists their Telegram ids; in_rounds: the attackers are brought to that step again before each sends another.
    """

    name: str
    make: Make
    refusals: tuple[str, ...] = ()
    prepare: Prepare = nothing
    silent: bool = False
    attackers: str = "strangers"
    in_rounds: bool = False


def kind(
    name: str,
    make: Make,
    *refusals: str,
    prepare: Prepare = nothing,
    silent: bool = False,
    attackers: str = "strangers",
    in_rounds: bool = False,
) -> Kind:
    """Define a class of updates; refusals: prefixes of refusal keys without `refused-`."""
    keys = tuple(key if key == "phone-problem" else f"refused-{key}" for key in refusals)
    return Kind(name, make, keys, prepare, silent, attackers, in_rounds)
