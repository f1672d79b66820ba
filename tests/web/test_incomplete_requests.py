"""Incomplete requests: without session, sign-in cookie, chosen organisation, sandbox or running desk."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from bot.adapters.payments.factory import WEBHOOK_PATHS
from bot.engine import clock
from bot.runtime import log_config
from bot.settings import load
from bot.web import telegram_webhook
from bot.web.access import SECRET_TOKEN_HEADER
from bot.web.dependencies import WebDependencies
from bot.web.middleware import PolicyMiddleware
from bot.web.route_policies import POLICIES, PolicyIndex
from storage.filing.vehicle_codes import VehicleCode
from storage.organisations.organisations import OrganisationMember
from storage.organisations.web_sessions import WebSession
from storage.payments.payments import PaymentProvider
from tests.stories import cast
from tests.stories.app_driver import AppDriver
from tests.web.company import join, signed_in
from tests.web.visitor import RefusingGateway, Visitor, code_for

PICTURE = {"picture": ("a.png", b"no picture", "image/png")}


def test_a_right_code_without_the_sign_in_cookie_is_refused(app: AppDriver) -> None:
    owner = cast.owner(app)
    cast.organisation(app, owner)
    visitor = Visitor(app)
    form = {"code": code_for(owner), "csrf": ""}
    assert visitor.asks("POST", "/organisation/sign-in", data=form) == 403
    assert visitor.asks("POST", "/organisation/sign-in", data=form, headers={"Cookie": "visit="}) == 403
    assert not app.read(lambda session: session.exec(select(WebSession)).all())


def test_a_form_without_a_session_redirects_to_the_sign_in(app: AppDriver) -> None:
    visitor = Visitor(app)
    for csrf in ("", "x"):
        assert visitor.asks("POST", "/organisation/members/invite", data={"csrf": csrf}) == 303
        assert visitor.answer.headers["location"] == "/organisation"


def test_a_form_with_a_wrong_csrf_token_does_nothing(app: AppDriver) -> None:
    owner = cast.owner(app)
    cast.organisation(app, owner)
    visitor = signed_in(app, owner)
    assert visitor.asks("POST", "/organisation/sign-out", data={"csrf": "x" * len(visitor.csrf())}) == 403
    assert visitor.asks("GET", "/organisation/cars") == 200


def test_without_a_chosen_organisation_pages_redirect_to_the_choice(app: AppDriver) -> None:
    owner = cast.owner(app)
    cast.organisation(app, owner)
    cast.organisation(app, owner, name="桂林漓江运输有限公司", credit_code="911100007109310534")
    visitor = signed_in(app, owner)
    for path in ("/organisation/cars", "/organisation/members"):
        assert visitor.asks("GET", path) == 303
        assert visitor.answer.headers["location"] == "/organisation/choose"


def test_without_an_administrator_no_vehicle_code_is_made(app: AppDriver) -> None:
    owner, user = cast.owner(app), cast.driver(app)
    car = cast.car(app, cast.organisation(app, owner))
    join(owner, user)
    visitor = signed_in(app, user)
    assert visitor.opens(f"/organisation/cars/{car.id}") == 200

    def leave(session: Any) -> None:
        (seat,) = session.exec(select(OrganisationMember).where(col(OrganisationMember.person_id) == owner.person_id))
        seat.ended_at = app.now
        session.add(seat)

    app.write(leave)
    assert visitor.sends(f"/organisation/cars/{car.id}/codes") == 403
    assert not app.read(lambda session: session.exec(select(VehicleCode)).all())


def test_without_a_sandbox_pictures_are_answered_with_503(app: AppDriver) -> None:
    assert Visitor(app).asks("POST", "/api/verify", files=PICTURE) == 503


async def test_the_middleware_passes_on_other_protocols_than_http() -> None:
    seen: list[str] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        seen.append(scope["type"])

    nothing: Any = None
    web = WebDependencies(load(_env_file=None), nothing, clock.now)
    middleware = PolicyMiddleware(app, web=web, policies=PolicyIndex([]))
    for kind in ("lifespan", "websocket"):
        await middleware({"type": kind}, nothing, nothing)
    assert seen == ["lifespan", "websocket"]


@pytest.mark.parametrize("excess", [0, 1])
def test_a_webhook_event_that_is_too_long_does_not_reach_the_gateway(app: AppDriver, excess: int) -> None:
    gateway, path = RefusingGateway(PaymentProvider.WECHAT), WEBHOOK_PATHS[PaymentProvider.WECHAT]
    gateways: Any = {PaymentProvider.WECHAT: gateway}
    length = POLICIES[path].max_body + excess
    status = Visitor(app, gateways=gateways).asks("POST", path, content=b"x" * length)
    assert (status, gateway.lengths) == ((413, []) if excess else (400, [length]))


def test_strangers_write_one_line_a_minute_into_the_log(app: AppDriver, caplog: pytest.LogCaptureFixture) -> None:
    path = WEBHOOK_PATHS[PaymentProvider.WECHAT]
    gateways: Any = {PaymentProvider.WECHAT: RefusingGateway(PaymentProvider.WECHAT)}
    visitor = Visitor(app, gateways=gateways)
    for _ in range(3):
        visitor.asks("POST", path, content=b"x")
    app.now += timedelta(minutes=1)
    visitor.asks("POST", path, content=b"x")
    lines = [record for record in caplog.records if record.message == "webhook event rejected"]
    assert [record.__dict__["count"] for record in lines] == [1, 3]


@pytest.mark.usefixtures("own_logging")
def test_a_bad_form_writes_nothing_into_the_log(capsys: pytest.CaptureFixture[str], app: AppDriver) -> None:
    visitor, headers = Visitor(app), {"Content-Type": "multipart/form-data; boundary=a"}
    log_config.configure_logging(as_json=True)
    visitor.asks("POST", "/api/verify", content=b"--a\r\nno header\r\n\r\nx\r\n--a--\r\n", headers=headers)
    assert capsys.readouterr().err == ""


def test_an_update_before_the_desk_runs_is_answered_with_503_without_an_error_in_the_log(
    app: AppDriver, caplog: pytest.LogCaptureFixture
) -> None:
    secret = "a-secret_1"
    visitor = Visitor(app, webhook_secret=secret)
    visitor.web.desk = None
    headers = {SECRET_TOKEN_HEADER: secret, "Content-Type": "application/json"}
    assert visitor.asks("POST", telegram_webhook.PATH, content=b'{"update_id": 7}', headers=headers) == 503
    assert visitor.answer.text == "starting\n"
    assert not caplog.records
