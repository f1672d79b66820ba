"""Ended filings of a vehicle: its owner sees those of their own time, not those of a former owner."""

from datetime import timedelta

from bot.services.filing import my_vehicles
from storage.filing.filings import FilingStatus
from storage.register import former_owners
from tests.services.builders import HOUR, NOW, DataBuilder

DAY = timedelta(days=1)


def test_a_buyer_sees_no_filings_of_the_seller(data: DataBuilder) -> None:
    data.filing(FilingStatus.ENDED, ended_at=NOW, active_from=NOW - 2 * DAY)
    before = my_vehicles.ended_filings(data.session, data.car)
    former_owners.record(data.session, data.car, at=NOW - DAY)
    own = data.filing(FilingStatus.ENDED, ended_at=NOW, filer_id=data.stranger.id, active_from=NOW - HOUR)
    assert len(before) == 1
    assert my_vehicles.ended_filings(data.session, data.car) == [own]
