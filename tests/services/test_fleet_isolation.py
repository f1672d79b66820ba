"""An organisation sees its own cars and their filings; no other's, and none of a private person."""

from uuid import uuid4

import pytest

from bot.errors import NotYours
from bot.services.organisations import fleet, organisations
from storage.organisations import organisations as store
from storage.organisations.organisations import Organisation
from tests.services.builders import NOW, Street
from tests.storage.rows import put


def acting(street: Street) -> organisations.Membership:
    """A firm of somebody new."""
    of, person = put(street.session, Organisation), street.person()
    assert store.add_member(street.session, of, person.id, seat=0, person_seat=0, at=NOW)
    return organisations.require_member(street.session, of, by=person.id)


def test_a_car_of_others_is_not_of_this_fleet(street: Street) -> None:
    firm, rival = acting(street), acting(street)
    own, other = (street.vehicle(None, owner_organisation_id=each.organisation.id) for each in (firm, rival))
    assert fleet.find(street.session, firm, own.id, now=NOW).vehicle == own
    for car in (other.id, street.car.id, uuid4()):
        with pytest.raises(NotYours):
            fleet.find(street.session, firm, car, now=NOW)


def test_a_filing_of_a_car_of_others_is_not_of_this_fleet(street: Street) -> None:
    firm, rival = acting(street), acting(street)
    own, other = (street.vehicle(None, owner_organisation_id=each.organisation.id) for each in (firm, rival))
    filed = {car.id: street.filing(vehicle_id=car.id).id for car in (own, other, street.car)}
    assert fleet.find_filing(street.session, firm, own.id, filed[own.id]).id == filed[own.id]
    for car in (other.id, street.car.id):
        with pytest.raises(NotYours):
            fleet.find_filing(street.session, firm, car, filed[car])
