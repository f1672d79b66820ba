"""aiogram, a second client library, works with the local Telegram as with the real one, and checks launch data.

It takes three seconds to import, so that only the tests do, and not the collection in each process of a run. All tests
that need it are here, as those of one file run in one process.
"""

import random
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import pytest

from bot.simulator.methods.registry import METHODS
from bot.web.mini_app.init_data import InitDataRefused, check
from tests.simulator.conftest import TOKEN, PersonClient
from tests.simulator.test_files import picture
from tests.simulator.test_mini_apps import opened
from tests.stories.app_driver import MORNING, TOKEN as DESK_TOKEN
from tests.web.app_visitor import launch_data, signed

if TYPE_CHECKING:
    from aiogram import Bot
    from aiogram.methods import TelegramMethod

# Since Bot API 10 a rich message can replace the text; aiogram still requires a text.
OPTIONAL = {"editMessageText": {"text"}}

INPUTS = 3_000
# No empty values: aiogram leaves them out of what is signed.
NAMES = ["chat_instance", "chat_type", "start_param", "can_send_after", "signature", "Hash", "a", "z", "用户"]
VALUES = ["0", "1", "a+b", "a b", "ü=&?", "%41", "李", "{}", "\\/", "𝓜"]


def drawn_launch_data(source: random.Random) -> str:
    """Return launch data of a random user with random further fields; two of three are changed after signing."""
    more = {source.choice(NAMES): source.choice(VALUES) for _ in range(source.randrange(5))}
    text = launch_data(source.randrange(1, 1 << 40), MORNING, **more)
    fields = dict(parse_qsl(text, keep_blank_values=True))
    change = source.randrange(3)
    if change == 1:
        name = source.choice([name for name in fields if name != "hash"])  # aiogram fails at one beyond ASCII.
        return urlencode(fields | {name: source.choice(VALUES)})
    if change == 2:
        del fields["hash"]
        return urlencode(signed(fields, source.choice([DESK_TOKEN, f"{DESK_TOKEN}x", "1:2"])))
    return text


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


async def test_aiogram_finds_the_launch_data_of_a_mini_app_signed_for_the_bot(ming: PersonClient) -> None:
    from aiogram.utils.web_app import safe_parse_webapp_init_data

    status, answer = await opened(ming, "https://app.example/page?x=1#old")
    assert status == 200
    url = urlsplit(answer["url"])
    assert (url.netloc, url.path, url.query) == ("app.example", "/page", "x=1")
    launch = {name: values[0] for name, values in parse_qs(url.fragment).items()}
    assert launch["tgWebAppVersion"] == "8.0"
    data = safe_parse_webapp_init_data(TOKEN, launch["tgWebAppData"])
    assert data.user is not None
    assert (data.user.id, data.user.first_name) == (ming.id, ming.person.first_name)
    with pytest.raises(ValueError, match="signature"):
        safe_parse_webapp_init_data(TOKEN + "x", launch["tgWebAppData"])


def test_aiogram_and_the_desk_accept_the_same_launch_data() -> None:
    from aiogram.utils.web_app import check_webapp_signature

    source, accepted = random.Random(0), 0
    for _ in range(INPUTS):
        text = drawn_launch_data(source)
        try:
            check(text, token=DESK_TOKEN, now=MORNING)
            ours = True
        except InitDataRefused:
            ours = False
        theirs = check_webapp_signature(DESK_TOKEN, text)
        assert ours == theirs, text
        accepted += ours
    assert INPUTS // 3 < accepted < INPUTS


@pytest.mark.parametrize("name", sorted(METHODS))
def test_a_method_requires_the_same_parameters_as_in_aiogram(name: str) -> None:
    from aiogram import methods

    model: type[TelegramMethod[object]] = getattr(methods, name[0].upper() + name[1:])
    required = {field for field, about in model.model_fields.items() if about.is_required()}

    assert set(METHODS[name].required) == required - OPTIONAL.get(name, set())
