"""The owner's one place: requests of their vehicles, terms and blocked people.

/approvals ──► a page of requests ── tap Approve, Refuse (approvals), Stop, End (consent_withdrawal)
                 ├── tap Term ──► 30 days …, none ──► the filing will end by itself, or goes on
                 └── tap Blocked people ──► tap Lift ──► the person can apply again
"""

from collections.abc import Iterator

from bot.cards.filing import owner_requests as cards
from bot.context import DeskContext
from bot.engine.listeners import Handler, on_command, on_tap
from bot.errors import InvalidCallbackData
from bot.services.filing import filing_terms, owner_blocks, owner_requests


def handlers() -> Iterator[Handler]:
    """Return what this module listens to."""
    yield on_command("approvals", show_all)
    yield on_tap(cards.PAGE, show_page)
    yield on_tap(cards.TERM_OF, ask_term)
    yield on_tap(cards.SET_TERM, set_term)
    yield on_tap(cards.BLOCKS, show_blocks)
    yield on_tap(cards.LIFT, lift)


def show_all(context: DeskContext) -> None:
    """Show the first page of the requests of the person's vehicles."""
    _show(context, 1)


def show_page(context: DeskContext) -> None:
    """Show another page."""
    _show(context, context.tapped(cards.PAGE))


def ask_term(context: DeskContext) -> None:
    """Ask for the term of a filing."""
    filing = filing_terms.find(context.session, context.tapped(cards.TERM_OF), by=context.person)
    context.show(cards.ask_term(context.session, filing, context.texts, now=context.now), about=filing.topic)


def set_term(context: DeskContext) -> None:
    """Set a term of some days for the filing, or end its term."""
    filing_id, days = context.tapped_pair(cards.SET_TERM)
    if days not in (cards.NO_TERM, *filing_terms.DAYS):
        raise InvalidCallbackData
    if days == cards.NO_TERM:
        filing = filing_terms.end_term(context.session, filing_id, by=context.person, now=context.now)
    else:
        filing = filing_terms.set_term(context.session, filing_id, days, by=context.person, now=context.now)
    context.show(cards.term_set(context.session, filing, context.texts), about=filing.topic)


def show_blocks(context: DeskContext) -> None:
    """Show the people whom the person has blocked."""
    found, number = owner_blocks.in_force(context.session, context.person), context.tapped(cards.BLOCKS)
    context.show(cards.blocks(context.session, found, context.texts, number=number))


def lift(context: DeskContext) -> None:
    """Let a blocked person apply again."""
    block = owner_blocks.lift(context.session, context.tapped(cards.LIFT), by=context.person, now=context.now)
    context.show(cards.lifted(context.session, block, context.texts))


def _show(context: DeskContext, number: int) -> None:
    page = owner_requests.page(context.session, context.person, now=context.now, number=number)
    context.show(cards.listing(context.session, page, context.texts))
