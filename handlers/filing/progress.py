"""Progress of applications: the list, one of them with its timeline, taking it back, the end of a term.

/progress, /progress N ──► one application ──► type the code, go on to the check, withdraw
"""

from collections.abc import Iterator

from bot.cards.filing import filings as cards
from bot.context import DeskContext
from bot.engine.listeners import Handler, on_command, on_tap, on_timer
from bot.errors import Refusal
from bot.services.filing import filings
from handlers.filing.owner_code import own_application
from storage.filing import filings as store
from storage.filing.filings import Filing


class NoSuchApplication(Refusal, key="refused-no-such-application", offers=("progress",)):
    """He has no application under this number."""


def handlers() -> Iterator[Handler]:
    """Everything this file listens to."""
    yield on_command("progress", show_progress)
    yield on_tap(cards.SHOW, show_one)
    yield on_tap(cards.WITHDRAW, withdraw)
    yield on_timer(filings.TERM, end_term)


def show_progress(context: DeskContext) -> None:
    """All applications, or the one whose number is given."""
    person = context.person
    if context.arguments:
        context.show(cards.progress(context.session, _numbered(context), context.texts))
        return
    context.show(cards.listing(context.session, store.all_of_filer(context.session, person.id), context.texts))


def show_one(context: DeskContext) -> None:
    """One application, chosen from the list."""
    filing = own_application(context, context.tapped(cards.SHOW))
    context.show(cards.progress(context.session, filing, context.texts))


def withdraw(context: DeskContext) -> None:
    """Take an application back."""
    filing = own_application(context, context.tapped(cards.WITHDRAW))
    filings.withdraw(context.session, filing, by=context.person, now=context.now)
    context.leave("filing")
    context.leave("check")
    context.show(cards.withdrawn(context.texts, filing))


def end_term(context: DeskContext) -> None:
    """The time for which the owner let the car is over."""
    filings.end_term(context.session, context.subject, now=context.now)


def _numbered(context: DeskContext) -> Filing:
    said = context.arguments[0].lstrip("#")
    filing = store.by_number(context.session, int(said)) if said.isdecimal() and len(said) < 12 else None
    if filing is None or filing.filer_id != context.person.id:
        raise NoSuchApplication(number=said[:12])
    return filing
