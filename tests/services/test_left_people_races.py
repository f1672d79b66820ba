"""Somebody deletes their account while others decide about them, on both databases: it counts whoever is first."""

from uuid import UUID

import pytest
from sqlmodel import Session, select

from bot.services.filing import eligibility, owner_blocks
from bot.services.identity import verification
from bot.services.privacy import data_requests
from bot.services.review import blacklist
from storage.database import Database, add
from storage.filing.filings import FilingStatus
from storage.identity.accounts import Account
from storage.identity.shared_numbers import SharedNumber
from storage.register.people import Person
from storage.register.vehicles import Vehicle
from storage.review.blacklist import BlacklistEntry, FalseMaterial
from tests.services.builders import NOW, DataBuilder, staff_account
from tests.services.concurrency import SessionAction, in_order, outcomes
from tests.services.limit_builders import DAY, sign_up
from tests.stories.cast import id_number


@pytest.mark.parametrize("deletes_first", [False, True])
def test_what_is_decided_during_a_deletion_counts(database: Database, deletes_first: bool) -> None:
    with database.transaction() as session:
        data = DataBuilder(session)
        first, again = sign_up(data), sign_up(data).account.id
        account, person, telegram_id = first.account.id, first.person.id, first.account.telegram_id
        owner, car = data.owner.id, data.car.id
        filing = data.filing(FilingStatus.REFUSED, filer_id=person, applied_at=NOW - 400 * DAY).id
        entry = add(session, BlacklistEntry(person_id=person, reason=FalseMaterial.ALTERED, proposed_at=NOW)).id
        by = staff_account(session, 900, "reviewer").id

    def delete(session: Session) -> None:
        data_requests.delete(session, session.get_one(Account, account), session.get_one(Person, person), now=NOW)

    def decide(session: Session) -> None:
        blacklist.confirm(session, entry, by=session.get_one(Account, by), now=NOW)
        owner_blocks.block(session, filing, by=session.get_one(Person, owner), now=NOW)

    assert in_order(database, *((delete, decide) if deletes_first else (decide, delete))) == ("passed", "passed")
    with database.transaction() as session:
        session.get_one(Account, again).telegram_id = telegram_id
        session.flush()
        back = session.get_one(Person, session.get_one(Account, again).person_id)
        found = eligibility.person_obstacles(session, back, now=NOW)
        found += eligibility.vehicle_obstacles(session, back, session.get_one(Vehicle, car), now=NOW)
        assert [type(each).__name__ for each in found] == ["Blacklisted", "BlockedByOwner"]


def test_what_many_decide_at_once_reaches_the_holder_once(database: Database) -> None:
    with database.transaction() as session:
        data = DataBuilder(session)
        declarer, holder = (sign_up(data, number=id_number(42)).person for _ in range(2))
        verification.verify(session, holder, now=NOW)
        owner, made = data.owner.id, list[UUID]()
        for _ in range(6):
            car = data.vehicle(data.owner)
            made.append(
                data.filing(
                    FilingStatus.REFUSED, filer_id=declarer.id, vehicle_id=car.id, applied_at=NOW - 400 * DAY
                ).id
            )

    def block(filing: UUID) -> SessionAction:
        return lambda session: owner_blocks.block(session, filing, by=session.get_one(Person, owner), now=NOW)

    assert outcomes(database, [block(each) for each in made]) == ["passed"] * 6
    with database.reading() as session:
        assert len(session.exec(select(SharedNumber)).all()) == 1
