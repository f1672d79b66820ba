"""Every page and act of the staff's page is refused to members of staff who have not the role for it."""

import re
from datetime import timedelta
from uuid import UUID, uuid4

from sqlmodel import Session, select

from bot.services.staff import work_kinds
from bot.web.route_policies import POLICIES, STAFF, Access
from bot.web.staff.inbox import PAGES
from bot.web.staff_paths import PROPOSALS
from storage.database import add
from storage.organisations.web_sessions import WebSession
from storage.review.reviews import Review
from storage.staff.members import StaffRole
from storage.staff.second_factors import SecondFactor
from tests.storage import rows
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
    # Admins decide about the blacklist by the photos of a case.
    **dict.fromkeys(
        ("cases/{review:uuid}", "cases/{review:uuid}/photos/{slot}", "cases/{review:uuid}/false", "blacklist"),
        (StaffRole.REVIEWER, StaffRole.ADMIN),
    ),
    "identity": (StaffRole.REVIEWER,),
    "objections": (StaffRole.REVIEWER,),
    "look-up": EVERYBODY,
    "look-up/vehicle": (StaffRole.OFFICER,),
    "look-up/person": (StaffRole.OFFICER, StaffRole.ADMIN),
    **dict.fromkeys((f"look-up/{what}" for what in ("verification", "phone", "birth-date")), (StaffRole.ADMIN,)),
    "refunds": (StaffRole.CASHIER,),
    "differences": (StaffRole.CASHIER,),
    "money": (StaffRole.CASHIER,),
    **dict.fromkeys(("certificates", "papers"), (StaffRole.STATION, StaffRole.ADMIN)),
    **dict.fromkeys((*PROPOSALS, "members", "clients", "audit"), (StaffRole.ADMIN,)),
    "rules": EVERYBODY,
    "rules/{name}/propose": (StaffRole.ADMIN,),
    "second-factor": (StaffRole.CASHIER, StaffRole.ADMIN),
    "figures": (StaffRole.ADMIN,),
}
FORM = {"why": "1", "words": "与登记的照片不是同一人"}  # What would be refused before the role, if it were missing.
PATHS = [path.removeprefix(f"{STAFF}/") for path, policy in POLICIES.items() if policy.access is Access.STAFF]


def roles_for(path: str) -> tuple[StaffRole, ...]:
    """Return the roles that may open a path."""
    return ROLES.get(path) or ROLES[path.partition("/")[0]]


def test_the_roles_of_every_part_are_written_above() -> None:
    missing = sorted({path.partition("/")[0] for path in PATHS} - ROLES.keys())
    assert not missing, f"Write in ROLES who may open, and ask it in the service: {', '.join(missing)}"


def test_every_kind_of_work_has_a_page() -> None:
    kinds = work_kinds.kinds()
    assert PAGES.keys() == kinds.keys(), "Write the page of each kind of work in PAGES of bot/web/staff/inbox.py"
    for name, kind in kinds.items():
        assert set(kind.roles) <= set(roles_for(PAGES[name])), f"{name}: who does it may open its page"


def with_factor(session: Session) -> None:
    """Give everybody who is signed in a second factor, and their session its codes."""
    now = rows.NOW
    for each in session.exec(select(WebSession).where(WebSession.confirmed == "")).all():
        each.confirmed = "money rights rules"
        factor = SecondFactor(account_id=each.account_id, person_id=each.person_id, begun_at=now, confirmed_at=now)
        factor.secret = "A" * 32
        add(session, each)
        add(session, factor)


def refused(page: Visitor, path: str, csrf: str, review: UUID) -> None:
    address = f"{STAFF}/{path}".replace("{review:uuid}", str(review)).replace("{slot}", "scene")
    address = re.sub(r"\{\w+:uuid\}", str(uuid4()), address)
    for method in POLICIES[f"{STAFF}/{path}"].methods - {"HEAD"}:
        page.app.now += timedelta(seconds=1)
        status = page.asks(method, address, data={"csrf": csrf, **FORM} if method == "POST" else None)
        assert status == 403, f"{method} {path}: {status}"


def test_what_a_role_may_not_open_is_refused(app: AppDriver) -> None:
    review = app.write(lambda session: rows.put(session, Review))
    for role in StaffRole:
        page = signed_in(app, colleague(app, f"工作人员小{role.value}", role))
        page.opens(f"{STAFF}/browsers")
        csrf = page.csrf()
        app.write(with_factor)
        for path in PATHS:
            if role not in roles_for(path):
                refused(page, path, csrf, review)
