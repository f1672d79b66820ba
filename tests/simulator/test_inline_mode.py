"""Inline mode: people ask the bot from any chat and send one of its results in their own name."""

import httpx
import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InlineQueryResultArticle, InputTextMessageContent
from telegram.error import BadRequest

from bot.simulator.chats import Chat
from bot.simulator.groups import make_group
from bot.simulator.world import World
from tests.simulator.conftest import TOKEN, ManualClock, PersonClient, answered
from tests.simulator.official_shapes import deviations

MARKUP = InlineKeyboardMarkup([[InlineKeyboardButton("Check", callback_data="check")]])


@pytest.fixture
def group(world: World) -> Chat:
    world.bot.user["supports_inline_queries"] = True
    return make_group(world.bot, "Family", [700_000_001, 700_000_002])


def article(identifier: str = "1", markup: InlineKeyboardMarkup | None = None) -> InlineQueryResultArticle:
    return InlineQueryResultArticle(
        identifier,
        "Certificate",
        InputTextMessageContent("Valid until <b>May</b>", parse_mode="HTML"),
        reply_markup=markup,
    )


async def ask(ming: PersonClient, text: str, **more: object) -> str:
    return str((await ming.posts("inline", {"query": text, **more}))["query_id"])


async def test_a_chosen_result_is_sent_in_the_persons_name_and_can_be_edited(
    bot: Bot, ming: PersonClient, group: Chat
) -> None:
    query = await ask(ming, "car", chat=group.id)
    await bot.answer_inline_query(query, [article(markup=MARKUP)])
    offered = answered(await ming.client.get(f"/world/people/{ming.id}/inline/{query}"))
    sent = await ming.posts(f"inline/{query}", {"result_id": "1", "chat": group.id})
    updates = await bot.get_updates()
    chosen = next(update.chosen_inline_result for update in updates if update.chosen_inline_result)
    edited = await bot.edit_message_text("Revoked", inline_message_id=chosen.inline_message_id)

    assert next(update.inline_query.query for update in updates if update.inline_query) == "car"
    assert [result["title"] for result in offered["results"]] == ["Certificate"]
    assert (sent["from"]["id"], sent["via_bot"]["username"]) == (ming.id, "desk_bot")
    assert sent["entities"][0]["type"] == "bold"
    assert deviations("Message", sent) == []
    assert edited is True
    assert group.messages[sent["message_id"]]["text"] == "Revoked"


async def test_a_tap_on_a_result_names_the_inline_message(bot: Bot, ming: PersonClient, group: Chat) -> None:
    query = await ask(ming, "car")
    await bot.answer_inline_query(query, [article(markup=MARKUP)])
    sent = await ming.posts(f"inline/{query}", {"result_id": "1"})
    await ming.taps(sent["message_id"], "Check")
    tap = (await bot.get_updates())[-1].callback_query

    assert tap
    assert (tap.data, tap.message) == ("check", None)
    assert tap.inline_message_id


async def test_a_result_without_buttons_has_no_inline_message(bot: Bot, ming: PersonClient, group: Chat) -> None:
    query = await ask(ming, "car")
    await bot.answer_inline_query(query, [article()])
    await ming.posts(f"inline/{query}", {"result_id": "1"})
    chosen = (await bot.get_updates())[-1].chosen_inline_result

    assert chosen
    assert chosen.inline_message_id is None


@pytest.mark.parametrize(
    ("results", "reason"),
    [
        ([{"type": "article", "id": "1", "title": "x"}], 'Can\'t find field "input_message_content"'),
        ([{"type": "poem", "id": "1"}], "Unsupported type specified"),
        (
            [{"type": "article", "id": "", "title": "x", "input_message_content": {"message_text": "x"}}],
            "RESULT_ID_INVALID",
        ),
        (
            [{"type": "article", "id": "1", "title": "x", "input_message_content": {"message_text": "x"}}] * 2,
            "DUPLICATE",
        ),
        ({}, "expected an Array of InlineQueryResult"),
    ],
)
async def test_invalid_results_are_refused(
    results: object, reason: str, client: httpx.AsyncClient, ming: PersonClient, group: Chat
) -> None:
    query = await ask(ming, "car")
    call = {"inline_query_id": query, "results": results}
    response = await client.post(f"/bot{TOKEN}/answerInlineQuery", json=call)

    assert reason in response.json()["description"]


async def test_a_query_is_answered_once_and_in_time(
    bot: Bot, ming: PersonClient, group: Chat, clock: ManualClock
) -> None:
    query, late = await ask(ming, "car"), await ask(ming, "bike")
    await bot.answer_inline_query(query, [])
    clock.now += 151
    for again in (query, late):
        with pytest.raises(BadRequest, match="Query is too old"):
            await bot.answer_inline_query(again, [])


async def test_nobody_sees_or_sends_results_of_another_person(
    bot: Bot, ming: PersonClient, anna: PersonClient, group: Chat
) -> None:
    query = await ask(ming, "car")
    await bot.answer_inline_query(query, [article()])
    refused = await anna.client.post(f"/world/people/{anna.id}/inline/{query}", json={"result_id": "1"})

    assert refused.status_code == 404


async def test_a_bot_without_inline_mode_is_not_asked(ming: PersonClient) -> None:
    refused = await ming.client.post(f"/world/people/{ming.id}/inline", json={"query": "car"})

    assert refused.status_code == 409
