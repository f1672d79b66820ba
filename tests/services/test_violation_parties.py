"""Whose a violation is: an administrator whose ID number somebody else has come to hold decides for no owner."""

import pytest

from bot.services.violations import parties
from storage.register import former_owners, people
from tests.services.builders import HOUR, NOW, DataBuilder


@pytest.mark.parametrize("is_sold", [False, True])
def test_a_contested_administrator_decides_for_no_owner_of_now_or_then(data: DataBuilder, *, is_sold: bool) -> None:
    administrator = data.person(registered=False)
    car = data.vehicle(None, owner_organisation_id=data.organisation(administrator))
    if is_sold:
        former_owners.record(data.session, car, at=NOW)
        car.owner_organisation_id, car.owner_person_id = None, data.stranger.id
    assert parties.owner_at(data.session, car.id, NOW - HOUR) == administrator
    data.person(id_number_index=people.id_number_index(administrator.id_number))
    assert parties.owner_at(data.session, car.id, NOW - HOUR) is None
    assert parties.people_of(data.session, car.id, NOW - HOUR, now=NOW) == []
