"""Reminders before the term of a filing ends."""

from sqlmodel import Session

from bot.card import Card
from bot.cards.filing.approval_withdrawal import end_button
from bot.cards.filing.filings import facts
from bot.cards.filing.owner_requests import TERM_OF
from bot.cards.navigation import go
from bot.cards.notification import Reader, notification_about
from bot.services.organisations import authority
from storage.filing.filings import AGREED_STATUSES, Filing, FilingStatus


@notification_about("filing.term.soon", Filing)
def to_filer(session: Session, filing: Filing, reader: Reader) -> Card | None:
    """To the filer: the filing ends by itself on this day."""
    return _soon(session, filing, reader, "filing-term-soon", offer="vehicles")


@notification_about("filing.term.soon.owner", Filing)
def to_owner(session: Session, filing: Filing, reader: Reader) -> Card | None:
    """To the owner: the filing ends by itself on this day, unless they change the term."""
    owner = authority.acting_owner(session, filing.vehicle_id)
    if owner is None or owner.id != reader.person_id:
        return None
    card = _soon(session, filing, reader, "filing-term-soon-owner", offer="approvals")
    if card is None:
        return None
    change = TERM_OF.on(reader.texts.plain("approval-term-change"), filing.id)
    return Card(card.text, ((end_button(reader.texts, filing), change), *card.rows))


def _soon(session: Session, filing: Filing, reader: Reader, key: str, *, offer: str) -> Card | None:
    if filing.term_until is None or filing.status not in (*AGREED_STATUSES, FilingStatus.ACTIVE):
        return None
    texts = reader.texts
    text = texts(key, **facts(session, filing, texts), until=filing.term_until)
    return Card(text, ((go(offer, texts),),))
