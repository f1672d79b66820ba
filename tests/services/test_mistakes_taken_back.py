"""Mistakes of stations that are taken back: they bar their own month alone, and a state that passes bars nothing."""

from datetime import timedelta

import pytest

from bot.services.certificates import certificates, issue_revoke
from bot.services.values.months import Month
from storage.certificates import certificates as store
from storage.certificates.certificates import Certificate, CertificateStatus
from storage.identity.accounts import Account
from storage.register.vehicles import VehicleState
from tests.services.builders import HOUR, NOW, DataBuilder

KNOWN = "2027-01"  # Until when the register allows a certificate.


@pytest.fixture
def station(data: DataBuilder) -> Account:
    """A station. The register knows an inspection, and no certificate was issued yet."""
    data.car.inspection_valid_until = KNOWN
    return data.staff("station")


def mistake(data: DataBuilder, by: Account, month: Month, *, hours: int = 0) -> Certificate:
    return certificates.issue_after_inspection(data.session, data.car, month, by=by.id, now=NOW + hours * HOUR)


def take_back(data: DataBuilder, by: Account, *, hours: int) -> None:
    issue_revoke.revoke(data.session, f"{data.car.plate} mistake", by=by, now=NOW + hours * HOUR)


def active_until(data: DataBuilder) -> str | None:
    active = store.active_of(data.session, data.car.id)
    return active.valid_until if active else None


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (VehicleState.NORMAL, KNOWN),
        (VehicleState.LOCKED, KNOWN),
        (VehicleState.STOLEN, KNOWN),
        (VehicleState.MOVED_AWAY, KNOWN),
        (VehicleState.SCRAPPED, None),
        (VehicleState.CANCELLED, None),
    ],
)
def test_only_a_final_state_leaves_the_car_without_what_the_register_allows(
    data: DataBuilder, station: Account, state: VehicleState, expected: str | None
) -> None:
    mistake(data, station, Month(2028, 1))
    data.car.state = state
    take_back(data, station, hours=1)
    assert active_until(data) == expected


def revoked_as_before_an_upgrade(data: DataBuilder, certificate: Certificate, *, by: Account) -> None:
    """Revoke it as versions did that issued nothing in place of a mistake."""
    certificates.revoke(data.session, certificate, by=by.id, note="mistake", now=NOW + HOUR)


@pytest.mark.parametrize(("is_own", "expected"), [(True, KNOWN), (False, None)])
def test_a_mistake_taken_back_before_an_upgrade_is_no_revocation(
    data: DataBuilder, station: Account, is_own: bool, expected: str | None
) -> None:
    first = mistake(data, station, Month(2028, 1))
    revoked_as_before_an_upgrade(data, first, by=station if is_own else data.staff("admin"))
    certificates.on_vehicle_changed(data.session, data.car, NOW + 2 * HOUR)
    assert active_until(data) == expected


@pytest.mark.parametrize(("is_own", "expected"), [(True, KNOWN), (False, None)])
def test_a_second_mistake_gives_back_what_the_register_allows_if_the_first_was_one(
    data: DataBuilder, station: Account, is_own: bool, expected: str | None
) -> None:
    first = mistake(data, station, Month(2028, 1))
    revoked_as_before_an_upgrade(data, first, by=station if is_own else data.staff("admin"))
    mistake(data, station, Month(2029, 1), hours=2)
    take_back(data, station, hours=3)
    assert active_until(data) == expected


def test_the_month_of_a_mistake_itself_does_not_come_back(data: DataBuilder, station: Account) -> None:
    first = mistake(data, station, Month(2028, 1))
    revoked_as_before_an_upgrade(data, first, by=station)
    data.car.inspection_valid_until = "2028-01"  # The register has heard of the mistake.
    certificates.on_vehicle_changed(data.session, data.car, NOW + timedelta(days=1))
    assert first.status is CertificateStatus.REVOKED
    assert active_until(data) is None
