"""Steps of filing that many stories begin with."""

import re

from storage.filing import filings
from storage.filing.filings import FilingStatus
from tests.stories import cast
from tests.stories.app_driver import AppDriver
from tests.stories.cast import Citizen


def begin(driver: Citizen, line: str = "/file 02 桂A12345 A12345") -> None:
    """Go to the confirmation, with the one-line form."""
    driver.says(line)
    driver.taps("朋友")


def apply(driver: Citizen, line: str = "/file 02 桂A12345 123456") -> None:
    """Go to the code."""
    begin(driver, line)
    driver.taps("确认，请车主验证")


def asked_owner(app: AppDriver, driver: Citizen) -> Citizen:
    """Return an owner who has just been asked about the driver's application for their car."""
    owner = cast.owner(app)
    cast.car(app, owner)
    apply(driver)
    return owner


def withdraw(driver: Citizen) -> None:
    """Withdraw the application that the screen shows."""
    driver.taps("撤回申请")
    driver.taps("确认撤回")


def code_of(owner: Citizen) -> str:
    """Return the digits of the newest code on the owner's phone."""
    found = re.findall(r"(?:验证码|Code) (\d{5} \d{5}|\d{6})", "\n".join(owner.sms))
    return str(found[-1]).replace(" ", "")


def status(app: AppDriver, driver: Citizen) -> FilingStatus:
    """Return the status of the driver's newest application."""
    found = app.read(lambda session: filings.all_of_filer(session, driver.person_id))
    return FilingStatus(found[0].status)
