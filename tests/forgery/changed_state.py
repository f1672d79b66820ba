"""Stale inputs: valid until the car was sold, the filing ended or the organisation's administrator left."""

from random import Random
from typing import Any

from bot.card import CardButton
from bot.cards import organisations
from bot.cards.filing import approval_withdrawal, approvals, filings, my_vehicles, vehicle_codes, withdrawal
from bot.cards.review import queue
from bot.services.filing import endings
from storage.database import add
from storage.filing import filings as filing_store
from storage.filing.filings import EndReason
from storage.organisations import organisations as organisation_store
from storage.register import people, vehicles
from storage.register.people import Person
from storage.register.vehicles import Vehicle, VehicleState
from tests.forgery.kinds import Kind, kind
from tests.forgery.scene import Scene
from tests.forgery.updates import Update, message, tap
from tests.stories import cast


def sell(scene: Scene) -> None:
    """Transfer the owner's cars to the payer, as an import would."""

    def action(session: Any) -> None:
        for car in (scene.asked_car, scene.filed_car):
            held = session.get_one(Vehicle, car.id)
            if held.owner_person_id != scene.payer.person_id:
                held.owner_person_id = scene.payer.person_id
                session.add(held)
                endings.end_all_of(session, held, EndReason.OWNER_CHANGED, now=scene.app.now)

    scene.app.write(action)
    scene.app.settle()


def contest(scene: Scene) -> None:
    """Let the driver be somebody who has only declared their ID number, which somebody else holds now."""

    def action(session: Any) -> None:
        person = session.get_one(Person, scene.driver.person_id)
        person.registered, person.verified_at = False, None
        add(session, person)
        add(session, people.new(id_number=person.id_number, name="真人"))

    scene.app.write(action)


def command_of_declarer(scene: Scene, random: Random, at: int) -> Update:
    """A command under an ID number that somebody else holds."""
    plate, number = scene.asked_car.plate, random.choice(scene.applications).number
    commands = (
        f"/file 02 {plate} 123456",
        "/file",
        "/vehicles",
        f"/approve {number}",
        f"/progress {number}",
        "/progress",
    )
    return message(scene.driver.id, random.choice(commands))


LOCKED_PLATE = "桂A99999"


def add_locked_car(scene: Scene) -> None:
    """Add a car of the owner that is locked in the register."""
    cast.car(scene.app, scene.owner, plate=LOCKED_PLATE, state=VehicleState.LOCKED)


def _locked_car(scene: Scene) -> Any:
    (car,) = scene.app.read(lambda session: vehicles.by_plate_alone(session, LOCKED_PLATE))
    return car.id


def _taps_by(name: str, *choices: Any) -> Any:
    """Make a generator of taps by the person in this list of the scene; choices: a button and how to find its row."""

    def make(scene: Scene, random: Random, at: int) -> Update:
        button, find = random.choice(choices)
        telegram_id = getattr(scene, name)[0]
        return tap(telegram_id, scene.signed(CardButton("", button.verb, find(scene).hex), telegram_id))

    return make


def _approval(scene: Scene) -> Any:
    from storage.filing import approvals as store

    filing = scene.app.read(lambda session: filing_store.all_of_filer(session, scene.driver.person_id))[0]
    return scene.app.read(lambda session: store.of_filing(session, filing.id)).id


def _of_driver(scene: Scene) -> Any:
    return scene.app.read(lambda session: filing_store.all_of_filer(session, scene.driver.person_id))[0].id


def by_number(scene: Scene, random: Random, at: int) -> Update:
    """The former owner answers by application number."""
    number = random.choice(scene.applications).number
    text = random.choice((f"/approve {number}", f"/refuse {number} x"))
    return message(scene.owners[0], text)


def valid_code_too_late(scene: Scene, random: Random, at: int) -> Update:
    """The driver asks for the code's step or types the valid code for the car that was sold."""
    press = CardButton("", filings.ENTER_CODE.verb, _of_driver(scene).hex)
    if random.random() < 0.5:
        return tap(scene.drivers[0], scene.signed(press, scene.drivers[0]))
    return message(scene.drivers[0], scene.code)


def used_link(scene: Scene, random: Random, at: int) -> Update:
    """A registered user opens the link of the former owner's vehicle code."""
    return message(scene.strangers[at], f"/start q-{scene.link}")


def end_administrator(scene: Scene) -> None:
    """End the membership of the organisation's administrator."""

    def action(session: Any) -> None:
        member = organisation_store.administrator(session, scene.organisation.id)
        if member is not None:
            member.ended_at = scene.app.now
            session.add(member)

    scene.app.write(action)


KINDS: tuple[Kind, ...] = (
    kind(
        "former owners' answers",
        _taps_by("owners", (approvals.APPROVE, _approval), (approvals.REFUSE, _approval)),
        "closed", "not-yours", prepare=sell, attackers="owners",
    ),
    kind("former owners' answers by number", by_number, "no-such-question", prepare=sell, attackers="owners"),
    kind(
        "former owners' cars",
        _taps_by(
            "owners",
            (my_vehicles.CAR, lambda scene: scene.asked_car.id),
            (my_vehicles.FILERS, lambda scene: scene.filed_car.id),
            (my_vehicles.UNBIND_CONFIRMED, lambda scene: scene.filing.id),
            (approval_withdrawal.UNBIND, lambda scene: scene.filing.id),
            (vehicle_codes.VEHICLE_QR, lambda scene: scene.filed_car.id),
        ),
        "not-yours", prepare=sell, attackers="owners",
    ),
    kind(
        "filings that have ended, by their filers",
        _taps_by(
            "friends",
            (my_vehicles.CAR, lambda scene: scene.filed_car.id),
            (my_vehicles.UNBIND_CONFIRMED, lambda scene: scene.filing.id),
            (approval_withdrawal.UNBIND, lambda scene: scene.filing.id),
            (filings.WITHDRAW, lambda scene: scene.filing.id),
            (withdrawal.WITHDRAW_CONFIRMED, lambda scene: scene.filing.id),
            (filings.CHECK, lambda scene: scene.filing.id),
        ),
        "not-yours", "decided", prepare=sell, attackers="friends",
    ),
    kind("valid codes for cars that were sold", valid_code_too_late, prepare=sell, attackers="drivers"),
    kind(
        "reviewers' buttons tapped by the applicant",
        _taps_by(
            "reviewed_applicants",
            (queue.TAKE, lambda scene: scene.review.id),
            (queue.PASS, lambda scene: scene.review.id),
        ),
        "not-staff", attackers="reviewed_applicants",
    ),
    kind("valid links of former owners", used_link, prepare=sell),
    kind(
        "former administrators",
        _taps_by(
            "administrators",
            (organisations.MEMBERS, lambda scene: scene.organisation.id),
            (organisations.INVITE, lambda scene: scene.organisation.id),
            (my_vehicles.CAR, lambda scene: scene.fleet_car.id),
            (vehicle_codes.VEHICLE_QR, lambda scene: scene.fleet_car.id),
        ),
        "not-yours", "not-administrator", "no-organisation", prepare=end_administrator, attackers="administrators",
    ),
    kind(
        "commands under an ID number that somebody else holds",
        command_of_declarer, "number-contested", prepare=contest, attackers="drivers",
    ),
    kind(
        "buttons of who declares an ID number that somebody else holds",
        _taps_by(
            "drivers",
            (filings.WITHDRAW, _of_driver),
            (withdrawal.WITHDRAW_CONFIRMED, _of_driver),
            (my_vehicles.CAR, lambda scene: scene.filed_car.id),
            (vehicle_codes.VEHICLE_QR, lambda scene: scene.filed_car.id),
        ),
        "number-contested", attackers="drivers",
    ),
    kind(
        "codes for cars that are locked",
        _taps_by("owners", (vehicle_codes.VEHICLE_QR, _locked_car)),
        "vehicle-state", prepare=add_locked_car, attackers="owners",
    ),
)  # fmt: skip
