"""The question of both ways of filing what the relationship to the owner is; the last one is offered first."""

from bot.cards.filing import filings as cards
from bot.context import DeskContext
from bot.errors import StaleButton
from bot.services.filing import last_used
from bot.services.filing.last_used import UsedRelationship
from storage.filing.filings import Relationship


def last(context: DeskContext) -> UsedRelationship | None:
    """Return the relationship of the person's last application."""
    return last_used.relationship(context.session, context.person)


def chosen(context: DeskContext) -> UsedRelationship | None:
    """Return the tapped relationship; None if it is another one, which needs words. Raises StaleButton."""
    tapped = context.tapped(cards.RELATION)
    if tapped == cards.LAST:
        found = last(context)
        if found is None:
            raise StaleButton
        return found
    kind = Relationship(tapped)
    return None if kind is Relationship.OTHER else UsedRelationship(kind)
