"""Inline mode: the holder of a certificate sends it to another chat; a query makes, changes and shows nothing else."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import Session

from bot.engine.inbound.inline_queries import MAX_AT_ONCE
from tests.stories import cast, certificate_steps
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver
from tests.stories.test_codes_to_hand_on import copied
from tests.stories.test_sign_out import sign_out


@pytest.fixture
def inline_app(app: AppDriver) -> AppDriver:
    """The application, whose bot has inline mode."""
    app.world.bot.user["supports_inline_queries"] = True
    app.wait(app.bot.get_me())
    app.restart()
    return app


def asks(person: Actor, text: str) -> dict[str, Any]:
    """Type this behind the bot's name in any chat, and return what the bot offers."""
    asked = person.app.ask("POST", f"/world/people/{person.id}/inline", json={"query": text})
    person.app.settle()
    person.app.wait(answered(person.app))
    return dict(person.app.ask("GET", f"/world/people/{person.id}/inline/{asked['query_id']}"))


async def answered(app: AppDriver) -> None:
    """Wait until every query is answered."""
    inline = app.desk.receiver.inline
    assert inline is not None
    await asyncio.gather(*inline.open.values(), return_exceptions=True)


def share_code(owner: Actor, term: str = "7 天") -> str:
    """Make a share code, and return what its button puts behind the bot's name."""
    owner.taps("分享码")
    owner.taps(term)
    message = owner.messages()[-1]
    (send,) = [
        key["switch_inline_query"]
        for row in message["reply_markup"]["inline_keyboard"]
        for key in row
        if "switch_inline_query" in key
    ]
    assert [send] == copied(message)
    return str(send)


def test_a_certificate_is_sent_by_inline_mode_with_its_term_and_verified_until_it_is_cancelled(
    inline_app: AppDriver,
) -> None:
    owner, _ = certificate_steps.owner_with_text(inline_app)
    code = share_code(owner)
    (offered,) = asks(owner, code)["results"]
    assert "桂A·12345" in offered["title"]
    assert "随时可以收回" in offered["description"]
    sent = offered["message"]["text"]
    ((verify,),) = offered["reply_markup"]["inline_keyboard"]
    assert "桂A·12345" in sent
    assert "有效期至" in sent
    assert "点下面的按钮" in sent
    other = certificate_steps.guest(inline_app)
    other.says("/start " + verify["url"].partition("start=")[2])
    other.sees("真实有效", "桂A·12345")
    owner.taps("分享码")
    owner.taps("收回")
    assert asks(owner, code)["results"] == []
    other.says("/start " + verify["url"].partition("start=")[2])
    other.sees("已经失效")


def test_a_query_without_an_own_open_code_offers_nothing_but_the_way_to_one(inline_app: AppDriver) -> None:
    owner, _ = certificate_steps.owner_with_text(inline_app)
    code = share_code(owner, "只看一次")
    stranger = cast.driver(inline_app)
    guest = certificate_steps.guest(inline_app)
    for person, typed in ((stranger, code), (guest, code), (owner, ""), (owner, "桂A12345"), (owner, "A" * 256)):
        answer = asks(person, typed)
        assert answer["results"] == []
        assert answer["button"]["start_parameter"] == "certificates"
    other = certificate_steps.guest(inline_app)
    other.says(f"/verify {code}")
    assert asks(owner, code)["results"] == []  # It was for one view.
    owner.says("/start certificates")
    owner.sees("桂A·12345")


def test_a_locked_account_sends_nothing(inline_app: AppDriver) -> None:
    owner, _ = certificate_steps.owner_with_text(inline_app)
    code = share_code(owner)
    sign_out(owner)
    assert asks(owner, code)["results"] == []


def test_without_inline_mode_the_code_is_sent_as_a_link(app: AppDriver) -> None:
    owner, _ = certificate_steps.owner_with_text(app)
    owner.taps("分享码")
    owner.taps("7 天")
    assert "switch_inline_query" not in str(owner.messages()[-1])
    assert "t.me/share/url" in str(owner.messages()[-1])


def test_inline_queries_are_no_events_and_only_a_few_are_open_at_once(inline_app: AppDriver) -> None:
    owner, _ = certificate_steps.owner_with_text(inline_app)
    before = inline_app.read(stored)
    query = {"id": "1", "from": {"id": owner.id}, "query": "", "offset": ""}
    odd: list[dict[str, Any]] = [{"update_id": 1, "inline_query": {"id": 7, "query": []}}]
    flood = [{"update_id": number, "inline_query": query} for number in range(2, 60)]
    assert inline_app.wait(_received(inline_app, [*odd, *flood])) == 1, "the newest of one person"
    crowd = [{**each, "inline_query": {**query, "from": {"id": at}}} for at, each in enumerate(flood, start=1)]
    assert inline_app.wait(_received(inline_app, crowd)) == MAX_AT_ONCE
    assert inline_app.read(stored) == before


def stored(session: Session) -> int:
    """Return the number of stored events."""
    return int(session.execute(text("SELECT count(*) FROM inbox")).scalar_one())


async def _received(app: AppDriver, updates: list[dict[str, Any]]) -> int:
    receiver = app.desk.receiver
    assert receiver.inline is not None
    await receiver.receive(updates)
    opened = len(receiver.inline.open)
    await answered(app)
    return opened
