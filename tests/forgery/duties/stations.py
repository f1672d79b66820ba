"""Stations that revoke certificates which they have not issued, or ask for a month that the calendar does not give."""

from random import Random

from sqlmodel import Session

from bot.services.certificates import certificates
from storage.register.people import Person
from storage.staff import members
from storage.staff.members import StaffRole
from tests.forgery.kinds import Kind, Make, kind
from tests.forgery.own_matters import as_second_accounts
from tests.forgery.scene import Scene
from tests.forgery.updates import Update, message

STAFF_PHONE = "+8613911115555"


def as_stations(scene: Scene) -> None:
    """The strangers are staff of a station; the payer's vehicle has a certificate."""
    as_second_accounts(lambda scene: STAFF_PHONE)(scene)

    def action(session: Session) -> None:
        certificates.get_or_issue(
            session, session.get_one(Person, scene.payer.person_id), scene.payers_car.id, now=scene.app.now
        )
        for telegram_id in scene.strangers:
            member = members.by_telegram(session, telegram_id)
            assert member is not None
            member.roles = StaffRole.STATION.value
            session.add(member)

    scene.app.write(action)


def types(line: str) -> Make:
    """Return a generator of this command about the payer's vehicle, with digits of chance in it."""

    def make(scene: Scene, random: Random, at: int) -> Update:
        return message(scene.strangers[at], f"/{line}".format(random.randrange(10, 100)))

    return make


KINDS: tuple[Kind, ...] = (
    kind(
        "certificates that the station has not issued",
        types("revoke 桂A12345 typed wrongly {}"), "not-own-certificate", prepare=as_stations,
    ),
    kind(
        "certificates until a month that the calendar does not give",
        types("issue 桂A12345 20{}-01"), "month-out-of-range", "bad-issue-line", prepare=as_stations,
    ),
)  # fmt: skip
