"""Owner approvals in the chat: two buttons or a command; a reason for a refusal. Plain words: typed_answers.

tap Approve, /approve N ──► approved ── tap 30 days … ──► the filing will end by itself
tap Refuse, /refuse N ──► REASON ── tap one, which is passed on, or none; or a note ──► refused ── tap Block ──► blocked
"""

from collections.abc import Iterator
from uuid import UUID

from bot.card import Card
from bot.cards.filing import approvals as cards, owner_requests
from bot.context import DeskContext
from bot.engine.listeners import (
    END,
    Ask,
    Flow,
    FlowSignal,
    FlowStep,
    Handler,
    on_command,
    on_tap,
    on_timer,
    on_words,
)
from bot.errors import InvalidCallbackData
from bot.services.filing import approvals, filings, owner_blocks, terms
from bot.services.filing.approvals import ApprovalNotFound, RefusalReason
from bot.services.values import application_numbers, yes_no
from bot.stored_json import Draft

MAX_NOTE_LENGTH = 200


class Step(FlowStep):
    """What the flow waits for."""

    REASON = "reason"


class RefusalDraft(Draft):
    """The approval that is being refused."""

    approval: UUID


def handlers() -> Iterator[Handler]:
    """Return what this module listens to."""
    yield on_command("approve", approve_by_number)
    yield on_tap(cards.APPROVE, approve)
    yield on_tap(cards.BLOCK, block)
    yield on_tap(cards.TERM, limit)
    yield on_timer(filings.REMIND, remind)
    yield on_timer(filings.LAPSE, lapse)
    listening = on_tap(cards.REASON, pass_reason_on), on_tap(cards.NO_REASON, without_reason), on_words(take_note)
    yield Flow(
        "refusal",
        entry_points=[on_tap(cards.REFUSE, refuse), on_command("refuse", refuse_by_number)],
        steps={Step.REASON: Ask(ask_reason, *listening)},
    )


def approve(context: DeskContext) -> None:
    """Approve by button."""
    _approve(context, context.tapped(cards.APPROVE))


def approve_by_number(context: DeskContext) -> None:
    """Approve by command: /approve 1024."""
    _approve(context, _numbered(context, "approve"))


def refuse(context: DeskContext) -> Step:
    """Refuse by button: the approval must be pending; then ask for the reason."""
    approval = approvals.find_open(context.session, context.tapped(cards.REFUSE), by=context.person, now=context.now)
    context.store_draft(RefusalDraft(approval=approval.id))
    return Step.REASON


def refuse_by_number(context: DeskContext) -> Step | None:
    """Refuse by command: /refuse 1024 NOTE; without a note, offer to pass a reason on."""
    approval_id = _numbered(context, "refuse")
    note = " ".join(context.arguments[1:])
    if note:
        _refuse(context, approval_id, note=note)
        return None
    context.store_draft(RefusalDraft(approval=approval_id))
    return Step.REASON


def ask_reason(context: DeskContext) -> Card:
    """Offer to pass a reason on."""
    return cards.ask_reason(context.texts)


def pass_reason_on(context: DeskContext) -> FlowSignal:
    """Refuse with this reason, which the filer is told."""
    reason = RefusalReason(context.tapped(cards.REASON))
    _refuse(context, context.load_draft(RefusalDraft).approval, passed_on=reason)
    return END


def take_note(context: DeskContext) -> FlowSignal | Step:
    """Refuse with a note that the owner keeps for themself. A yes or no is no note: it may be about something else."""
    if yes_no.read(context.words) is not None:
        return Step.REASON
    _refuse(context, context.load_draft(RefusalDraft).approval, note=context.words)
    return END


def without_reason(context: DeskContext) -> FlowSignal:
    """Refuse without a reason."""
    _refuse(context, context.load_draft(RefusalDraft).approval)
    return END


def block(context: DeskContext) -> None:
    """Block the filer from applying for this vehicle again."""
    filing_id = approvals.application(context.session, context.tapped(cards.BLOCK))
    owner_blocks.block(context.session, filing_id, by=context.person, now=context.now)
    context.show(cards.blocked(context.texts))


def limit(context: DeskContext) -> None:
    """Limit the filing to some days."""
    approval_id, days = context.tapped_pair(cards.TERM)
    if days not in terms.DAYS:
        raise InvalidCallbackData
    filing_id = approvals.application(context.session, approval_id)
    filing = terms.set_term(context.session, filing_id, days, by=context.person, now=context.now)
    context.show(owner_requests.term_set(context.session, filing, context.texts))


def remind(context: DeskContext) -> None:
    """Remind the owner a day after the request."""
    approvals.remind(context.session, context.subject, now=context.now)


def lapse(context: DeskContext) -> None:
    """End the application whose owner has not answered in time."""
    approvals.lapse(context.session, context.subject, now=context.now)


def _approve(context: DeskContext, approval_id: UUID) -> None:
    approval = approvals.approve(context.session, approval_id, by=context.person, now=context.now)
    context.show(cards.approved(context.session, approval, context.texts))


def _refuse(context: DeskContext, approval_id: UUID, *, note: str = "", passed_on: RefusalReason | None = None) -> None:
    by, now, note = context.person, context.now, note[:MAX_NOTE_LENGTH]
    approval = approvals.refuse(context.session, approval_id, by=by, now=now, note=note, passed_on=passed_on)
    context.show(cards.refused(context.session, approval, context.texts))


def _numbered(context: DeskContext, command: str) -> UUID:
    """Return the approval of the application whose number follows the command."""
    number = application_numbers.of_command(command, context.arguments, unknown=ApprovalNotFound)
    return approvals.find_by_number(context.session, number, by=context.person, now=context.now).id
