"""Every page and act of the staff's page is refused to members of staff who have not the role for it."""

import re
from datetime import timedelta
from uuid import uuid4

from bot.services.staff import work_kinds
from bot.web.route_policies import POLICIES, STAFF, Access
from storage.staff.members import StaffRole
from tests.stories.app_driver import AppDriver
from tests.web.staff_browser import colleague, signed_in
from tests.web.visitor import Visitor

EVERYBODY = tuple(StaffRole)
# Which roles may open a part of the page, and what within it differs.
ROLES: dict[str, tuple[StaffRole, ...]] = {
    "browsers": EVERYBODY,
    "sign-out": EVERYBODY,
    "inbox": work_kinds.roles_with_work(),
    "work": work_kinds.roles_with_work(),
    "cases": (StaffRole.REVIEWER,),
    "identity": (StaffRole.REVIEWER,),
    "objections": (StaffRole.REVIEWER,),
    "look-up": EVERYBODY,
    "look-up/vehicle": (StaffRole.OFFICER,),
    "look-up/person": (StaffRole.OFFICER, StaffRole.ADMIN),
    "refunds": (StaffRole.CASHIER,),
    "money": (StaffRole.CASHIER,),
    "rules": EVERYBODY,
    "rule-proposals": (StaffRole.ADMIN,),
    "second-factor": (StaffRole.CASHIER, StaffRole.ADMIN),
    "figures": (StaffRole.ADMIN,),
}
# Refused for another reason first, which says nothing of a row: there is none, no reason is given, or no second factor.
REFUSED_BEFORE = {
    *(f"cases/{{review:uuid}}{below}" for below in ("", "/photos/{slot}", "/return")),
    *(f"identity/{{case:uuid}}/{act}" for act in ("approve", "reject")),
    "refunds/{refund:uuid}/approve",
    "rule-proposals/{proposal:uuid}/confirm",
}
PATHS = [path.removeprefix(f"{STAFF}/") for path, policy in POLICIES.items() if policy.access is Access.STAFF]


def roles_for(path: str) -> tuple[StaffRole, ...]:
    """Return the roles that may open a path."""
    return ROLES.get(path) or ROLES[path.partition("/")[0]]


def test_the_roles_of_every_part_are_written_above() -> None:
    missing = sorted({path.partition("/")[0] for path in PATHS} - ROLES.keys())
    assert not missing, f"Write in ROLES who may open, and ask it in the service: {', '.join(missing)}"
    assert not REFUSED_BEFORE - {*PATHS}


def refused(page: Visitor, path: str, csrf: str) -> None:
    address = re.sub(r"\{\w+:uuid\}", str(uuid4()), f"{STAFF}/{path}").replace("{slot}", "selfie")
    for method in POLICIES[f"{STAFF}/{path}"].methods - {"HEAD"}:
        page.app.now += timedelta(seconds=1)
        status = page.asks(method, address, data={"csrf": csrf} if method == "POST" else None)
        assert status in ((404, 409) if path in REFUSED_BEFORE else (403,)), f"{method} {path}: {status}"


def test_what_a_role_may_not_open_is_refused(app: AppDriver) -> None:
    for role in StaffRole:
        page = signed_in(app, colleague(app, f"工作人员小{role.value}", role))
        page.opens(f"{STAFF}/browsers")
        csrf = page.csrf()
        for path in PATHS:
            if role not in roles_for(path):
                refused(page, path, csrf)
