"""Consents in the chat: the required texts, asked again after a change.

/terms ─► a text that waits for consent ─ tap Agree ─► the next one, or what needed the consent goes on
   └─ none waits ─► the way to /privacy ─ tap a text ─► shown again
"""

from collections.abc import Iterator

from bot.cards.identity import consents as cards
from bot.context import DeskContext
from bot.engine.listeners import Handler, on_command, on_tap
from bot.errors import InvalidCallbackData
from bot.services.identity import consents
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from storage.identity.consents import ConsentText


def handlers() -> Iterator[Handler]:
    """Return what this module listens to."""
    yield on_command("terms", show)
    yield on_tap(cards.AGREE, agree)
    yield on_tap(cards.READ, read)


def show(context: DeskContext) -> None:
    """Show the first text that waits for consent."""
    kind = consents.missing(context.session, context.registered_person)
    if kind is None:
        context.show(cards.all_agreed(context.texts))
        return
    context.show(cards.ask(context.texts, kind, days=_message_days(context)))


def read(context: DeskContext) -> None:
    """Show a text again; one that has changed since the consent is asked."""
    kind = context.tapped(cards.READ)
    if kind not in cards.REQUIRED_TEXTS:
        raise InvalidCallbackData
    if consents.missing(context.session, context.registered_person) is not None:
        show(context)
        return
    context.show(cards.again(context.texts, ConsentText(kind), days=_message_days(context)))


def agree(context: DeskContext) -> None:
    """Record the consent to the version that was shown; a text that has changed since is shown again."""
    kind, version = context.tapped_pair(cards.AGREE)
    consents.agree_to_shown(
        context.session, context.registered_person, ConsentText(kind), version=version, now=context.now
    )
    if consents.missing(context.session, context.registered_person) is not None:
        show(context)
    elif context.conversation.wish:
        context.show(cards.going_on(context.texts))
        context.follow_wish()
    else:
        context.show(cards.agreed(context.texts))


def _message_days(context: DeskContext) -> int:
    return rules.number(context.session, RuleName.MESSAGE_DAYS, at=context.now)
