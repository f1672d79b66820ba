"""Walking people into the states that stories about their data begin with."""

from typing import Any

from bot.services.filing import filings
from storage.filing.filings import Filing, FilingWay, Relationship
from storage.register.people import Person
from tests.stories import cast
from tests.stories.app_driver import Town
from tests.stories.cast import Citizen


def stands(town: Town, driver: Citizen, filing: str = "active") -> Filing:
    """Let the driver have applied for a car of somebody else's; with `active`, it is filed."""
    car = cast.car(town, cast.owner(town))

    def deed(session: Any) -> Filing:
        person = session.get_one(Person, driver.person_id)
        row = filings.apply(
            session,
            person,
            car.id,
            way=FilingWay.SMS,
            relationship=Relationship.FRIEND,
            relationship_text="",
            now=town.now,
        )
        if filing == "active":
            filings.agree(session, row, now=town.now)
            filings.activate(session, row, by=None, now=town.now)
        return row

    return town.write(deed)  # type: ignore[no-any-return]
