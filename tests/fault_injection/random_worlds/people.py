"""The people of a random world: strangers, relatives with one phone number, staff, and who has a second account."""

from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid4

from sqlmodel import Session, select

from bot.services.filing import activation, approvals, filings
from storage.database import add
from storage.filing.filings import Filing, FilingStatus, FilingWay, Relationship
from storage.organisations.organisations import MemberRole, Organisation, OrganisationMember
from storage.payments.payments import PaymentOrder, PaymentTransaction
from storage.payments.refunds import Refund, RefundState
from storage.register.people import Person
from storage.register.vehicles import Vehicle
from storage.staff.members import StaffRole
from tests.fault_injection.random_worlds.driver import WatchedDesk
from tests.fault_injection.random_worlds.residents import Resident
from tests.storage.rows import put
from tests.stories import cast, certificate_steps, review_steps, violation_steps
from tests.stories.cast import Citizen
from tests.stories.review_steps import small

FAMILY_PHONE = "+8613800000021"
# Who starts as a registered person of the register: name, phone number. The last two have those of members of staff.
CITIZENS = (
    ("王秀英", FAMILY_PHONE),
    ("王小明", FAMILY_PHONE),
    ("李建国", "+8613800000022"),
    ("欧阳明", "+8613800000023"),
    ("周正", "+8613800000024"),
    ("何静", "+8613800000025"),
    ("吴敏", "+8613800000026"),
    ("欧阳光", "+8613800000023"),
    ("何安", "+8613800000025"),
)
# Members of staff, by their place among the citizens.
STAFF: dict[int, tuple[StaffRole, ...]] = {
    3: (StaffRole.REVIEWER, StaffRole.CASHIER, StaffRole.STATION),
    4: (StaffRole.REVIEWER, StaffRole.ADMIN, StaffRole.OFFICER),
    5: (StaffRole.REVIEWER, StaffRole.CASHIER, StaffRole.ADMIN),
    6: (StaffRole.CASHIER, StaffRole.ADMIN),
}
# Who owns the cars, by their place; the last car belongs to an organisation, whose members these are.
OWNERS = (0, 0, 3, 5)
MEMBERS = (0, 4, 2)
# Telegram users who are not registered: a name, the phone number, and whose ID number they type (None: their own).
GUESTS: tuple[tuple[str, str, int | None], ...] = (
    ("李建国", "+8613800000122", 2),
    ("欧阳明", "+8613800000023", None),
    ("何静", "+8613800000125", 5),
    ("赵无名", "+8613800000131", 0),
    ("钱无名", "+8613800000132", None),
)
# Applications at the start: filer, car, how far they are. Some filers are staff, or have the phone number of staff.
BEGUN = (
    (2, 0, FilingStatus.WAITING_OWNER),
    (7, 3, FilingStatus.WAITING_OWNER),
    (4, 4, FilingStatus.WAITING_OWNER),
    (3, 0, FilingStatus.IN_REVIEW),
    (8, 1, FilingStatus.IN_REVIEW),
    (2, 4, FilingStatus.IN_REVIEW),
    (1, 3, FilingStatus.CHECKING),
    (6, 1, FilingStatus.ACTIVE),
    (5, 0, FilingStatus.ACTIVE),
)
REFUND = 60_000  # So much that two cashiers must approve it.


@dataclass
class Society:
    """Everybody, and what belongs to them."""

    app: WatchedDesk
    random: Random
    residents: list[Resident] = field(default_factory=list)
    guests: list[Resident] = field(default_factory=list)
    people: list[UUID] = field(default_factory=list)
    plates: list[str] = field(default_factory=list)
    photos: int = 0
    begun: int = 0
    invitations: list[str] = field(default_factory=list)  # What accepts them, as far as anybody has seen it.

    @property
    def everybody(self) -> list[Resident]:
        """All Telegram users."""
        return [*self.residents, *self.guests]

    @property
    def staff(self) -> list[Resident]:
        """Those who began as members of staff."""
        return [self.residents[at] for at in STAFF]

    def signed_in(self) -> Resident:
        """Return a random Telegram user who is registered and signed in, if there is any."""
        found = [each for each in self.everybody if self.app.records.person_of(each.id) is not None]
        return self.random.choice(found or self.everybody)

    def somebody(self) -> Resident:
        """Return a random Telegram user; people who are registered act more often."""
        return self.random.choice([*self.residents, *self.everybody])

    def plate(self) -> str:
        """Return the plate of a random car."""
        return self.random.choice(self.plates)

    def of_person(self, person_id: UUID | None) -> Resident | None:
        """Return whose account is this person's now."""
        if person_id is None:
            return None
        for resident in self.everybody:
            if self.app.records.person_of(resident.id) == person_id:
                return resident
        return None


def settle_in(app: WatchedDesk, random: Random) -> Society:
    """Create everybody, their cars and an organisation, staff, and refunds that wait."""
    society = Society(app, random)
    citizens = [
        cast.citizen(app, name, cast.id_number(at + 1), phone, licence_class="C1", licence_number=f"4509{at:08}")
        for at, (name, phone) in enumerate(CITIZENS)
    ]
    society.residents = [Resident(app, each.id, each.name, each.phone, each.id_number) for each in citizens]
    society.people = [each.person_id for each in citizens]
    for at, roles in STAFF.items():
        cast.employ(app, citizens[at], *roles)
    owners: list[Citizen | Organisation] = [
        *(citizens[at] for at in OWNERS),
        cast.organisation(app, citizens[MEMBERS[0]]),
    ]
    cars = [certificate_steps.car(app, owner, plate=f"桂A1000{at}") for at, owner in enumerate(owners)]
    for order, vehicle in enumerate(cars):
        violation_steps.violation(app, vehicle, f"{4501000000000000 + order}")
    society.plates = [car.plate for car in cars]
    app.write(lambda session: _join_and_pay(session, app, citizens))
    for filer, car, status in BEGUN:
        _begin(society, citizens[filer], cars[car], status)
    for at, (name, phone, whose) in enumerate(GUESTS):
        number = cast.id_number(50 + at) if whose is None else citizens[whose].id_number
        actor = app.person(name, phone)
        society.guests.append(Resident(app, actor.id, name, phone, number))
    for resident in society.everybody:
        resident.says("/start")
    return society


def _join_and_pay(session: Session, app: WatchedDesk, citizens: list[Citizen]) -> None:
    organisation_id = session.exec(select(Organisation)).one().id
    for seat, at in enumerate(MEMBERS[1:], 1):
        member = OrganisationMember(
            organisation_id=organisation_id,
            person_id=citizens[at].person_id,
            role=MemberRole.USER,
            organisation_seat=seat,
            person_seat=0,
            since=app.now,
        )
        add(session, member)
    for payer in (citizens[3], citizens[2]):
        order = put(session, PaymentOrder, payer_id=payer.person_id, amount=REFUND, state="paid")
        paid = put(session, PaymentTransaction, order_id=order, amount=REFUND)
        about = {"about": uuid4(), "amount": REFUND, "payer_person": payer.person_id}
        put(session, Refund, transaction_ref=paid, state=RefundState.PROPOSED, **about)


def _begin(society: Society, filer: Citizen, car: Vehicle, status: FilingStatus) -> None:
    """Let an application be so far: made days ago unless it waits, so that the day's quota is not used up."""
    app, waits = society.app, status is FilingStatus.WAITING_OWNER
    society.begun += 1
    since = app.now - timedelta(days=30 - 2 * society.begun)

    def action(session: Session) -> Filing:
        person = session.get_one(Person, filer.person_id)
        about: dict[str, Any] = {"relationship": Relationship.FRIEND, "relationship_text": "", "way": FilingWay.SMS}
        first = FilingStatus.WAITING_OWNER if waits else FilingStatus.CHECKING
        filing = filings.apply(session, person, car.id, now=since, status=first, **about)
        if waits:
            approvals.request(session, filing, lane=filer.account.lane, now=app.now)
        if status is FilingStatus.ACTIVE:
            assert activation.activate(session, filing, by=None, now=since)
        return filing

    filing = app.write(action)
    if status is FilingStatus.IN_REVIEW:
        society.photos += 1
        review_steps.submit(app, filing, seed=society.photos, content=small(society.photos))
    app.later(minutes=2)
