"""Notifications of filings."""

from sqlmodel import Session

from bot import local_time
from bot.card import Card
from bot.cards.filing import applying_again
from bot.cards.filing.approval_withdrawal import UNBIND, end_button
from bot.cards.filing.approvals import answer_buttons
from bot.cards.filing.filing_words import owner_status_words
from bot.cards.filing.filings import check_button, facts
from bot.cards.navigation import go
from bot.cards.notification import Reader, notification_about
from bot.services.filing import step_cards
from bot.services.organisations import authority
from bot.texts import Texts
from storage.filing import approvals, filings
from storage.filing.approvals import ApprovalStatus
from storage.filing.filings import Filing, FilingStatus
from storage.register.vehicles import Vehicle


@notification_about("filing.finished.owner", Filing)
def finished_owner(session: Session, filing: Filing, reader: Reader) -> Card | None:
    """To the owner: who has filed the vehicle; they can end that at once."""
    key = "filing-finished-owner-sms" if reader.by_sms else "filing-finished-owner"
    card = _about(session, filing, reader, key, offer="approvals")
    unbind = UNBIND.on(reader.texts.plain("vehicle-unbind"), filing.id)
    return Card(card.text, ((unbind,), *card.rows))


@notification_about("filing.unverified.owner", Filing)
def unverified_owner(session: Session, filing: Filing, reader: Reader) -> Card | None:
    """To the owner: the filer is not verified any more; they can refuse, or end what they have agreed to.

    None once it is over.
    """
    if filing.status not in (*filings.OPEN_STATUSES, FilingStatus.ACTIVE):
        return None
    if filing.status is FilingStatus.WAITING_OWNER:
        return _unverified_asked(session, filing, reader)
    key = "filing-unverified-owner-sms" if reader.by_sms else "filing-unverified-owner"
    card = _about(session, filing, reader, key, offer="approvals")
    return Card(card.text, ((end_button(reader.texts, filing),), *card.rows))


@notification_about("filing.step-over", Filing)
def step_over(session: Session, filing: Filing, reader: Reader) -> Card | None:
    """To the filer: what was asked for is not needed any more. It replaces the question, whose buttons go."""
    return Card(reader.texts("filing-step-over", **facts(session, filing, reader.texts)))


@notification_about("filing.moved.owner", Filing)
def moved_from_owner(session: Session, filing: Filing, reader: Reader) -> Card | None:
    """To the former administrator: somebody else decides now. It replaces what they can stop or end no more."""
    text = reader.texts("filing-moved-owner", **facts(session, filing, reader.texts))
    return Card(text, ((go("menu", reader.texts),),))


@notification_about("filing.agreed", Filing)
def agreed(session: Session, filing: Filing, reader: Reader) -> Card | None:
    """To the filer: the owner has approved in the chat."""
    return agreed_card(session, filing, reader.texts) if filing.status is FilingStatus.CHECKING else None


def agreed_card(session: Session, filing: Filing, texts: Texts) -> Card:
    """Show the filer that the owner has approved in the chat; the face check is next."""
    text = texts("filing-agreed-notification", **facts(session, filing, texts))
    return Card(text, ((check_button(texts, filing),),), about=step_cards.topic(filing))


@notification_about("filing.closed", Filing)
def closed(session: Session, filing: Filing, reader: Reader) -> Card | None:
    """To the filer: the application ended without success, and why."""
    texts = reader.texts
    reason = f"progress-why-{filing.return_reason}" if filing.return_reason else f"progress-next-{filing.status.value}"
    text = texts("filing-closed", **facts(session, filing, texts))
    return _over(session, filing, reader, f"{text}\n{texts(reason)}")


@notification_about("filing.refusal_reason", Filing)
def refusal_reason(session: Session, filing: Filing, reader: Reader) -> Card | None:
    """To the filer: the reason that the owner has added to their refusal."""
    texts = reader.texts
    text = texts("filing-refusal-reason", **facts(session, filing, texts))
    return _over(session, filing, reader, f"{text}\n{texts(f'progress-why-{filing.return_reason}')}")


@notification_about("filing.ended", Filing)
def ended(session: Session, filing: Filing, reader: Reader) -> Card | None:
    """To the filer: the filing has ended, and why."""
    card = _ended(session, filing, reader, "filing-ended", offer="file")
    return _over(session, filing, reader, card.text) if card is not None else None


@notification_about("filing.ended.owner", Filing)
def ended_owner(session: Session, filing: Filing, reader: Reader) -> Card | None:
    """To the owner: a filing of the vehicle has ended, and why."""
    return _ended(session, filing, reader, "filing-ended-owner", offer="vehicles")


@notification_about("filing.joined", Filing)
def joined(session: Session, filing: Filing, reader: Reader) -> Card | None:
    """To the filer: it is over, because they turned out to speak for the vehicle, or to have filed it already."""
    why = _why_joined(session, filing)
    offer = "organisation" if why == "organisation" else "vehicles"
    return _about(session, filing, reader, f"filing-joined-{why}", offer=offer)


@notification_about("filing.withdrawn", Filing)
def withdrawn(session: Session, filing: Filing, reader: Reader) -> Card | None:
    """To the owner: the application was withdrawn."""
    return _about(session, filing, reader, "filing-withdrawn-owner", offer="menu")


@notification_about("filing.fallen.owner", Filing)
def fallen_owner(session: Session, filing: Filing, reader: Reader) -> Card | None:
    """To who had agreed: the application has ended, because the vehicle was sold or its state has changed."""
    return _about(session, filing, reader, "filing-fallen-owner", offer="approvals")


@notification_about("filing.over.owner", Filing)
def over_owner(session: Session, filing: Filing, reader: Reader) -> Card | None:
    """To the owner: an application or a filing they agreed to is over. It replaces the cards with its buttons."""
    about = facts(session, filing, reader.texts) | {"status": owner_status_words(reader.texts, filing)}
    return Card(reader.texts("filing-over-owner", **about), ((go("approvals", reader.texts),),))


@notification_about("filing.term", Filing)
def term(session: Session, filing: Filing, reader: Reader) -> Card | None:
    """To the filer: the owner has limited the filing to a day, or it has no term any more."""
    about = facts(session, filing, reader.texts)
    if filing.term_until is None:
        text = reader.texts("filing-term-ended", **about)
    else:
        text = reader.texts("filing-term", **about, until=local_time.date_of(filing.term_until))
    offer = "vehicles" if filing.status is FilingStatus.ACTIVE else "progress"
    return Card(text, ((go(offer, reader.texts),),))


def _unverified_asked(session: Session, filing: Filing, reader: Reader) -> Card | None:
    """Return the card with the buttons of the question; None for who is not asked any more."""
    approval = approvals.of_filing(session, filing.id)
    if approval is None or approval.status is not ApprovalStatus.PENDING or approval.owner_id != reader.person_id:
        return None
    key = "filing-unverified-asked-sms" if reader.by_sms else "filing-unverified-asked"
    card = _about(session, filing, reader, key, offer="approvals")
    return Card(card.text, (*answer_buttons(approval, reader.texts), *card.rows))


def _why_joined(session: Session, filing: Filing) -> str:
    if session.get_one(Vehicle, filing.vehicle_id).owner_person_id == filing.filer_id:
        return "own"
    pair = filing.vehicle_id, filing.filer_id
    if filings.active_pair(session, *pair) is not None or filings.open_pair(session, *pair) is not None:
        return "twice"
    speaker = authority.acting_owner(session, filing.vehicle_id)
    return "organisation" if speaker is not None and speaker.id == filing.filer_id else "twice"


def _over(session: Session, filing: Filing, reader: Reader, text: str) -> Card:
    """Return the card about what is over for the filer: from when on they may apply again, and what works now."""
    texts, now = reader.texts, reader.now or filing.changed_at
    lines, again = applying_again.offer(session, filing.filer_id, texts, now=now)
    return Card("\n".join([text, *lines]), ((again, go("menu", texts)),))


def _about(session: Session, filing: Filing, reader: Reader, key: str, *, offer: str) -> Card:
    return Card(reader.texts(key, **facts(session, filing, reader.texts)), ((go(offer, reader.texts),),))


def _ended(session: Session, filing: Filing, reader: Reader, key: str, *, offer: str) -> Card | None:
    if filing.end_reason is None:
        return None
    card = _about(session, filing, reader, key, offer=offer)
    why = reader.texts(f"end-reason-{filing.end_reason.value.replace('_', '-')}")
    return card.with_text(f"{card.text}\n{why}")
