"""Notifications to who holds an identity, or has the phone on record, about the cases of others."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session

from bot.card import Card, column
from bot.cards.navigation import go
from bot.cards.notification import Reader, notification, notification_about
from bot.cards.review.identity_cases import against_text, stop_button
from bot.services.review import identity_alerts, identity_digests
from bot.texts import Texts
from storage.review import identity_cases as store
from storage.review.identity_cases import IdentityCase

MAX_LINES = 6


@notification_about("identity.holder", IdentityCase)
def tell_holder(session: Session, case: IdentityCase, reader: Reader) -> Card | None:
    """To the holder of the other account: somebody asks to take it over, and how to object."""
    if not case.is_open or case.disputed_at is not None:
        return None
    texts = reader.texts
    if reader.by_sms:
        return Card(texts("identity-holder-sms", number=case.reference))
    return Card(against_text(texts, case), column(stop_button(texts, case), go("menu", texts)))


@notification_about("identity.new-number", IdentityCase)
def tell_old_number(session: Session, case: IdentityCase, reader: Reader) -> Card | None:
    """To the phone number that a case would replace."""
    return Card(reader.texts("identity-new-number-sms", number=case.reference)) if case.is_open else None


@notification_about("identity.holder-decided", IdentityCase)
def tell_holder_decision(session: Session, case: IdentityCase, reader: Reader) -> Card | None:
    """To the holder of the other account: the case is over without effect, nothing changes."""
    if case.status not in store.WITHOUT_EFFECT:
        return None
    return Card(_outcome(reader.texts, case), ((go("menu", reader.texts),),))


@notification(identity_digests.DIGEST)
def tell_digest(session: Session, holder_id: UUID, reader: Reader) -> Card | None:
    """To the holder: the cases that came, and those that ended, since the last message."""
    texts, told = reader.texts, store.told_last(session, holder_id)
    waiting = [case for case in told if case.is_open and case.disputed_at is None]
    ended = [case for case in told if case.status in store.WITHOUT_EFFECT]
    if reader.by_sms and waiting:
        return Card(texts("identity-digest-sms", count=len(waiting)))
    if reader.by_sms:
        return Card(texts("identity-ended-sms", count=len(ended))) if ended else None
    lines = [_outcome(texts, case) for case in ended[:MAX_LINES]]
    head = [texts("identity-digest", count=len(waiting))] if waiting else []
    return _list(texts, waiting, head, lines) if waiting or lines else None


@notification_about(identity_alerts.ENDED, IdentityCase)
def show_end(session: Session, case: IdentityCase, reader: Reader) -> Card | None:
    """In place of the message that asked the holder to object: how the case has ended, and no button to object."""
    if case.is_open:
        return None
    return Card(_outcome(reader.texts, case), column(go("identity", reader.texts), go("menu", reader.texts)))


@notification(identity_alerts.ALL)
def show_rest(session: Session, holder_id: UUID, reader: Reader) -> Card:
    """In place of a message that lists cases, one of which has ended: those that are open still."""
    texts, is_holder = reader.texts, reader.person_id == holder_id
    waiting = [case for case in store.open_against(session, holder_id) if case.disputed_at is None and is_holder]
    if waiting:
        return _list(texts, waiting, [texts("identity-digest-rest", count=len(waiting))], [])
    return Card(texts("identity-alerts-over"), column(go("identity", texts), go("menu", texts)))


def _list(texts: Texts, waiting: Sequence[IdentityCase], head: Sequence[str], ended: Sequence[str]) -> Card:
    lines = [texts("identity-digest-line", number=case.reference, at=case.opened_at) for case in waiting[:MAX_LINES]]
    object_to = [stop_button(texts, case) for case in waiting[:MAX_LINES]]
    return Card("\n".join([*head, *lines, *ended]), column(*object_to, go("identity", texts), go("menu", texts)))


def _outcome(texts: Texts, case: IdentityCase) -> str:
    """Return how a case about the reader's identity, or only their phone number, has ended."""
    kind = "holder" if case.holder_id is not None else "number"
    return texts(f"identity-{kind}-{case.status.value}", number=case.reference)
