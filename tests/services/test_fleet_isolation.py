"""An organisation sees only its own vehicles and their filings."""

from uuid import uuid4

import pytest

from bot.errors import NotYours
from bot.services.organisations import fleet, organisations
from storage.organisations import organisations as store
from storage.organisations.organisations import Organisation
from tests.services.builders import NOW, DataBuilder
from tests.storage.rows import put


def acting(data: DataBuilder) -> organisations.Membership:
    """An organisation with a new administrator."""
    of, person = put(data.session, Organisation), data.person()
    assert store.add_member(data.session, of, person.id, seat=0, person_seat=0, at=NOW)
    return organisations.require_member(data.session, of, by=person.id)


def test_vehicles_of_others_are_not_in_the_fleet(data: DataBuilder) -> None:
    firm, rival = acting(data), acting(data)
    own, other = (data.vehicle(None, owner_organisation_id=each.organisation.id) for each in (firm, rival))
    assert fleet.find(data.session, firm, own.id, now=NOW).vehicle == own
    for car in (other.id, data.car.id, uuid4()):
        with pytest.raises(NotYours):
            fleet.find(data.session, firm, car, now=NOW)


def test_filings_of_other_vehicles_are_not_in_the_fleet(data: DataBuilder) -> None:
    firm, rival = acting(data), acting(data)
    own, other = (data.vehicle(None, owner_organisation_id=each.organisation.id) for each in (firm, rival))
    filed = {car.id: data.filing(vehicle_id=car.id).id for car in (own, other, data.car)}
    assert fleet.find_filing(data.session, firm, own.id, filed[own.id]).id == filed[own.id]
    for car in (other.id, data.car.id):
        with pytest.raises(NotYours):
            fleet.find_filing(data.session, firm, car, filed[car])
