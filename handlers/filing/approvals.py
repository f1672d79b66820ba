"""Owner approvals in the chat: by button or command, and the page of requests, terms and blocked people.

tap Approve, /approve N ──► approved ── tap 30 days … ──► the filing will end by itself
/approve alone ──► the page of requests      /approve N and further words ──► approve or refuse? (typed_answers)
refused (refusals) ── tap Block ──► blocked      plain words: typed_answers
/approvals ──► a page of requests ── tap Approve, Refuse (refusals), Stop, End (approval_withdrawal)
                 ├── tap Term ──► 30 days …, none ──► the filing will end by itself, or goes on
                 └── tap Blocked people ──► tap Lift ──► the person can apply again
"""

from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

from sqlmodel import Session

from bot.cards.filing import approvals as cards, owner_requests as request_cards, typed_answers as typed_cards
from bot.context import DeskContext
from bot.engine.listeners import Handler, on_command, on_tap, on_timer
from bot.errors import InvalidCallbackData
from bot.services.filing import (
    approvals,
    filing_terms,
    filings,
    lapses,
    owner_blocks,
    owner_requests,
    question_reminders,
    typed_input,
)
from bot.services.filing.approvals import ApprovalNotFound
from bot.services.organisations import question_messages
from bot.services.values import application_numbers
from storage.filing import approvals as answers
from storage.filing.approvals import Approval
from storage.filing.filings import Filing


def handlers() -> Iterator[Handler]:
    """Return what this module listens to."""
    yield on_command("approvals", show_requests)
    yield on_tap(request_cards.PAGE, show_page)
    yield on_tap(request_cards.TERM_OF, ask_term)
    yield on_tap(request_cards.SET_TERM, set_term)
    yield on_tap(request_cards.BLOCKS, show_blocks)
    yield on_tap(request_cards.LIFT, lift_block)
    yield on_command("approve", approve_by_number)
    yield on_tap(cards.APPROVE, approve)
    yield on_tap(cards.BLOCK, block)
    yield on_tap(cards.TERM, limit)
    yield on_timer(filings.REMIND, remind)
    yield on_timer(question_reminders.DIGEST, remind_of_all)
    yield on_timer(filings.LAPSE, lapse)


def show_requests(context: DeskContext) -> None:
    """Show the first page of the requests of the person's vehicles."""
    _show_page(context, 1)


def ask_which(context: DeskContext) -> None:
    """Show the requests after a command that did nothing, and say so if more than one number stood behind it."""
    _show_page(context, 1, before=context.texts("approval-further-words") if context.arguments else "")


def show_page(context: DeskContext) -> None:
    """Show another page."""
    _show_page(context, context.tapped(request_cards.PAGE))


def ask_term(context: DeskContext) -> None:
    """Ask for the term of a filing."""
    filing = filing_terms.find(
        context.session, context.tapped(request_cards.TERM_OF), by=context.person, now=context.now
    )
    context.show(request_cards.ask_term(context.session, filing, context.texts, now=context.now), about=filing.topic)


def set_term(context: DeskContext) -> None:
    """Set a term of some days for the filing, or end its term."""
    filing_id, days = context.tapped_pair(request_cards.SET_TERM)
    if days not in (request_cards.NO_TERM, *filing_terms.DAYS):
        raise InvalidCallbackData
    if days == request_cards.NO_TERM:
        filing = filing_terms.end_term(context.session, filing_id, by=context.person, now=context.now)
    else:
        filing = filing_terms.set_term(context.session, filing_id, days, by=context.person, now=context.now)
    context.show(request_cards.term_set(context.session, filing, context.texts), about=filing.topic)


def show_blocks(context: DeskContext) -> None:
    """Show the people whom the person has blocked."""
    found, number = owner_blocks.in_force(context.session, context.person), context.tapped(request_cards.BLOCKS)
    context.show(request_cards.blocks(context.session, found, context.texts, number=number))


def lift_block(context: DeskContext) -> None:
    """Let a blocked person apply again."""
    block = owner_blocks.lift(context.session, context.tapped(request_cards.LIFT), by=context.person, now=context.now)
    context.show(request_cards.lifted(context.session, block, context.texts))


def approve(context: DeskContext) -> None:
    """Approve by button."""
    _approve(context, context.tapped(cards.APPROVE))


def approve_by_number(context: DeskContext) -> None:
    """Approve by command: /approve 1024. Further words may say something else: they are asked about.

    Without a number, or with several, it shows what waits for an answer.
    """
    if not context.arguments or application_numbers.several(context.arguments):
        ask_which(context)
        return
    number = application_numbers.of_command("approve", context.arguments, unknown=ApprovalNotFound)
    approval = approvals.find_by_number(context.session, number, by=context.person, now=context.now)
    if typed_input.is_agreement(" ".join(context.arguments[1:])):
        _approve(context, approval.id)
    else:
        ask_what_was_meant(context, context.session.get_one(Filing, approval.filing_id), approval)


def block(context: DeskContext) -> None:
    """Block the filer from applying for this vehicle again."""
    block_filer(context, approvals.application(context.session, context.tapped(cards.BLOCK)))


def limit(context: DeskContext) -> None:
    """Limit the filing to some days."""
    approval_id, days = context.tapped_pair(cards.TERM)
    if days not in filing_terms.DAYS:
        raise InvalidCallbackData
    filing_id = approvals.application(context.session, approval_id)
    filing = filing_terms.set_term(context.session, filing_id, days, by=context.person, now=context.now)
    context.show(request_cards.term_set(context.session, filing, context.texts), about=filing.topic)


def remind(context: DeskContext) -> None:
    """Remind the owner a day after the request."""
    question_reminders.remind(context.session, context.subject, lane=context.account.lane, now=context.now)


def remind_of_all(context: DeskContext) -> None:
    """Remind the owner of all that waits, a day after the last reminder."""
    question_reminders.send(context.session, context.subject, lane=context.account.lane, now=context.now)


def lapse(context: DeskContext) -> None:
    """End the application whose owner has not answered in time."""
    lapses.lapse(context.session, context.subject, now=context.now)


def topic_of(session: Session, approval: Approval) -> str:
    """Return what messages to the owner are about once they have agreed."""
    return session.get_one(Filing, approval.filing_id).topic


def end_questions(context: DeskContext, approval: Approval) -> None:
    """Take the buttons from the messages that have asked for an answered approval, but for the one that was tapped."""
    owner, tapped = context.person.id, context.tapped_message
    question_messages.end(context.session, approval, owner, now=context.now, but=tapped)


def ask_what_was_meant(context: DeskContext, filing: Filing, approval: Approval | None) -> None:
    """Ask for a button, because the words behind the number of a command may mean something else than the command."""
    card = typed_cards.further_words(context.session, filing, approval, context.texts)
    context.show(card, about=approval.topic if approval is not None else filing.topic)


def block_filer(context: DeskContext, filing_id: UUID) -> None:
    """Block the filer of this application, and take the buttons from the messages about what ends by it."""
    session, person, now = context.session, context.person, context.now
    ended = owner_blocks.block(session, filing_id, by=person, now=now)
    for filing in ended:
        filings.replace_owner_card(session, filing, person, now=now, but=context.tapped_message)
        approval = answers.of_filing(session, filing.id)
        if approval is not None:
            end_questions(context, approval)
    context.show(cards.blocked(session, session.get_one(Filing, filing_id), ended, context.texts))


def _approve(context: DeskContext, approval_id: UUID) -> None:
    approval = approvals.approve(context.session, approval_id, by=context.person, now=context.now)
    end_questions(context, approval)
    context.show(cards.approved(context.session, approval, context.texts), about=topic_of(context.session, approval))


def _show_page(context: DeskContext, number: int, *, before: str = "") -> None:
    page = owner_requests.page(context.session, context.person, now=context.now, number=number)
    card = request_cards.listing(context.session, page, context.texts)
    context.show(replace(card, text=f"{before}\n{card.text}") if before else card)
