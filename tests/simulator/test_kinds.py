"""Every kind of message that a bot sends is as the official description says: files, places, polls, copies."""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from telegram import Bot, InputMediaDocument, InputMediaPhoto, InputMediaVideo, Message, Update
from telegram.error import BadRequest

from bot.simulator.world import World
from tests.simulator.conftest import TOKEN, ManualClock, PersonClient, answered
from tests.simulator.official_shapes import deviations

FILE = b"the bytes of a file"

Send = Callable[[Bot, int], Awaitable[Message]]
KINDS: dict[str, Send] = {
    "video": lambda bot, chat: bot.send_video(chat, FILE, duration=5, caption="c", has_spoiler=True),
    "animation": lambda bot, chat: bot.send_animation(chat, FILE, width=10, height=10),
    "audio": lambda bot, chat: bot.send_audio(chat, FILE, title="Song", performer="Li"),
    "voice": lambda bot, chat: bot.send_voice(chat, FILE, duration=3),
    "video_note": lambda bot, chat: bot.send_video_note(chat, FILE, length=240),
    "sticker": lambda bot, chat: bot.send_sticker(chat, FILE),
    "document": lambda bot, chat: bot.send_document(chat, FILE, filename="a.pdf"),
    "location": lambda bot, chat: bot.send_location(chat, 22.8, 108.3, live_period=60),
    "venue": lambda bot, chat: bot.send_venue(chat, 22.8, 108.3, "Station", "Road 1"),
    "contact": lambda bot, chat: bot.send_contact(chat, "+8613800000002", "Anna"),
    "dice": lambda bot, chat: bot.send_dice(chat, emoji="🎯"),
    "poll": lambda bot, chat: bot.send_poll(chat, "Which?", ["A", "B"], is_anonymous=False),
}


@pytest.mark.parametrize("kind", KINDS)
async def test_a_kind_of_message_is_sent_and_copied(kind: str, bot: Bot, ming: PersonClient) -> None:
    await ming.says("/start")
    sent = await KINDS[kind](bot, ming.id)
    copied = await bot.copy_message(ming.id, ming.id, sent.message_id)
    forwarded = await bot.forward_message(ming.id, ming.id, sent.message_id)
    shown = (await ming.sees())["messages"]

    assert [message["message_id"] for message in shown[-3:]] == [
        sent.message_id,
        copied.message_id,
        forwarded.message_id,
    ]
    for message in shown[-3:]:
        assert kind in message
        assert deviations("Message", message) == []


async def test_an_album_mixes_photos_and_videos_but_not_documents(bot: Bot, ming: PersonClient, photo: bytes) -> None:
    await ming.says("/start")
    album = await bot.send_media_group(ming.id, [InputMediaPhoto(photo), InputMediaVideo(FILE)])

    assert [bool(message.photo) for message in album] == [True, False]
    assert album[0].media_group_id == album[1].media_group_id
    with pytest.raises(BadRequest, match="Document can't be mixed"):
        await bot.send_media_group(ming.id, [InputMediaPhoto(photo), InputMediaDocument(FILE)])


@pytest.fixture
def photo() -> bytes:
    from io import BytesIO

    from PIL import Image

    buffer = BytesIO()
    Image.new("RGB", (40, 30), "navy").save(buffer, "PNG")
    return buffer.getvalue()


async def test_messages_are_copied_and_forwarded_in_order_and_missing_ones_skipped(
    bot: Bot, ming: PersonClient
) -> None:
    first, second = [await ming.says(text) for text in ("one", "two")]
    await bot.send_message(ming.id, "secret", protect_content=True)
    copies = await bot.copy_messages(ming.id, ming.id, [first["message_id"], second["message_id"], 99])
    shown = (await ming.sees())["messages"]

    assert len(copies) == 2
    assert [message["text"] for message in shown[-2:]] == ["one", "two"]
    with pytest.raises(BadRequest, match="strictly increasing"):
        await bot.forward_messages(ming.id, ming.id, [2, 1])
    with pytest.raises(BadRequest, match="There are no messages to copy"):
        await bot.copy_messages(ming.id, ming.id, [98, 99])


async def test_people_vote_and_the_bot_is_told(bot: Bot, ming: PersonClient, anna: PersonClient) -> None:
    await ming.says("/start")
    sent = await bot.send_poll(ming.id, "Which?", ["A", "B"], is_anonymous=False)
    await ming.posts("votes", {"message_id": sent.message_id, "options": [1]})
    shown = (await ming.last())["poll"]
    updates = await bot.get_updates()
    result = await bot.stop_poll(ming.id, sent.message_id)

    assert [option["voter_count"] for option in shown["options"]] == [0, 1]
    assert [update.poll_answer.option_ids for update in updates if update.poll_answer] == [(1,)]
    assert (result.is_closed, result.total_voter_count) == (True, 1)
    with pytest.raises(BadRequest, match="Poll has already been closed"):
        await bot.stop_poll(ming.id, sent.message_id)
    refused = await ming.client.post(
        f"/world/people/{ming.id}/votes", json={"message_id": sent.message_id, "options": [0]}
    )
    assert refused.status_code == 404


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"options": []}, "poll must have at least 1 option"),
        ({"options": [str(number) for number in range(13)]}, "poll must have at most 12 option"),
        ({"options": [{"text": ""}]}, "poll options must be non-empty"),
        ({"options": ["A"], "type": "quiz"}, "wrong correct option ID specified"),
        ({"options": ["A"], "type": "quiz", "correct_option_ids": [1]}, "wrong correct option ID specified"),
        ({"options": ["A"], "type": "vote"}, "unsupported poll type specified"),
        ({"options": ["A"], "question": "x" * 301}, "poll question length must not exceed 300"),
    ],
)
async def test_an_invalid_poll_is_refused(
    fields: dict[str, Any], reason: str, client: httpx.AsyncClient, ming: PersonClient
) -> None:
    await ming.says("/start")
    call = {"chat_id": ming.id, "question": "Which?", **fields}
    response = await client.post(f"/bot{TOKEN}/sendPoll", json=call)

    assert response.json()["description"] == f"Bad Request: {reason}"


async def test_a_poll_closes_when_its_time_is_over(bot: Bot, ming: PersonClient, clock: ManualClock) -> None:
    await ming.says("/start")
    await bot.send_poll(ming.id, "Which?", ["A", "B"], open_period=5)
    clock.now += 6

    assert (await ming.last())["poll"]["is_closed"] is True


async def test_a_live_location_moves_until_it_is_stopped_or_over(
    bot: Bot, ming: PersonClient, clock: ManualClock
) -> None:
    await ming.says("/start")
    sent = await bot.send_location(ming.id, 22.8, 108.3, live_period=60)
    await bot.edit_message_live_location(ming.id, sent.message_id, latitude=23.0, longitude=108.0)
    moved = (await ming.last())["location"]
    await bot.stop_message_live_location(ming.id, sent.message_id)

    assert (moved["latitude"], moved["live_period"]) == (23.0, 60)
    assert "live_period" not in (await ming.last())["location"]
    with pytest.raises(BadRequest):
        await bot.edit_message_live_location(ming.id, sent.message_id, latitude=1.0, longitude=1.0)
    other = await bot.send_location(ming.id, 22.8, 108.3, live_period=60)
    clock.now += 61
    with pytest.raises(BadRequest, match="can't be edited"):
        await bot.edit_message_live_location(ming.id, other.message_id, latitude=1.0, longitude=1.0)


async def test_reactions_are_shown_and_reach_a_bot_that_asked_for_them(bot: Bot, ming: PersonClient) -> None:
    await bot.get_updates(allowed_updates=[Update.MESSAGE_REACTION])
    said = await ming.says("thanks")
    await bot.set_message_reaction(ming.id, said["message_id"], "👍")
    await ming.posts("reactions", {"message_id": said["message_id"], "emoji": "🔥"})
    shown = (await ming.sees())["reactions"][str(said["message_id"])]
    [update] = await bot.get_updates()

    assert {emoji["emoji"] for [emoji] in shown.values()} == {"👍", "🔥"}
    assert update.message_reaction
    assert [each.emoji for each in update.message_reaction.new_reaction] == ["🔥"]  # type: ignore[attr-defined]
    with pytest.raises(BadRequest, match="(?i)reaction_invalid"):
        await bot.set_message_reaction(ming.id, said["message_id"], "🚗")


async def test_a_bot_that_names_no_kinds_gets_no_reactions(bot: Bot, ming: PersonClient) -> None:
    said = await ming.says("thanks")
    await ming.posts("reactions", {"message_id": said["message_id"], "emoji": "🔥"})

    assert [update.message_reaction for update in await bot.get_updates()] == [None]


async def test_pinned_messages_are_shown_until_unpinned_or_deleted(bot: Bot, ming: PersonClient) -> None:
    said = await ming.says("/start")
    first, second = [await bot.send_message(ming.id, text) for text in ("one", "two")]
    for message in (first, second):
        await bot.pin_chat_message(ming.id, message.message_id)
    pinned = (await bot.get_chat(ming.id)).pinned_message
    await bot.delete_message(ming.id, second.message_id)
    left = (await ming.sees())["pinned"]
    await bot.unpin_chat_message(ming.id)

    assert pinned
    assert pinned.text == "two"
    assert left == [first.message_id]
    assert (await ming.sees())["pinned"] == []
    with pytest.raises(BadRequest, match="Message to unpin not found"):
        await bot.unpin_chat_message(ming.id, said["message_id"])


async def test_people_send_places_and_files_of_all_kinds(bot: Bot, ming: PersonClient) -> None:
    place = {"latitude": 22.8, "longitude": 108.3}
    path = f"/world/people/{ming.id}/messages"
    for body in ({"location": place}, {"venue": {"location": place, "title": "Station", "address": "Road 1"}}):
        answered(await ming.client.post(path, json=body))
    kinds = ("voice", "video", "video_note", "audio", "animation", "sticker")
    for kind in kinds:
        await ming.sends((kind, ("file.bin", FILE, "application/octet-stream")))
    messages = (await ming.sees())["messages"]

    assert [deviations("Message", message) for message in messages] == [[]] * 8
    assert all(kind in message for kind, message in zip(("location", "venue", *kinds), messages, strict=True))
    assert len(await bot.get_updates()) == 8
    refused = await ming.client.post(path, json={"location": {"latitude": "north"}})
    assert refused.status_code == 400


async def test_a_message_of_another_chat_is_quoted_without_its_text(
    bot: Bot, ming: PersonClient, anna: PersonClient, world: World
) -> None:
    said = await ming.says("from here")
    await anna.says("/start")
    call = {
        "chat_id": anna.id,
        "text": "See",
        "reply_parameters": {"chat_id": ming.id, "message_id": said["message_id"]},
    }
    answered(await anna.client.post(f"/bot{TOKEN}/sendMessage", json=call))
    shown = await anna.last()

    assert shown["external_reply"]["chat"]["id"] == ming.id
    assert "text" not in shown["external_reply"]
    assert deviations("Message", shown) == []
