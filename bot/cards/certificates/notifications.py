"""The news of a certificate: issued, revoked, looked at, due."""

from datetime import timedelta
from uuid import UUID

from sqlmodel import Session

from bot.card import Card
from bot.cards.certificates import certificates as cards
from bot.cards.navigation import go
from bot.cards.notification import Notification, Reader
from bot.services.certificates import eligibility as certificate_eligibility
from bot.services.filing import eligibility as filing_eligibility
from bot.services.values import plates
from storage.certificates import certificates, views
from storage.certificates.certificates import Certificate, CertificateStatus
from storage.filing import filings
from storage.register import vehicles
from storage.register.vehicles import Vehicle


def issued(session: Session, subject: UUID, reader: Reader) -> Card | None:
    """To the owner: there is a new certificate."""
    found = _active(session, subject)
    if found is None:
        return None
    certificate, vehicle = found
    texts = reader.texts
    how = texts.plain(f"issued-{certificate.how.value.replace('_', '-')}")
    text = texts("certificate-issued", **_facts(certificate, vehicle, reader), how=how)
    return Card(text, ((cards.MARK.on(texts.plain("certificate-show"), vehicle.id),),))


def revoked(session: Session, subject: UUID, reader: Reader) -> Card | None:
    """To the owner: the mark was taken back, and why."""
    certificate = certificates.get(session, subject)
    vehicle = vehicles.get(session, certificate.vehicle_id) if certificate else None
    if certificate is None or vehicle is None:
        return None
    text = reader.texts("certificate-revoked", **_facts(certificate, vehicle, reader), why=certificate.note)
    return Card(text, ((go("certificate", reader.texts),),))


def looked(session: Session, subject: UUID, reader: Reader) -> Card | None:
    """To the holder: somebody looked by a code he gave."""
    look = views.get(session, subject)
    vehicle = vehicles.get(session, look.vehicle_id) if look else None
    if look is None or vehicle is None:
        return None
    line = cards.look_line(look, reader.texts)
    text = reader.texts("certificate-looked", plate=plates.display(vehicle.plate))
    return Card(f"{text}\n{line}", ((cards.SHARES.on(reader.texts.plain("certificate-shares-button"), vehicle.id),),))


def due(session: Session, subject: UUID, reader: Reader) -> Card | None:
    """To the owner: the mark ends soon, and how the next one is had. To who has filed the car: that it ends."""
    found = _active(session, subject)
    if found is None:
        return None
    certificate, vehicle = found
    texts = reader.texts
    owner = filing_eligibility.acting_owner(session, vehicle)
    if owner is None or owner.id != reader.person_id:
        return _due_to_filer(session, certificate, vehicle, reader)
    text = texts("certificate-due-sms" if reader.by_sms else "certificate-due", **_facts(certificate, vehicle, reader))
    # A notice has no clock; of the window before its end every day gives the same answer, so the last one is asked.
    mark = certificate_eligibility.next_certificate(session, vehicle, now=certificate.expires_at - timedelta(days=1))
    if mark is not None and not reader.by_sms:
        text = f"{text}\n{cards.due_line(mark, texts)}"
    show = cards.MARK.on(texts.plain("certificate-show"), vehicle.id)
    apply = cards.APPLY.on(texts.plain("certificate-apply"), vehicle.id)
    return Card(text, ((apply,), (show,)) if mark is not None and mark.can_apply else ((show,),))


NOTIFICATIONS: dict[str, Notification] = {
    "certificate.due": due,
    "certificate.issued": issued,
    "certificate.looked": looked,
    "certificate.revoked": revoked,
}


def _due_to_filer(session: Session, certificate: Certificate, vehicle: Vehicle, reader: Reader) -> Card | None:
    if reader.person_id is None or filings.active_pair(session, vehicle.id, reader.person_id) is None:
        return None
    show = cards.MARK.on(reader.texts.plain("certificate-show"), vehicle.id)
    return Card(reader.texts("certificate-due-filed", **_facts(certificate, vehicle, reader)), ((show,),))


def _active(session: Session, subject: UUID) -> tuple[Certificate, Vehicle] | None:
    certificate = certificates.get(session, subject)
    vehicle = vehicles.get(session, certificate.vehicle_id) if certificate else None
    if certificate is None or vehicle is None or certificate.status is not CertificateStatus.ACTIVE:
        return None
    return certificate, vehicle


def _facts(certificate: Certificate, vehicle: Vehicle, reader: Reader) -> dict[str, str]:
    return {
        "plate": plates.display(vehicle.plate),
        "certificate": certificate.number,
        "until": cards.month(certificate.valid_until, reader.texts),
    }
