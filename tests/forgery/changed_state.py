"""What was right a moment ago: the car sold, the question answered, the filing ended, the seat given up."""

from random import Random
from typing import Any

from bot.card import CardButton
from bot.cards import organisations
from bot.cards.filing import approvals, filings, my_vehicles, vehicle_codes
from bot.cards.review import reviews
from bot.services.filing import filings as filing_service
from storage.filing import filings as filing_store
from storage.filing.filings import EndReason
from storage.organisations import organisations as organisation_store
from storage.register.vehicles import Vehicle
from tests.forgery.kinds import Kind, kind
from tests.forgery.scene import Scene
from tests.forgery.updates import Update, message, tap


def sell(scene: Scene) -> None:
    """Let the owner's cars be the payer's, as an import would."""

    def deed(session: Any) -> None:
        for car in (scene.asked_car, scene.filed_car):
            held = session.get_one(Vehicle, car.id)
            if held.owner_person_id != scene.payer.person_id:
                held.owner_person_id = scene.payer.person_id
                session.add(held)
                filing_service.end_all_of(session, held, EndReason.OWNER_CHANGED, now=scene.app.now)

    scene.app.write(deed)
    scene.app.settle()


def _by(name: str, *choices: Any) -> Any:
    def make(scene: Scene, random: Random, at: int) -> Update:
        button, find = random.choice(choices)
        telegram_id = getattr(scene, name)[0]
        return tap(telegram_id, scene.signed(CardButton("", button.verb, find(scene).hex), telegram_id))

    return make


def _approval(scene: Scene) -> Any:
    from storage.filing import approvals as store

    filing = scene.app.look(lambda session: filing_store.all_of_filer(session, scene.driver.person_id))[0]
    return scene.app.look(lambda session: store.of_filing(session, filing.id)).id


def _of_driver(scene: Scene) -> Any:
    return scene.app.look(lambda session: filing_store.all_of_filer(session, scene.driver.person_id))[0].id


def by_number(scene: Scene, random: Random, at: int) -> Update:
    """The former owner answers by number, or in words."""
    number = random.choice(scene.applications).number
    text = random.choice((f"/approve {number}", f"/refuse {number} x"))
    return message(scene.owners[0], text)


def true_code_too_late(scene: Scene, random: Random, at: int) -> Update:
    """The driver types the true code for the car that was sold."""
    press = CardButton("", filings.ENTER_CODE.verb, _of_driver(scene).hex)
    if random.random() < 0.5:
        return tap(scene.drivers[0], scene.signed(press, scene.drivers[0]))
    return message(scene.drivers[0], scene.code)


def used_link(scene: Scene, random: Random, at: int) -> Update:
    """The true link of the former owner's code, by anybody."""
    return message(scene.strangers[at], f"/start q-{scene.link}")


def leave(scene: Scene) -> None:
    """Let the administrator's seat be empty."""

    def deed(session: Any) -> None:
        member = organisation_store.administrator(session, scene.organisation.id)
        if member is not None:
            member.ended_at = scene.app.now
            session.add(member)

    scene.app.write(deed)


KINDS: tuple[Kind, ...] = (
    kind(
        "former owners' answers",
        _by("owners", (approvals.APPROVE, _approval), (approvals.REFUSE, _approval)),
        "closed", "not-yours", prepare=sell, who="owners",
    ),
    kind("former owners' answers by number", by_number, "no-such-question", prepare=sell, who="owners"),
    kind(
        "former owners' cars",
        _by(
            "owners",
            (my_vehicles.CAR, lambda scene: scene.asked_car.id),
            (my_vehicles.FILERS, lambda scene: scene.filed_car.id),
            (my_vehicles.UNBIND_CONFIRMED, lambda scene: scene.filing.id),
            (vehicle_codes.VEHICLE_QR, lambda scene: scene.filed_car.id),
        ),
        "not-yours", prepare=sell, who="owners",
    ),
    kind(
        "filings that have ended, by their filers",
        _by(
            "friends",
            (my_vehicles.CAR, lambda scene: scene.filed_car.id),
            (my_vehicles.UNBIND_CONFIRMED, lambda scene: scene.filing.id),
            (filings.WITHDRAW, lambda scene: scene.filing.id),
            (filings.CHECK, lambda scene: scene.filing.id),
        ),
        "not-yours", "decided", prepare=sell, who="friends",
    ),
    kind("true codes for cars that were sold", true_code_too_late, prepare=sell, who="drivers"),
    kind(
        "reviewers who are applicants",
        _by(
            "reviewed_ones",
            (reviews.TAKE, lambda scene: scene.review.id),
            (reviews.PASS, lambda scene: scene.review.id),
        ),
        "not-staff", who="reviewed_ones",
    ),
    kind("true links of former owners", used_link, prepare=sell),
    kind(
        "former administrators",
        _by(
            "chiefs",
            (organisations.MEMBERS, lambda scene: scene.organisation.id),
            (organisations.INVITE, lambda scene: scene.organisation.id),
            (my_vehicles.CAR, lambda scene: scene.fleet_car.id),
            (vehicle_codes.VEHICLE_QR, lambda scene: scene.fleet_car.id),
        ),
        "not-yours", "not-administrator", "no-organisation", prepare=leave, who="chiefs",
    ),
)  # fmt: skip
