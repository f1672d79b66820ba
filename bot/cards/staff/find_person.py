"""Cards of /find: the people found, with masked data."""

from collections.abc import Sequence

from sqlmodel import Session

from bot import local_time
from bot.card import Card
from bot.cards.menu import Command
from bot.cards.navigation import go
from bot.services.identity.levels import level_of
from bot.services.staff.find_person import FoundPerson
from bot.services.values import masking, plates
from bot.texts import Texts
from storage.filing.filings import Filing
from storage.register import people, vehicles
from storage.register.vehicles import Vehicle
from storage.staff.members import StaffRole

COMMANDS = (Command("find", 41, StaffRole.OFFICER, StaffRole.ADMIN, has_button=False),)


def found(session: Session, matches: Sequence[FoundPerson], texts: Texts) -> Card:
    """The people found, one below the other."""
    parts = [_one(session, one, texts) for one in matches]
    return Card("\n\n".join([*parts, texts("find-recorded")]), ((go("menu", texts),),))


def _one(session: Session, one: FoundPerson, texts: Texts) -> str:
    person = one.person
    facts = {
        "name": masking.name(person.name),
        "id_number": masking.id_number(person.id_number),
        "phone": masking.phone(person.phone) if person.phone else "–",
        "user": texts.plain("find-user" if one.account else "find-no-user"),
        "level": texts.plain(f"level-{level_of(person)}"),
        "licence": person.licence_class or "–",
        "status": texts.plain(f"find-licence-{person.licence_status.value.replace('_', '-')}"),
        "cars": len(vehicles.of_person(session, person.id)),
    }
    lines = [texts("find-person", **facts)]
    if people.other_holder(session, person) is not None:
        lines.append(texts("number-of-another"))
    if person.blacklisted_until is not None:
        lines.append(texts("find-blacklisted", until=local_time.date_of(person.blacklisted_until)))
    if one.listed_before is not None:
        lines.append(texts("find-blacklisted-left", until=local_time.date_of(one.listed_before)))
    if one.barred_by_others:
        lines.append(texts("find-blacklisted-others"))
    return "\n".join([*lines, *(_filing(session, filing, texts) for filing in one.filings)])


def _filing(session: Session, filing: Filing, texts: Texts) -> str:
    vehicle = session.get(Vehicle, filing.vehicle_id)
    plate = plates.display(vehicle.plate) if vehicle else "–"
    status = texts.plain(f"filing-status-{filing.status.value.replace('_', '-')}")
    return texts("find-filing", number=filing.number, plate=plate, status=status, at=filing.applied_at)
