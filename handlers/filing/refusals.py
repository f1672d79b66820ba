"""Refusals in the chat: recorded at the tap or the command; then a reason is offered to be passed on.

tap Refuse, /refuse N ──► refused ── tap a reason ──► the filer is told it
                                  ── tap Block ──► blocked (approvals)
/refuse N after an approval ──► stopped, or unbind? (approval_withdrawal)
"""

from collections.abc import Iterator
from uuid import UUID

from bot.card import Card
from bot.cards.filing import approvals as cards
from bot.context import DeskContext
from bot.engine.listeners import END, Ask, Flow, FlowSignal, FlowStep, Handler, on_command, on_tap, on_words
from bot.errors import InvalidCallbackData
from bot.services.filing import approval_withdrawal, approvals, refusal_reasons, typed_input
from bot.services.filing.approvals import ApprovalNotFound
from bot.services.values import application_numbers, yes_no
from bot.stored_json import Draft
from handlers.filing.approval_withdrawal import take_back
from handlers.filing.approvals import ask_what_was_meant, ask_which, end_questions
from storage.filing.filings import Filing

MAX_NOTE_LENGTH = 200


class Step(FlowStep):
    """What the flow waits for."""

    REASON = "reason"


class RefusalDraft(Draft):
    """The approval that is being refused."""

    approval: UUID


def handlers() -> Iterator[Handler]:
    """Return what this module listens to."""
    yield on_tap(cards.REFUSE, refuse)
    yield on_command("refuse", refuse_by_number)
    yield on_tap(cards.REASON, pass_reason_on)
    # Version 0.1.0 asked for the reason before it refused: people may be at that step.
    listening = on_tap(cards.NO_REASON, refuse_at_last), on_words(take_note)
    yield Flow("refusal", entry_points=(), steps={Step.REASON: Ask(ask_to_refuse, *listening)})


def refuse(context: DeskContext) -> None:
    """Refuse by button."""
    _refuse(context, context.tapped(cards.REFUSE))


def refuse_by_number(context: DeskContext) -> None:
    """Refuse by command: /refuse 1024 NOTE; the owner keeps the note for themself. An approval is taken back.

    Further words that are no reason are asked about. Without a number, or with several, it shows what can be refused
    or stopped.
    """
    if not context.arguments or application_numbers.several(context.arguments):
        ask_which(context)
        return
    number = application_numbers.of_command("refuse", context.arguments, unknown=ApprovalNotFound)
    note = " ".join(context.arguments[1:])
    is_clear = not note or typed_input.is_reason(note)
    agreed = approval_withdrawal.find_agreed(context.session, number, by=context.person)
    if agreed is not None:
        if is_clear:
            take_back(context, agreed.id, note=note)
        else:
            ask_what_was_meant(context, agreed, None)
        return
    asked = approvals.find_by_number(context.session, number, by=context.person, now=context.now)
    if is_clear:
        _refuse(context, asked.id, note=note)
    else:
        ask_what_was_meant(context, context.session.get_one(Filing, asked.filing_id), asked)


def pass_reason_on(context: DeskContext) -> None:
    """Tell the filer why they were refused."""
    approval_id, number = context.tapped_pair(cards.REASON)
    if number not in cards.REASONS:
        raise InvalidCallbackData
    approval = refusal_reasons.pass_on(
        context.session, approval_id, cards.REASONS[number], by=context.person, now=context.now
    )
    context.show(cards.reason_passed_on(context.session, approval, context.texts))


def ask_to_refuse(context: DeskContext) -> Card:
    """Ask for the refusal that was begun."""
    return cards.without_reason(context.texts)


def refuse_at_last(context: DeskContext) -> FlowSignal:
    """Refuse the application of the draft."""
    _refuse(context, context.load_draft(RefusalDraft).approval)
    return END


def take_note(context: DeskContext) -> FlowSignal | Step:
    """Refuse with a note that the owner keeps for themself. A yes or no is no note: it may be about something else."""
    if yes_no.read(context.words) is not None:
        return Step.REASON
    _refuse(context, context.load_draft(RefusalDraft).approval, note=context.words)
    return END


def _refuse(context: DeskContext, approval_id: UUID, *, note: str = "") -> None:
    note = note[:MAX_NOTE_LENGTH]
    approval = approvals.refuse(context.session, approval_id, by=context.person, now=context.now, note=note)
    end_questions(context, approval)
    context.show(cards.refused(context.session, approval, context.texts))
