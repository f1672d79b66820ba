"""What waits for a person in violations, as buttons of their menu: decisions that they have not paid."""

from collections.abc import Iterable

from sqlmodel import Session

from bot.card import CardButton
from bot.cards.menu import MenuReader, Waiting
from bot.cards.violations.violations import UNPAID
from storage.violations import decisions
from storage.violations.decisions import DecisionState


def _buttons(session: Session, reader: MenuReader) -> Iterable[CardButton]:
    unpaid = len(decisions.of_person(session, reader.person.id, DecisionState.UNPAID))
    if unpaid:
        yield UNPAID.on(reader.texts.plain("menu-unpaid", count=unpaid), "")


WAITING = Waiting(20, _buttons)
