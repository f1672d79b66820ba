"""Who brings less than a browser does: no session, no visit, no choice, nobody to ask; or more than a door takes."""

from datetime import datetime
from typing import Any

import httpx
import pytest
from sqlmodel import col, select
from starlette.applications import Starlette

from bot.adapters.payments.factory import NOTICE_PATHS
from bot.adapters.payments.gateway import Answer, MalformedNotice, Notice, NoticeReason, NoticeRefused, Provider
from bot.engine import clock
from bot.settings import load
from bot.web import payment_webhooks, telegram_webhook
from bot.web.dependencies import WebSide
from bot.web.errors import Problems
from bot.web.middleware import Armour
from bot.web.route_policies import Doors
from storage.filing.vehicle_codes import VehicleCode
from storage.organisations.organisations import Member
from storage.organisations.web_sessions import WebSession
from tests.stories import cast
from tests.stories.app_driver import Town
from tests.web.company import join, signed_in
from tests.web.visitor import Visitor, code_for

PICTURE = {"picture": ("a.png", b"no picture", "image/png")}


def test_a_right_code_without_a_visit_signs_nobody_in(town: Town) -> None:
    owner = cast.owner(town)
    cast.organisation(town, owner)
    visitor = Visitor(town)
    form = {"code": code_for(owner), "csrf": ""}
    assert visitor.asks("POST", "/organisation/sign-in", data=form) == 403
    assert visitor.asks("POST", "/organisation/sign-in", data=form, headers={"Cookie": "visit="}) == 403
    assert not town.look(lambda session: session.exec(select(WebSession)).all())


def test_a_form_without_a_session_leads_to_the_sign_in(town: Town) -> None:
    visitor = Visitor(town)
    for csrf in ("", "x"):
        assert visitor.asks("POST", "/organisation/members/invite", data={"csrf": csrf}) == 303
        assert visitor.answer.headers["location"] == "/organisation"


def test_a_form_of_somebody_else_does_nothing(town: Town) -> None:
    owner = cast.owner(town)
    cast.organisation(town, owner)
    visitor = signed_in(town, owner)
    assert visitor.asks("POST", "/organisation/sign-out", data={"csrf": "x" * len(visitor.csrf())}) == 403
    assert visitor.asks("GET", "/organisation/cars") == 200


def test_who_has_not_chosen_an_organisation_is_asked_to(town: Town) -> None:
    owner = cast.owner(town)
    cast.organisation(town, owner)
    cast.organisation(town, owner, name="桂林漓江运输有限公司", credit_code="911100007109310534")
    visitor = signed_in(town, owner)
    for path in ("/organisation/cars", "/organisation/members"):
        assert visitor.asks("GET", path) == 303
        assert visitor.answer.headers["location"] == "/organisation/choose"


def test_nobody_makes_a_code_for_a_firm_that_nobody_speaks_for(town: Town) -> None:
    owner, user = cast.owner(town), cast.driver(town)
    car = cast.car(town, cast.organisation(town, owner))
    join(owner, user)
    visitor = signed_in(town, user)
    assert visitor.opens(f"/organisation/cars/{car.id}") == 200

    def leave(session: Any) -> None:
        (seat,) = session.exec(select(Member).where(col(Member.person_id) == owner.person_id))
        seat.ended_at = town.now
        session.add(seat)

    town.write(leave)
    assert visitor.sends(f"/organisation/cars/{car.id}/codes") == 404
    assert not town.look(lambda session: session.exec(select(VehicleCode)).all())


def test_pictures_wait_while_nobody_looks_at_them(town: Town) -> None:
    assert Visitor(town).asks("POST", "/api/verify", files=PICTURE) == 503


async def test_what_is_no_request_goes_on_to_the_application() -> None:
    heard: list[str] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        heard.append(scope["type"])

    nowhere: Any = None
    side = WebSide(load(_env_file=None), nowhere, clock.now)
    armour = Armour(app, side=side, doors=Doors([]), problems=Problems(side.settings))
    for kind in ("lifespan", "websocket"):
        await armour({"type": kind}, nowhere, nowhere)
    assert heard == ["lifespan", "websocket"]


async def posted(routes: list[Any], path: str, content: bytes, **headers: str) -> httpx.Response:
    transport = httpx.ASGITransport(Starlette(routes=routes))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8080") as client:
        return await client.post(path, content=content, headers=headers)


class Reader:
    """A gateway that believes nothing, and remembers how long it was."""

    provider = Provider.WECHAT

    def __init__(self) -> None:
        self.read: list[int] = []

    async def parse_notice(self, headers: Any, body: bytes, now: datetime) -> Notice:
        self.read.append(len(body))
        raise MalformedNotice(NoticeReason.MALFORMED)

    def answer(self, refusal: NoticeRefused | None) -> Answer:
        return Answer(refusal.status if refusal else 200, "text/plain", "")


@pytest.mark.parametrize("more", [0, 1])
async def test_a_notice_longer_than_any_is_not_even_read(more: int) -> None:
    reader = Reader()
    gateways: Any = {Provider.WECHAT: reader}
    nowhere: Any = None
    routes = payment_webhooks.notice_routes(gateways, nowhere, clock=clock.now, wake=lambda: None)
    length = payment_webhooks.MOST_BYTES + more
    answer = await posted(routes, NOTICE_PATHS[Provider.WECHAT], b"x" * length)
    assert (answer.status_code, reader.read) == ((413, []) if more else (400, [length]))


async def test_an_update_before_the_desk_runs_is_told_to_come_again_and_is_no_fault(
    caplog: pytest.LogCaptureFixture,
) -> None:
    nowhere: Any = None
    side = WebSide(load(_env_file=None, webhook_secret="a-secret_1"), nowhere, clock.now)
    headers = {telegram_webhook.HEADER: "a-secret_1"}
    answer = await posted(
        telegram_webhook.Webhook(side).routes(), telegram_webhook.PATH, b'{"update_id": 7}', **headers
    )
    assert (answer.status_code, answer.text) == (503, "starting\n")
    assert not caplog.records
