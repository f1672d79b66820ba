"""What the holder of an ID number has declared in an account that they have lost becomes theirs, by itself."""

from collections.abc import Iterator

from bot.context import DeskContext
from bot.engine.listeners import Handler, on_timer
from bot.services.identity import absorptions
from bot.services.review import identity_absorptions


def handlers() -> Iterator[Handler]:
    """Return what this module listens to."""
    yield on_timer(absorptions.ABSORB, absorb)


def absorb(context: DeskContext) -> None:
    """Absorb the row of people that the timer is about."""
    identity_absorptions.absorb(context.session, context.subject, now=context.now)
