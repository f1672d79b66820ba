"""Notifications to who holds an identity, or has the phone on record, about the cases of others."""

from uuid import UUID

from sqlmodel import Session

from bot.card import Card, column
from bot.cards.navigation import go
from bot.cards.notification import Reader, notification, notification_about
from bot.cards.review.identity_cases import against_text, stop_button
from bot.services.review import identity_digests
from storage.review import identity_cases as store
from storage.review.identity_cases import IdentityCase, IdentityCaseStatus

MAX_LINES = 6


@notification_about("identity.holder", IdentityCase)
def tell_holder(session: Session, case: IdentityCase, reader: Reader) -> Card | None:
    """To the holder of the other account: somebody asks to take it over, and how to object."""
    if not case.is_open or case.disputed_at is not None:
        return None
    texts = reader.texts
    if reader.by_sms:
        return Card(texts("identity-holder-sms", number=str(case.number)))
    return Card(against_text(texts, case), column(stop_button(texts, case), go("menu", texts)))


@notification_about("identity.new-number", IdentityCase)
def tell_old_number(session: Session, case: IdentityCase, reader: Reader) -> Card | None:
    """To the phone number that a case would replace."""
    return Card(reader.texts("identity-new-number-sms", number=str(case.number))) if case.is_open else None


@notification_about("identity.holder-decided", IdentityCase)
def tell_holder_decision(session: Session, case: IdentityCase, reader: Reader) -> Card | None:
    """To the holder of the other account: the case is rejected or withdrawn, nothing changes."""
    if case.status not in (IdentityCaseStatus.REJECTED, IdentityCaseStatus.WITHDRAWN):
        return None
    text = reader.texts(f"identity-holder-{case.status.value}", number=str(case.number))
    return Card(text, ((go("menu", reader.texts),),))


@notification(identity_digests.DIGEST)
def tell_digest(session: Session, holder_id: UUID, reader: Reader) -> Card | None:
    """To the holder: the cases that came, and those that ended, since the last message."""
    texts, told = reader.texts, store.told_last(session, holder_id)
    waiting = [case for case in told if case.is_open and case.disputed_at is None]
    if reader.by_sms:
        return Card(texts("identity-digest-sms", count=len(waiting))) if waiting else None
    ended = [case for case in told if case.status in (IdentityCaseStatus.REJECTED, IdentityCaseStatus.WITHDRAWN)]
    lines = [texts("identity-digest", count=len(waiting))] if waiting else []
    lines += [texts("identity-digest-line", number=str(case.number), at=case.opened_at) for case in waiting[:MAX_LINES]]
    lines += [texts(f"identity-holder-{case.status.value}", number=str(case.number)) for case in ended[:MAX_LINES]]
    if not lines:
        return None
    object_to = [stop_button(texts, case) for case in waiting[:MAX_LINES]]
    return Card("\n".join(lines), column(*object_to, go("identity", texts), go("menu", texts)))
