"""Every door: on the list, and shut to the wrong method, size, type, name, form and to who is not signed in."""

import re
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from starlette.routing import BaseRoute, Mount, Route

from bot.settings import load
from bot.web.dependencies import WebSide
from bot.web.route_policies import DOORS, Door, Guard
from bot.web.routes import every_route
from tests.stories import cast
from tests.stories.app_driver import Town
from tests.web.company import signed_in
from tests.web.visitor import HTML, Visitor, code_for

SECRET: dict[str, Any] = {"webhook_secret": "a-secret_1"}
STRANGE = (
    *("evil.example", "127.0.0.1.evil.example", "localhost.evil.example:8080", "", "[::1", "localhost:80@evil"),
    *(
        "evil@localhost",
        "localhost:",
        "localhost:80:80",
        "localhost/evil",
        "localhost evil",
        "[::1]evil",
        "localhost:x",
    ),
)


def routes(town: Town) -> list[Route | Mount]:
    """Return every route of the web side."""
    side = WebSide(load(_env_file=None, **SECRET), town.database, lambda: town.now, town.desk)
    found: list[BaseRoute] = every_route(side)
    return [route for route in found if isinstance(route, Route | Mount)]


def addresses(town: Town, guard: Guard | None = None) -> Iterator[tuple[str, Door, set[str]]]:
    """Return an address for each route, ids filled in, with its door and methods."""
    for route in routes(town):
        path = route.path + "/portal.css" if isinstance(route, Mount) else route.path
        door = DOORS[route.path]
        if guard in (None, door.guard):
            methods = (route.methods if isinstance(route, Route) else None) or {"GET", "HEAD"}
            yield re.sub(r"\{\w+:uuid\}", str(uuid4()), path), door, methods


def test_every_route_has_a_door(town: Town) -> None:
    unlisted = {route.path for route in routes(town)} - set(DOORS)
    assert not unlisted, f"Say in bot/web/route_policies.py who may enter: {sorted(unlisted)}"


def test_wrong_methods_are_refused(town: Town) -> None:
    visitor = Visitor(town, **SECRET)
    for path, _, methods in addresses(town):
        for method in {"GET", "POST", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PROPFIND", "FOO"} - methods:
            assert visitor.asks(method, path) == 405, f"{method} {path}"
            assert "allow" in visitor.answer.headers, f"{method} {path}"
            town.later(seconds=1)


def test_bodies_that_are_too_large_are_refused(town: Town) -> None:
    visitor = Visitor(town, **SECRET)
    for path, door, methods in addresses(town):
        method = "POST" if "POST" in methods else "GET"
        body = b"x" * (door.most + 1)
        kind = {"Content-Type": door.types[0] if door.types else "text/plain"}
        assert visitor.asks(method, path, content=body, headers=kind) == 413, path
        assert visitor.asks(method, path, headers=kind | {"Content-Length": "9" * 30}) == 413, path
        assert visitor.asks(method, path, headers=kind | {"Content-Length": "many"}) == 400, path
        town.later(minutes=1)


def test_a_body_longer_than_it_says_is_refused(town: Town) -> None:
    owner = cast.owner(town)
    cast.organisation(town, owner)
    visitor = signed_in(town, owner)

    async def stream() -> AsyncIterator[bytes]:
        for _ in range(100):
            yield b"csrf=" + b"a" * 1000

    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    assert visitor.asks("POST", "/organisation/members/invite", content=stream(), headers=kind) == 413


def test_bodies_of_the_wrong_type_are_refused(town: Town) -> None:
    visitor = Visitor(town, **SECRET)
    for path, door, methods in addresses(town):
        if "POST" not in methods or door.types == ("",):
            continue
        for kind in ("text/plain", "application/xml", "image/png", ""):
            assert visitor.asks("POST", path, content=b"x", headers={"Content-Type": kind}) == 415, f"{path} {kind}"
        town.later(minutes=1)


@pytest.mark.parametrize("host", STRANGE)
def test_strange_names_are_refused(town: Town, host: str) -> None:
    visitor = Visitor(town, **SECRET)
    for path, door, methods in addresses(town):
        method = "POST" if "POST" in methods else "GET"
        refused = visitor.asks(method, path, headers={"Host": host}) == 400
        assert refused is not door.any_host, path


def test_own_names_and_bare_addresses_are_answered(town: Town) -> None:
    visitor = Visitor(town, public_url="https://desk.example", allowed_hosts="inner, other.example:8080")
    for host in (
        "desk.example",
        "DESK.example:443",
        "inner:80",
        "other.example",
        "localhost",
        "192.168.1.5:8080",
        "[::1]",
    ):
        assert visitor.asks("GET", "/organisation", headers={"Host": host}) == 200, host


def test_without_a_session_nothing_guarded_is_answered(town: Town) -> None:
    owner = cast.owner(town)
    cast.organisation(town, owner)
    csrf = signed_in(town, owner).csrf()
    for cookie in ("", "session=", "session=guess", "session=" + "a" * 4000, "__Host-session=guess"):
        visitor = Visitor(town)
        for path, _, methods in addresses(town, Guard.SESSION):
            for method in methods & {"GET", "POST"}:
                data = {"csrf": csrf} if method == "POST" else None
                status = visitor.asks(method, path, data=data, headers={"Cookie": cookie})
                assert status in (303, 403), f"{method} {path} {cookie[:20]}: {status}"
                town.later(seconds=1)


def test_forms_without_their_secret_do_nothing(town: Town) -> None:
    owner, driver = cast.owner(town), cast.driver(town)
    cast.organisation(town, owner)
    cast.organisation(town, driver, name="桂林漓江运输有限公司", credit_code="911100007109310534")
    visitor, other = signed_in(town, owner), signed_in(town, driver)
    for path, _, methods in addresses(town, Guard.SESSION):
        if "POST" in methods:
            for csrf in ("", "x", other.csrf(), "😀", "a" * 5000):
                assert visitor.asks("POST", path, data={"csrf": csrf}) == 403, path
                town.later(seconds=1)
    assert visitor.asks("GET", "/organisation/cars") == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_forms_from_other_sites_do_nothing(town: Town, headers: dict[str, str]) -> None:
    owner = cast.owner(town)
    cast.organisation(town, owner)
    visitor = signed_in(town, owner)
    visitor.opens("/organisation/members")
    data = {"csrf": visitor.csrf()}
    assert visitor.asks("POST", "/organisation/members/invite", data=data, headers=headers) == 403
    assert (
        visitor.asks("POST", "/organisation/members/invite", data=data, headers={"Origin": "http://127.0.0.1:8080"})
        == 200
    )


def test_who_lacks_the_secret_of_a_signed_door_stays_out(town: Town) -> None:
    visitor = Visitor(town, **SECRET)
    for path, _, _ in addresses(town, Guard.SIGNED):
        status = visitor.asks("POST", path, content=b"{}", headers={"Content-Type": "application/json"})
        assert status in (400, 401, 403), f"{path}: {status}"


def test_answers_carry_the_security_headers(town: Town) -> None:
    for public_url in ("", "https://desk.example"):
        visitor = Visitor(town, public_url=public_url, **SECRET)
        for path, _, methods in addresses(town):
            visitor.asks("GET" if "GET" in methods else "POST", path)
            headers = visitor.answer.headers
            assert "default-src 'none'" in headers["content-security-policy"], path
            assert "unsafe" not in headers["content-security-policy"], path
            assert headers["x-content-type-options"] == "nosniff", path
            assert headers["x-frame-options"] == "DENY", path
            assert headers["referrer-policy"] == "same-origin", path
            assert ("strict-transport-security" in headers) is bool(public_url), path
            assert "server" not in headers, path


def test_cookies_are_shut_as_far_as_they_can_be(town: Town) -> None:
    owner = cast.owner(town)
    cast.organisation(town, owner)
    for public_url in ("", "https://desk.example"):
        origin = public_url or "http://127.0.0.1:8080"
        visitor = Visitor(town, origin=origin, public_url=public_url)
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


def test_a_flood_is_slowed_down_and_others_are_not(town: Town) -> None:
    visitor = Visitor(town)
    statuses = [visitor.asks("GET", "/organisation") for _ in range(70)]
    assert statuses == [200] * 60 + [429] * 10
    assert visitor.answer.headers["retry-after"] == "1"
    town.now += timedelta(seconds=1)
    assert [visitor.asks("GET", "/organisation") for _ in range(11)] == [200] * 10 + [429]
    visitor.comes_from("10.0.0.7")
    assert visitor.asks("GET", "/organisation") == 200


def test_an_ipv6_household_is_one_address(town: Town) -> None:
    visitor, statuses = Visitor(town), []
    for at in range(61):
        visitor.comes_from(f"2001:db8:1:2:{at:x}::1")
        statuses.append(visitor.asks("GET", "/organisation"))
    assert statuses[-1] == 429


def test_what_is_not_there_is_said_as_page_or_as_json(town: Town) -> None:
    visitor = Visitor(town)
    assert visitor.asks("GET", "/nothing") == 404
    visitor.sees("没有这个页面", "<!doctype html>")
    assert visitor.asks("GET", "/nothing", headers={"Accept": "application/json"}) == 404
    assert visitor.answer.json() == {"error": "没有这个页面。"}
    for path in ("/organisation/cars/../../etc/passwd", "/organisation/assets/../doors.py", "/organisation/assets/"):
        assert visitor.asks("GET", path, headers=HTML) == 404, path


def test_a_bug_is_told_by_a_number_and_nothing_else(town: Town) -> None:
    visitor = Visitor(town)
    town.database.close()
    assert visitor.asks("GET", "/organisation/cars", headers={"Cookie": "session=x"}) == 500
    assert re.search(r"编号 [0-9a-f]{8}", visitor.page)
    for leak in ("Traceback", "Error", "sqlalchemy", ".py", "shutdown"):
        assert leak not in visitor.page
