"""Forged acts of an administrator who has handed the organisation over: answers, decisions, blocks, vehicles, members.

The organisation's car has an application that waits for an answer, one with the owner's consent, and a blocked person.
"""

from random import Random
from typing import Any
from uuid import UUID

from sqlmodel import Session, select

from bot.card import Button, CardButton
from bot.cards import organisations as cards
from bot.cards.filing import approval_withdrawal, approvals, my_vehicles, owner_requests, vehicle_codes
from bot.services.organisations import organisations as service
from storage.filing.approvals import Approval
from storage.filing.filings import Filing, FilingStatus
from storage.filing.owner_blocks import OwnerBlock
from storage.organisations import organisations
from storage.organisations.organisations import Organisation
from storage.register.people import Person
from storage.register.vehicles import Vehicle
from tests.forgery.kinds import Kind, Make, kind
from tests.forgery.scene import VIN, Scene
from tests.forgery.updates import Update, message, tap
from tests.storage.rows import put
from tests.stories import cast, certificate_steps

CREDIT_CODE, PLATE, NUMBER = "91450100MADEMQC018", "桂F66666", 95_001
WAITING, AGREED, ASKED, BLOCK = (UUID(int=30_000 + at) for at in range(4))
ANSWERS = (approvals.APPROVE, approvals.REFUSE)
DECISIONS = (approval_withdrawal.STOP, approval_withdrawal.STOP_CONFIRMED, owner_requests.TERM_OF)
VEHICLE = (my_vehicles.CAR, my_vehicles.FILERS, vehicle_codes.VEHICLE_QR)
MEMBERS = (cards.INVITE, cards.REMOVE, cards.REMOVE_CONFIRMED, cards.HAND_OVER, cards.HAND_OVER_CONFIRMED)


def hand_over(scene: Scene) -> None:
    """Let the applicant in review be the administrator of an organisation, and hand it over to the payer."""
    query = select(Organisation).where(Organisation.credit_code == CREDIT_CODE)
    if scene.app.read(lambda session: session.exec(query).first()) is not None:
        return
    company = cast.organisation(scene.app, scene.reviewed, "第三公司", CREDIT_CODE, "+8613800000096")
    car = certificate_steps.car(scene.app, company, plate=PLATE, engine="F666666", vin=VIN)

    def action(session: Session) -> None:
        _put_requests(session, scene, car)
        payer = session.get_one(Person, scene.payer.person_id)
        member = service.add_member(session, company.id, payer, now=scene.app.now)
        by = session.get_one(Person, scene.reviewed.person_id)
        service.hand_over(session, company.id, member.id, by=by, now=scene.app.now)
        # A block of the former administrator's is left over, as if nobody had tidied up.
        put(session, OwnerBlock, id=BLOCK, vehicle_id=car.id, person_id=scene.driver.person_id, by=by.id)

    scene.app.write(action)
    scene.app.settle()


def _put_requests(session: Session, scene: Scene, car: Vehicle) -> None:
    """Insert an application that the administrator has not answered, and one to which they have agreed."""
    of_car = {"vehicle_id": car.id, "applied_at": scene.app.now}
    first, second, administrator = scene.administrator.person_id, scene.owner.person_id, scene.reviewed.person_id
    put(session, Filing, id=WAITING, number=NUMBER, filer_id=first, status=FilingStatus.WAITING_OWNER, **of_car)
    put(session, Filing, id=AGREED, number=NUMBER + 1, filer_id=second, status=FilingStatus.CHECKING, **of_car)
    until = {"expires_at": scene.filing.applied_at.replace(year=scene.app.now.year + 1)}
    put(session, Approval, id=ASKED, filing_id=WAITING, owner_id=administrator, **until)


def tapping(row: UUID, *buttons: Button[Any]) -> Make:
    """Return a generator of taps of these buttons about this row by the former administrator."""

    def make(scene: Scene, random: Random, at: int) -> Update:
        return _tap(scene, CardButton("", random.choice(buttons).verb, row.hex))

    return make


def _tap(scene: Scene, press: CardButton) -> Update:
    who = scene.reviewed_applicants[0]
    return tap(who, scene.signed(press, who))


def answer(scene: Scene, random: Random, at: int) -> Update:
    """The former administrator answers by button, or by the number of the application."""
    if random.random() < 0.5:
        command = random.choice((f"/approve {NUMBER}", f"/refuse {NUMBER}", f"/refuse {NUMBER} 不认识"))
        return message(scene.reviewed_applicants[0], command)
    return _tap(scene, CardButton("", random.choice(ANSWERS).verb, ASKED.hex))


def decision(scene: Scene, random: Random, at: int) -> Update:
    """The former administrator stops an application, limits it, or blocks its filer."""
    days = random.choice((30, 90, 365, owner_requests.NO_TERM))
    presses = (
        *(CardButton("", each.verb, AGREED.hex) for each in (*DECISIONS, approval_withdrawal.BLOCK_FILER)),
        owner_requests.SET_TERM.on_pair("", AGREED, days),
        approvals.TERM.on_pair("", ASKED, 30),
        CardButton("", approvals.BLOCK.verb, ASKED.hex),
    )
    return _tap(scene, random.choice(presses))


def vehicle(scene: Scene, random: Random, at: int) -> Update:
    """The former administrator opens the organisation's vehicle, sees its filers or draws its code."""
    query = select(Vehicle.id).where(Vehicle.plate == PLATE)
    car: UUID = scene.app.read(lambda session: session.exec(query).one())
    return _tap(scene, CardButton("", random.choice(VEHICLE).verb, car.hex))


def member(scene: Scene, random: Random, at: int) -> Update:
    """The former administrator, a user now, invites and removes members, or hands the organisation over again."""
    query = select(Organisation.id).where(Organisation.credit_code == CREDIT_CODE)
    company: UUID = scene.app.read(lambda session: session.exec(query).one())
    current = scene.app.read(lambda session: organisations.members(session, company))
    button = random.choice(MEMBERS)
    return _tap(
        scene, CardButton("", button.verb, (company if button is cards.INVITE else random.choice(current).id).hex)
    )


KINDS: tuple[Kind, ...] = (
    kind(
        "answers of administrators who have handed over",
        answer, "not-yours", "no-such-question", prepare=hand_over, attackers="reviewed_applicants",
    ),
    kind(
        "decisions of administrators who have handed over",
        decision, "not-yours", prepare=hand_over, attackers="reviewed_applicants",
    ),
    kind(
        "blocks of administrators who have handed over",
        tapping(BLOCK, owner_requests.LIFT), "not-yours", prepare=hand_over, attackers="reviewed_applicants",
    ),
    kind(
        "vehicles of administrators who have handed over",
        vehicle, "not-yours", prepare=hand_over, attackers="reviewed_applicants",
    ),
    kind(
        "members of administrators who have handed over",
        member, "not-administrator", prepare=hand_over, attackers="reviewed_applicants",
    ),
)  # fmt: skip
