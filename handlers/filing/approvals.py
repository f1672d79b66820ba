"""Owner approvals in the chat: by button or command. Refusals: refusals. Plain words: typed_answers.

tap Approve, /approve N ──► approved ── tap 30 days … ──► the filing will end by itself
refused (refusals) ── tap Block ──► blocked
"""

from collections.abc import Iterator
from uuid import UUID

from sqlmodel import Session

from bot.cards.filing import approvals as cards, owner_requests
from bot.context import DeskContext
from bot.engine.listeners import Handler, on_command, on_tap, on_timer
from bot.errors import InvalidCallbackData
from bot.services.filing import approvals, filing_terms, filings, owner_blocks
from bot.services.filing.approvals import ApprovalNotFound
from bot.services.values import application_numbers
from storage.filing.approvals import Approval
from storage.filing.filings import Filing


def handlers() -> Iterator[Handler]:
    """Return what this module listens to."""
    yield on_command("approve", approve_by_number)
    yield on_tap(cards.APPROVE, approve)
    yield on_tap(cards.BLOCK, block)
    yield on_tap(cards.TERM, limit)
    yield on_timer(filings.REMIND, remind)
    yield on_timer(filings.LAPSE, lapse)


def approve(context: DeskContext) -> None:
    """Approve by button."""
    _approve(context, context.tapped(cards.APPROVE))


def approve_by_number(context: DeskContext) -> None:
    """Approve by command: /approve 1024."""
    number = application_numbers.of_command("approve", context.arguments, unknown=ApprovalNotFound)
    _approve(context, approvals.find_by_number(context.session, number, by=context.person, now=context.now).id)


def block(context: DeskContext) -> None:
    """Block the filer from applying for this vehicle again."""
    filing_id = approvals.application(context.session, context.tapped(cards.BLOCK))
    owner_blocks.block(context.session, filing_id, by=context.person, now=context.now)
    context.show(cards.blocked(context.texts))


def limit(context: DeskContext) -> None:
    """Limit the filing to some days."""
    approval_id, days = context.tapped_pair(cards.TERM)
    if days not in filing_terms.DAYS:
        raise InvalidCallbackData
    filing_id = approvals.application(context.session, approval_id)
    filing = filing_terms.set_term(context.session, filing_id, days, by=context.person, now=context.now)
    context.show(owner_requests.term_set(context.session, filing, context.texts), about=filing.topic)


def remind(context: DeskContext) -> None:
    """Remind the owner a day after the request."""
    approvals.remind(context.session, context.subject, now=context.now)


def lapse(context: DeskContext) -> None:
    """End the application whose owner has not answered in time."""
    approvals.lapse(context.session, context.subject, now=context.now)


def topic_of(session: Session, approval: Approval) -> str:
    """Return what messages to the owner are about once they have agreed."""
    return session.get_one(Filing, approval.filing_id).topic


def _approve(context: DeskContext, approval_id: UUID) -> None:
    approval = approvals.approve(context.session, approval_id, by=context.person, now=context.now)
    context.show(cards.approved(context.session, approval, context.texts), about=topic_of(context.session, approval))
