"""Forged applications under a second account, past a limit, a block or the blacklist; and without consent or proof."""

from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import Any

from sqlalchemy import delete
from sqlmodel import Session, col, select

from bot.card import CardButton
from bot.cards.identity import consents as consent_cards
from bot.services.identity import same_person
from storage.database import add
from storage.filing import owner_blocks
from storage.identity import former_keys
from storage.identity.accounts import Account
from storage.identity.consents import Consent, ConsentText
from storage.register import people
from storage.register.people import Person
from tests.forgery.kinds import Kind, kind
from tests.forgery.scene import Scene
from tests.forgery.text_messages import forget_attempts
from tests.forgery.updates import Update, message, tap

OWN_PHONE = "+8613911115555"
OTHER_CAR, FILED_CAR = "/file 02 桂D44444 444444", "/file 02 桂C33333 333333"


def each_person(scene: Scene, change: Callable[[Session, Person], None]) -> None:
    """Call this with the person of each stranger, in one transaction."""

    def action(session: Session) -> None:
        for account in session.exec(select(Account).where(col(Account.telegram_id).in_(scene.strangers))).all():
            person = session.get_one(Person, account.person_id)
            change(session, person)
            add(session, person)

    scene.app.write(action)


def as_second_accounts(scene: Scene, phone: str, *, registered: bool = True) -> None:
    """Give every stranger this phone number. registered: whether the register holds them."""
    forget_attempts(scene)

    def change(session: Session, person: Person) -> None:
        people.set_phone(person, phone)
        person.registered, person.verified_at = registered, None

    each_person(scene, change)


def of_the_driver(scene: Scene) -> None:
    """The strangers are second accounts of the driver, who has applied today."""
    as_second_accounts(scene, scene.driver.phone)


def of_a_blacklisted_person(scene: Scene) -> None:
    """The strangers are second accounts of the applicant in review, who is on the blacklist."""
    as_second_accounts(scene, scene.reviewed.phone)

    def action(session: Session) -> None:
        person = session.get_one(Person, scene.reviewed.person_id)
        person.blacklisted_until = scene.app.now + timedelta(days=30)
        add(session, person)

    scene.app.write(action)


def of_a_blocked_person(scene: Scene) -> None:
    """The strangers are second accounts of the payer, whom the owner has blocked."""
    as_second_accounts(scene, scene.payer.phone)
    now, car, payer = scene.app.now, scene.filed_car.id, scene.payer.person_id
    scene.app.write(lambda session: owner_blocks.block(session, car, payer, by=scene.owner.person_id, at=now))


def of_a_filer(scene: Scene) -> None:
    """The strangers are second accounts of the friend, who has filed the car."""
    as_second_accounts(scene, scene.friend.phone)


def of_who_has_left(scene: Scene) -> None:
    """The strangers have deleted an account each, and the person whose it was is put on the blacklist afterwards."""
    as_second_accounts(scene, OWN_PHONE)
    now = scene.app.now

    def leave(session: Session) -> None:
        for telegram_id in scene.strangers:
            left = add(session, people.new(id_number="", name="", registered=False))
            same_person.keep_keys(session, left, same_person.keys_of(None, telegram_id), now=now)
            former_keys.unlink(session, left.id)
            left.blacklisted_until = now + timedelta(days=30)

    scene.app.write(leave)


def declared(scene: Scene) -> None:
    """The strangers have only declared who they are."""
    as_second_accounts(scene, OWN_PHONE, registered=False)


def without_consent(scene: Scene) -> None:
    """The strangers have agreed to the terms, and not to the sharing of their data."""
    as_second_accounts(scene, OWN_PHONE)

    def forget(session: Session, person: Person) -> None:
        sharing = col(Consent.person_id) == person.id, col(Consent.kind) == ConsentText.DATA_SHARING
        session.connection().execute(delete(Consent).where(*sharing))

    each_person(scene, forget)


def applying(*texts: str) -> Any:
    """Return a generator of applications for one of these cars by strangers."""

    def make(scene: Scene, random: Random, at: int) -> Update:
        return message(scene.strangers[at], random.choice(texts).format(scene.link))

    return make


def other_version(scene: Scene, random: Random, at: int) -> Update:
    """Consent to a text in a version that is not in force: it counts as no consent."""
    kind_of_text, version = random.choice(list(ConsentText)), random.choice(("0", "1999-01-01", "99", "x", "v1"))
    press = consent_cards.AGREE.on_pair("", kind_of_text, version)
    return tap(scene.strangers[at], scene.signed(CardButton("", press.verb, press.subject), scene.strangers[at]))


KINDS: tuple[Kind, ...] = (
    kind(
        "applications past the day's limit under a second account",
        applying("/file", OTHER_CAR, FILED_CAR), "used-by-others", prepare=of_the_driver,
    ),
    kind(
        "applications of blacklisted people under a second account",
        applying("/file", OTHER_CAR, FILED_CAR), "used-by-others", prepare=of_a_blacklisted_person,
    ),
    kind(
        "applications of blocked people under a second account",
        applying(FILED_CAR, "/start q-{}"), "car-used-by-others", "too-many-probes", prepare=of_a_blocked_person,
    ),
    kind(
        "applications for a filed car under a second account",
        applying("/start q-{}"), "car-used-by-others", prepare=of_a_filer,
    ),
    kind(
        "text messages of people who have only declared who they are",
        applying(OTHER_CAR, FILED_CAR), "not-verified", prepare=declared,
    ),
    kind(
        "applications of people who are put on the blacklist after they have left",
        applying("/file", OTHER_CAR, FILED_CAR), "blacklisted", prepare=of_who_has_left,
    ),
    kind(
        "applications without the consents in force",
        applying("/file", OTHER_CAR, FILED_CAR), "consent-missing", prepare=without_consent,
    ),
    kind("consents to texts that are not in force", other_version),
)  # fmt: skip
