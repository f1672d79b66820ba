"""Forged acts about an organisation that the register calls dissolved: of its former administrator, members and guests.

Rows that the dissolution ends are left over, as if nobody had tidied up: a question, an agreement, a block.
"""

from random import Random
from uuid import UUID

from sqlmodel import Session, select

from bot.card import Button, CardButton
from bot.cards import organisations as cards
from bot.cards.filing import approval_withdrawal, approvals, owner_requests
from bot.services.filing import dissolutions, vehicle_codes
from storage.database import lock_row
from storage.filing.approvals import Approval
from storage.filing.filings import Filing, FilingStatus
from storage.filing.owner_blocks import OwnerBlock
from storage.organisations import invitations
from storage.organisations.organisations import Organisation, OrganisationMember
from storage.register.people import Person
from storage.register.vehicles import Vehicle
from tests.forgery.former_administrators import ANSWERS, DECISIONS, MEMBERS, VEHICLE
from tests.forgery.kinds import Kind, kind
from tests.forgery.scene import VIN, Scene
from tests.forgery.updates import Update, message, tap
from tests.storage.rows import put
from tests.stories import cast, certificate_steps

CREDIT_CODE, PLATE, NUMBER = "91450100MADEMQD010", "桂G77777", 96_001
WAITING, AGREED, ASKED, BLOCK = (UUID(int=31_000 + at) for at in range(4))
INVITED = "23456789ABCG"
TOKENS: dict[int, str] = {}  # Of the vehicle code that was drawn in a scene; the desk keeps its hash only.


def dissolve(scene: Scene) -> None:
    """Let the friend be the administrator of an organisation with a car, a member and an invitation; dissolve it."""
    query = select(Organisation).where(Organisation.credit_code == CREDIT_CODE)
    if scene.app.read(lambda session: session.exec(query).first()) is not None:
        return
    company = cast.organisation(scene.app, scene.friend, "第四公司", CREDIT_CODE, "+8613800000097")
    car = certificate_steps.car(scene.app, company, plate=PLATE, engine="G777777", vin=VIN)

    def action(session: Session) -> None:
        now, administrator = scene.app.now, session.get_one(Person, scene.friend.person_id)
        made = vehicle_codes.create(session, car.id, by=administrator, lane=scene.friend.account.lane, now=now)
        TOKENS[id(scene)] = made.token
        until = now.replace(year=now.year + 1)
        invitations.new(session, company.id, INVITED, until=until, by=administrator.id, at=now)
        held = lock_row(session, Organisation, company.id)
        assert held is not None
        dissolutions.dissolve(session, held, now=now)
        _leave_rows(session, scene, car)

    scene.app.write(action)
    scene.app.settle()


def _leave_rows(session: Session, scene: Scene, car: Vehicle) -> None:
    of_car = {"vehicle_id": car.id, "applied_at": scene.app.now}
    put(session, Filing, id=WAITING, number=NUMBER, filer_id=scene.driver.person_id,
        status=FilingStatus.WAITING_OWNER, **of_car)  # fmt: skip
    put(session, Filing, id=AGREED, number=NUMBER + 1, filer_id=scene.owner.person_id,
        status=FilingStatus.CHECKING, **of_car)  # fmt: skip
    until = scene.app.now.replace(year=scene.app.now.year + 1)
    put(session, Approval, id=ASKED, filing_id=WAITING, owner_id=scene.friend.person_id, expires_at=until)
    put(session, OwnerBlock, id=BLOCK, vehicle_id=car.id, person_id=scene.driver.person_id, by=scene.friend.person_id)


def _tap(scene: Scene, press: CardButton) -> Update:
    return tap(scene.friends[0], scene.signed(press, scene.friends[0]))


def _about(button: Button[UUID], row: UUID) -> CardButton:
    return CardButton("", button.verb, row.hex)


def answer(scene: Scene, random: Random, at: int) -> Update:
    """The former administrator answers what they had been asked, by button or by number."""
    if random.random() < 0.5:
        return message(scene.friends[0], random.choice((f"/approve {NUMBER}", f"/refuse {NUMBER} 不认识")))
    return _tap(scene, _about(random.choice(ANSWERS), ASKED))


def decision(scene: Scene, random: Random, at: int) -> Update:
    """The former administrator stops an application, limits it, blocks its filer or lifts a block."""
    presses = [_about(each, AGREED) for each in (*DECISIONS, approval_withdrawal.BLOCK_FILER)]
    presses += [owner_requests.SET_TERM.on_pair("", AGREED, 90), approvals.TERM.on_pair("", ASKED, 30)]
    return _tap(scene, random.choice([*presses, _about(approvals.BLOCK, ASKED), _about(owner_requests.LIFT, BLOCK)]))


def vehicle(scene: Scene, random: Random, at: int) -> Update:
    """The former administrator opens the vehicle, sees its filers or draws its code."""
    query = select(Vehicle.id).where(Vehicle.plate == PLATE)
    return _tap(scene, _about(random.choice(VEHICLE), scene.app.read(lambda session: session.exec(query).one())))


def member(scene: Scene, random: Random, at: int) -> Update:
    """The former administrator invites, removes members, or hands the organisation over."""
    company = select(Organisation.id).where(Organisation.credit_code == CREDIT_CODE)
    key: UUID = scene.app.read(lambda session: session.exec(company).one())
    members = select(OrganisationMember.id).where(OrganisationMember.organisation_id == key)
    button = random.choice(MEMBERS)
    rows = scene.app.read(lambda session: list(session.exec(members)))
    return _tap(scene, _about(button, key if button is cards.INVITE else random.choice(rows)))


def joining(scene: Scene, random: Random, at: int) -> Update:
    """Somebody follows an invitation that was sent before the dissolution, types or accepts it."""
    who = scene.strangers[at]
    if random.random() < 0.5:
        return message(who, random.choice(("/join {}", "/start join-{}")).format(INVITED))
    return tap(who, scene.signed(cards.ACCEPT.on("", INVITED), who))


def scanning(scene: Scene, random: Random, at: int) -> Update:
    """Somebody scans the code that the administrator had drawn before the dissolution."""
    return message(scene.strangers[at], f"/start q-{TOKENS[id(scene)]}")


KINDS: tuple[Kind, ...] = (
    kind(
        "answers of administrators of dissolved organisations",
        answer, "not-yours", "no-such-question", prepare=dissolve, attackers="friends",
    ),
    kind(
        "decisions of administrators of dissolved organisations",
        decision, "not-yours", prepare=dissolve, attackers="friends",
    ),
    kind(
        "vehicles of administrators of dissolved organisations",
        vehicle, "not-yours", prepare=dissolve, attackers="friends",
    ),
    kind(
        "members of administrators of dissolved organisations",
        member, "not-yours", "not-administrator", prepare=dissolve, attackers="friends",
    ),
    kind("invitations of dissolved organisations", joining, "invitation", prepare=dissolve),
    kind("vehicle codes of dissolved organisations", scanning, "vehicle-code", prepare=dissolve),
)  # fmt: skip
