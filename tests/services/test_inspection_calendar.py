"""The inspection calendar: both versions, exemption, conditions of an application."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, strategies as st

from bot.services.values import inspection_calendar
from bot.services.values.inspection_calendar import (
    ExemptionVersion,
    InspectedVehicle,
    NotExemptReason,
    Prerequisites,
    Renewal,
    RenewalKind,
    UnmetCondition,
)
from bot.services.values.months import Month
from bot.services.values.plates import PlateType

SIX, TEN = ExemptionVersion.SIX_YEARS, ExemptionVersion.TEN_YEARS
CAR = InspectedVehicle(
    plate_type=PlateType.SMALL,
    seats=5,
    manufactured_on=date(2020, 3, 1),
    registered_on=date(2020, 5, 20),
    valid_until=Month(2022, 5),
)
PAPERS = Prerequisites(insured_until=date(2099, 1, 1), tax_paid_until=date(2099, 1, 1))


def walk(car: InspectedVehicle, version: ExemptionVersion, until: int) -> list[tuple[int, RenewalKind]]:
    """Renew a certificate in time again and again; return the years in which it was due, and how it was obtained."""
    renewals = []
    while (year := car.valid_until.year - car.registered_on.year) <= until:
        renewal = inspection_calendar.next_renewal(car, car.valid_until.first_day(), version)
        renewals.append((year, renewal.kind))
        car = replace(car, valid_until=renewal.next_valid_until)
    return renewals


def test_inspection_dates_of_the_six_year_version() -> None:
    years = [2, 4, *range(6, 15), 15, 15, 16, 16]
    stations = [(year, RenewalKind.STATION) for year in years if year >= 6]
    assert walk(CAR, SIX, 16) == [(2, RenewalKind.APPLY), (4, RenewalKind.APPLY), *stations]


def test_inspection_dates_of_the_ten_year_version() -> None:
    renewals = [
        (2, RenewalKind.APPLY),
        (4, RenewalKind.APPLY),
        (6, RenewalKind.STATION),
        (8, RenewalKind.APPLY),
        (10, RenewalKind.STATION),
    ]
    assert walk(CAR, TEN, 14) == renewals + [(year, RenewalKind.STATION) for year in (11, 12, 13, 14)]


@pytest.mark.parametrize("version", ExemptionVersion)
def test_a_van_is_inspected_at_a_station_by_the_old_schedule(version: ExemptionVersion) -> None:
    years = [2, 4, *range(6, 15), 15, 15, 16, 16]
    assert walk(replace(CAR, van=True), version, 16) == [(year, RenewalKind.STATION) for year in years]


def test_an_operating_vehicle_is_inspected_every_year_and_later_twice_a_year() -> None:
    taxi = replace(CAR, operating=True, valid_until=Month(2021, 5))
    assert [year for year, _ in walk(taxi, TEN, 6)] == [1, 2, 3, 4, 5, 5, 6, 6]


def test_a_bus_is_inspected_every_year() -> None:
    bus = replace(CAR, plate_type=PlateType.LARGE, seats=30, valid_until=Month(2021, 5))
    assert [year for year, _ in walk(bus, TEN, 11)] == [*range(1, 11), 10, 11, 11]


def test_a_lorry_is_inspected_every_year_for_ten_years_also_when_it_operates() -> None:
    lorry = replace(CAR, plate_type=PlateType.LARGE, seats=3, operating=True, valid_until=Month(2021, 5))
    assert [year for year, _ in walk(lorry, TEN, 11)] == [*range(1, 11), 10, 11, 11]


def test_a_trailer_is_inspected_every_year_for_good() -> None:
    trailer = replace(CAR, plate_type=PlateType.TRAILER, seats=0, valid_until=Month(2021, 5))
    assert [year for year, _ in walk(trailer, TEN, 20)] == [*range(1, 21)]


def test_a_motorcycle_is_exempt_since_the_ten_year_version() -> None:
    motorcycle = replace(CAR, plate_type=PlateType.MOTORCYCLE, seats=2)
    assert walk(motorcycle, TEN, 12) == walk(CAR, TEN, 12)
    assert walk(motorcycle, SIX, 6) == [(year, RenewalKind.STATION) for year in (2, 4, 5, 6)]


@pytest.mark.parametrize("asked", [date(2026, 11, 1), date(2027, 5, 31), date(2027, 8, 1), date(2028, 4, 30)])
def test_a_certificate_that_ends_between_two_milestones_is_renewed_as_the_later_one_asks(asked: date) -> None:
    car = replace(CAR, valid_until=Month(2027, 5))
    renewal = inspection_calendar.next_renewal(car, asked, TEN)
    assert (renewal.kind, renewal.next_valid_until) == (RenewalKind.APPLY, Month(2028, 5))


@pytest.mark.parametrize(
    ("change", "reasons"),
    [
        ({}, ()),
        ({"plate_type": PlateType.SMALL_NEW_ENERGY}, ()),
        ({"seats": 9}, ()),
        ({"seats": 10}, (NotExemptReason.NOT_SMALL,)),
        ({"plate_type": PlateType.LARGE}, (NotExemptReason.NOT_SMALL,)),
        ({"van": True}, (NotExemptReason.VAN,)),
        ({"operating": True}, (NotExemptReason.OPERATING,)),
        ({"once_operating": True}, (NotExemptReason.ONCE_OPERATING,)),
        ({"casualties": True}, (NotExemptReason.CASUALTIES,)),
        ({"modified": True}, (NotExemptReason.MODIFIED,)),
        ({"manufactured_on": date(2016, 5, 20)}, ()),
        ({"manufactured_on": date(2016, 5, 19)}, (NotExemptReason.REGISTERED_LATE,)),
        ({"manufactured_on": date(2016, 4, 30)}, (NotExemptReason.REGISTERED_LATE,)),
        ({"manufactured_on": date(2016, 2, 29), "registered_on": date(2020, 2, 29)}, ()),
        (
            {"van": True, "casualties": True, "seats": 12},
            (NotExemptReason.NOT_SMALL, NotExemptReason.VAN, NotExemptReason.CASUALTIES),
        ),
    ],
)
def test_every_reason_against_exemption_is_found(
    change: dict[str, object], reasons: tuple[NotExemptReason, ...]
) -> None:
    assert inspection_calendar.not_exempt(replace(CAR, **change), TEN) == reasons  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("valid_until", "on", "version", "kind", "next_valid_until"),
    [
        ("2022-05", date(2022, 4, 1), TEN, RenewalKind.APPLY, "2024-05"),
        ("2022-05", date(2022, 5, 31), TEN, RenewalKind.APPLY, "2024-05"),
        ("2022-05", date(2023, 9, 1), TEN, RenewalKind.APPLY, "2024-05"),  # late, so valid for less time
        ("2022-05", date(2024, 5, 1), TEN, RenewalKind.APPLY, "2026-05"),
        ("2024-05", date(2026, 6, 1), TEN, RenewalKind.STATION, "2028-05"),  # missed the sixth year
        ("2026-05", date(2026, 3, 1), TEN, RenewalKind.STATION, "2028-05"),
        ("2026-05", date(2026, 3, 1), SIX, RenewalKind.STATION, "2027-05"),
        ("2028-05", date(2028, 3, 1), TEN, RenewalKind.APPLY, "2030-05"),
        ("2028-05", date(2028, 3, 1), SIX, RenewalKind.STATION, "2029-05"),
        ("2030-05", date(2030, 3, 1), TEN, RenewalKind.STATION, "2031-05"),
        ("2023-01", date(2022, 12, 1), TEN, RenewalKind.APPLY, "2024-05"),  # not a month of the calendar
        ("2021-01", date(2020, 12, 1), TEN, RenewalKind.APPLY, "2022-05"),
    ],
)
def test_the_next_certificate_follows_the_calendar(
    valid_until: str, on: date, version: ExemptionVersion, kind: RenewalKind, next_valid_until: str
) -> None:
    renewal = inspection_calendar.next_renewal(replace(CAR, valid_until=Month.parse(valid_until)), on, version)
    assert (renewal.kind, str(renewal.next_valid_until)) == (kind, next_valid_until)


def test_an_application_is_possible_from_three_months_before_the_end() -> None:
    renewal = inspection_calendar.next_renewal(CAR, date(2022, 1, 1), TEN)
    assert renewal == Renewal(RenewalKind.APPLY, Month(2024, 5), opens_on=date(2022, 3, 1), last_day=date(2022, 5, 31))
    assert inspection_calendar.next_renewal(CAR, date(2022, 1, 1), TEN, window_months=6).opens_on == date(2021, 12, 1)


def test_the_first_certificate_is_valid_as_long_as_the_kind_of_vehicle_allows() -> None:
    assert inspection_calendar.first_valid_until(CAR, TEN) == Month(2022, 5)
    assert inspection_calendar.first_valid_until(replace(CAR, operating=True), TEN) == Month(2021, 5)


@pytest.mark.parametrize(
    ("car", "papers", "on", "named"),
    [
        (CAR, PAPERS, date(2022, 3, 1), ()),
        (CAR, PAPERS, date(2022, 6, 1), ()),
        (CAR, PAPERS, date(2022, 2, 28), (UnmetCondition.TOO_EARLY,)),
        (replace(CAR, van=True), PAPERS, date(2022, 3, 1), (UnmetCondition.NOT_EXEMPT,)),
        (replace(CAR, valid_until=Month(2026, 5)), PAPERS, date(2026, 5, 1), (UnmetCondition.STATION_DUE,)),
        (CAR, replace(PAPERS, state_normal=False), date(2022, 3, 1), (UnmetCondition.STATE_ABNORMAL,)),
        (CAR, replace(PAPERS, open_violations=1), date(2022, 3, 1), (UnmetCondition.VIOLATIONS_OPEN,)),
        (CAR, replace(PAPERS, open_accidents=1), date(2022, 3, 1), (UnmetCondition.ACCIDENTS_OPEN,)),
        (CAR, replace(PAPERS, insured_until=None), date(2022, 3, 1), (UnmetCondition.INSURANCE_ENDED,)),
        (CAR, replace(PAPERS, insured_until=date(2022, 2, 28)), date(2022, 3, 1), (UnmetCondition.INSURANCE_ENDED,)),
        (CAR, replace(PAPERS, insured_until=date(2022, 3, 1)), date(2022, 3, 1), ()),
        (CAR, replace(PAPERS, tax_paid_until=date(2022, 2, 28)), date(2022, 3, 1), (UnmetCondition.TAX_UNPAID,)),
    ],
)
def test_each_unmet_condition_is_found(
    car: InspectedVehicle, papers: Prerequisites, on: date, named: tuple[UnmetCondition, ...]
) -> None:
    assert inspection_calendar.unmet_conditions(car, papers, on, TEN) == named


def test_all_unmet_conditions_are_found_at_once() -> None:
    papers = Prerequisites(None, None, open_violations=2, open_accidents=1, state_normal=False)
    named = inspection_calendar.unmet_conditions(replace(CAR, van=True), papers, date(2021, 1, 1), TEN)
    assert named == tuple(one for one in UnmetCondition if one is not UnmetCondition.STATION_DUE)


@given(
    st.dates(date(2000, 1, 1), date(2060, 1, 1)),
    st.integers(1, 400),
    st.sampled_from(ExemptionVersion),
    st.booleans(),
    st.booleans(),
)
def test_a_new_certificate_is_always_valid_longer_than_the_old_one(
    on: date, months: int, version: ExemptionVersion, van: bool, operating: bool
) -> None:
    valid_until = Month.of(CAR.registered_on).plus(months)
    renewal = inspection_calendar.next_renewal(
        replace(CAR, valid_until=valid_until, van=van, operating=operating), on, version
    )
    assert renewal.next_valid_until > valid_until
    assert renewal.next_valid_until > Month.of(on) or on < CAR.registered_on
    assert renewal.opens_on < renewal.last_day
