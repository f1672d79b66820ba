"""Owner approvals in the chat: two buttons, a command or a plain reply; a reason for a refusal.

tap Approve, /approve N, 同意 ──► answered ── tap 30 days … ──► ends by itself
tap Refuse, /refuse N, 拒绝 ──► REASON ── a message, or none ──► answered ── tap Block ──► blocked
"""

from collections.abc import Iterator
from uuid import UUID

from bot.card import Card
from bot.cards.filing import approvals as cards
from bot.context import DeskContext
from bot.engine.listeners import (
    END,
    NOT_HANDLED,
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
from bot.errors import Forged, NumberMissing
from bot.services.filing import approvals, filings
from bot.services.filing.approvals import ApprovalNotFound
from bot.services.values import yes_no
from bot.stored_json import Draft
from storage.filing import approvals as store
from storage.filing.approvals import Approval

REASON_LENGTH = 200


class Step(FlowStep):
    """What we are waiting for."""

    REASON = "reason"


class RefusalDraft(Draft):
    """The question that is being answered with no."""

    approval: UUID


def handlers() -> Iterator[Handler]:
    """Everything this file listens to."""
    yield on_command("approvals", show_all)
    yield on_command("approve", approve_by_number)
    yield on_tap(cards.APPROVE, approve)
    yield on_tap(cards.BLOCK, block)
    yield on_tap(cards.TERM, limit)
    yield on_words(answer_plainly, first=True)
    yield on_timer(filings.REMIND, remind)
    yield on_timer(filings.LAPSE, lapse)
    yield Flow(
        "refusal",
        entry_points=[on_tap(cards.REFUSE, refuse), on_command("refuse", refuse_by_number)],
        states={Step.REASON: Ask(ask_reason, on_tap(cards.NO_REASON, without_reason), on_words(take_reason))},
    )


def show_all(context: DeskContext) -> None:
    """Everything that waits for this person's answer."""
    found = store.pending_of(context.session, context.person.id)
    context.show(cards.listing(context.session, found, context.texts))


def approve(context: DeskContext) -> None:
    """The owner says yes."""
    _approve(context, context.tapped(cards.APPROVE))


def approve_by_number(context: DeskContext) -> None:
    """The same by command: /approve 1024."""
    number = _number(context, "approve")
    approval = approvals.find_by_number(context.session, number, by=context.person, now=context.now)
    _approve(context, approval.id)


def refuse(context: DeskContext) -> Step:
    """The owner says no. See that the question is his and open, then ask why."""
    approval = approvals.find_open(context.session, context.tapped(cards.REFUSE), by=context.person, now=context.now)
    context.store_draft(RefusalDraft(approval=approval.id))
    return Step.REASON


def refuse_by_number(context: DeskContext) -> Step | None:
    """/refuse 1024 reason: with a reason it is done at once."""
    approval = approvals.find_by_number(context.session, _number(context, "refuse"), by=context.person, now=context.now)
    reason = " ".join(context.arguments[1:])
    if reason:
        _refuse(context, approval.id, reason)
        return None
    context.store_draft(RefusalDraft(approval=approval.id))
    return Step.REASON


def ask_reason(context: DeskContext) -> Card:
    """The card that asks why not."""
    return cards.ask_reason(context.texts)


def take_reason(context: DeskContext) -> FlowSignal:
    """The reason, in the owner's words."""
    _refuse(context, context.load_draft(RefusalDraft).approval, context.words)
    return END


def without_reason(context: DeskContext) -> FlowSignal:
    """No reason is given."""
    _refuse(context, context.load_draft(RefusalDraft).approval, "")
    return END


def block(context: DeskContext) -> None:
    """This person shall not ask for this car again."""
    approvals.block(context.session, context.tapped(cards.BLOCK), by=context.person, now=context.now)
    context.show(cards.blocked(context.texts))


def limit(context: DeskContext) -> None:
    """Let the car for some days only."""
    approval_id, _, days = context.tapped(cards.TERM).partition("-")
    if days not in map(str, approvals.TERM_DAYS):
        raise Forged
    approvals.set_term(context.session, UUID(hex=approval_id), int(days), by=context.person, now=context.now)
    context.show(cards.term_set(context.texts, int(days)))


def answer_plainly(context: DeskContext) -> FlowSignal | None:
    """同意 or 拒绝 as a plain message; in the middle of a flow only as a reply: words mean something else there."""
    verdict = yes_no.yes_or_no(context.words)
    message = context.message
    assert message is not None
    in_flow = bool(context.conversation.flow) and message.reply_to_message is None
    if verdict is None or in_flow or context.account.person_id is None:
        return NOT_HANDLED
    waiting = store.pending_of(context.session, context.account.person_id)
    if not waiting:
        return NOT_HANDLED
    if len(waiting) > 1:
        context.show(cards.listing(context.session, waiting, context.texts))
    elif verdict:
        _approve(context, waiting[0].id)
    else:
        _refuse(context, waiting[0].id, "")
    return None


def remind(context: DeskContext) -> None:
    """A day has passed without an answer."""
    approvals.remind(context.session, context.subject, now=context.now)


def lapse(context: DeskContext) -> None:
    """The time to answer is over."""
    approvals.lapse(context.session, context.subject, now=context.now)


def _approve(context: DeskContext, approval_id: UUID) -> None:
    approval = approvals.approve(context.session, approval_id, by=context.person, now=context.now)
    context.show(cards.approved(context.session, approval, context.texts))


def _refuse(context: DeskContext, approval_id: UUID, reason: str) -> Approval:
    approval = approvals.refuse(
        context.session, approval_id, by=context.person, now=context.now, reason=reason[:REASON_LENGTH]
    )
    context.show(cards.refused(context.session, approval, context.texts))
    return approval


def _number(context: DeskContext, command: str) -> int:
    """Return the application number a command names. Raises NumberMissing, or ApprovalNotFound for anything else."""
    if not context.arguments:
        raise NumberMissing(command=command)
    first = context.arguments[0].lstrip("#")
    if not first.isdecimal() or len(first) > 12:
        raise ApprovalNotFound(number=first[:12])
    return int(first)
