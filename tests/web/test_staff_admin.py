"""Roles, clients of the machine API and the audit on the staff's page, with the rights and records of the chat."""

import re

from storage.audit import Action, AuditEntry
from storage.staff import members as store
from storage.staff.api_clients import ApiClient
from storage.staff.members import StaffMember, StaffRole
from storage.staff.role_proposals import StaffProposal
from tests.services.test_second_factor import code_at
from tests.stories import cast, review_steps
from tests.stories.app_driver import AppDriver, stored
from tests.stories.test_commands import offered, publish
from tests.web.staff_browser import colleague, enrolled, signed_in
from tests.web.visitor import Visitor


def admin(app: AppDriver, name: str = "管理员小吴") -> Visitor:
    """Return an admin's browser."""
    return signed_in(app, colleague(app, name, StaffRole.ADMIN))


def member_of(app: AppDriver, name: str) -> StaffMember:
    """Return the member with this name."""
    found: list[StaffMember] = app.read(store.all_members)
    return next(each for each in found if each.name == name)


def count(app: AppDriver, action: Action) -> int:
    """Return how often the audit has recorded this."""
    return [each.action for each in app.read(lambda session: stored(session, AuditEntry))].count(action)


def send(page: Visitor, path: str, **fields: str | list[str]) -> int:
    """Submit a form whose fields may occur several times, follow the redirect, and return the status."""
    status = page.asks("POST", path, data={"csrf": page.csrf(), **fields})
    return page.opens(page.answer.headers["location"]) if status == 303 else status


def test_roles_are_proposed_and_confirmed_by_another_admin(app: AppDriver) -> None:
    member = colleague(app, "审核员小周", StaffRole.REVIEWER)
    page, second = admin(app), admin(app, "管理员老孙")
    here = f"/staff/members/{member_of(app, '审核员小周').id}"
    page.opens("/staff/members")
    page.sees(here, "审核员小周", "邀请工作人员")
    page.opens(here)
    assert send(page, f"{here}/roles") == 409, "no role"
    page.opens(here)
    assert send(page, f"{here}/roles", role=["reviewer", "officer", "king"]) == 200
    (row,) = app.read(lambda session: stored(session, StaffProposal))
    assert str(row.roles).split(";") == ["reviewer", "officer"]
    page.opens(here)
    assert send(page, f"{here}/roles", role=["officer"]) == 409, "one is open"
    code = code_at(enrolled(app, second), app.now)
    second.opens("/staff/members")
    second.sees(f"/staff/role-proposals/{row.id}")
    second.opens(f"/staff/role-proposals/{row.id}")
    assert second.sends(f"/staff/role-proposals/{row.id}/confirm", factor=code) == 200
    assert member_of(app, "审核员小周").role_set() == {StaffRole.REVIEWER, StaffRole.OFFICER}
    app.settle()
    assert "lookup" in offered(member), "the menu is published"
    assert count(app, Action.STAFF_CHANGED) == 1


def test_somebody_is_invited_by_name_and_roles(app: AppDriver) -> None:
    page = admin(app)
    page.opens("/staff/members")
    for wrong in ({"words": "", "role": "cashier"}, {"words": "郑欣怡"}, {"words": "很" * 41, "role": "cashier"}):
        assert page.sends("/staff/members/invite", **wrong) == 409
        page.opens("/staff/members")
    assert page.sends("/staff/members/invite", words="郑\x00欣怡", role="cashier") == 200
    page.sees("郑欣怡", "/refuse")
    (row,) = app.read(lambda session: stored(session, StaffProposal))
    assert row.name == "郑欣怡"
    page.opens("/staff/members")
    assert page.sends("/staff/members/invite", words="郑欣怡", role="cashier") == 409, "sent twice"
    page.opens(f"/staff/role-proposals/{row.id}")
    page.sends(f"/staff/role-proposals/{row.id}/refuse")
    page.opens("/staff/members")
    assert page.sends("/staff/members/invite", words="郑欣怡", role="cashier") == 200, "the first is withdrawn"


def test_a_service_ends_at_once_and_an_admins_needs_a_second(app: AppDriver) -> None:
    reviewer = colleague(app, "审核员小周", StaffRole.REVIEWER)
    publish(app)
    assert "take" in offered(reviewer)
    page = admin(app)
    admin(app, "管理员老孙")
    here = f"/staff/members/{member_of(app, '审核员小周').id}"
    page.opens(here)
    page.sees("审核员小周", f"{here}/end")
    assert page.sends(f"{here}/end") == 200
    assert member_of(app, "审核员小周").ended_at == app.now
    app.settle()
    assert not app.read(lambda session: store.roles(session, reviewer.id))
    assert "take" not in offered(reviewer), "the menu is published again"
    assert page.sends(f"{here}/end") == 409, "sent twice"
    assert page.opens(here) == 409
    page.sees("/staff/members")
    other = f"/staff/members/{member_of(app, '管理员老孙').id}"
    page.opens(other)
    assert page.sends(f"{other}/end") == 200
    page.sees("/refuse")
    assert member_of(app, "管理员老孙").ended_at is None


def test_the_identity_of_a_member_is_verified(app: AppDriver) -> None:
    colleague(app, "审核员小周", StaffRole.REVIEWER)
    page, member = admin(app), member_of(app, "审核员小周")

    def unchecked(session: object) -> None:
        row = session.get_one(StaffMember, member.id)  # type: ignore[attr-defined]
        row.awaits_check = True

    app.write(unchecked)
    here = f"/staff/members/{member.id}"
    page.opens(here)
    page.sees(f"{here}/verify")
    assert page.sends(f"{here}/verify") == 200
    assert f"{here}/verify" not in page.page
    assert count(app, Action.STAFF_VERIFIED) == 1


def test_a_client_is_proposed_its_key_shown_once_and_revoked(app: AppDriver) -> None:
    page, second = admin(app), admin(app, "管理员老孙")
    page.opens("/staff/clients")
    for wrong in ({"words": "保险", "scope": "vehicles"}, {"words": "insurer"}, {"words": "insurer", "scope": "all"}):
        assert page.sends("/staff/clients/propose", **wrong) == 409
        page.opens("/staff/clients")
    assert send(page, "/staff/clients/propose", words="insurer", scope=["vehicles", "events"]) == 200
    here = re.sub(r"^.*?(/staff/client-proposals/[0-9a-f-]+)$", r"\1", str(page.answer.url))
    codes = {each: code_at(enrolled(app, each), app.now) for each in (page, second)}
    second.opens(here)
    assert f"{here}/key" not in second.page
    page.opens("/staff/browsers")
    assert page.sends(f"{here}/key", factor=codes[page]) == 409, "not confirmed"
    second.opens(here)
    assert second.sends(f"{here}/confirm", factor=codes[second]) == 200
    assert second.sends(f"{here}/key") == 409, "not who has proposed it"
    page.opens(here)
    assert page.sends(f"{here}/key") == 200
    key = re.search(r"chezhu_[\w-]{40,}", page.page)
    assert key is not None
    assert page.answer.headers["cache-control"] == "no-store"
    page.opens(here)
    assert key[0] not in page.page
    page.opens("/staff/browsers")
    assert page.sends(f"{here}/key") == 409, "shown once"
    (client,) = app.read(lambda session: stored(session, ApiClient))
    second.opens("/staff/clients")
    second.sees(f"/staff/clients/{client.id}", "insurer")
    second.opens(f"/staff/clients/{client.id}")
    assert second.sends(f"/staff/clients/{client.id}/revoke") == 200
    second.opens("/staff/clients")
    assert second.sends(f"/staff/clients/{client.id}/revoke") == 409, "sent twice"
    assert count(app, Action.API_CLIENT_REVOKED) == 1


def test_the_audit_is_read_by_kind_application_and_page(app: AppDriver) -> None:
    driver = cast.driver(app)
    review_steps.case(app, driver, cast.car(app, cast.owner(app)))
    page = admin(app)
    for read in range(13):
        assert count(app, Action.AUDIT_READ) == read
        page.opens("/staff/audit")
    page.sees("audit:read", "更早")
    assert "session:begun" not in page.page
    older = re.search(r'href="(/staff/audit\?about=&amp;before=\d+)"', page.answer.text)
    assert older is not None
    page.opens(older[1].replace("&amp;", "&"))
    page.sees("session:begun")
    page.opens("/staff/audit?about=session&before=nothing")
    page.sees("session:begun")
    assert "audit:read" not in page.page
    assert page.opens("/staff/audit?about=1001") == 200
    assert "session:begun" not in page.page
    for wrong in ("king", "9999"):
        assert page.opens(f"/staff/audit?about={wrong}") == 409
        page.sees("/staff/audit")
    page.opens("/staff/audit")
    assert page.sends("/staff/audit/verify") == 200
    page.sees("正在校验")


def test_the_audit_of_an_application_of_ones_own_is_refused(app: AppDriver) -> None:
    driver = cast.driver(app)
    review_steps.case(app, driver, cast.car(app, cast.owner(app)))
    cast.employ(app, driver, StaffRole.ADMIN)
    page = signed_in(app, driver)
    assert page.opens("/staff/audit?about=1001") == 409
