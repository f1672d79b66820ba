"""Only who applied may ask for another code, or type one: the service itself refuses everybody else."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.errors import NotYours
from bot.services.filing import approvals
from storage.filing import filings
from storage.filing.filings import FilingStatus
from storage.register.people import Person
from tests.stories import cast
from tests.stories.app_driver import Town
from tests.stories.filing_steps import apply, code_of, status


@pytest.mark.parametrize("deed", ["resend", "take_code"])
def test_nobody_else_sends_or_types_the_code(town: Town, deed: str) -> None:
    driver, owner, third = cast.driver(town), cast.owner(town), cast.third(town)
    cast.car(town, owner)
    apply(driver)
    town.later(minutes=2)

    def attempt(session: Any) -> None:
        filing = filings.all_of_filer(session, driver.person_id)[0]
        by = session.get_one(Person, third.person_id)
        deeds: dict[str, Callable[[], None]] = {
            "resend": lambda: approvals.resend(session, filing, by=by, now=town.now),
            "take_code": lambda: approvals.take_code(session, filing, code_of(owner), by=by, now=town.now),
        }
        deeds[deed]()

    with pytest.raises(NotYours):
        town.write(attempt)
    assert status(town, driver) is FilingStatus.WAITING_OWNER
