"""Stations that revoke certificates which they have not issued, or ask for a month that the calendar does not give."""

from random import Random
from uuid import UUID

from sqlmodel import Session

from bot.cards.certificates import revocations as revocation_cards
from bot.services.certificates import certificates
from storage.certificates.revocation_proposals import RevocationProposal
from storage.register.people import Person
from storage.staff import members
from storage.staff.members import StaffRole
from tests.forgery.buttons_of_rows import tapping
from tests.forgery.kinds import Kind, Make, kind
from tests.forgery.own_matters import as_second_accounts, first_of
from tests.forgery.scene import Scene
from tests.forgery.updates import Update, message
from tests.storage.rows import put

STAFF_PHONE, REVOCATION = "+8613911115555", UUID(int=20_058)


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


def with_a_proposal(scene: Scene) -> None:
    """One of the accounts, which are of one person, has proposed to revoke the certificate of the payer's vehicle."""
    as_second_accounts(lambda scene: STAFF_PHONE)(scene)

    def action(session: Session) -> None:
        if session.get(RevocationProposal, REVOCATION) is not None:
            return
        person = session.get_one(Person, scene.payer.person_id)
        held = certificates.get_or_issue(session, person, scene.payers_car.id, now=scene.app.now)
        member, account = first_of(session, scene)
        by = {"proposed_by": member.id, "proposed_person": account.person_id, "proposed_at": scene.app.now}
        put(session, RevocationProposal, id=REVOCATION, certificate_id=held.certificate.id, why="typed wrongly", **by)

    scene.app.write(action)


KINDS: tuple[Kind, ...] = (
    kind(
        "certificates that the station has not issued",
        types("revoke 桂A12345 typed wrongly {}"), "not-own-certificate", prepare=as_stations,
    ),
    kind(
        "revocations that one has proposed oneself",
        tapping(REVOCATION, revocation_cards.CONFIRM), "second-for-revocation", prepare=with_a_proposal,
    ),
    kind(
        "certificates until a month that the calendar does not give",
        types("issue 桂A12345 20{}-01"), "month-out-of-range", "bad-issue-line", prepare=as_stations,
    ),
)  # fmt: skip
