"""After the deletion of an account no chat of staff leads from the Telegram id to the person or their vehicle.

Rows about many people have equal moments there: what is announced, reminded of or ended in one message of the group.
"""

from datetime import datetime, timedelta
from typing import Any

import pytest

from storage.staff.work_items import WorkItem
from tests.stories import cast
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver, stored
from tests.stories.cast import Citizen
from tests.stories.group_chat import GroupChat
from tests.stories.identity_case_steps import asks
from tests.stories.review_steps import case
from tests.stories.test_deletion_traces import Row, deletes, every_row, links


def passes(app: AppDriver, **time: float) -> None:
    """Advance the clock past the work that comes with the hour, so that no act happens at the moment of it."""
    app.later(**time)
    app.now += timedelta(seconds=1, microseconds=17)


def exact_links(row: Row) -> set[Any]:
    """Return what singles out other rows: no whole minute, and no last second of a day, which are everybody's."""
    moments = {each for each in links(row) if isinstance(each, datetime)}
    return links(row) - {each for each in moments if each.microsecond == 0 and each.second in (0, 59)}


def chain(rows: list[Row], telegram_id: int, but: set[Any]) -> dict[Any, str]:
    """Return every value to which equal values lead from a Telegram id, over any tables, and by which tables.

    but: ids of staff and of the group, which are in the rows of everybody's matters.
    """
    start = [row for row in rows if any(str(telegram_id) in str(value) for value in row[1])]
    paths = {value: row[0] for row in start for value in exact_links(row) - but}
    left = [(row, exact_links(row) - but) for row in rows if row not in start]
    while joined := [each for each in left if each[1] & paths.keys()]:
        left = [each for each in left if each not in joined]
        for row, values in joined:
            shared = next(value for value in values if value in paths)
            path = f"{paths[shared]}, {shared}: {row[0]}"
            paths |= dict.fromkeys(values - paths.keys(), path)
    return paths


@pytest.fixture
def group(app: AppDriver, driver: Citizen, reviewer: Actor, second_reviewer: Actor, admin: Actor) -> GroupChat:
    """The reviewers' group, in which the applicant writes, too."""
    return GroupChat(app, reviewer, second_reviewer, admin, driver, by=admin)


def test_what_is_told_of_together_leads_from_nobody_who_has_left(
    app: AppDriver, driver: Citizen, owner: Citizen, reviewer: Actor, group: GroupChat
) -> None:
    passes(app, seconds=5)
    other, seller = cast.crowd(app, 2)
    passes(app, seconds=5)
    review = case(app, driver, cast.car(app, owner), seed=1)
    passes(app, seconds=5)
    case(app, other, cast.car(app, seller, plate="桂A54321", engine="654321"), seed=2)
    passes(app, minutes=2)
    assert len({each.told_at for each in app.read(lambda session: stored(session, WorkItem))}) == 1
    theirs = {driver.person_id.hex, driver.account.id.hex, review.id.hex, review.filing_id.hex}
    staff = {str(each.id) for each in (reviewer, group)}
    assert theirs <= chain(every_row(app), driver.id, staff).keys()
    deletes(app, driver)
    passes(app, seconds=9)
    driver.says("/start")
    group.says(driver, "/queue")
    asks(driver, "登不上", name="王大明", id_number=cast.id_number(32), seed=3)
    passes(app, minutes=2)
    passes(app, days=6)  # Nobody has looked meanwhile: what is overdue is told of together.
    items = app.read(lambda session: stored(session, WorkItem))
    assert len({each.alarmed_at for each in items if each.ended_at is None}) == 1 < len(items) - 1
    found = chain(every_row(app), driver.id, staff)
    assert {each: path for each, path in found.items() if each in theirs} == {}
