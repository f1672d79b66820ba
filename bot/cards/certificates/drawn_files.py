"""Cards of certificates as files: being drawn, drawn, not drawn."""

from datetime import datetime
from uuid import UUID

from bot.adapters.drawing.sandbox_jobs import PICTURES, CertificateForm
from bot.card import Attachment, Card, column
from bot.cards.certificates.certificates import CERTIFICATE, DRAW, FORM_LETTERS
from bot.cards.months import month
from bot.cards.navigation import sentence
from bot.services.certificates.certificates import VehicleCertificate
from bot.services.values import plates
from bot.texts import Texts
from storage.register.vehicles import Vehicle

being_drawn = sentence("certificate-drawing")
unknown_not_drawn = sentence("certificate-not-drawn", "certificate")


def drawn(shown: VehicleCertificate, file_id: UUID, form: CertificateForm, texts: Texts, *, made_at: datetime) -> Card:
    """The drawn file, named after the plate and the month until which the certificate is valid."""
    text = texts(
        "certificate-drawn",
        plate=plates.display(shown.vehicle.plate),
        what=texts.plain(f"certificate-form-{form.value}"),
        until=month(shown.certificate.valid_until, texts),
        certificate=shown.certificate.number,
        made=made_at,
    )
    back = CERTIFICATE.on(texts.plain("certificate-again"), shown.vehicle.id)
    name = f"{shown.vehicle.plate}-{shown.certificate.valid_until}.{'png' if form in PICTURES else 'pdf'}"
    return Card(text, ((back,),), (Attachment(file_id, as_document=True, name=name),))


def not_drawn(vehicle: Vehicle, form: CertificateForm, texts: Texts) -> Card:
    """Say which file could not be made, and that the certificate is as it was; a button makes the file again."""
    letter = next(letter for letter, each in FORM_LETTERS.items() if each is form)
    what, plate = texts.plain(f"certificate-form-{form.value}"), plates.display(vehicle.plate)
    again = DRAW.on_pair(texts.plain("paper-again"), vehicle.id, letter)
    show = CERTIFICATE.on(texts.plain("certificate-show"), vehicle.id)
    return Card(texts("certificate-file-not-drawn", plate=plate, what=what), column(again, show))
