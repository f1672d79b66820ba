"""Cards of refusals: why an act was refused, with a button for each way out that the person may use."""

from bot.card import Card
from bot.cards import menu, navigation, own_words
from bot.cards.identity import unlocking
from bot.context import DeskContext
from bot.errors import AccountLocked, NotRegistered, Refusal
from bot.services.identity.consents import ConsentMissing
from bot.services.phrases import phrases
from bot.services.staff import permissions
from bot.services.staff.permissions import StaffSignedOut


def refusal_card(context: DeskContext, refusal: Refusal, *, waits: bool = False) -> Card:
    """Return the card of a refusal. Of the commands that it offers, only those that the person may use are shown.

    Who is told to register while registering, or to unlock while unlocking, has the buttons of that step below. What a
    step has refused may mean something else, which is offered. waits: what the person asked for goes on once they have
    registered or agreed.
    """
    roles = permissions.roles_of(context.session, context.account)
    has = menu.commands_for(roles, registered=context.account.is_signed_in)
    card = navigation.refusal(refusal, context.texts, ("start", *has))
    if isinstance(refusal, NotRegistered) and is_about_flow(context, refusal):
        card = Card(context.texts("registration-unfinished"))
    if waits:
        key = "own-words-waits-for-consent" if waits_for_consent(refusal) else "own-words-waits"
        card = card.with_text(f"{card.text}\n{context.texts(key)}")
    elif context.conversation.flow and context.step_takes_message:
        meant = own_words.known(phrases.read(context.words), context.commands, has_queue="queue" in has)
        card = card.with_rows(*own_words.offers(meant, context.texts))
    if isinstance(refusal, AccountLocked | StaffSignedOut) and not is_about_flow(context, refusal):
        return unlocking.way_out(card.text, context.texts)
    return Card(card.text) if is_about_flow(context, refusal) else card


def is_about_flow(context: DeskContext, refusal: Refusal) -> bool:
    """Whether the person is in the flow to which the refusal leads: who must register while registering."""
    flow = context.conversation.flow
    if isinstance(refusal, AccountLocked | StaffSignedOut):
        return flow == "unlocking"
    return isinstance(refusal, NotRegistered) and flow == "registration"


def waits_for_consent(refusal: Refusal) -> bool:
    """Whether what this refusal refuses can go on after a consent."""
    return any(isinstance(reason, ConsentMissing) for reason in refusal.reasons())
