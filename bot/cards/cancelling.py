"""Cards of /cancel outside of flows: what goes on, and what ends it."""

from collections.abc import Iterator, Sequence

from sqlmodel import Session

from bot.card import Card, CardButton, column
from bot.cards.filing.filings import SHOW, facts
from bot.cards.navigation import go
from bot.services.filing import owner_requests
from bot.texts import Texts
from storage.filing import filings
from storage.register.people import Person

MAX_APPLICATIONS = 3


def cancellable(session: Session, person: Person, texts: Texts) -> Iterator[CardButton]:
    """Yield buttons that lead to what this person can withdraw, stop or end."""
    for filing in filings.open_of_filer(session, person.id)[:MAX_APPLICATIONS]:
        yield SHOW.on(texts.plain("progress-button", **facts(session, filing, texts)), filing.id)
    if owner_requests.count(session, person):
        yield go("approvals", texts)
    if filings.active_of_filer(session, person.id):
        yield go("vehicles", texts)


def goes_on(buttons: Sequence[CardButton], texts: Texts) -> Card:
    """Say that nothing was cancelled, with what goes on."""
    return Card(texts("flow-nothing-but"), (*column(*buttons), (go("menu", texts),)))
