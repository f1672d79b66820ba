"""Used photos and proposals are not used again, live views belong to one person, and guesses are limited."""

from uuid import uuid4

import pytest
from sqlalchemy import event

from bot.adapters.pictures.formats import MAX_PHOTO_BYTES
from bot.errors import NotYours, Refusal
from bot.services.certificates import live_views
from bot.services.filing import register_lookup
from bot.services.review import photos
from bot.services.rules import catalogue, rules, setting
from bot.services.rules.names import RuleName
from bot.services.staff import rule_proposals
from bot.services.values.plates import PlateType
from storage import audit
from storage.certificates.live_views import LiveView
from storage.review import photos as store
from storage.review.photos import Photo
from storage.staff import members
from storage.staff.rule_proposals import RuleProposal
from tests.services.builders import HOUR, NOW, DataBuilder
from tests.storage.rows import put


def test_a_photo_must_be_new_and_not_too_large(data: DataBuilder) -> None:
    photos.check_new(data.session, "a", MAX_PHOTO_BYTES)
    with pytest.raises(photos.InvalidPicture):
        photos.check_new(data.session, "a", MAX_PHOTO_BYTES + 1)
    put(data.session, Photo, telegram_hash=store.photo_hash("sent", "a"), state="used")
    with pytest.raises(photos.PhotoReused):
        photos.check_new(data.session, "a", 1)
    photos.check_new(data.session, "b", 1)


def test_another_person_cannot_extend_a_live_view(data: DataBuilder) -> None:
    held = put(data.session, LiveView, vehicle_id=data.car.id, person_id=data.owner.id, until=NOW + HOUR)
    for shown, by in ((held, data.account(data.stranger)), (uuid4(), data.account(data.owner))):
        with pytest.raises(NotYours):
            live_views.extend(data.session, shown, by=by, now=NOW)


def test_guesses_of_an_engine_number_are_limited_for_all_persons_together(data: DataBuilder) -> None:
    for _ in range(100):
        by = data.person()
        try:
            register_lookup.find(data.session, PlateType.SMALL, data.car.plate, "999999", by=by, now=NOW)
        except register_lookup.TooManyVehicleLookups:
            break
        except register_lookup.VehicleNotFound:
            continue
    target = register_lookup.attempts_target(PlateType.SMALL, data.car.plate)
    tries = audit.count(data.session, audit.Action.REGISTER_PROBED, since=NOW - HOUR, on=target)
    assert 0 < tries < 100
    with pytest.raises(register_lookup.TooManyVehicleLookups):
        register_lookup.find(data.session, PlateType.SMALL, data.car.plate, "123456", by=data.filer, now=NOW)
    other = data.vehicle(data.owner)
    assert register_lookup.find(data.session, PlateType.SMALL, other.plate, "123456", by=data.filer, now=NOW) == other


def test_a_missing_plate_is_refused_like_a_wrong_engine_number(data: DataBuilder) -> None:
    def refusals_and_queries(plate: str) -> list[tuple[str, int]]:
        return [_refusal_and_queries(data, plate) for _ in range(61)]

    rules.number(data.session, RuleName.FILINGS_A_DAY, at=NOW)  # From now on the rules are remembered.
    on_record, missing = refusals_and_queries(data.car.plate), refusals_and_queries("桂Z99999")
    assert on_record == missing
    assert {kind for kind, _ in missing} == {"VehicleNotFound", "TooManyVehicleLookups"}


def _refusal_and_queries(data: DataBuilder, plate: str) -> tuple[str, int]:
    """Try a wrong engine number as a new person; return the refusal and how many statements were executed."""
    by = data.person()
    statements: list[object] = []
    data.session.flush()
    connection = data.session.connection()

    def note(*arguments: object) -> None:
        statements.append(arguments[2])

    event.listen(connection, "before_cursor_execute", note)
    with pytest.raises(Refusal) as refused:
        register_lookup.find(data.session, PlateType.SMALL, plate, "999999", by=by, now=NOW)
    event.remove(connection, "before_cursor_execute", note)
    return type(refused.value).__name__, len(statements)


def test_two_rule_proposals_that_conflict_cannot_both_be_confirmed(data: DataBuilder) -> None:
    smaller, greater = catalogue.ASCENDING[0]
    middle = catalogue.number(smaller, None), catalogue.number(greater, None)
    assert middle[0] < middle[1]
    values = {smaller: middle[1], greater: middle[0]}
    admin = data.staff("admin")
    proposer = members.by_telegram(data.session, data.staff("admin").telegram_id)
    assert proposer is not None
    first, second = (
        put(data.session, RuleProposal, name=name.value, value=str(values[name]), proposed_by=proposer.id)
        for name in values
    )
    rule_proposals.confirm(data.session, first, by=admin, now=NOW)
    with pytest.raises(setting.RulesOutOfOrder), data.session.begin_nested():
        rule_proposals.confirm(data.session, second, by=admin, now=NOW)
    assert rules.number(data.session, greater, at=NOW) == middle[1]
