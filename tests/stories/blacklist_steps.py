"""Steps that stories about the blacklist and its appeals begin with."""

from datetime import datetime

from storage.register.people import Person
from storage.review import blacklist
from storage.review.blacklist import BlacklistEntry
from storage.review.reviews import Review
from tests.stories import cast
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver
from tests.stories.cast import Citizen
from tests.stories.review_steps import case


def propose(app: AppDriver, driver: Citizen, owner: Citizen, reviewer: Actor) -> Review:
    """Return a case that was returned for another person's document, its applicant proposed for the blacklist."""
    review = case(app, driver, cast.car(app, owner))
    reviewer.says("/take")
    reviewer.taps("虚假材料")
    reviewer.taps("冒用他人证件")
    return review


def confirmed(second_reviewer: Actor) -> None:
    """Confirm the proposed entry."""
    second_reviewer.says("/blacklist")
    second_reviewer.taps("冒用他人证件")
    second_reviewer.taps("确认列入黑名单")


def entries_of(app: AppDriver, driver: Citizen) -> list[BlacklistEntry]:
    """Return all blacklist entries of this driver."""
    return app.read(lambda session: blacklist.of_person(session, driver.person_id))  # type: ignore[no-any-return]


def until(app: AppDriver, driver: Citizen) -> datetime | None:
    """Return until when this driver is on the blacklist."""
    return app.read(lambda session: session.get(Person, driver.person_id)).blacklisted_until  # type: ignore[no-any-return]
