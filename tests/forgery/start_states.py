"""Where attackers stand before they begin."""

from bot.card import CardButton
from bot.cards.filing import filings
from tests.forgery.scene import Scene
from tests.forgery.updates import tap


def at_the_code(scene: Scene) -> None:
    """Let every filer stand where the code is asked for."""
    scene.feed(
        tap(telegram_id, scene.signed(CardButton("", filings.ENTER_CODE.verb, filing.id.hex), telegram_id))
        for telegram_id, filing in zip(scene.filers, scene.applications, strict=True)
    )
