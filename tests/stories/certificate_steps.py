"""Steps for stories about certificates."""

from datetime import date
from typing import Any

from bot.services.filing import activation, filings as filing_service
from storage.certificates import certificates
from storage.certificates.certificates import Certificate
from storage.filing.filings import Filing, FilingStatus, FilingWay, Relationship
from storage.organisations.organisations import Organisation
from storage.register.people import Person
from storage.register.vehicles import Vehicle
from tests.stories import cast
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver
from tests.stories.cast import Citizen

# A vehicle in its exempt years with a valid certificate on the first day of the stories.
VALID = {
    "first_registered_on": date(2023, 6, 1),
    "manufactured_on": date(2023, 5, 1),
    "inspection_valid_until": "2027-06",
    "insurance_valid_until": date(2027, 6, 1),
    "tax_paid_until": date(2027, 12, 31),
}
# The same, two months before the certificate expires.
DUE = {**VALID, "first_registered_on": date(2023, 1, 10), "inspection_valid_until": "2027-01"}


def car(app: AppDriver, owner: Citizen | Person | Organisation, **fields: Any) -> Vehicle:
    """Create a vehicle with a valid certificate."""
    return cast.car(app, owner, **{**VALID, **fields})


def file(
    app: AppDriver, driver: Citizen, vehicle: Vehicle, *, relationship: Relationship = Relationship.FRIEND
) -> Filing:
    """Create an active filing."""

    def action(session: Any) -> Filing:
        filing = filing_service.apply(
            session,
            session.get(Person, driver.person_id),
            vehicle.id,
            way=FilingWay.SMS,
            relationship=relationship,
            relationship_text="",
            now=app.now,
            status=FilingStatus.CHECKING,
        )
        assert activation.activate(session, filing, by=None, now=app.now)
        return filing

    filing: Filing = app.write(action)
    app.settle()
    return filing


def show_live(person: Citizen, plate: str = "桂A·12345") -> None:
    """Open the live view of a certificate."""
    person.says("/certificate")
    if "请选择车辆" in person.last():
        person.taps(plate)


def certificate(app: AppDriver, vehicle: Vehicle) -> Certificate:
    """Return the active certificate of a vehicle."""
    found: Certificate = app.read(lambda session: certificates.active_of(session, vehicle.id))
    return found


def download(person: Actor, label: str = "图片") -> bytes:
    """Order the certificate in this form, and download the file from the chat."""
    person.taps("下载")
    person.taps(label)
    return newest_file(person)


def newest_file(person: Actor) -> bytes:
    """Download the newest document in a chat."""
    document = next(message["document"] for message in reversed(person.messages()) if "document" in message)
    app = person.app
    return app.wait(app.client.get(f"/world/files/{document['file_id']}")).content


def guest(app: AppDriver) -> Actor:
    """Return a person who is not registered."""
    return app.person("路人")


def owner_with_text(app: AppDriver) -> tuple[Citizen, str]:
    """Return an owner with an open live view, and the text of the certificate."""
    owner = cast.owner(app)
    vehicle = car(app, owner)
    show_live(owner)
    return owner, certificate(app, vehicle).text
