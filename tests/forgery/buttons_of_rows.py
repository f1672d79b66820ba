"""Taps on buttons about one row."""

from random import Random
from typing import Any
from uuid import UUID

from bot.card import Button, CardButton
from tests.forgery.kinds import Make
from tests.forgery.scene import Scene
from tests.forgery.updates import Update, tap


def tapping(row: UUID, *buttons: Button[Any], but_first: bool = False) -> Make:
    """Return a generator of taps on these buttons about this row. but_first: by all strangers but the first."""

    def make(scene: Scene, random: Random, at: int) -> Update:
        who = scene.strangers[1 + at % (len(scene.strangers) - 1) if but_first else at]
        return tap(who, scene.signed(CardButton("", random.choice(buttons).verb, row.hex), who))

    return make
