"""Cards of refusals: why an act was refused, with a button for each way out that the person may use."""

from bot.card import Card
from bot.cards import menu, navigation
from bot.context import DeskContext
from bot.errors import NotRegistered, Refusal
from bot.services.staff import permissions


def refusal_card(context: DeskContext, refusal: Refusal) -> Card:
    """Return the card of a refusal. Of the commands that it offers, only those that the person may use are shown.

    Who is told to register while registering has the buttons of that step.
    """
    roles = permissions.roles_of(context.session, context.account)
    has = menu.commands_for(roles, registered=context.account.is_signed_in)
    card = navigation.refusal(refusal, context.texts, ("start", *has))
    is_registering = isinstance(refusal, NotRegistered) and context.conversation.flow == "registration"
    return Card(card.text) if is_registering else card
