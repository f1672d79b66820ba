"""The demo data allow every procedure, on whatever day they are loaded."""

from datetime import UTC, date, datetime

import pytest
from sqlmodel import Session

from bot import local_time
from bot.cli import demo_data
from bot.runtime.local_simulator import BOT, BOT_ID, TOKEN
from bot.services.staff import member_identity
from bot.services.violations import authorities
from bot.simulator.world import World
from storage import objections
from storage.filing import filings
from storage.identity import accounts
from storage.register import people, vehicles
from storage.staff import members
from storage.violations import violations


@pytest.mark.parametrize("moment", [datetime(2026, 11, 25, tzinfo=UTC), datetime(2028, 2, 29, 17, tzinfo=UTC)])
def test_the_demo_data_can_be_loaded_on_any_day(session: Session, moment: datetime) -> None:
    demo_data.load_demo_data(session, bot_id=BOT_ID, now=moment)
    assert not demo_data.is_empty(session)
    owner = people.by_id_number(session, "999999197503080023")
    assert owner is not None
    cars = vehicles.of_person(session, owner.id)
    assert {car.plate_type for car in cars} == {"02", "52"}
    assert any(violations.unhandled(session, car.id) > 1 for car in cars)
    today = f"{local_time.local(moment):%Y-%m}"
    assert any(car.inspection_valid_until < today for car in cars)
    assert any(car.inspection_valid_until > today for car in cars)


def test_photos_two_cashiers_a_station_an_objection_and_a_lapsed_car_can_be_tried(session: Session) -> None:
    demo_data.load_demo_data(session, bot_id=BOT_ID, now=datetime(2026, 11, 25, tzinfo=UTC))
    roles = [members.roles(session, int(phone["telegram_id"])) for phone in demo_data.phones()]
    for role, many in ((members.StaffRole.CASHIER, 2), (members.StaffRole.STATION, 1)):
        assert sum(role in each for each in roles) == many
    lapsed = vehicles.by_plate_alone(session, "桂A9X119")[0]
    assert lapsed.inspection_valid_until < "2026-11"
    assert lapsed.open_accidents == 1
    assert authorities.of(session, "450100").seal.endswith("处罚专用章")
    assert authorities.of(session, "450201").name != authorities.of(session, "450300").name  # Known, and by its code.
    contested = violations.by_number(session, "4501001000000008")
    assert contested is not None
    assert contested.photo_id is not None
    assert objections.open_on(session, contested.id) is not None


def test_registered_demo_people_have_accounts_and_have_started_the_bot(session: Session) -> None:
    demo_data.load_demo_data(session, bot_id=BOT_ID, now=datetime(2026, 11, 25, tzinfo=UTC))
    world = World({TOKEN: BOT})
    demo_data.add_demo_people(world)
    for phone in demo_data.phones():
        account = accounts.by_telegram(session, BOT_ID, int(phone["telegram_id"]))
        is_user = phone["registered"] == "yes"
        assert (account is not None) is is_user
        assert world.bot.chat_with(int(phone["telegram_id"])).started is is_user
    assert members.roles(session, 700000106) == {members.StaffRole.ADMIN}
    assert member_identity.unready(session) == []
    english = accounts.by_telegram(session, BOT_ID, 700000008)
    assert english is not None
    assert english.person_id is not None
    assert len(filings.active_of_filer(session, english.person_id)) == 1


def test_dates_are_relative_to_today() -> None:
    assert demo_data.with_dates("{+40d},{-1m1d},{+2m},{-12d}T08:00", date(2026, 11, 25)) == (
        "2027-01-04,2026-10-01,2027-01,2026-11-13T08:00"
    )
