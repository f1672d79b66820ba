"""Owner and filer in English: typed answers, confirmations, reasons and blocks use the words that the texts name."""

import pytest

from storage.filing.filings import FilingStatus
from tests.stories import cast
from tests.stories.app_driver import AppDriver
from tests.stories.cast import Citizen
from tests.stories.filing_steps import status


@pytest.fixture
def filer(app: AppDriver) -> Citizen:
    """A driver who reads English."""
    return cast.citizen(app, "李建国", cast.id_number(1), "+8613800000001", language="en")


@pytest.fixture
def owner(app: AppDriver, filer: Citizen) -> Citizen:
    """An owner who reads English, and whom the filer has asked."""
    owner = cast.citizen(app, "王秀英", cast.id_number(2), "+8613800000002", language="en")
    cast.car(app, owner)
    applies(filer)
    return owner


def applies(filer: Citizen) -> None:
    """Go to the code."""
    filer.says("/file 02 桂A12345 123456")
    filer.taps("Friend")
    filer.taps("Confirm and ask the owner")


def test_the_owner_answers_and_stops_by_words(app: AppDriver, filer: Citizen, owner: Citizen) -> None:
    owner.sees("Someone is asking to file your car", "Identity: matches the register", "“yes” or “no”")
    owner.says("who is this?")
    owner.sees("I did not understand that", "#1001")
    owner.says("/menu")
    owner.says("yes")
    owner.sees("Are you answering this application?")
    owner.taps("Approve #1001")
    assert filer.has_seen("the owner has approved")
    owner.says("/approve")
    owner.sees("My cars", "You have approved: waiting for the identity check")
    owner.taps("Stop #1001")
    owner.says("ok")
    owner.sees("reply “yes”. If not, reply “no”")
    owner.says("yes")
    owner.sees("You have withdrawn your approval")
    filer.sees("The owner has withdrawn their approval")
    assert status(app, filer) is FilingStatus.REFUSED


def test_the_owner_refuses_passes_a_reason_on_and_blocks(filer: Citizen, owner: Citizen) -> None:
    owner.says("no")
    owner.sees("You have refused", "tap the last button as well")
    owner.taps("Tell them: I do not know you")
    filer.sees("says they do not know you")
    owner.taps("Block this person")
    owner.taps("Requests for my cars")
    owner.taps("Blocked people (1)")
    owner.taps("Unblock 李*国 #1001 桂A·12345")
    owner.sees("can apply to file", "again")


def test_the_filer_withdraws_by_words(app: AppDriver, filer: Citizen, owner: Citizen) -> None:
    filer.taps("Withdraw application")
    filer.sees("Withdraw application #1001", "We stop asking the owner")
    filer.says("ok")
    filer.says("no")
    filer.sees("waiting for the owner")
    filer.taps("Withdraw application")
    filer.says("yes")
    filer.sees("You have withdrawn application")
    owner.sees("has withdrawn the application")
    assert status(app, filer) is FilingStatus.WITHDRAWN
