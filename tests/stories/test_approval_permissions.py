"""Only the filer may request or enter the owner code: the service refuses everybody else."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.errors import NotYours
from bot.services.filing import approvals
from storage.filing import filings
from storage.filing.filings import FilingStatus
from storage.register.people import Person
from tests.stories import cast
from tests.stories.app_driver import AppDriver
from tests.stories.filing_steps import apply, code_of, status


@pytest.mark.parametrize("action", ["resend", "take_code"])
def test_only_the_filer_can_resend_or_enter_the_owner_code(app: AppDriver, action: str) -> None:
    driver, owner, third = cast.driver(app), cast.owner(app), cast.third(app)
    cast.car(app, owner)
    apply(driver)
    app.later(minutes=2)

    def attempt(session: Any) -> None:
        filing = filings.all_of_filer(session, driver.person_id)[0]
        by = session.get_one(Person, third.person_id)
        actions: dict[str, Callable[[], None]] = {
            "resend": lambda: approvals.resend(session, filing, by=by, now=app.now),
            "take_code": lambda: approvals.approve_by_code(session, filing, code_of(owner), by=by, now=app.now),
        }
        actions[action]()

    with pytest.raises(NotYours):
        app.write(attempt)
    assert status(app, driver) is FilingStatus.WAITING_OWNER
