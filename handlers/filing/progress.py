"""Progress of applications: the list, one of them with its timeline, withdrawal, the end of a term.

/progress, /progress N ──► one application ──► enter the code, continue to the face check
                                           └─► withdraw, with what it costs ──► confirm ──► withdrawn, or keep it
"""

from collections.abc import Iterator
from uuid import UUID

from bot.card import column
from bot.cards.filing import filings as cards, withdrawal as withdrawal_cards
from bot.context import DeskContext
from bot.engine.listeners import Handler, on_command, on_tap, on_timer
from bot.errors import Refusal
from bot.services.filing import (
    filing_terms,
    filings,
    owner_requests,
    step_cards,
    term_reminders,
    told_limits,
    withdrawal_digests,
)
from bot.services.values import application_numbers
from bot.services.violations import parties
from handlers import menu
from handlers.filing.approvals import show_requests
from handlers.filing.owner_code import own_application
from storage.filing import filings as store
from storage.filing.filings import Filing, FilingStatus
from storage.register.people import Person

STANDING = (*store.OPEN_STATUSES, FilingStatus.ACTIVE)


class NoSuchApplication(Refusal, key="refused-no-such-application", offers=("progress", "approvals")):
    """The person has no application with this number."""


def handlers() -> Iterator[Handler]:
    """Return what this module listens to."""
    yield on_command("progress", show_progress)
    yield on_tap(cards.PAGE, show_page)
    yield on_tap(cards.SHOW, show_one)
    yield on_tap(cards.WITHDRAW, ask_to_withdraw)
    yield on_tap(withdrawal_cards.WITHDRAW_CONFIRMED, withdraw)
    yield on_timer(step_cards.OVER, leave_steps)
    yield on_timer(filings.TERM, end_term)
    yield on_timer(filings.TERM_REMIND, remind_of_term)
    yield on_timer(withdrawal_digests.DIGEST, send_digest)


def show_progress(context: DeskContext) -> None:
    """Show all applications, or the one whose number is given; an owner's requests for the number of one of those."""
    if not context.arguments:
        _show_list(context, 1)
        return
    number = application_numbers.of_command("progress", context.arguments, unknown=NoSuchApplication)
    filing = store.by_number(context.session, number)
    if filing is not None and filing.filer_id == context.person.id:
        context.show(cards.progress(context.session, filing, context.texts, now=context.now))
    elif owner_requests.includes(context.session, context.person, number, now=context.now):
        show_requests(context)
    else:
        raise NoSuchApplication(number=number)


def show_page(context: DeskContext) -> None:
    """Show another page of the applications."""
    _show_list(context, context.tapped(cards.PAGE))


def show_one(context: DeskContext) -> None:
    """Show an application chosen from the list."""
    filing = own_application(context, context.tapped(cards.SHOW))
    context.show(cards.progress(context.session, filing, context.texts, now=context.now))


def ask_to_withdraw(context: DeskContext) -> None:
    """Ask for confirmation, with what a withdrawal costs."""
    filing = own_application(context, context.tapped(cards.WITHDRAW))
    if filing.status not in store.OPEN_STATUSES:
        raise filings.ApplicationDecided(number=filing.number)
    quota = told_limits.quota_left(context.session, context.person, now=context.now)
    context.show(withdrawal_cards.confirm(context.session, filing, context.texts, quota=quota))


def withdraw(context: DeskContext) -> None:
    """Withdraw an application."""
    withdraw_one(context, context.tapped(withdrawal_cards.WITHDRAW_CONFIRMED))


def withdraw_one(context: DeskContext, filing_id: UUID) -> None:
    """Withdraw the application that the person has confirmed."""
    filing = own_application(context, filing_id)
    told_now = filings.withdraw(context.session, filing, by=context.person, now=context.now)
    _leave_steps_of(context, filing)
    quota = told_limits.quota_left(context.session, context.person, now=context.now)
    context.show(withdrawal_cards.withdrawn(context.texts, filing, quota=quota, told_now=told_now))


def leave_steps(context: DeskContext) -> None:
    """End the steps of who has applied, because the application or the filing is over."""
    filing = context.session.get(Filing, context.subject)
    if filing is None or filing.filer_id != context.account.person_id or filing.status in STANDING:
        return
    _leave_steps_of(context, filing)


def end_term(context: DeskContext) -> None:
    """End a filing whose term is over."""
    filing_terms.expire(context.session, context.subject, now=context.now)


def remind_of_term(context: DeskContext) -> None:
    """Remind filer and owner that a term ends soon."""
    term_reminders.send(context.session, context.subject, now=context.now)


def send_digest(context: DeskContext) -> None:
    """Tell an owner of the withdrawals of the last day, together."""
    withdrawal_digests.send(context.session, context.subject, lane=context.account.lane, now=context.now)


def _show_list(context: DeskContext, number: int) -> None:
    found = store.all_of_filer(context.session, context.person.id, limit=None)
    requests = owner_requests.count(context.session, context.person)
    card = cards.listing(context.session, found, context.texts, requests=requests, number=number)
    context.show(card.with_rows(*column(*menu.identity_button(context))))


def _leave_steps_of(context: DeskContext, filing: Filing) -> None:
    """End the flows about this application or filing, the current one and parked ones; others go on."""
    conversation = context.conversation
    drafts = {name: kept["draft"] for name, kept in conversation.parked.items()}
    drafts[conversation.flow] = conversation.draft
    for name in [name for name, draft in drafts.items() if draft.get("filing") == filing.id.hex]:
        context.leave(name)
    records = drafts.get("handling", {})
    if records.get("vehicle") == filing.vehicle_id.hex and not _has_records(context, filing.vehicle_id):
        context.leave("handling")


def _has_records(context: DeskContext, vehicle_id: UUID) -> bool:
    """Whether the records of a vehicle, or a part of them, are this person's still."""
    assert context.account.person_id is not None
    person = context.session.get_one(Person, context.account.person_id)
    return any(held.vehicle.id == vehicle_id for held in parties.all_of(context.session, person, now=context.now))
