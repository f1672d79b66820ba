"""Forged duties of staff: own blacklist entries, appeals and objections, and buttons of members who may not serve."""

from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from bot.card import Button, CardButton
from bot.cards import objections as objection_cards
from bot.cards.review import blacklist as cards
from storage.database import add
from storage.objections import Objection, ObjectionState
from storage.review.blacklist import BlacklistEntry, BlacklistStatus
from storage.staff.members import StaffMember
from storage.violations.violations import Violation
from tests.forgery import buttons as groups
from tests.forgery.kinds import Kind, Make, kind
from tests.forgery.own_matters import appoint_guests, as_second_accounts, first_of
from tests.forgery.scene import Scene
from tests.forgery.updates import Update, message, tap
from tests.storage.rows import put

ENTRY, APPEAL, INVOLVED, OBJECTION = (UUID(int=20_000 + at) for at in range(4))
STAFF_PHONE = "+8613911114444"


def with_entries_of(person: Callable[[Scene], Any]) -> Callable[[Scene], None]:
    """Return a preparation: the strangers are second accounts of a person with a proposed entry and an appeal."""

    def prepare(scene: Scene) -> None:
        as_second_accounts(lambda scene: person(scene).phone)(scene)
        listed, until = person(scene).person_id, scene.app.now + timedelta(days=30)

        def action(session: Session) -> None:
            if session.get(BlacklistEntry, ENTRY) is None:
                put(session, BlacklistEntry, id=ENTRY, person_id=listed)
                confirmed = {"status": BlacklistStatus.CONFIRMED, "until": until, "appealed_at": scene.app.now}
                put(session, BlacklistEntry, id=APPEAL, person_id=listed, **confirmed)

        scene.app.write(action)

    return prepare


def involved(scene: Scene) -> None:
    """The first of the accounts has confirmed an entry, against which somebody else appeals."""
    as_second_accounts(lambda scene: STAFF_PHONE)(scene)
    until = scene.app.now + timedelta(days=30)

    def action(session: Session) -> None:
        if session.get(BlacklistEntry, INVOLVED) is None:
            member, account = first_of(session, scene)
            confirmed = {"status": BlacklistStatus.CONFIRMED, "until": until, "appealed_at": scene.app.now}
            by = {"confirmed_by": member.id, "confirmed_person": account.person_id}
            put(session, BlacklistEntry, id=INVOLVED, person_id=scene.friend.person_id, **confirmed, **by)

    scene.app.write(action)


def with_an_objection(scene: Scene) -> None:
    """The accounts are those of the payer, who has made an objection."""
    as_second_accounts(lambda scene: scene.payer.phone)(scene)

    def action(session: Session) -> None:
        if session.get(Objection, OBJECTION) is None:
            query = select(Violation.id).where(Violation.vehicle_id == scene.payers_car.id)
            by = {"person_id": scene.payer.person_id, "state": ObjectionState.OPEN}
            put(session, Objection, id=OBJECTION, number=90_001, violation_id=session.exec(query).one(), **by)

    scene.app.write(action)


def dismiss_strangers(scene: Scene) -> None:
    """The strangers were members of staff with every role."""
    as_second_accounts(lambda scene: STAFF_PHONE)(scene)

    def action(session: Session) -> None:
        query = select(StaffMember).where(col(StaffMember.telegram_id).in_(scene.strangers))
        for member in session.exec(query).all():
            member.ended_at = scene.app.now
            add(session, member)

    scene.app.write(action)


def tapping(row: UUID, *buttons: Button[Any], but_first: bool = False) -> Make:
    """Return a generator of taps on these buttons about this row. but_first: by all strangers but the first."""

    def make(scene: Scene, random: Random, at: int) -> Update:
        who = scene.strangers[1 + at % (len(scene.strangers) - 1) if but_first else at]
        return tap(who, scene.signed(CardButton("", random.choice(buttons).verb, row.hex), who))

    return make


def any_duty(name: str) -> Make:
    """Return a generator of taps on every button of staff, and of look-ups, by these people."""

    def make(scene: Scene, random: Random, at: int) -> Update:
        who, subject = getattr(scene, name)[at], random.choice(scene.subjects).hex
        if random.random() < 0.2:
            looked = random.choice((f"/find {scene.payer.id_number}", "/lookup 桂A12345", "/issue 桂A12345 2028-06"))
            return message(who, looked)
        return tap(who, scene.signed(CardButton("", random.choice(groups.STAFF_BUTTONS).verb, subject), who))

    return make


KINDS: tuple[Kind, ...] = (
    kind(
        "own blacklist entries under a second account",
        tapping(ENTRY, cards.LISTING, cards.CONFIRM_LISTING, cards.REJECT_LISTING), "own-case",
        prepare=with_entries_of(lambda scene: scene.reviewed),
    ),
    kind(
        "own appeals under a second account",
        tapping(APPEAL, cards.LISTING, cards.LIFT, cards.UPHOLD), "own-case",
        prepare=with_entries_of(lambda scene: scene.reviewed),
    ),
    kind(
        "appeals decided by who has confirmed the entry, under a second account",
        tapping(INVOLVED, cards.LIFT, cards.UPHOLD, but_first=True), "same-person", prepare=involved,
    ),
    kind(
        "own objections under a second account",
        tapping(OBJECTION, objection_cards.OPEN, objection_cards.UPHOLD, objection_cards.REJECT), "own-objection",
        prepare=with_an_objection,
    ),
    kind(
        "buttons of staff who are not verified",
        any_duty("strangers"), "staff-not-verified", "no-such-case",
        prepare=as_second_accounts(lambda scene: STAFF_PHONE, verified=False),
    ),
    kind(
        "buttons of staff who have signed out",
        any_duty("strangers"), "not-staff", "no-such-case", "signed-out", "staff-signed-out",
        prepare=as_second_accounts(lambda scene: STAFF_PHONE, locked=True),
    ),
    kind(
        "buttons of staff who were dismissed",
        any_duty("strangers"), "not-staff", "no-such-case", prepare=dismiss_strangers,
    ),
    kind(
        "buttons of staff who are not registered",
        any_duty("guests"), "staff-not-registered", "no-such-case", prepare=appoint_guests, attackers="guests",
    ),
)  # fmt: skip
