"""What was used is not used again, what is another's is not gone on with, and guessing comes to an end."""

from uuid import uuid4

import pytest

from bot.errors import NotYours
from bot.services.certificates import live_views
from bot.services.filing import register_lookup
from bot.services.review import photos
from bot.services.rules import catalogue, rules
from bot.services.staff import rule_proposals
from bot.services.values.plates import PlateType
from storage import audit
from storage.certificates.live_views import LiveView
from storage.review import photos as store
from storage.review.photos import Photo
from storage.staff import members
from storage.staff.rule_proposals import RuleProposal
from tests.services.builders import HOUR, NOW, Street
from tests.storage.rows import put


def test_a_photo_is_new_and_not_too_large(street: Street) -> None:
    photos.check_new(street.session, "a", photos.MAX_BYTES)
    with pytest.raises(photos.BadPicture):
        photos.check_new(street.session, "a", photos.MAX_BYTES + 1)
    put(street.session, Photo, unique_mark=store.photo_hash("sent", "a"), state="used")
    with pytest.raises(photos.PhotoReused):
        photos.check_new(street.session, "a", 1)
    photos.check_new(street.session, "b", 1)


def test_a_certificate_that_another_holds_up_is_not_held_up_longer(street: Street) -> None:
    held = put(street.session, LiveView, vehicle_id=street.car.id, person_id=street.owner.id, until=NOW + HOUR)
    for shown, by in ((held, street.account(street.stranger)), (uuid4(), street.account(street.owner))):
        with pytest.raises(NotYours):
            live_views.extend(street.session, shown, by=by, now=NOW)


def test_a_car_is_guessed_at_so_often_by_all_together(street: Street) -> None:
    for _ in range(100):
        by = street.person()
        try:
            register_lookup.find(street.session, PlateType.SMALL, street.car.plate, "999999", by=by, now=NOW)
        except register_lookup.TooManyVehicleLookups:
            break
        except register_lookup.VehicleNotFound:
            continue
    tries = audit.count(street.session, audit.Action.REGISTER_PROBED, since=NOW - HOUR, on=street.car.id)
    assert 0 < tries < 100
    with pytest.raises(register_lookup.TooManyVehicleLookups):
        register_lookup.find(street.session, PlateType.SMALL, street.car.plate, "123456", by=street.filer, now=NOW)
    other = street.vehicle(street.owner)
    assert (
        register_lookup.find(street.session, PlateType.SMALL, other.plate, "123456", by=street.filer, now=NOW) == other
    )


def test_two_proposals_that_are_right_alone_are_not_both_confirmed(street: Street) -> None:
    smaller, greater = catalogue.ASCENDING[0]
    middle = catalogue.number(smaller, None), catalogue.number(greater, None)
    assert middle[0] < middle[1]
    values = {smaller: middle[1], greater: middle[0]}
    admin = street.staff("admin")
    proposer = members.by_telegram(street.session, street.staff("admin").telegram_id)
    assert proposer is not None
    first, second = (
        put(street.session, RuleProposal, name=name.value, value=str(values[name]), proposed_by=proposer.id)
        for name in values
    )
    rule_proposals.confirm(street.session, first, by=admin, now=NOW)
    with pytest.raises(rule_proposals.RulesOutOfOrder), street.session.begin_nested():
        rule_proposals.confirm(street.session, second, by=admin, now=NOW)
    assert rules.number(street.session, greater, at=NOW) == middle[1]
