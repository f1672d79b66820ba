"""Signing in to the staff's page: who gets a code, what ends a session, and the Mini App."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.web.route_policies import Access
from storage.audit import Action, AuditEntry
from storage.register.people import Person
from storage.staff.members import StaffRole
from tests.stories import cast
from tests.stories.app_driver import AppDriver, stored
from tests.web import staff_browser
from tests.web.app_visitor import AppVisitor
from tests.web.company import signed_in as signed_in_to_portal
from tests.web.policy_requests import addresses
from tests.web.visitor import Visitor, code_for


def test_a_code_of_the_chat_opens_the_inbox(app: AppDriver) -> None:
    visitor = staff_browser.signed_in(app, staff_browser.colleague(app, "审核员小周", StaffRole.REVIEWER))
    visitor.sees("现在没有待办")
    assert visitor.answer.headers["cache-control"] == "no-store"
    visitor.sends("/staff/sign-out")
    assert visitor.asks("GET", "/staff/inbox") == 303


def test_the_form_of_the_code_needs_the_token_of_its_visit(app: AppDriver) -> None:
    visitor, code = Visitor(app), staff_browser.code_for(staff_browser.colleague(app, "审核员小周", StaffRole.REVIEWER))
    assert visitor.asks("POST", "/staff/sign-in", data={"code": code}) == 403
    visitor.opens("/staff")
    assert visitor.asks("POST", "/staff/sign-in", data={"csrf": "of-another-visit", "code": code}) == 403
    assert staff_browser.signs_in(visitor, code) == 200


def test_who_is_no_staff_gets_no_code_and_may_not_use_one(app: AppDriver) -> None:
    owner = cast.owner(app)
    cast.organisation(app, owner)
    owner.says("/web")
    owner.sees("没有这个命令")
    assert staff_browser.signs_in(Visitor(app), code_for(owner)) == 403


def test_neither_page_takes_a_session_of_the_other(app: AppDriver) -> None:
    owner = cast.owner(app)
    cast.organisation(app, owner)
    cast.employ(app, owner, StaffRole.REVIEWER)
    portal, page = signed_in_to_portal(app, owner), staff_browser.signed_in(app, owner)
    portal.client.cookies.set("staff", portal.client.cookies["session"])
    page.client.cookies.set("session", page.client.cookies["staff"])
    assert portal.asks("GET", "/staff/inbox") == 303
    assert page.asks("GET", "/organisation/cars") == 303
    again = staff_browser.signed_in(app, owner)
    again.opens("/staff/browsers")
    again.sees("这一个")


@pytest.mark.parametrize("ends", ["duty", "signs out", "verification"])
def test_a_session_ends_with_the_right_it_needs(app: AppDriver, ends: str) -> None:
    reviewer = staff_browser.colleague(app, "审核员小周", StaffRole.REVIEWER)
    visitor = staff_browser.signed_in(app, reviewer)
    if ends == "duty":
        cast.appoint(app, reviewer)
    elif ends == "verification":
        app.write(lambda session: session.execute(update(Person).values(verified_at=None)))
    else:
        reviewer.says("/privacy")
        reviewer.taps("退出登录")
        reviewer.taps("确认退出")
    visitor.opens("/staff/inbox")
    visitor.sees("登录已失效")


def test_an_idle_session_ends(app: AppDriver) -> None:
    visitor = staff_browser.signed_in(app, staff_browser.colleague(app, "审核员小周", StaffRole.REVIEWER))
    app.now += timedelta(minutes=30)
    assert visitor.asks("GET", "/staff/inbox") == 303


def test_pages_need_a_session_and_forms_their_token(app: AppDriver) -> None:
    reviewer = staff_browser.colleague(app, "审核员小周", StaffRole.REVIEWER)
    mine, other = staff_browser.signed_in(app, reviewer), staff_browser.signed_in(app, reviewer)
    token = mine.csrf()
    for path, policy in addresses(app, Access.STAFF):
        for method in policy.methods & {"GET", "POST"}:
            for cookie in ("", "staff=guess", "session=guess", "staff=" + "a" * 4000):
                data = {"csrf": token} if method == "POST" else None
                visitor = Visitor(app)
                assert visitor.asks(method, path, data=data, headers={"Cookie": cookie}) in (303, 403), path
                app.later(seconds=1)
        if "POST" in policy.methods:
            for csrf in ("", other.csrf(), "😀"):
                assert mine.asks("POST", path, data={"csrf": csrf}) == 403, path
            for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
                assert mine.asks("POST", path, data={"csrf": token}, headers=headers) == 403, path
            app.later(seconds=1)
    assert mine.asks("GET", "/staff/inbox") == 200


def test_the_mini_app_opens_the_page_without_a_code(app: AppDriver) -> None:
    reviewer = staff_browser.colleague(app, "审核员小周", StaffRole.REVIEWER)
    visitor = AppVisitor(app).opened_by(reviewer)
    assert visitor.said["staff"]
    assert visitor.posts("staff") == 200
    assert re.search(r"httponly.*samesite=lax", visitor.answer.headers["set-cookie"], re.IGNORECASE)
    assert visitor.opens(visitor.said["portal"]) == 200
    visitor.sees("待办")
    framed = AppVisitor(app).opened_by(reviewer)
    assert framed.posts("staff", framed="yes") == 200
    assert staff_browser.signs_in(Visitor(app), framed.said["code"]) == 200
    stranger = AppVisitor(app).opened_by(cast.driver(app))
    assert not stranger.said["staff"]
    for value in ("", "yes"):
        assert stranger.posts("staff", framed=value) == 409
    found = app.read(lambda session: stored(session, AuditEntry))
    assert [each.action for each in found].count(Action.SESSION_BEGUN) == 2
