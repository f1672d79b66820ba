"""Cards of applications for a certificate in an exempt year: terms, what they brought, applying from a reminder."""

from uuid import UUID

from bot.card import Button, ButtonStyle, Card, CardButton, PairButton, Whose
from bot.cards.certificates.certificates import CERTIFICATE
from bot.cards.months import month
from bot.cards.navigation import go
from bot.services.filing.my_vehicles import HeldVehicle
from bot.services.identity.consents import VERSIONS
from bot.services.values import plates
from bot.texts import Texts
from storage.certificates.certificates import Certificate
from storage.identity.consents import ConsentText

AGREE = Button("mark-agree", UUID, whose=Whose.CERTIFICATE)
TERMS = VERSIONS[ConsentText.CERTIFICATE]
APPLY_NOW = PairButton(
    "mark-now", first_type=UUID, second_type=str, example=TERMS, whose=Whose.CERTIFICATE, style=ButtonStyle.MAIN
)


def terms(held: HeldVehicle, texts: Texts, *, months: int) -> Card:
    """The terms of an application, to be agreed to. months: how long before expiry applications begin."""
    agree = AGREE.on(texts.plain("certificate-agree"), held.vehicle.id)
    back = CERTIFICATE.on(texts.plain("flow-back"), held.vehicle.id)
    return Card(
        texts("certificate-terms", plate=plates.display(held.vehicle.plate), months=months), ((agree,), (back,))
    )


def apply_now(vehicle_id: UUID, texts: Texts) -> CardButton:
    """Return a button that agrees to the terms shown above it, in their version, and applies."""
    return APPLY_NOW.on_pair(texts.plain("certificate-agree"), vehicle_id, TERMS)


def applied(held: HeldVehicle, certificate: Certificate, texts: Texts) -> Card:
    """The application has brought a new certificate."""
    text = texts("certificate-applied", **_named(held, certificate, texts))
    return Card(text, ((CERTIFICATE.on(texts.plain("certificate-show"), held.vehicle.id),), (go("menu", texts),)))


def _named(held: HeldVehicle, certificate: Certificate, texts: Texts) -> dict[str, str]:
    return {
        "plate": plates.display(held.vehicle.plate),
        "certificate": certificate.number,
        "until": month(certificate.valid_until, texts),
    }
