"""What waits for a person in filing, as buttons of their menu: requests for their answer, their open applications."""

from collections.abc import Iterable

from sqlmodel import Session

from bot.card import CardButton
from bot.cards.filing.filings import SHOW, facts
from bot.cards.menu import MenuReader, Waiting
from bot.cards.navigation import GO
from bot.services.filing import owner_requests
from storage.filing import filings

MAX_APPLICATIONS = 3


def _buttons(session: Session, reader: MenuReader) -> Iterable[CardButton]:
    texts, count = reader.texts, owner_requests.count_waiting(session, reader.person, now=reader.now)
    if count:
        yield GO.on(texts.plain("menu-approvals", count=count), "approvals")
    for filing in filings.open_of_filer(session, reader.person.id)[:MAX_APPLICATIONS]:
        yield SHOW.on(texts.plain("progress-button", **facts(session, filing, texts)), filing.id)


WAITING = Waiting(10, _buttons)
