"""Licence points, by the list of a driver's cycles and records, against the sums and dates that the product keeps."""

import random
from datetime import date, timedelta

from bot.services.violations import licence_points
from bot.services.violations.licence_points import HandlingLimits

INPUTS = 10_000
FULL = 12
RECORDS = 8  # Of one driver.
FIRST = date(2024, 1, 1)


class Driver:
    """A driver as the desk keeps them: points of the present cycle, and the day on which it ends."""

    def __init__(self, reset_on: date) -> None:
        self.points, self.reset_on = 0, reset_on

    def commits(self, points: int, on: date) -> None:
        """Add points, as a decision does."""
        so_far = licence_points.points_on(self.points, self.reset_on, on)
        if self.reset_on <= on:
            self.reset_on = licence_points.next_reset(self.reset_on, after=on)
        self.points = so_far + points


def counted(records: list[tuple[date, int]], reset_on: date, on: date) -> int:
    """Add up a driver's records day by day of reset: a cycle that is full goes on, any other begins anew."""
    resets = [(reset_on.replace(year=year), 0) for year in range(reset_on.year, on.year + 1)]
    total = 0
    for _, is_record, points in sorted(
        [(day, 0, 0) for day, _ in resets if day <= on] + [(d, 1, p) for d, p in records]
    ):
        if is_record:
            total += points
        elif total < FULL:
            total = 0
    return total


def test_points_of_any_driver_on_any_day_are_those_of_their_records() -> None:
    source, full = random.Random(12), 0
    for _ in range(INPUTS // RECORDS + 1):
        reset_on = FIRST + timedelta(days=source.choice([day for day in range(366) if day != 59]))  # Not 29 February.
        driver, records, on = Driver(reset_on), list[tuple[date, int]](), FIRST
        for _ in range(RECORDS):
            on += timedelta(days=source.choice((0, 1, 30, 200, source.randrange(500), (reset_on - on).days % 366)))
            points = source.choice((0, 1, 3, 6, 9, 12))
            driver.commits(points, on)
            records.append((on, points))
            later = on + timedelta(days=source.randrange(800))
            assert driver.points == counted(records, reset_on, on), (reset_on, records)
            found = licence_points.points_on(driver.points, driver.reset_on, later)
            assert found == counted(records, reset_on, later), (reset_on, records, later)
            full += found >= FULL
    assert full > INPUTS / 20


def test_the_next_reset_is_the_first_anniversary_after_the_day() -> None:
    source = random.Random(29)
    for _ in range(INPUTS):
        reset_on = FIRST + timedelta(days=source.choice((59, source.randrange(366))))
        after = reset_on + timedelta(days=source.randrange(4_000))
        wanted = next(day for day in anniversaries(reset_on, after.year) if day > after)
        assert licence_points.next_reset(reset_on, after=after) == wanted


def anniversaries(reset_on: date, year: int) -> list[date]:
    """Return the days of this year and the next on which a cycle ends: 28 February for the 29th in common years."""
    days = [date(each, reset_on.month, 1) + timedelta(days=reset_on.day - 1) for each in (year, year + 1)]
    return [day if day.month == reset_on.month else day - timedelta(days=1) for day in days]


def test_what_is_left_and_what_is_full_agree_with_counting_down() -> None:
    source = random.Random(13)
    for _ in range(INPUTS):
        so_far, more, total = source.randrange(30), source.randrange(30), source.choice((12, 12, 9, 1))
        found = licence_points.balance_after(so_far, more, HandlingLimits(total_points=total))
        left = list(range(total))
        for _ in range(so_far + more):
            if left:
                left.pop()
        assert (found.points, found.left, found.full) == (so_far + more, len(left), not left)
