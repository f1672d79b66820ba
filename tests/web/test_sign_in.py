"""Signing in: by a code of the chat, once, for a while; and everything that ends it."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import Session

from bot.services.organisations.web_sessions import LONGEST, TRIES_OF_ADDRESS
from storage.identity.accounts import Account
from tests.stories import cast
from tests.stories.app_driver import Town
from tests.web.company import join, remove
from tests.web.visitor import Visitor, code_for


def test_a_code_of_the_chat_opens_the_portal(town: Town) -> None:
    owner = cast.owner(town)
    cast.car(town, cast.organisation(town, owner))
    visitor = Visitor(town)
    assert visitor.signs_in(code_for(owner)) == 200
    visitor.sees("青山物流", "管理员", "桂A·12345")


def test_small_letters_and_no_dash_are_well(town: Town) -> None:
    owner = cast.owner(town)
    cast.organisation(town, owner)
    assert Visitor(town).signs_in(code_for(owner).replace("-", " ").lower()) == 200


def test_without_a_session_every_page_leads_to_the_doorway(town: Town) -> None:
    visitor = Visitor(town)
    assert visitor.asks("GET", "/organisation/cars") == 303
    assert visitor.answer.headers["location"] == "/organisation"
    visitor.opens("/organisation/cars")
    visitor.sees("登录码")


def test_a_code_works_once(town: Town) -> None:
    owner = cast.owner(town)
    cast.organisation(town, owner)
    code = code_for(owner)
    assert Visitor(town).signs_in(code) == 200
    second = Visitor(town)
    assert second.signs_in(code) == 403
    second.sees("这个登录码不能用")


def test_a_code_lives_minutes(town: Town) -> None:
    owner = cast.owner(town)
    cast.organisation(town, owner)
    code = code_for(owner)
    town.later(minutes=5)
    assert Visitor(town).signs_in(code) == 403


def test_a_newer_code_ends_the_older(town: Town) -> None:
    owner = cast.owner(town)
    cast.organisation(town, owner)
    older, newer = code_for(owner), code_for(owner)
    assert Visitor(town).signs_in(older) == 403
    assert Visitor(town).signs_in(newer) == 200


@pytest.mark.parametrize("typed", ["", "AAAA-AAAA", "ABCDEFG", "0O1I-LU00", "登录码登录码登录", "A" * 5000, "😀" * 8])
def test_every_wrong_code_gets_the_same_answer(town: Town, typed: str) -> None:
    visitor = Visitor(town)
    assert visitor.signs_in(typed) == 403
    answers = visitor.page
    visitor.signs_in("BBBB-BBBB")
    assert visitor.page == answers


def test_who_acts_for_nobody_gets_no_code(town: Town) -> None:
    driver = cast.driver(town)
    driver.says("/organisation")
    driver.sees("没有代表任何单位")


def test_a_code_of_somebody_who_was_removed_meanwhile_is_worthless(town: Town) -> None:
    owner, driver = cast.owner(town), cast.driver(town)
    cast.organisation(town, owner)
    join(owner, driver)
    code = code_for(driver)
    remove(owner, "李*国")
    assert Visitor(town).signs_in(code) == 403


def test_guessing_is_stopped(town: Town) -> None:
    owner = cast.owner(town)
    cast.organisation(town, owner)
    code, visitor = code_for(owner), Visitor(town)
    for _ in range(TRIES_OF_ADDRESS):
        assert visitor.signs_in("AAAA-AAAA") == 403
        town.now += timedelta(seconds=6)
    assert visitor.signs_in(code) == 429, "even the right code waits"
    visitor.sees("试得太多了")
    assert Visitor(town, address="10.0.0.7").signs_in(code) == 200, "others are not kept out"


def test_guessing_in_haste_is_stopped_before_the_store(town: Town) -> None:
    visitor = Visitor(town)
    statuses = {visitor.signs_in("AAAA-AAAA") for _ in range(12)}
    assert statuses == {403, 429}
    assert int(visitor.answer.headers["retry-after"]) > 0


def test_silence_ends_a_session(town: Town) -> None:
    owner = cast.owner(town)
    cast.organisation(town, owner)
    visitor = Visitor(town)
    visitor.signs_in(code_for(owner))
    for _ in range(3):
        town.now += timedelta(minutes=29)
        assert visitor.asks("GET", "/organisation/cars") == 200
    town.now += timedelta(minutes=30)
    visitor.opens("/organisation/cars")
    visitor.sees("登录已经结束")


def test_nobody_stays_longer_than_half_a_day(town: Town) -> None:
    owner = cast.owner(town)
    cast.organisation(town, owner)
    visitor = Visitor(town)
    visitor.signs_in(code_for(owner))
    began = town.now
    while town.now - began < LONGEST - timedelta(minutes=20):
        town.now += timedelta(minutes=20)
        assert visitor.asks("GET", "/organisation/cars") == 200
    town.now += timedelta(minutes=20)
    assert visitor.asks("GET", "/organisation/cars") == 303


def test_signing_out_ends_the_session_and_not_only_the_cookie(town: Town) -> None:
    owner = cast.owner(town)
    cast.organisation(town, owner)
    visitor = Visitor(town)
    visitor.signs_in(code_for(owner))
    token = visitor.client.cookies["session"]
    visitor.sends("/organisation/sign-out")
    visitor.client.cookies.set("session", token)
    assert visitor.asks("GET", "/organisation/cars") == 303


def test_one_browser_signs_another_out(town: Town) -> None:
    owner = cast.owner(town)
    cast.organisation(town, owner)
    first, second = Visitor(town), Visitor(town)
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


def test_the_chat_signs_every_browser_out(town: Town) -> None:
    owner = cast.owner(town)
    cast.organisation(town, owner)
    visitor = Visitor(town)
    visitor.signs_in(code_for(owner))
    code_for(owner)
    owner.taps("退出全部浏览器")
    owner.sees("已退出 1 个浏览器")
    assert visitor.asks("GET", "/organisation/cars") == 303


def test_an_account_that_lost_its_person_is_signed_out(town: Town) -> None:
    owner = cast.owner(town)
    cast.organisation(town, owner)
    visitor = Visitor(town)
    visitor.signs_in(code_for(owner))

    def unbind(session: Session) -> None:
        account = session.get_one(Account, owner.account.id)
        account.person_id, account.registered_at = None, None
        session.add(account)

    town.write(unbind)
    assert visitor.asks("GET", "/organisation/cars") == 303


def test_who_acts_for_two_chooses_one(town: Town) -> None:
    owner = cast.owner(town)
    cast.car(town, cast.organisation(town, owner))
    other = cast.organisation(town, owner, name="桂林漓江运输有限公司", credit_code="911100007109310534")
    visitor = Visitor(town)
    visitor.signs_in(code_for(owner))
    visitor.sees("您代表哪个单位", "漓江运输", "青山物流")
    visitor.sends("/organisation/choose", organisation=str(other.id))
    visitor.sees("漓江运输", "没有符合条件")
    assert "桂A·12345" not in visitor.page


@pytest.mark.parametrize("organisation", ["", "x", "00000000-0000-0000-0000-000000000000"])
def test_nobody_chooses_what_is_not_his(town: Town, organisation: str) -> None:
    owner = cast.owner(town)
    cast.organisation(town, owner)
    visitor = Visitor(town)
    visitor.signs_in(code_for(owner))
    assert visitor.sends("/organisation/choose", organisation=organisation) == 404


def test_a_token_is_nowhere_in_the_store(town: Town) -> None:
    owner = cast.owner(town)
    cast.organisation(town, owner)
    code, visitor = code_for(owner), Visitor(town)
    visitor.signs_in(code)
    token = visitor.client.cookies["session"]
    folder = Path(town.database.url.removeprefix("sqlite:///")).parent
    kept = b"".join(path.read_bytes() for path in folder.iterdir() if path.is_file())
    assert token.encode() not in kept
    assert code.encode() not in kept
    assert code.replace("-", "").encode() not in kept
