"""The cast: people, vehicles, organisations and staff that stories begin with, written to the store as imports do.

driver = cast.driver(app)          a registered person with a licence
owner = cast.owner(app)            another, usually the owner of the car
car = cast.car(app, owner)         桂A12345, engine number A123456
"""

from datetime import date
from typing import Any
from uuid import UUID

from bot.services.identity import consents
from bot.services.values import engine_numbers
from bot.texts import language_for
from storage.database import add
from storage.identity import accounts
from storage.identity.accounts import Account
from storage.identity.consents import ConsentText
from storage.organisations import organisations
from storage.organisations.organisations import MemberRole, Organisation, OrganisationMember
from storage.register import people, vehicles
from storage.register.people import LicenceStatus, Person
from storage.register.vehicles import Vehicle
from storage.staff import members
from storage.staff.members import StaffMember, StaffRole
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


class Citizen(Actor):
    """A registered person of the official register; `account` is the account as it was at first."""

    def __init__(self, app: AppDriver, telegram_id: int, name: str, account: Account, person: Person) -> None:
        super().__init__(app, telegram_id, name)
        self.account = account
        self.person_id: UUID = person.id
        self.id_number = person.id_number
        self.phone = person.phone

    @property
    def sms(self) -> list[str]:
        """The text messages received, oldest first."""
        return self.app.sms(self.phone)


def id_number(order: int = 1, *, born: date = date(1990, 5, 17), area: str = "450903") -> str:
    """Return a valid ID number (GB 11643); another order gives another person."""
    body = f"{area}{born:%Y%m%d}{order:03}"
    total = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True))
    return body + "10X98765432"[total % 11]


def register_person(app: AppDriver, name: str, id_number: str, phone: str, **licence: Any) -> Person:
    """Add a person to the official register, with a normal C1 licence by default."""
    described = {"licence_class": "C1", "licence_status": LicenceStatus.NORMAL, **licence}
    licence_number = described.pop("licence_number", id_number)

    def action(session: Any) -> Person:
        person = people.new(id_number=id_number, name=name, phone=phone)
        person.licence_number = licence_number
        for field, value in described.items():
            setattr(person, field, value)
        return add(session, person)

    return app.write(action)


def citizen(
    app: AppDriver, name: str, id_number: str, phone: str, *, language: str = "zh-CN", **licence: Any
) -> Citizen:
    """Add a person of the register who is registered."""
    person = register_person(app, name, id_number, phone, **licence)
    return enrol(app, person, language=language)


def enrol(app: AppDriver, person: Person, *, language: str = "zh-CN") -> Citizen:
    """Give a person of the register an account, as registration does."""
    code = "zh-hans" if language == "zh-CN" else language
    actor = app.person(person.name, person.phone, code)
    app.world.bot.chat_with(actor.id).started = True

    def action(session: Any) -> Account:
        account = accounts.get_or_create(session, app.bot.id, actor.id, language=language, at=app.now)
        account.person_id, account.registered_at = person.id, app.now
        session.add(account)
        for kind in (*consents.REQUIRED, ConsentText.ID_PHOTOS):
            consents.agree(session, person, kind, now=app.now)
        return account

    return Citizen(app, actor.id, actor.name, app.write(action), person)


def driver(app: AppDriver, **licence: Any) -> Citizen:
    """李建国, who wants to file a vehicle of another person."""
    return citizen(app, "李建国", id_number(1), "+8613800000001", **licence)


def owner(app: AppDriver, **licence: Any) -> Citizen:
    """王秀英, who owns vehicles."""
    return citizen(app, "王秀英", id_number(2, born=date(1975, 3, 8)), "+8613800000002", **licence)


def third(app: AppDriver, **licence: Any) -> Citizen:
    """欧阳明, who is not involved."""
    return citizen(app, "欧阳明", id_number(3, born=date(1988, 12, 1)), "+8613800000003", **licence)


def crowd(app: AppDriver, count: int) -> list[Citizen]:
    """Return that many more registered people."""
    return [
        citizen(app, f"路人{'甲乙丙丁戊己庚辛壬癸'[at]}", id_number(100 + at), f"+8613800000{100 + at}")
        for at in range(count)
    ]


def car(
    app: AppDriver,
    owner: Citizen | Person | Organisation,
    plate: str = "桂A12345",
    engine: str = "A123456",
    plate_type: str = "02",
    **fields: Any,
) -> Vehicle:
    """Add a vehicle to the register. engine: its engine number."""
    fields = {"model": "五菱宏光MINI", "colour": "白", "first_registered_on": date(2023, 6, 1), **fields}
    if isinstance(owner, Organisation):
        fields["owner_organisation_id"] = owner.id
    else:
        fields["owner_person_id"] = owner.id if isinstance(owner, Person) else owner.person_id
    six, vin = engine_numbers.last_six(engine), fields.pop("vin", "LSVAM4187C2184841")

    def action(session: Any) -> Vehicle:
        vehicle = Vehicle(plate_type=plate_type, plate=plate, engine_index=vehicles.engine_index(six), **fields)
        vehicle.engine_number, vehicle.vin = engine, vin
        return add(session, vehicle)

    return app.write(action)


def organisation(
    app: AppDriver,
    administrator: Citizen | Person,
    name: str = "南宁市青山物流有限公司",
    credit_code: str = "91110000600037341L",
    phone: str = "+8613800000090",
) -> Organisation:
    """Add an organisation to the register, with its administrator."""
    person_id = administrator.id if isinstance(administrator, Person) else administrator.person_id

    def action(session: Any) -> Organisation:
        organisation = Organisation(credit_code=credit_code, name=name)
        organisation.phone = phone
        add(session, organisation)
        seats = len(organisations.of_person(session, person_id))
        add(
            session,
            OrganisationMember(
                organisation_id=organisation.id,
                person_id=person_id,
                role=MemberRole.ADMINISTRATOR,
                organisation_seat=0,
                person_seat=seats,
                since=app.now,
            ),
        )
        return organisation

    return app.write(action)


def reviewer(app: AppDriver, name: str = "审核员小周", roles: tuple[StaffRole, ...] = (StaffRole.REVIEWER,)) -> Actor:
    """Add a member of staff with these roles."""
    actor = app.person(name, language="zh-hans")
    app.world.bot.chat_with(actor.id).started = True
    verify(app, actor)
    employ(app, actor, *roles)
    return actor


def verify(app: AppDriver, actor: Actor) -> UUID:
    """Make this Telegram user a registered person whose identity is verified. Returns the person's id."""
    language = language_for(app.world.people[actor.id].language_code)

    def action(session: Any) -> UUID:
        account = accounts.get_or_create(session, app.bot.id, actor.id, language=language, at=app.now)
        if account.person_id is None:
            number = id_number(actor.id % 1000, born=date(1985, 1, 1), area="450102")
            person = add(
                session, people.new(id_number=number, name=actor.name[-2:], phone=f"+86137{actor.id % 10**8:08}")
            )
            account.person_id, account.registered_at = person.id, app.now
        person = session.get_one(Person, account.person_id)
        person.verified_at = app.now
        add(session, account)
        verified: UUID = add(session, person).id
        return verified

    return app.write(action)


def greeted(actor: Actor) -> Actor:
    """Return the actor after a first message: the bot can write only to people who have written."""
    actor.says("/menu")
    return actor


def employ(app: AppDriver, actor: Actor, *roles: StaffRole) -> StaffMember:
    """Make this person staff; they are registered and verified first."""
    verify(app, actor)
    return appoint(app, actor, *roles)


def appoint(app: AppDriver, actor: Actor, *roles: StaffRole) -> StaffMember:
    """Make this Telegram user staff, without registration or verification."""

    def action(session: Any) -> StaffMember:
        member = members.by_telegram(session, actor.id) or StaffMember(telegram_id=actor.id, roles="", since=app.now)
        member.name, member.roles = actor.name, ";".join(roles)
        return add(session, member)

    return app.write(action)
