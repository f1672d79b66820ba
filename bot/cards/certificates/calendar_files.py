"""Cards of the next inspection as a calendar file: the button, the words in the file, the file itself."""

from uuid import UUID

from bot import offices
from bot.card import Attachment, Button, Card, CardButton, Whose
from bot.cards.certificates.renewal import renewal_line
from bot.offices import OfficeKind
from bot.services.certificates.eligibility import NextCertificate
from bot.services.filing.my_vehicles import HeldVehicle
from bot.services.values import plates
from bot.services.values.inspection_calendar import RenewalKind
from bot.texts import Texts, plain_text

CALENDAR = Button("mark-cal", UUID, whose=Whose.VEHICLE)


def buttons(vehicle_id: UUID, following: NextCertificate | None, texts: Texts) -> tuple[CardButton, ...]:
    """Return the button that sends the calendar file; none if the day has passed, or is not known."""
    if following is None or following.overdue:
        return ()
    return (CALENDAR.on(texts.plain("calendar-button"), vehicle_id),)


def words(held: HeldVehicle, following: NextCertificate, texts: Texts) -> dict[str, str]:
    """Return what the event says: its title, how the next certificate is obtained, and where."""
    kind = following.renewal.kind
    summary = texts.plain(f"calendar-{kind.value}", plate=plates.display(held.vehicle.plate))
    how = plain_text(renewal_line(following, texts, by_owner=held.is_own, with_days=False))
    stations = offices.of_kind(OfficeKind.STATION) if kind is RenewalKind.STATION else ()
    location = stations[0].addresses[texts.language] if len(stations) == 1 else ""
    return {"summary": summary, "description": how, "location": location}


def file(held: HeldVehicle, following: NextCertificate, file_id: UUID, texts: Texts) -> Card:
    """Show the file, with what it says in words."""
    line = plain_text(renewal_line(following, texts, by_owner=held.is_own))
    text = texts("calendar-file", plate=plates.display(held.vehicle.plate), line=line)
    return Card(text, attachments=(Attachment(file_id, as_document=True),))
