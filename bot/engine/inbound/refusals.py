"""What a refusal looks like to the one who reads it: the ways out it offers are ways that he may go."""

from bot.card import Card
from bot.cards import menu, navigation
from bot.context import DeskContext
from bot.errors import Refusal
from bot.services.staff import permissions


def refusal_card(context: DeskContext, refusal: Refusal) -> Card:
    """Say why the desk says no, and offer of the commands named there those that this person has."""
    roles = permissions.roles_of(context.session, context.account)
    has = menu.commands_for(roles, registered=context.account.person_id is not None)
    return navigation.refusal(refusal, context.texts, ("start", *has))
