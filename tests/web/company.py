"""Steps of companies in the web tests: invite, join and remove in the chat, sign in, have filings."""

import re

from storage.filing.filings import Filing, Relationship
from storage.register.vehicles import Vehicle
from tests.stories import certificate_steps
from tests.stories.app_driver import AppDriver
from tests.stories.cast import Citizen
from tests.web.visitor import Visitor, code_for


def invitation_of(administrator: Citizen) -> str:
    """Make an invitation as the administrator and return its code."""
    administrator.says("/organisation")
    administrator.taps("成员")
    administrator.taps("邀请经办人")
    found = re.search(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}", administrator.last())
    assert found is not None, administrator.last()
    return found[0]


def join(administrator: Citizen, user: Citizen) -> None:
    """Make a person a user of the administrator's organisation."""
    user.says(f"/join {invitation_of(administrator)}")
    user.taps("接受")


def remove(administrator: Citizen, masked: str) -> None:
    """Remove a user as the administrator. `masked`: the user's masked name."""
    administrator.says("/organisation")
    administrator.taps("成员")
    administrator.taps(masked)
    administrator.taps("移出单位")
    administrator.taps("移出单位")


def signed_in(app: AppDriver, citizen: Citizen) -> Visitor:
    """Return a browser in which the person is signed in."""
    visitor = Visitor(app)
    assert visitor.signs_in(code_for(citizen)) == 200
    return visitor


def filed(app: AppDriver, filer: Citizen, car: Vehicle) -> Filing:
    """File a vehicle of the filer's employer."""
    return certificate_steps.file(app, filer, car, relationship=Relationship.EMPLOYER)
