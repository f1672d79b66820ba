"""Forged decisions of owners: by former owners, by filers, and about filings of cars that are not theirs."""

from random import Random
from typing import Any

from bot.card import Button, CardButton
from bot.cards.filing import approval_withdrawal, owner_requests
from storage.filing import filings, owner_blocks
from tests.forgery.changed_state import sell
from tests.forgery.kinds import Kind, Make, kind
from tests.forgery.scene import Scene
from tests.forgery.updates import Update, tap

FILING_BUTTONS: tuple[Button[Any], ...] = (
    approval_withdrawal.STOP,
    approval_withdrawal.STOP_CONFIRMED,
    approval_withdrawal.BLOCK_FILER,
    owner_requests.TERM_OF,
)


def sell_with_a_block(scene: Scene) -> None:
    """Transfer the owner's cars; a block of theirs is left over, as if nobody had tidied up."""

    def block(session: Any) -> None:
        car, driver, owner = scene.asked_car.id, scene.driver.person_id, scene.owner.person_id
        if not owner_blocks.made_by(session, owner):
            owner_blocks.block(session, car, driver, by=owner, at=scene.app.now)

    sell(scene)
    scene.app.write(block)


def _taps_by(name: str) -> Make:
    """Make a generator of taps by the person in this list of the scene, about filings of the owner's cars."""

    def make(scene: Scene, random: Random, at: int) -> Update:
        filing = random.choice((scene.filing, _application(scene)))
        press = CardButton("", random.choice(FILING_BUTTONS).verb, filing.id.hex)
        if random.random() < 0.3:
            days = random.choice((30, 90, owner_requests.NO_TERM))
            press = owner_requests.SET_TERM.on_pair("", filing.id, days)
        telegram_id = getattr(scene, name)[0]
        return tap(telegram_id, scene.signed(press, telegram_id))

    return make


def lift_left_over(scene: Scene, random: Random, at: int) -> Update:
    """The former owner lifts a block that is left over."""
    (block,) = scene.app.read(lambda session: owner_blocks.made_by(session, scene.owner.person_id))
    press = owner_requests.LIFT.on("", block.id)
    return tap(scene.owners[0], scene.signed(press, scene.owners[0]))


def _application(scene: Scene) -> Any:
    return scene.app.read(lambda session: filings.all_of_filer(session, scene.driver.person_id))[0]


KINDS: tuple[Kind, ...] = (
    kind("former owners' decisions", _taps_by("owners"), "not-yours", prepare=sell, attackers="owners"),
    kind("former owners' blocks", lift_left_over, "not-yours", prepare=sell_with_a_block, attackers="owners"),
    kind("owners' decisions by a filer", _taps_by("friends"), "not-yours", attackers="friends"),
    kind("owners' decisions by the applicant", _taps_by("drivers"), "not-yours", attackers="drivers"),
    kind("owners' decisions by an administrator", _taps_by("administrators"), "not-yours", attackers="administrators"),
)
