"""Limits of look-ups of vehicles and people, by every key of a person and by the plate, also after a deletion."""

from contextlib import nullcontext
from datetime import datetime
from uuid import UUID

import pytest

from bot import local_time
from bot.services.filing import register_lookup
from bot.services.identity import accounts
from bot.services.identity.accounts import TooManyPersonLookups
from bot.services.values.plates import PlateType
from tests.services.builders import NOW, DataBuilder
from tests.services.limit_builders import BORN, DAY, Somebody, delete_and_return, every_key, sign_up
from tests.stories.cast import id_number


@every_key
def test_failed_look_ups_count_for_the_day_after_the_deletion(data: DataBuilder, key: str) -> None:
    first = sign_up(data)
    for _ in range(10):
        register_lookup.require_tries_left(data.session, first.person, now=NOW)
        register_lookup.record_try(data.session, first.person, now=NOW)
    other = delete_and_return(data, first, key)
    with pytest.raises(register_lookup.TooManyVehicleLookups):
        register_lookup.require_tries_left(data.session, other.person, now=NOW)
    register_lookup.require_tries_left(data.session, other.person, now=NOW + DAY)


def test_look_ups_of_people_count_for_the_telegram_user_after_the_deletion(data: DataBuilder) -> None:
    first = sign_up(data)
    for number in range(10):
        accounts.look_up(
            data.session, name="王小明", id_number=id_number(500 + number, born=BORN), by=first.account, now=NOW
        )
    other = delete_and_return(data, first, "Telegram user")
    with pytest.raises(TooManyPersonLookups):
        accounts.look_up(data.session, name="王小明", id_number=id_number(42, born=BORN), by=other.account, now=NOW)
    accounts.look_up(data.session, name="王小明", id_number=id_number(42, born=BORN), by=other.account, now=NOW + DAY)


@every_key
def test_look_ups_of_one_plate_are_limited_for_all_and_whether_it_exists_or_not(data: DataBuilder, key: str) -> None:
    """Twenty a day, whoever makes them, also after their accounts are deleted; of each person the first do not end."""
    target = register_lookup.attempts_target(PlateType.SMALL, "桂A00000")
    for _ in range(2):
        somebody = sign_up(data)
        try_plate(data, somebody, target, times=10)
        again = delete_and_return(data, somebody, key)
    with pytest.raises(register_lookup.TooManyVehicleLookups):
        register_lookup.require_tries_left(data.session, again.person, target, now=NOW)
    person = sign_up(data)
    try_plate(data, person, target, times=2)
    register_lookup.require_tries_left(data.session, person.person, target, now=NOW)
    try_plate(data, person, target, times=1)
    with pytest.raises(register_lookup.TooManyVehicleLookups) as refused:
        register_lookup.require_tries_left(data.session, person.person, target, now=NOW)
    assert refused.value.values == {"until": local_time.at(local_time.date_of(NOW + DAY))}
    register_lookup.require_tries_left(data.session, person.person, now=NOW)
    register_lookup.require_tries_left(data.session, person.person, target, now=NOW + DAY)


def test_first_look_ups_of_a_plate_are_compared_until_many_people_have_made_theirs(data: DataBuilder) -> None:
    """They begin anew after 30 days, and end when three times as many as allowed were made in all."""
    target = register_lookup.attempts_target(PlateType.SMALL, "桂A00000")
    early = sign_up(data)
    try_plate(data, early, target, times=3)
    for days in (29, 30):
        at = NOW + days * DAY
        for _ in range(7):
            try_plate(data, sign_up(data), target, times=3, at=at)
        with nullcontext() if days == 30 else pytest.raises(register_lookup.TooManyVehicleLookups):
            register_lookup.require_tries_left(data.session, early.person, target, now=at)
    for _ in range(13):
        try_plate(data, sign_up(data), target, times=3, at=at)
    with pytest.raises(register_lookup.TooManyVehicleLookups):
        register_lookup.require_tries_left(data.session, sign_up(data).person, target, now=at)


def try_plate(data: DataBuilder, somebody: Somebody, target: UUID, *, times: int, at: datetime = NOW) -> None:
    """Count failed attempts of somebody on a plate."""
    for _ in range(times):
        register_lookup.record_try(data.session, somebody.person, target, now=at)
