"""Cards of vehicle codes: the code of an owner with its countdown, and the questions to the filer."""

import math
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from bot.card import Attachment, Button, Card, CopyButton, Whose, column, grid
from bot.cards.filing.approval_withdrawal import stop_button
from bot.cards.filing.filings import check_button, facts, relationship_rows
from bot.cards.navigation import go, sentence
from bot.cards.notification import Reader, notification_about
from bot.services.filing import step_cards
from bot.services.filing.last_used import UsedRelationship
from bot.services.identity import consents
from bot.services.identity.revocation import CHANGED
from bot.services.values import plates, short_codes
from bot.texts import Texts
from storage.filing.filings import AGREED_STATUSES, Filing
from storage.filing.vehicle_codes import VehicleCode, VehicleCodeStatus
from storage.identity.consents import ConsentText
from storage.register.vehicles import Vehicle

TERMS = consents.VERSIONS[ConsentText.FILING]
VEHICLE_QR = Button("vehicle-qr", UUID, whose=Whose.VEHICLE)
MY_CODES = Button("my-codes", str, whose=Whose.NO_ROW)
CANCEL_QR = Button("cancel-qr", UUID, whose=Whose.VEHICLE)

scan = sentence("qr-scan")
reading = sentence("qr-reading")


def choose(texts: Texts, cars: list[Vehicle]) -> Card:
    """Ask for the vehicle."""
    if not cars:
        return Card(texts("vehicle-code-no-car"), ((go("menu", texts),),))
    buttons = [VEHICLE_QR.on(plates.display(car.plate), car.id) for car in cars]
    return Card(texts("vehicle-code-choose"), (*grid(buttons), (go("menu", texts),)))


def drawing(texts: Texts, vehicle: Vehicle) -> Card:
    """Say that the picture is being drawn."""
    return Card(texts("vehicle-code-drawing", plate=plates.display(vehicle.plate)))


def not_drawn(texts: Texts, vehicle: Vehicle) -> Card:
    """Say that the picture could not be drawn; a button makes another code."""
    again = VEHICLE_QR.on(texts.plain("paper-again"), vehicle.id)
    return Card(texts("vehicle-code-not-drawn", plate=plates.display(vehicle.plate)), column(again, go("menu", texts)))


def caption(texts: Texts, vehicle: Vehicle, code: VehicleCode) -> dict[str, str]:
    """Return the words in the picture."""
    return {
        "title": texts.plain("vehicle-code-title"),
        "plate": vehicle.plate,
        "plate_type": vehicle.plate_type,
        "lifetime": texts.plain("vehicle-code-lifetime", until=code.expires_at),
        "warning": texts.plain("vehicle-code-warning"),
    }


def picture(texts: Texts, vehicle: Vehicle, *, file_id: UUID, link: str, short: str) -> Card:
    """Show the picture, with the link and the short code as text; it is neither forwarded nor saved."""
    plate, typed = plates.display(vehicle.plate), short_codes.grouped(short)
    text = texts("vehicle-code-picture", plate=plate, link=link, short=typed)
    copy = CopyButton(texts.plain("app-code-link-copy"), typed)
    return Card(text, ((copy,),), (Attachment(file_id),), protected=True)


def countdown(session: Session, code: VehicleCode, texts: Texts, *, now: datetime) -> Card:
    """Show the minutes left, or how the code ended; another one can be created."""
    plate = plates.display(session.get_one(Vehicle, code.vehicle_id).plate)
    refresh = VEHICLE_QR.on(texts.plain("vehicle-code-refresh"), code.vehicle_id)
    cancel = CANCEL_QR.on(texts.plain("vehicle-code-cancel"), code.id)
    left = math.ceil((code.expires_at - now).total_seconds() / 60)
    if code.status is VehicleCodeStatus.USED and code.filing_id is None:
        return Card(texts("vehicle-code-scanned", plate=plate), ((cancel,), (refresh,)))
    if code.status is VehicleCodeStatus.OPEN and left > 0:
        return Card(texts("vehicle-code-open", plate=plate, minutes=left), ((refresh,), (cancel,)))
    ended = VehicleCodeStatus.EXPIRED if code.status is VehicleCodeStatus.OPEN else code.status
    return Card(texts(f"vehicle-code-{ended.value}", plate=plate), ((refresh,),))


def relationships(texts: Texts, vehicle: Vehicle, last: UsedRelationship | None) -> Card:
    """Ask for the relationship to the owner. last: of the last application."""
    text = texts("qr-ask-relationship", plate=plates.display(vehicle.plate), version=TERMS)
    return Card(text, relationship_rows(texts, last))


def applied(session: Session, filing: Filing, texts: Texts) -> Card:
    """Confirm the application; the face check is next."""
    text = texts("qr-applied", **facts(session, filing, texts))
    return Card(text, column(check_button(texts, filing)), about=step_cards.topic(filing))


@notification_about(CHANGED, VehicleCode)
def changed(session: Session, code: VehicleCode, reader: Reader) -> Card | None:
    """To the owner: the code is scanned, used or over. It replaces the countdown."""
    if code.status is VehicleCodeStatus.OPEN:
        return None
    return countdown(session, code, reader.texts, now=code.expires_at)


@notification_about("vehicle-code.used", Filing)
def used(session: Session, filing: Filing, reader: Reader) -> Card | None:
    """To the owner: who has used the code, and thereby has their approval; they can still stop it."""
    if filing.status not in AGREED_STATUSES:
        return None  # The notification that the filing is active, or has ended, tells more.
    text = reader.texts("vehicle-code-used-by", **facts(session, filing, reader.texts))
    return Card(text, ((stop_button(reader.texts, filing),), (go("approvals", reader.texts),)))
