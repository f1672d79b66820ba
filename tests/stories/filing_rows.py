"""Filings that stories begin with."""

from typing import Any

from bot.services.filing import activation, filings
from storage.filing.filings import Filing, FilingWay, Relationship
from storage.register.people import Person
from tests.stories import cast
from tests.stories.app_driver import AppDriver
from tests.stories.cast import Citizen


def add_filing(app: AppDriver, driver: Citizen, status: str = "active") -> Filing:
    """Add an application of the driver for the owner's vehicle; with `active`, an active filing."""
    car = cast.car(app, cast.owner(app))

    def action(session: Any) -> Filing:
        person = session.get_one(Person, driver.person_id)
        row = filings.apply(
            session,
            person,
            car.id,
            way=FilingWay.SMS,
            relationship=Relationship.FRIEND,
            relationship_text="",
            now=app.now,
        )
        if status == "active":
            filings.agree(session, row, now=app.now)
            activation.activate(session, row, by=None, now=app.now)
        return row

    return app.write(action)
