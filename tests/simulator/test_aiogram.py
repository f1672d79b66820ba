"""aiogram, a second client library, works with the local Telegram as with the real one.

It takes three seconds to import, so that only the tests do, and not the collection in each process of a run.
"""

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

import pytest

from bot.simulator.methods.registry import METHODS
from tests.simulator.conftest import TOKEN, PersonClient
from tests.simulator.test_files import picture

if TYPE_CHECKING:
    from aiogram import Bot
    from aiogram.methods import TelegramMethod

# Since Bot API 10 a rich message can replace the text; aiogram still requires a text.
OPTIONAL = {"editMessageText": {"text"}}


@pytest.fixture
async def second(address: str) -> AsyncIterator["Bot"]:
    from aiogram import Bot
    from aiogram.client.session.aiohttp import AiohttpSession
    from aiogram.client.telegram import TelegramAPIServer

    session = AiohttpSession(api=TelegramAPIServer.from_base(address))
    async with Bot(TOKEN, session=session) as bot:
        yield bot


async def test_a_person_and_an_aiogram_bot_exchange_messages(second: "Bot", ming: PersonClient) -> None:
    from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, Message

    await ming.says("/start")
    [update] = await second.get_updates()
    markup = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Yes", callback_data="y")]])
    sent = await second.send_message(ming.id, "<b>Well?</b>", parse_mode="HTML", reply_markup=markup)
    await ming.taps(sent.message_id, "Yes")
    [tapped] = await second.get_updates(offset=update.update_id + 1)
    assert tapped.callback_query
    await second.answer_callback_query(tapped.callback_query.id)
    edited = await second.edit_message_text("Done", chat_id=ming.id, message_id=sent.message_id)

    assert isinstance(tapped.callback_query.message, Message)
    assert isinstance(edited, Message)
    assert edited.text == "Done"
    assert edited.edit_date


async def test_an_aiogram_bot_sends_and_receives_pictures_and_albums(second: "Bot", ming: PersonClient) -> None:
    from aiogram.types import BufferedInputFile, InputMediaPhoto

    await ming.sends(("photo", ("a.jpg", picture(), "image/jpeg")))
    [update] = await second.get_updates()
    assert update.message
    assert update.message.photo
    downloaded = await second.download(update.message.photo[-1].file_id)
    photo = BufferedInputFile(picture(), "a.jpg")
    album = await second.send_media_group(ming.id, [InputMediaPhoto(media=photo), InputMediaPhoto(media=photo)])

    assert downloaded
    assert downloaded.read(2) == b"\xff\xd8"
    assert album[0].media_group_id == album[1].media_group_id


async def test_aiogram_raises_the_errors_of_the_bot_api(second: "Bot", ming: PersonClient) -> None:
    from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError, TelegramRetryAfter

    with pytest.raises(TelegramForbiddenError, match="bot can't initiate conversation with a user"):
        await second.send_message(ming.id, "x")
    await ming.says("/start")
    with pytest.raises(TelegramBadRequest, match="message to edit not found"):
        await second.edit_message_text("x", chat_id=ming.id, message_id=99)
    await ming.client.post("/world/faults", json={"too_many": [1, 2]})
    with pytest.raises(TelegramRetryAfter) as refusal:
        await second.send_message(ming.id, "x")
    assert refusal.value.retry_after == 2


@pytest.mark.parametrize("name", sorted(METHODS))
def test_a_method_requires_the_same_parameters_as_in_aiogram(name: str) -> None:
    from aiogram import methods

    model: type[TelegramMethod[object]] = getattr(methods, name[0].upper() + name[1:])
    required = {field for field, about in model.model_fields.items() if about.is_required()}

    assert set(METHODS[name].required) == required - OPTIONAL.get(name, set())
