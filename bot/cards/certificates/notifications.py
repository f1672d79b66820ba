"""Notifications about certificates: issued, revoked, viewed, about to expire."""

from datetime import datetime, timedelta

from sqlmodel import Session

from bot import profile
from bot.card import Card, Row
from bot.cards.certificates import applications, calendar_files, certificates as cards
from bot.cards.certificates.renewal import renewal_line
from bot.cards.months import month
from bot.cards.navigation import go
from bot.cards.notification import Reader, notification_about
from bot.profile import Journey
from bot.services.certificates import eligibility as certificate_eligibility, signing_keys, view_digests
from bot.services.certificates.eligibility import NextCertificate
from bot.services.certificates.signing_keys import public
from bot.services.organisations import authority
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from bot.services.values import plates
from bot.texts import Texts
from storage.certificates.certificates import Certificate, CertificateStatus
from storage.certificates.signing_keys import StoredSigningKeys
from storage.certificates.views import CertificateView
from storage.filing import filings
from storage.register.vehicles import Vehicle


@notification_about("certificate.issued", Certificate)
def issued(session: Session, certificate: Certificate, reader: Reader) -> Card | None:
    """To the owner, and to who has filed the vehicle: a certificate was issued."""
    vehicle, texts = session.get_one(Vehicle, certificate.vehicle_id), reader.texts
    if certificate.status is not CertificateStatus.ACTIVE or not _may_show(session, vehicle, reader):
        return None
    how = texts.plain(f"issued-{certificate.how.value.replace('_', '-')}")
    text = texts("certificate-issued", **_facts(certificate, vehicle, reader), how=how)
    return Card(text, ((cards.CERTIFICATE.on(texts.plain("certificate-show"), vehicle.id),),))


@notification_about(signing_keys.KEYS_CHANGED, StoredSigningKeys)
def keys_changed(session: Session, _: StoredSigningKeys, reader: Reader) -> Card | None:
    """To the admins: which keys sign, verify and are withdrawn now."""
    texts = reader.texts
    keys = (f"<code>{key.kid}</code> {texts.plain(f'key-{key.state.value}')}" for key in public(session).keys)
    return Card("\n".join((texts("keys-changed"), *keys)), ((go("audit", texts), go("menu", texts)),))


@notification_about("certificate.revoked", Certificate)
def revoked(session: Session, certificate: Certificate, reader: Reader) -> Card | None:
    """To the owner: staff revoked the certificate, and why."""
    vehicle = session.get_one(Vehicle, certificate.vehicle_id)
    text = reader.texts("certificate-revoked", **_facts(certificate, vehicle, reader), why=certificate.note)
    text += cards.counts_again(session, certificate, reader.texts)
    return Card(text, ((go("certificate", reader.texts),),))


@notification_about("certificate.looked", CertificateView)
def viewed(session: Session, view: CertificateView, reader: Reader) -> Card | None:
    """To the owner: the certificate was viewed by a share code."""
    vehicle = session.get_one(Vehicle, view.vehicle_id)
    line = cards.view_line(view, reader.texts)
    text = reader.texts("certificate-viewed", plate=plates.display(vehicle.plate))
    return Card(f"{text}\n{line}", ((cards.SHARES.on(reader.texts.plain("certificate-shares-button"), vehicle.id),),))


@notification_about(view_digests.DIGEST, Certificate)
def viewed_often(session: Session, certificate: Certificate, reader: Reader) -> Card | None:
    """To the owner: the certificate was viewed many times by share codes within a day, with a way to revoke these."""
    vehicle, texts = session.get_one(Vehicle, certificate.vehicle_id), reader.texts
    text = texts("certificate-viewed-often", plate=plates.display(vehicle.plate))
    return Card(text, ((cards.SHARES.on(texts.plain("certificate-shares-button"), vehicle.id),),))


@notification_about("certificate.due", Certificate)
def due(session: Session, certificate: Certificate, reader: Reader) -> Card | None:
    """To the owner: the certificate expires soon, and how the next is obtained. To filed users: that it expires."""
    if certificate.status is not CertificateStatus.ACTIVE or not profile.offers(Journey.CERTIFICATES):
        return None
    vehicle, texts = session.get_one(Vehicle, certificate.vehicle_id), reader.texts
    owner = authority.acting_owner(session, vehicle.id)
    if owner is None or owner.id != reader.person_id:
        return _due_to_filer(session, certificate, vehicle, reader)
    facts = _facts(certificate, vehicle, reader)
    if reader.by_sms:
        return Card(texts("certificate-due-sms", **facts))
    # The last day but one stands for the day of reading where that of delivery is not known.
    now = reader.now or certificate.expires_at - timedelta(days=1)
    return _due_to_owner(session, vehicle, texts("certificate-due", **facts), texts, now=now)


def _due_to_owner(session: Session, vehicle: Vehicle, due: str, texts: Texts, *, now: datetime) -> Card:
    """Return the reminder; where nothing stands in the way, with the terms and a button that agrees and applies."""
    following = certificate_eligibility.next_certificate(session, vehicle, now=now)
    text = f"{due}\n{renewal_line(following, texts)}" if following is not None else due
    if following is None or not following.can_apply:
        return Card(text, _rows(vehicle, following, texts))
    if certificate_eligibility.unmet_conditions(session, vehicle, now=now):
        apply = cards.APPLY.on(texts.plain("certificate-apply"), vehicle.id)
        return Card(text, ((apply,), *_rows(vehicle, following, texts)))
    months = rules.number(session, RuleName.APPLY_WINDOW_MONTHS, at=now)
    terms = texts("certificate-terms", plate=plates.display(vehicle.plate), months=months)
    text = "\n".join([text, texts("certificate-due-apply"), "", terms])
    return Card(text, ((applications.apply_now(vehicle.id, texts),), *_rows(vehicle, following, texts)))


def _may_show(session: Session, vehicle: Vehicle, reader: Reader) -> bool:
    owner = authority.acting_owner(session, vehicle.id)
    if owner is not None and owner.id == reader.person_id:
        return True
    return reader.person_id is not None and filings.active_pair(session, vehicle.id, reader.person_id) is not None


def _rows(vehicle: Vehicle, following: NextCertificate | None, texts: Texts) -> tuple[Row, ...]:
    show = cards.CERTIFICATE.on(texts.plain("certificate-show"), vehicle.id)
    return ((show, *calendar_files.buttons(vehicle.id, following, texts)),)


def _due_to_filer(session: Session, certificate: Certificate, vehicle: Vehicle, reader: Reader) -> Card | None:
    if reader.person_id is None or filings.active_pair(session, vehicle.id, reader.person_id) is None:
        return None
    text = reader.texts("certificate-due-filed", **_facts(certificate, vehicle, reader))
    following = certificate_eligibility.next_certificate(session, vehicle, now=reader.now or certificate.expires_at)
    return Card(text, _rows(vehicle, following, reader.texts))


def _facts(certificate: Certificate, vehicle: Vehicle, reader: Reader) -> dict[str, str]:
    return {
        "plate": plates.display(vehicle.plate),
        "certificate": certificate.number,
        "until": month(certificate.valid_until, reader.texts),
    }
