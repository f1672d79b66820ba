"""Responses: security headers, cookies, rate limits, unknown paths and internal errors."""

import re
from datetime import timedelta

import pytest
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from bot.web.app import create_app
from bot.web.route_policies import APP
from storage.staff.members import StaffRole
from tests.stories import cast
from tests.stories.app_driver import AppDriver
from tests.web.policy_requests import addresses, visitor_of
from tests.web.staff_browser import code_for as code_for_staff, colleague, signed_in, signs_in
from tests.web.visitor import HTML, Visitor, code_for


def test_responses_have_the_security_headers(app: AppDriver) -> None:
    for public_url in ("", "https://desk.example"):
        visitor = visitor_of(app, public_url=public_url)
        for path, policy in addresses(app):
            visitor.asks("GET" if "GET" in policy.methods else "POST", path)
            assert_security_headers(visitor, path)
            assert ("strict-transport-security" in visitor.answer.headers) is bool(public_url), path


def test_responses_without_a_route_have_the_security_headers(app: AppDriver) -> None:
    visitor = Visitor(app, public_url="https://desk.example")
    for path, status in (
        ("/", 404),
        ("/nothing", 404),
        ("/favicon.ico", 404),
        ("/notices/wechat", 404),  # No gateway is configured.
        ("/organisation/cars/", 307),
    ):
        for method in ("GET", "POST", "PROPFIND"):
            assert visitor.asks(method, path) == status, f"{method} {path}"
            assert_security_headers(visitor, path)
            assert visitor.answer.headers["cache-control"] == "no-store", path
            assert "strict-transport-security" in visitor.answer.headers, path


def test_refusals_of_unknown_hosts_have_the_security_headers(app: AppDriver) -> None:
    visitor = Visitor(app)
    for path in ("/nothing", "/keys", "/verify", "/telegram/updates"):
        assert visitor.asks("GET", path, headers={"Host": "evil.example"}) == 400, path
        assert_security_headers(visitor, path)
        assert visitor.answer.headers["cache-control"] == "no-store", path


@pytest.mark.parametrize(
    ("path", "home"),
    [
        ("/verify/nothing", "/verify"),
        ("/nothing", "/verify"),
        ("/app/nothing", "/app"),
        ("/staff/nothing", "/staff"),
        ("/organisation/nothing", "/organisation"),
        ("/organisations", "/verify"),
    ],
)
def test_a_problem_leads_to_the_beginning_of_the_pages_it_belongs_to(app: AppDriver, path: str, home: str) -> None:
    visitor = Visitor(app)
    assert visitor.asks("GET", path) == 404
    assert f'href="{home}"' in visitor.answer.text


def test_the_pages_of_the_simulator_decide_about_their_own_headers(app: AppDriver) -> None:
    visitor = Visitor(app)
    page = Route("/", lambda request: PlainTextResponse(request.url.path))
    visitor.asgi = create_app(visitor.web, extra_routes=[page])
    visitor.comes_from("127.0.0.1")
    assert visitor.asks("GET", "/") == 200
    assert "content-security-policy" not in visitor.answer.headers
    assert visitor.asks("GET", "/nothing") == 404
    assert_security_headers(visitor, "/nothing")


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        ("203.0.113.9", {}),
        ("127.0.0.1", {"X-Forwarded-For": "203.0.113.9"}),
        ("127.0.0.1", {"Host": "192.0.2.1:8080"}),
    ],
)
def test_the_simulator_answers_nobody_beyond_this_machine(
    app: AppDriver, address: str, headers: dict[str, str]
) -> None:
    visitor = Visitor(app)
    page = Route("/world/people", lambda request: PlainTextResponse("people"))
    visitor.asgi = create_app(visitor.web, extra_routes=[page])
    visitor.comes_from(address)
    assert visitor.asks("GET", "/world/people", headers=headers) == 403


def assert_security_headers(visitor: Visitor, path: str) -> None:
    """Check the headers that every response has."""
    headers = visitor.answer.headers
    assert "default-src 'none'" in headers["content-security-policy"], path
    assert "unsafe" not in headers["content-security-policy"], path
    assert headers["x-content-type-options"] == "nosniff", path
    assert headers.get("x-frame-options") == (None if path == APP else "DENY"), path  # The app is framed.
    assert headers["referrer-policy"] == "same-origin", path
    assert "server" not in headers, path


def test_cookies_are_http_only_same_site_and_secure_by_https(app: AppDriver) -> None:
    owner = cast.owner(app)
    cast.organisation(app, owner)
    for public_url in ("", "https://desk.example"):
        origin = public_url or "http://127.0.0.1:8080"
        visitor = Visitor(app, origin=origin, public_url=public_url)
        visitor.opens()
        cookies = visitor.answer.headers.get_list("set-cookie")
        visitor.asks("POST", "/organisation/sign-in", data={"csrf": visitor.csrf(), "code": code_for(owner)})
        cookies += visitor.answer.headers.get_list("set-cookie")
        assert len(cookies) == 3
        for cookie in cookies:
            assert "httponly" in cookie.lower() or 'visit=""' in cookie, cookie
            assert "samesite=lax" in cookie.lower(), cookie
            assert ("secure" in cookie.lower()) is bool(public_url) or 'visit=""' in cookie, cookie
        assert any(cookie.startswith("__Host-session=") for cookie in cookies) is bool(public_url)


def test_the_rate_limit_applies_per_address(app: AppDriver) -> None:
    visitor = Visitor(app)
    statuses = [visitor.asks("GET", "/organisation") for _ in range(70)]
    assert statuses == [200] * 60 + [429] * 10
    assert visitor.answer.headers["retry-after"] == "1"
    app.now += timedelta(seconds=1)
    assert [visitor.asks("GET", "/organisation") for _ in range(11)] == [200] * 10 + [429]
    visitor.comes_from("10.0.0.7")
    assert visitor.asks("GET", "/organisation") == 200


def test_who_is_signed_in_counts_by_account_whatever_the_address(app: AppDriver) -> None:
    first, second = (colleague(app, name, StaffRole.ADMIN) for name in ("管理员小吴", "管理员老孙"))
    office = signed_in(app, first)
    at_first = office.client
    office.comes_from("127.0.0.1")
    assert signs_in(office, code_for_staff(second)) == 200
    statuses = [office.asks("GET", "/staff/rules") for _ in range(61)]
    assert statuses[-1] == 429, "as many as anybody"
    office.client = at_first
    assert office.asks("GET", "/staff/rules") == 200
    for at in range(61):
        office.comes_from("127.0.0.1")
        statuses.append(office.asks("GET", "/staff/rules", headers={"Cookie": f"staff=invented-{at}"}))
    assert statuses[-1] == 429, "an invented session counts by address"
    office.client = at_first
    assert office.asks("GET", "/staff/rules") == 200, "nor do strangers of the same address"
    ended = {"Cookie": f"staff={office.client.cookies['staff']}"}
    assert office.asks("POST", "/staff/sign-out", data={"csrf": office.csrf()}) == 303
    statuses = [office.asks("GET", "/staff/rules", headers=ended) for _ in range(2)]
    assert statuses == [303, 429], "what has ended is forgotten"


def test_an_ipv6_network_of_64_bits_counts_as_one_address(app: AppDriver) -> None:
    visitor, statuses = Visitor(app), []
    for at in range(61):
        visitor.comes_from(f"2001:db8:1:2:{at:x}::1")
        statuses.append(visitor.asks("GET", "/organisation"))
    assert statuses[-1] == 429


def test_an_unknown_path_is_answered_as_page_or_as_json(app: AppDriver) -> None:
    visitor = Visitor(app)
    assert visitor.asks("GET", "/nothing") == 404
    visitor.sees("没有这个页面", "<!doctype html>")
    assert visitor.asks("GET", "/nothing", headers={"Accept": "application/json"}) == 404
    assert visitor.answer.json() == {"error": "没有这个页面。"}
    for path in ("/organisation/cars/../../etc/passwd", "/organisation/assets/../doors.py", "/organisation/assets/"):
        assert visitor.asks("GET", path, headers=HTML) == 404, path


def test_an_internal_error_shows_only_a_reference_number(app: AppDriver) -> None:
    visitor = Visitor(app)
    app.database.close()
    assert visitor.asks("GET", "/organisation/cars", headers={"Cookie": "session=x"}) == 500
    assert re.search(r"编号 [0-9a-f]{8}", visitor.page)
    for leak in ("Traceback", "Error", "sqlalchemy", ".py", "shutdown"):
        assert leak not in visitor.page


def test_the_logo_is_found_under_its_name_in_0_1_0_too(app: AppDriver) -> None:
    visitor = Visitor(app)
    assert visitor.asks("GET", "/organisation/assets/logo.svg") == 200
    logo = visitor.answer.content
    assert visitor.asks("GET", "/organisation/assets/mark.svg") == 200
    assert visitor.answer.content == logo
    assert visitor.answer.headers["content-type"] == "image/svg+xml"
