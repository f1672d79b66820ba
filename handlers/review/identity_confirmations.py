"""The code to the phone on record that confirms an identity case, for the applicant.

the own case ── tap I have the code ──► CODE ── eight digits ──► confirmed, with staff
                                       ── Leave ──► the own case
"""

from collections.abc import Iterator
from uuid import UUID

from bot.card import Card
from bot.cards.review import identity_cases as cards
from bot.context import DeskContext
from bot.engine.listeners import END, Ask, Flow, FlowSignal, FlowStep, Handler, on_tap, on_words
from bot.services.review import identity_confirmations
from bot.stored_json import Draft


class Step(FlowStep):
    """What the flow waits for."""

    CODE = "code"


class CodeDraft(Draft):
    """The case that the code confirms."""

    case: UUID


def handlers() -> Iterator[Handler]:
    """Return what this module listens to."""
    yield Flow(
        "identity-code",
        entry_points=[on_tap(cards.CODE, start)],
        steps={
            Step.CODE: Ask(
                code, on_words(take_code, is_sensitive=True), on_tap(cards.CODE_AGAIN, resend), on_leave=left
            )
        },
    )


def start(context: DeskContext) -> Step:
    """Begin to type the code."""
    case_id = context.tapped(cards.CODE)
    case = identity_confirmations.find(context.session, case_id, by=context.account)
    context.store_draft(CodeDraft(case=case.id))
    return Step.CODE


def code(context: DeskContext) -> Card:
    """Ask for the code."""
    case_id = context.load_draft(CodeDraft).case
    return cards.ask_code(context.texts, identity_confirmations.find(context.session, case_id, by=context.account))


def left(context: DeskContext) -> Card:
    """Show who leaves the step that the case goes on."""
    case_id = context.load_draft(CodeDraft).case
    return cards.left(context.texts, identity_confirmations.find(context.session, case_id, by=context.account))


def resend(context: DeskContext) -> Step:
    """Send another code."""
    case_id = context.load_draft(CodeDraft).case
    identity_confirmations.resend(context.session, case_id, by=context.account, now=context.now)
    context.say(cards.code_sent_again(context.texts))
    return Step.CODE


def take_code(context: DeskContext) -> FlowSignal:
    """Confirm the case with the code."""
    case_id = context.load_draft(CodeDraft).case
    session, account, now = context.session, context.account, context.now
    case = identity_confirmations.confirm(session, case_id, context.words, by=account, now=now)
    context.show(cards.confirmed(context.texts, case))
    return END
