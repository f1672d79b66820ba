"""Signing in by a one-time code of the chat, and everything that ends a session."""

import re
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest
from sqlmodel import Session

from bot.services.organisations.web_sessions import MAX_AGE, MAX_ATTEMPTS
from bot.web.neighbourhood_queue import NeighbourhoodQueue, QueueLimits
from storage.identity.accounts import Account
from tests.stories import cast
from tests.stories.app_driver import AppDriver
from tests.web.company import join, remove
from tests.web.visitor import Visitor, code_for


def test_a_code_from_the_chat_signs_in(app: AppDriver) -> None:
    owner = cast.owner(app)
    cast.car(app, cast.organisation(app, owner))
    visitor = Visitor(app)
    assert visitor.signs_in(code_for(owner)) == 200
    visitor.sees("青山物流", "管理员", "桂A·12345")


def test_a_code_is_accepted_in_lower_case_and_without_the_dash(app: AppDriver) -> None:
    owner = cast.owner(app)
    cast.organisation(app, owner)
    assert Visitor(app).signs_in(code_for(owner).replace("-", " ").lower()) == 200


def test_the_language_is_chosen_on_the_answer_to_a_form_too(app: AppDriver) -> None:
    visitor = Visitor(app)
    visitor.signs_in("2222222222")
    link = re.search(r'href="(/organisation/language[^"]*)"', visitor.page)
    assert link is not None
    assert visitor.opens(unescape(link[1])) == 200


def test_without_a_session_a_page_redirects_to_the_sign_in(app: AppDriver) -> None:
    visitor = Visitor(app)
    assert visitor.asks("GET", "/organisation/cars") == 303
    assert visitor.answer.headers["location"] == "/organisation"
    visitor.opens("/organisation/cars")
    visitor.sees("登录码")


def test_a_code_can_be_used_once(app: AppDriver) -> None:
    owner = cast.owner(app)
    cast.organisation(app, owner)
    code = code_for(owner)
    assert Visitor(app).signs_in(code) == 200
    second = Visitor(app)
    assert second.signs_in(code) == 403
    second.sees("这个登录码不能用")


def test_a_code_expires_after_minutes(app: AppDriver) -> None:
    owner = cast.owner(app)
    cast.organisation(app, owner)
    code = code_for(owner)
    app.later(minutes=5)
    assert Visitor(app).signs_in(code) == 403


def test_a_newer_code_replaces_the_older(app: AppDriver) -> None:
    owner = cast.owner(app)
    cast.organisation(app, owner)
    older, newer = code_for(owner), code_for(owner)
    assert Visitor(app).signs_in(older) == 403
    assert Visitor(app).signs_in(newer) == 200


@pytest.mark.parametrize(
    "typed", ["", "AAAA-AAAA-AA", "ABCDEFGHJ", "0O1I-LU00-LU", "登录码登录码登录", "A" * 5000, "😀" * 8]
)
def test_every_wrong_code_gets_the_same_answer(app: AppDriver, typed: str) -> None:
    visitor = Visitor(app)
    assert visitor.signs_in(typed) == 403
    answers = visitor.page
    visitor.signs_in("BBBB-BBBB-BB")
    assert visitor.page == answers


def test_a_person_without_an_organisation_gets_no_code(app: AppDriver) -> None:
    driver = cast.driver(app)
    driver.says("/organisation")
    driver.sees("没有代表任何单位")


def test_a_code_of_a_removed_user_is_refused(app: AppDriver) -> None:
    owner, driver = cast.owner(app), cast.driver(app)
    cast.organisation(app, owner)
    join(owner, driver)
    code = code_for(driver)
    remove(owner, "李*国")
    assert Visitor(app).signs_in(code) == 403


def test_guessing_codes_is_limited_per_address(app: AppDriver) -> None:
    owner = cast.owner(app)
    cast.organisation(app, owner)
    code, visitor = code_for(owner), Visitor(app)
    for _ in range(MAX_ATTEMPTS[0]):
        assert visitor.signs_in("AAAA-AAAA-AA") == 403
        app.now += timedelta(seconds=6)
    assert visitor.signs_in(code) == 429, "even the right code is refused"
    visitor.sees("尝试次数太多")
    assert Visitor(app, address="10.0.0.7").signs_in(code) == 200, "other addresses may sign in"


def test_fast_guessing_is_limited_by_the_middleware(app: AppDriver) -> None:
    visitor = Visitor(app)
    statuses = {visitor.signs_in("AAAA-AAAA-AA") for _ in range(12)}
    assert statuses == {403, 429}
    assert int(visitor.answer.headers["retry-after"]) > 0


def test_an_idle_session_ends(app: AppDriver) -> None:
    owner = cast.owner(app)
    cast.organisation(app, owner)
    visitor = Visitor(app)
    visitor.signs_in(code_for(owner))
    for _ in range(3):
        app.now += timedelta(minutes=29)
        assert visitor.asks("GET", "/organisation/cars") == 200
    app.now += timedelta(minutes=30)
    visitor.opens("/organisation/cars")
    visitor.sees("登录已失效")


def test_a_session_ends_after_twelve_hours(app: AppDriver) -> None:
    owner = cast.owner(app)
    cast.organisation(app, owner)
    visitor = Visitor(app)
    visitor.signs_in(code_for(owner))
    began = app.now
    while app.now - began < MAX_AGE - timedelta(minutes=20):
        app.now += timedelta(minutes=20)
        assert visitor.asks("GET", "/organisation/cars") == 200
    app.now += timedelta(minutes=20)
    assert visitor.asks("GET", "/organisation/cars") == 303


def test_signing_out_ends_the_session_not_only_the_cookie(app: AppDriver) -> None:
    owner = cast.owner(app)
    cast.organisation(app, owner)
    visitor = Visitor(app)
    visitor.signs_in(code_for(owner))
    token = visitor.client.cookies["session"]
    visitor.sends("/organisation/sign-out")
    visitor.client.cookies.set("session", token)
    assert visitor.asks("GET", "/organisation/cars") == 303


def test_a_browser_can_sign_out_another(app: AppDriver) -> None:
    owner = cast.owner(app)
    cast.organisation(app, owner)
    first, second = Visitor(app), Visitor(app)
    first.signs_in(code_for(owner))
    second.signs_in(code_for(owner))
    second.opens("/organisation/browsers")
    second.sees("这一个")
    assert second.page.count("/end") == 2
    other = next(row for row in second.page.split("<tr>") if "/end" in row and "这一个" not in row).split("/browsers/")[
        1
    ][:36]
    second.sends(f"/organisation/browsers/{other}/end")
    assert first.asks("GET", "/organisation/cars") == 303
    assert second.asks("GET", "/organisation/cars") == 200


def test_the_chat_can_sign_out_every_browser(app: AppDriver) -> None:
    owner = cast.owner(app)
    cast.organisation(app, owner)
    visitor = Visitor(app)
    visitor.signs_in(code_for(owner))
    code_for(owner)
    owner.taps("退出全部浏览器")
    owner.sees("已退出 1 个浏览器")
    assert visitor.asks("GET", "/organisation/cars") == 303


def test_an_account_without_a_person_is_signed_out(app: AppDriver) -> None:
    owner = cast.owner(app)
    cast.organisation(app, owner)
    visitor = Visitor(app)
    visitor.signs_in(code_for(owner))

    def unbind(session: Session) -> None:
        account = session.get_one(Account, owner.account.id)
        account.person_id, account.registered_at = None, None
        session.add(account)

    app.write(unbind)
    assert visitor.asks("GET", "/organisation/cars") == 303


def test_a_person_with_two_organisations_chooses_one(app: AppDriver) -> None:
    owner = cast.owner(app)
    cast.car(app, cast.organisation(app, owner))
    other = cast.organisation(app, owner, name="桂林漓江运输有限公司", credit_code="911100007109310534")
    visitor = Visitor(app)
    visitor.signs_in(code_for(owner))
    visitor.sees("您代表哪个单位", "漓江运输", "青山物流")
    visitor.sends("/organisation/choose", organisation=str(other.id))
    visitor.sees("漓江运输", "没有符合条件")
    assert "桂A·12345" not in visitor.page


@pytest.mark.parametrize("organisation", ["", "x", "00000000-0000-0000-0000-000000000000"])
def test_an_organisation_of_others_cannot_be_chosen(app: AppDriver, organisation: str) -> None:
    owner = cast.owner(app)
    cast.organisation(app, owner)
    visitor = Visitor(app)
    visitor.signs_in(code_for(owner))
    assert visitor.sends("/organisation/choose", organisation=organisation) == 404


def test_neither_token_nor_code_is_stored_in_clear_text(app: AppDriver) -> None:
    owner = cast.owner(app)
    cast.organisation(app, owner)
    code, visitor = code_for(owner), Visitor(app)
    visitor.signs_in(code)
    token = visitor.client.cookies["session"]
    folder = Path(app.database.url.removeprefix("sqlite:///")).parent
    kept = b"".join(path.read_bytes() for path in folder.iterdir() if path.is_file())
    assert token.encode() not in kept
    assert code.encode() not in kept
    assert code.replace("-", "").encode() not in kept


def test_a_code_that_finds_no_turn_is_typed_again_later(app: AppDriver) -> None:
    owner = cast.owner(app)
    cast.organisation(app, owner)
    code, visitor = code_for(owner), Visitor(app)
    turns, visitor.web.sign_ins = visitor.web.sign_ins, NeighbourhoodQueue(1, QueueLimits(near=0))
    assert visitor.signs_in(code) == 503
    assert visitor.answer.headers["retry-after"] == "3"
    visitor.sees("现在人多")
    visitor.web.sign_ins = turns
    assert visitor.signs_in(code) == 200, "it was not used up"
