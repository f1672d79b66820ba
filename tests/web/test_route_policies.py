"""Route policies: every route has one, and the middleware enforces methods, bodies, hosts, access, CSRF and limits."""

import re
from collections.abc import AsyncIterator

import pytest
from starlette.routing import Mount, Route

from bot.settings import load
from bot.web.access import SECRET_TOKEN_HEADER
from bot.web.dependencies import WebDependencies
from bot.web.route_policies import POLICIES, Access
from bot.web.routes import all_routes
from tests.conventions import source_tree
from tests.stories import cast
from tests.stories.app_driver import AppDriver
from tests.web.company import signed_in
from tests.web.policy_requests import GATEWAYS, SECRET, addresses, visitor_of
from tests.web.visitor import Visitor

UNKNOWN_HOSTS = (
    "evil.example",
    "127.0.0.1.evil.example",
    "localhost.evil.example:8080",
    "",
    "[::1",
    "localhost:80@evil",
    "evil@localhost",
    "localhost:",
    "localhost:80:80",
    "localhost/evil",
    "localhost evil",
    "[::1]evil",
    "localhost:x",
)


def test_every_route_has_a_policy_and_every_policy_a_route(app: AppDriver) -> None:
    web = WebDependencies(load(_env_file=None, **SECRET), app.database, lambda: app.now, gateways=GATEWAYS)
    paths = [route.path for route in all_routes(web) if isinstance(route, Route | Mount)]
    assert sorted(paths) == sorted(POLICIES), "Declare the policy of each path in bot/web/route_policies.py"


@pytest.mark.parametrize(
    ("call", "modules"),
    [
        (r"\bRoute\(", {"route_policies.py"}),
        (r"\bMount\(", {"routes.py"}),
        (r"compare_digest\(", {"access.py", "browser_request.py", "mini_app/init_data.py"}),
        (r"Middleware\(", {"app.py", "middleware.py", "routes.py"}),
        (r"\b(405|413|415|429)\b", {"api/openapi.py", "errors.py", "browser_routes.py", "middleware.py"}),
    ],
)
def test_nothing_but_the_policy_table_and_its_enforcement_decides_about_a_request(call: str, modules: set[str]) -> None:
    found = {
        path.relative_to("bot/web").as_posix()
        for path in source_tree.python_files("bot/web")
        if re.search(call, source_tree.text(path))
    }
    assert found <= modules, "Declare it in bot/web/route_policies.py and let the middleware enforce it"


def test_wrong_methods_are_refused(app: AppDriver) -> None:
    visitor = visitor_of(app)
    for path, policy in addresses(app):
        known = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "FOO"}
        for method in known - policy.methods:
            assert visitor.asks(method, path) == 405, f"{method} {path}"
            assert set(visitor.answer.headers["allow"].split(", ")) == policy.methods, f"{method} {path}"


def test_bodies_that_are_too_large_are_refused(app: AppDriver) -> None:
    visitor = visitor_of(app)
    for path, policy in addresses(app):
        method = "POST" if "POST" in policy.methods else "GET"
        body = b"x" * (policy.max_body + 1)
        headers = {"Content-Type": policy.content_types[0] if policy.content_types else "text/plain"}
        assert visitor.asks(method, path, content=body, headers=headers) == 413, path
        assert visitor.asks(method, path, headers=headers | {"Content-Length": "9" * 30}) == 413, path
        assert visitor.asks(method, path, headers=headers | {"Content-Length": "many"}) == 400, path
        app.later(minutes=1)


def test_a_webhook_body_of_unknown_length_is_refused_beyond_the_limit(app: AppDriver) -> None:
    visitor = visitor_of(app)

    async def stream(length: int) -> AsyncIterator[bytes]:
        for start in range(0, length, 100_000):
            yield b"a" * min(100_000, length - start)

    for path, policy in addresses(app):
        if policy.access in (Access.TELEGRAM, Access.PAYMENT_PROVIDER):
            headers = {"Content-Type": "application/json", SECRET_TOKEN_HEADER: SECRET["webhook_secret"]}
            assert visitor.asks("POST", path, content=stream(policy.max_body + 1), headers=headers) == 413, path


def test_a_form_of_unknown_length_is_refused_beyond_the_limit(app: AppDriver) -> None:
    owner = cast.owner(app)
    cast.organisation(app, owner)
    visitor = signed_in(app, owner)

    async def stream() -> AsyncIterator[bytes]:
        for _ in range(100):
            yield b"csrf=" + b"a" * 1000

    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    assert visitor.asks("POST", "/organisation/members/invite", content=stream(), headers=headers) == 413


def test_bodies_of_the_wrong_type_are_refused(app: AppDriver) -> None:
    visitor = visitor_of(app)
    for path, policy in addresses(app):
        if "POST" not in policy.methods or not policy.content_types:
            continue
        for kind in ("text/plain", "application/xml", "image/png", ""):
            assert visitor.asks("POST", path, content=b"x", headers={"Content-Type": kind}) == 415, f"{path} {kind}"
        app.later(minutes=1)


@pytest.mark.parametrize("host", UNKNOWN_HOSTS)
def test_unknown_hosts_are_refused(app: AppDriver, host: str) -> None:
    visitor = visitor_of(app)
    for path, policy in addresses(app):
        if policy.access is not Access.PAYMENT_PROVIDER:  # The test's gateway answers 400 too.
            method = "POST" if "POST" in policy.methods else "GET"
            refused = visitor.asks(method, path, headers={"Host": host}) == 400
            assert refused is not policy.any_host, path


def test_configured_hosts_and_ip_addresses_are_accepted(app: AppDriver) -> None:
    visitor = Visitor(app, public_url="https://desk.example", allowed_hosts="inner, other.example:8080, Desk_web:80")
    for host in (
        "desk.example",
        "DESK.example:443",
        "inner:80",
        "other.example",
        "desk_web",
        "localhost",
        "192.168.1.5:8080",
        "[::1]",
    ):
        assert visitor.asks("GET", "/organisation", headers={"Host": host}) == 200, host


def test_pages_that_need_a_session_are_refused_without_one(app: AppDriver) -> None:
    owner = cast.owner(app)
    cast.organisation(app, owner)
    csrf = signed_in(app, owner).csrf()
    for cookie in ("", "session=", "session=guess", "session=" + "a" * 4000, "__Host-session=guess"):
        visitor = Visitor(app)
        for path, policy in addresses(app, Access.SESSION):
            for method in policy.methods & {"GET", "POST"}:
                data = {"csrf": csrf} if method == "POST" else None
                status = visitor.asks(method, path, data=data, headers={"Cookie": cookie})
                assert status in (303, 403), f"{method} {path} {cookie[:20]}: {status}"
                app.later(seconds=1)


def test_requests_of_the_mini_app_are_refused_without_its_session(app: AppDriver) -> None:
    visitor = visitor_of(app)
    for sent in ("", "Bearer", "Bearer ", "Bearer guess", "Bearer " + "a" * 4000, "Basic guess", "tma user=1"):
        for path, policy in addresses(app, Access.APP):
            for method in policy.methods & {"GET", "POST"}:
                headers = (
                    {"Authorization": sent, "Cookie": "session=guess", "Content-Type": policy.content_types[0]}
                    if (method == "POST")
                    else {"Authorization": sent}
                )
                content = b"{}" if method == "POST" else None
                assert visitor.asks(method, path, content=content, headers=headers) == 401, (
                    f"{method} {path} {sent[:9]}"
                )
                app.later(seconds=1)


def test_forms_without_their_csrf_token_are_refused(app: AppDriver) -> None:
    owner, driver = cast.owner(app), cast.driver(app)
    cast.organisation(app, owner)
    cast.organisation(app, driver, name="桂林漓江运输有限公司", credit_code="911100007109310534")
    visitor, other = signed_in(app, owner), signed_in(app, driver)
    for path, policy in addresses(app, Access.SESSION):
        if "POST" in policy.methods:
            for csrf in ("", "x", other.csrf(), "😀", "a" * 5000):
                assert visitor.asks("POST", path, data={"csrf": csrf}) == 403, path
                app.later(seconds=1)
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
def test_forms_from_other_sites_are_refused(app: AppDriver, headers: dict[str, str]) -> None:
    owner = cast.owner(app)
    cast.organisation(app, owner)
    visitor = signed_in(app, owner)
    visitor.opens("/organisation/members")
    data = {"csrf": visitor.csrf()}
    assert visitor.asks("POST", "/organisation/members/invite", data=data, headers=headers) == 403
    assert (
        visitor.asks("POST", "/organisation/members/invite", data=data, headers={"Origin": "http://127.0.0.1:8080"})
        == 200
    )


def test_the_public_pages_need_no_session(app: AppDriver) -> None:
    visitor = visitor_of(app)
    for path, policy in addresses(app, Access.PUBLIC):
        if "GET" in policy.methods:
            assert visitor.asks("GET", path) in (200, 303, 400), path


def test_updates_without_the_secret_token_are_refused(app: AppDriver) -> None:
    visitor = visitor_of(app)
    for path, _ in addresses(app, Access.TELEGRAM):
        for token in ({}, {SECRET_TOKEN_HEADER: ""}, {SECRET_TOKEN_HEADER: "a-secret_2"}):
            headers = {"Content-Type": "application/json", **token}
            assert visitor.asks("POST", path, content=b'{"update_id": 7}', headers=headers) == 403


def test_payment_webhooks_are_decided_by_the_gateway(app: AppDriver) -> None:
    visitor = visitor_of(app)
    for path, _ in addresses(app, Access.PAYMENT_PROVIDER):
        assert visitor.asks("POST", path, content=b"{}") == 400, path


def test_metrics_are_for_the_operator(app: AppDriver) -> None:
    for path, _ in addresses(app, Access.OPERATOR):
        assert visitor_of(app, address="10.0.0.7").asks("GET", path) == 403, path
        assert visitor_of(app, metrics_token="a-token").asks("GET", path) == 401, path
