"""Photos, documents, albums, stickers and contacts from people and from bots."""

import io

import httpx
import pytest
from PIL import Image
from telegram import Bot, InputMediaDocument, InputMediaPhoto
from telegram.error import BadRequest

from bot.simulator.world import World
from tests.simulator.conftest import TOKEN, PersonClient


def picture(
    width: int = 40, height: int = 30, colour: str = "red", form: str = "JPEG", *, turned: bool = False
) -> bytes:
    image, buffer = Image.new("RGB", (width, height), colour), io.BytesIO()
    exif = Image.Exif()
    if turned:
        exif[0x0112] = 6
        exif[0x010E] = "where it was taken"
    image.save(buffer, form, exif=exif)
    return buffer.getvalue()


async def test_a_photo_has_several_sizes_is_upright_and_has_no_exif(bot: Bot, ming: PersonClient) -> None:
    photo = ("photo", ("a.jpg", picture(2000, 1000, turned=True), "image/jpeg"))
    [sent] = await ming.sends(photo, caption="My car")
    message = (await bot.get_updates())[0].message
    assert message
    largest = await bot.get_file(message.photo[-1].file_id)
    image = Image.open(io.BytesIO(bytes(await largest.download_as_bytearray())))

    assert message.caption == "My car"
    assert [(size.width, size.height) for size in message.photo] == [(45, 90), (160, 320), (400, 800), (640, 1280)]
    assert [size["file_id"] for size in sent["photo"]] == [size.file_id for size in message.photo]
    assert image.size == (640, 1280)
    assert (image.format, dict(image.getexif())) == ("JPEG", {})
    assert largest.file_size == message.photo[-1].file_size


async def test_a_document_is_not_changed(bot: Bot, ming: PersonClient) -> None:
    data = picture(form="PNG")
    [sent] = await ming.sends(("document", ("车辆.png", data, "image/png")))
    file = await bot.get_file(sent["document"]["file_id"])

    assert bytes(await file.download_as_bytearray()) == data
    assert (sent["document"]["file_name"], sent["document"]["mime_type"]) == ("车辆.png", "image/png")


async def test_an_invalid_photo_is_refused(ming: PersonClient, client: httpx.AsyncClient) -> None:
    files = {"photo": ("a.jpg", b"not a picture", "image/jpeg")}
    answer = await client.post(f"/world/people/{ming.id}/messages", files=files)

    assert answer.status_code == 400
    assert "send it as a document" in answer.json()["error"]


async def test_the_photos_of_an_album_have_one_media_group_id(bot: Bot, ming: PersonClient) -> None:
    photos = [("photo", (f"{colour}.jpg", picture(colour=colour), "image/jpeg")) for colour in ("red", "green")]
    sent = await ming.sends(*photos, album="true", caption="Both")
    messages = [update.message for update in await bot.get_updates()]

    assert len({message.media_group_id for message in messages if message}) == 1
    assert [message.caption for message in messages if message] == ["Both", None]
    assert sent[0]["media_group_id"] == sent[1]["media_group_id"]


async def test_the_bot_sends_a_photo_again_by_its_file_id(
    bot: Bot, ming: PersonClient, client: httpx.AsyncClient
) -> None:
    await ming.says("/start")
    first = await bot.send_photo(ming.id, picture(), caption="<i>Look</i>", parse_mode="HTML")
    again = await bot.send_photo(ming.id, first.photo[-1].file_id)
    shown = await client.get(f"/world/files/{first.photo[-1].file_id}")

    assert first.caption_entities[0].type == "italic"
    assert again.photo[-1].file_unique_id == first.photo[-1].file_unique_id
    assert shown.headers["content-type"] == "image/jpeg"
    assert Image.open(io.BytesIO(shown.content)).size == (40, 30)


async def test_a_forwarded_photo_keeps_its_unique_id(bot: Bot, ming: PersonClient) -> None:
    [sent] = await ming.sends(("photo", ("a.jpg", picture(), "image/jpeg")))
    back = await ming.posts("messages", {"forward": sent["message_id"]})
    message = (await bot.get_updates(offset=-1))[0].message

    assert message
    assert message.forward_origin
    assert message.photo[-1].file_unique_id == sent["photo"][-1]["file_unique_id"]
    assert back["messages"][0]["forward_origin"]["sender_user"]["id"] == ming.id


async def test_the_bot_sends_and_edits_documents_and_albums(bot: Bot, ming: PersonClient) -> None:
    await ming.says("/start")
    paper = await bot.send_document(ming.id, b"%PDF-1.7", filename="paper.pdf")
    album = await bot.send_media_group(ming.id, [InputMediaPhoto(picture()), InputMediaPhoto(picture(colour="blue"))])
    await bot.edit_message_media(InputMediaDocument(b"%PDF-2.0", filename="new.pdf"), ming.id, paper.message_id)
    await bot.edit_message_caption(ming.id, paper.message_id, caption="Renewed")
    seen = (await ming.sees())["messages"]

    assert paper.document
    assert paper.document.mime_type == "application/pdf"
    assert album[0].media_group_id == album[1].media_group_id
    assert (seen[1]["document"]["file_name"], seen[1]["caption"]) == ("new.pdf", "Renewed")
    with pytest.raises(BadRequest, match="Too few messages"):
        await bot.send_media_group(ming.id, [InputMediaPhoto(picture())])


async def test_a_text_can_become_a_photo_but_not_a_text_again(bot: Bot, ming: PersonClient) -> None:
    await ming.says("/start")
    sent = await bot.send_message(ming.id, "Wait")
    await bot.edit_message_media(InputMediaPhoto(picture(), caption="Here"), ming.id, sent.message_id)
    seen = await ming.last()

    assert "text" not in seen
    assert (seen["caption"], len(seen["photo"])) == ("Here", 1)
    with pytest.raises(BadRequest, match="There is no text in the message to edit"):
        await bot.edit_message_text("Text", ming.id, sent.message_id)


async def test_a_file_cannot_be_sent_as_another_kind(bot: Bot, ming: PersonClient) -> None:
    await ming.says("/start")
    paper = await bot.send_document(ming.id, b"%PDF-1.7", filename="paper.pdf")
    assert paper.document

    with pytest.raises(BadRequest, match="Can't use file of a different type as photo"):
        await bot.send_photo(ming.id, paper.document.file_id)
    with pytest.raises(BadRequest, match="Wrong file identifier/http url specified"):
        await bot.send_photo(ming.id, "nothing")
    with pytest.raises(BadRequest, match="Image_process_failed"):
        await bot.send_photo(ming.id, b"no picture")


async def test_people_share_their_own_contact_or_another_one(bot: Bot, ming: PersonClient) -> None:
    await ming.posts("messages", {"contact": True})
    await ming.posts("messages", {"contact": {"phone_number": "+8613900000000", "first_name": "Other"}})
    own, other = [update.message.contact for update in await bot.get_updates() if update.message]

    assert own
    assert other
    assert (own.phone_number, own.user_id) == ("8613800000001", ming.id)
    assert (other.phone_number, other.user_id) == ("+8613900000000", None)


async def test_a_sticker_is_sent_as_webp(bot: Bot, ming: PersonClient, client: httpx.AsyncClient) -> None:
    await ming.posts("messages", {"sticker": "👍"})
    message = (await bot.get_updates())[0].message

    assert message
    assert message.sticker
    assert message.sticker.emoji == "👍"
    assert (await client.get(f"/world/files/{message.sticker.file_id}")).headers["content-type"] == "image/webp"


async def test_an_unknown_file_is_not_found(client: httpx.AsyncClient, world: World) -> None:
    assert (await client.get(f"/file/bot{TOKEN}/photos/file_99.jpg")).status_code == 404
    assert (await client.get("/file/bot1:wrong/photos/file_0.jpg")).status_code == 401
    assert (await client.get("/world/files/none")).status_code == 404
