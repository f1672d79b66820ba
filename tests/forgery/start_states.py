"""The step of a flow at which attackers begin."""

from bot.card import CardButton
from bot.cards.filing import filings
from tests.forgery.scene import Scene
from tests.forgery.updates import tap


def at_the_code(scene: Scene) -> None:
    """Bring every filer to the step that asks for the owner's code."""
    scene.feed(
        tap(telegram_id, scene.signed(CardButton("", filings.ENTER_CODE.verb, filing.id.hex), telegram_id))
        for telegram_id, filing in zip(scene.filers, scene.applications, strict=True)
    )
