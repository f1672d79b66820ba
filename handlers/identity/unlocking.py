"""Unlocking after a sign-out: a code to the person's phone number, which nobody else can ask to have sent elsewhere.

/start, words, signed out ─► the account is locked ── tap Unlock ──► CODE ── eight digits ──► unlocked, the menu
                                                                  ── Leave ──► the account is locked
"""

from collections.abc import Iterator

from bot.card import Card
from bot.cards.identity import unlocking as cards
from bot.context import DeskContext
from bot.engine.listeners import END, NOT_HANDLED, Ask, Flow, FlowSignal, FlowStep, Handler, on_tap, on_words
from bot.errors import AccountEnded
from bot.services.identity import unlocking
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from handlers import menu
from handlers.identity import waiting_questions
from storage.register.people import Person


class Step(FlowStep):
    """What the flow waits for."""

    CODE = "code"


def handlers() -> Iterator[Handler]:
    """Return what this module listens to."""
    yield on_words(unlock_first, first=True)
    yield on_words(say_ended)
    yield Flow(
        "unlocking",
        entry_points=[on_tap(cards.UNLOCK, start)],
        steps={
            Step.CODE: Ask(
                code, on_words(take_code, is_sensitive=True), on_tap(cards.RESEND, resend), on_leave=still_locked
            )
        },
    )


def unlock_first(context: DeskContext) -> FlowSignal | None:
    """Say to who writes an answer or anything else into a locked chat that it has to be unlocked first."""
    if context.account.locked_at is None or context.conversation.flow:
        return NOT_HANDLED
    context.show(cards.unlock_first(context.texts))
    return None


def say_ended(context: DeskContext) -> FlowSignal | None:
    """Say to who answers or writes anything that opens no page that the account has ended. Raises AccountEnded."""
    if context.account.ended_at is None or context.conversation.flow:
        return NOT_HANDLED
    raise AccountEnded


def start(context: DeskContext) -> Step | None:
    """Send a code; to an account that is not locked any more, show the menu."""
    if context.account.is_signed_in:
        menu.show_menu(context)
        return None
    unlocking.send_code(context.session, context.account, now=context.now)
    return Step.CODE


def code(context: DeskContext) -> Card:
    """Ask for the code."""
    minutes = rules.number(context.session, RuleName.CODE_MINUTES, at=context.now)
    person = context.session.get_one(Person, context.account.person_id)
    return cards.ask_code(context.texts, phone=person.phone, minutes=minutes)


def still_locked(context: DeskContext) -> Card:
    """Say that the account is locked, and how it is unlocked: by a code, or by staff if there is no phone number."""
    person = context.session.get_one(Person, context.account.person_id)
    return cards.locked(context.texts) if person.phone else cards.locked_without_phone(context.texts)


def resend(context: DeskContext) -> Step:
    """Send another code."""
    unlocking.resend_code(context.session, context.account, now=context.now)
    context.heading = context.texts("code-again")
    return Step.CODE


def take_code(context: DeskContext) -> FlowSignal:
    """Unlock the account with the code."""
    unlocking.unlock(context.session, context.account, context.words, now=context.now)
    context.say(cards.unlocked(context.texts))
    menu.show_menu(context, ends_flow=True)
    waiting_questions.show(context)
    return END
