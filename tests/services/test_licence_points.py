"""Licence points, licence classes, and the reasons for which violations cannot be handled online."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, strategies as st

from bot.services.values.plates import PlateType
from bot.services.violations import licence_points
from bot.services.violations.licence_points import (
    HandlingFacts,
    HandlingLimits,
    IneligibilityReason,
    Offence,
    PointBalance,
)
from storage.register.people import LicenceStatus

FILED = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)
LATER = FILED + timedelta(days=1)
EARLIER = FILED - timedelta(seconds=1)
FINE = HandlingFacts(
    offences=(Offence(20_000, 3, LATER),),
    points_so_far=0,
    licence_status=LicenceStatus.NORMAL,
    licence_class="C1",
    plate_type=PlateType.SMALL,
    filed_at=FILED,
)


@pytest.mark.parametrize(
    ("facts", "reasons"),
    [
        (FINE, ()),
        (replace(FINE, offences=(Offence(0, 0, LATER),)), ()),
        (replace(FINE, offences=()), ()),
        (replace(FINE, offences=(Offence(20_001, 0, LATER),)), (IneligibilityReason.FINE_TOO_HIGH,)),
        (replace(FINE, offences=(Offence(20_000, 9, LATER),)), ()),
        (replace(FINE, offences=(Offence(20_000, 10, LATER),)), (IneligibilityReason.RECORD_POINTS_TOO_MANY,)),
        (replace(FINE, points_so_far=8), ()),
        (replace(FINE, points_so_far=9), (IneligibilityReason.POINTS_WOULD_BE_FULL,)),
        (replace(FINE, offences=(Offence(10_000, 6, LATER),) * 2), (IneligibilityReason.POINTS_WOULD_BE_FULL,)),
        (
            replace(FINE, offences=(Offence(10_000, 0, LATER),), points_so_far=12),
            (IneligibilityReason.POINTS_WOULD_BE_FULL,),
        ),
        (replace(FINE, licence_status=LicenceStatus.NONE, licence_class=""), (IneligibilityReason.NO_LICENCE,)),
        (replace(FINE, licence_class="D"), (IneligibilityReason.CLASS_DOES_NOT_COVER,)),
        (replace(FINE, plate_type=PlateType.LARGE), (IneligibilityReason.CLASS_DOES_NOT_COVER,)),
        (replace(FINE, key_vehicle=True), (IneligibilityReason.KEY_VEHICLE,)),
        (replace(FINE, key_person=True), (IneligibilityReason.KEY_PERSON,)),
        (replace(FINE, offences=(Offence(10_000, 3, EARLIER),)), (IneligibilityReason.BEFORE_FILING,)),
        (replace(FINE, offences=(Offence(10_000, 0, EARLIER),)), ()),
        (replace(FINE, offences=(Offence(10_000, 3, FILED),)), ()),
        (replace(FINE, offences=(Offence(10_000, 3, EARLIER),), filed_at=None), ()),
    ],
)
def test_each_reason_is_found(facts: HandlingFacts, reasons: tuple[IneligibilityReason, ...]) -> None:
    assert licence_points.ineligibility_reasons(facts) == reasons


@pytest.mark.parametrize("status", [status for status in LicenceStatus if status not in ("none", "normal")])
def test_only_a_normal_licence_allows_handling(status: LicenceStatus) -> None:
    assert licence_points.ineligibility_reasons(replace(FINE, licence_status=status)) == (
        IneligibilityReason.LICENCE_NOT_NORMAL,
    )


def test_all_reasons_are_found_at_once() -> None:
    worst = HandlingFacts(
        offences=(Offence(50_000, 12, EARLIER),),
        points_so_far=3,
        licence_status=LicenceStatus.WITHDRAWN,
        licence_class="F",
        plate_type=PlateType.SMALL,
        filed_at=FILED,
        key_vehicle=True,
        key_person=True,
    )
    assert licence_points.ineligibility_reasons(worst) == tuple(
        one for one in IneligibilityReason if one is not IneligibilityReason.NO_LICENCE
    )
    without = replace(worst, licence_status=LicenceStatus.NONE)
    assert IneligibilityReason.NO_LICENCE in licence_points.ineligibility_reasons(without)


@pytest.mark.parametrize(
    ("limits", "allowed"),
    [
        (HandlingLimits(before_filing_with_points=True), {3, 0}),
        (HandlingLimits(), {0}),
        (HandlingLimits(before_filing_without_points=False), set()),
        (HandlingLimits(before_filing_with_points=True, before_filing_without_points=False), {3}),
    ],
)
def test_rules_decide_whether_records_before_the_filing_can_be_handled(
    limits: HandlingLimits, allowed: set[int]
) -> None:
    handled = {
        more
        for more in (0, 3)
        if not licence_points.ineligibility_reasons(replace(FINE, offences=(Offence(100, more, EARLIER),)), limits)
    }
    assert handled == allowed


def test_the_limits_in_force_are_used() -> None:
    strict = HandlingLimits(fine=10_000, record_points=2, total_points=3)
    assert licence_points.ineligibility_reasons(FINE, strict) == (
        IneligibilityReason.FINE_TOO_HIGH,
        IneligibilityReason.RECORD_POINTS_TOO_MANY,
        IneligibilityReason.POINTS_WOULD_BE_FULL,
    )


@pytest.mark.parametrize(
    ("licence", "covered"),
    [
        ("C1", {PlateType.SMALL, PlateType.SMALL_NEW_ENERGY, PlateType.LOW_SPEED}),
        ("C2", {PlateType.SMALL, PlateType.SMALL_NEW_ENERGY, PlateType.LOW_SPEED}),
        ("c5", {PlateType.SMALL, PlateType.SMALL_NEW_ENERGY}),
        ("C3", {PlateType.LOW_SPEED}),
        ("D", {PlateType.MOTORCYCLE, PlateType.LIGHT_MOTORCYCLE}),
        ("F", {PlateType.LIGHT_MOTORCYCLE}),
        ("C1D", {"02", "52", "13", "07", "08"}),
        ("C6", {PlateType.TRAILER}),
        ("A2", {"01", "51", "02", "52", "13", "15"}),
        ("B1", {"01", "51", "02", "52", "13"}),
        ("M", set()),
        ("", set()),
    ],
)
def test_a_licence_class_covers_its_plate_types(licence: str, covered: set[str]) -> None:
    asked = [PlateType(code) for code in ("01", "02", "07", "08", "13", "15", "51", "52")]
    assert {plate_type for plate_type in asked if licence_points.covers(licence, plate_type)} == covered


@pytest.mark.parametrize("plate_type", PlateType)
def test_every_plate_type_but_those_of_agricultural_machines_has_licence_classes(plate_type: PlateType) -> None:
    has_classes = any(licence_points.covers(licence, plate_type) for licence in ("A1", "A2", "D", "C1"))
    assert has_classes == (plate_type not in (PlateType.TRACTOR, PlateType.FARM_MACHINE))


@pytest.mark.parametrize(
    ("so_far", "more", "balance"),
    [
        (0, 3, PointBalance(3, 9, False)),
        (9, 2, PointBalance(11, 1, False)),
        (9, 3, PointBalance(12, 0, True)),
        (12, 6, PointBalance(18, 0, True)),
    ],
)
def test_the_point_balance_after_handling(so_far: int, more: int, balance: PointBalance) -> None:
    assert licence_points.balance_after(so_far, more) == balance


@pytest.mark.parametrize(
    ("reset_on", "after", "found"),
    [
        (date(2026, 3, 5), date(2026, 3, 4), date(2026, 3, 5)),
        (date(2026, 3, 5), date(2026, 3, 5), date(2027, 3, 5)),
        (date(2020, 12, 31), date(2026, 12, 31), date(2027, 12, 31)),
        (date(2024, 2, 29), date(2026, 1, 1), date(2026, 2, 28)),
        (date(2024, 2, 29), date(2027, 2, 28), date(2028, 2, 29)),
        (date(2030, 1, 1), date(2026, 1, 1), date(2030, 1, 1)),
    ],
)
def test_a_cycle_ends_on_the_same_day_each_year(reset_on: date, after: date, found: date) -> None:
    assert licence_points.next_reset(reset_on, after=after) == found


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_the_next_reset_is_within_a_year(reset_on: date, after: date) -> None:
    found = licence_points.next_reset(reset_on, after=after)
    assert found > after
    assert reset_on > after or (found - after).days <= 366


@pytest.mark.parametrize(
    ("so_far", "on", "count"),
    [(6, date(2026, 3, 4), 6), (6, date(2026, 3, 5), 0), (12, date(2026, 3, 5), 12), (11, date(2028, 1, 1), 0)],
)
def test_points_expire_with_their_cycle_unless_it_is_full(so_far: int, on: date, count: int) -> None:
    assert licence_points.points_on(so_far, date(2026, 3, 5), on) == count
    assert licence_points.points_on(so_far, None, on) == so_far
