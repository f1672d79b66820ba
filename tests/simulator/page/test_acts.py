"""What people do on the page beside text and pictures: voice, video, places, polls, reactions, quotes, deletion."""

from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.simulator.page.conftest import APPLICANT, BotClient, starts

OGG: FilePayload = {"name": "memo.ogg", "mimeType": "audio/ogg", "buffer": b"OggS" + bytes(64)}
MP4: FilePayload = {"name": "clip.mp4", "mimeType": "video/mp4", "buffer": bytes(64)}


def attach(chat: Locator, item: str) -> None:
    chat.get_by_role("button", name="Attach").click()
    chat.get_by_role("menuitem", name=item, exact=True).click()


def open_menu(chat: Locator, text: str) -> None:
    message = chat.locator(".message", has_text=text)
    message.hover()
    message.get_by_role("button", name="Message actions").press("Enter")


def test_a_video_and_a_voice_message_are_sent(screen: Page, desk_bot: BotClient) -> None:
    chat = starts(screen, APPLICANT)
    desk_bot.hears()
    with screen.expect_file_chooser() as chooser:
        attach(chat, "Video")
    chooser.value.set_files(MP4)
    chat.get_by_role("dialog").get_by_role("button", name="Send").click()
    assert desk_bot.hears()["video"]["file_size"] == 64
    expect(chat.locator("video.video")).to_have_count(1)

    attach(chat, "Voice message")
    with screen.expect_file_chooser() as chooser:  # There is no microphone here.
        chat.get_by_role("button", name="Choose an audio file").click()
    chooser.value.set_files(OGG)
    assert desk_bot.hears()["voice"]["file_size"] == 68
    expect(chat.locator(".sound audio")).to_have_count(1)


def test_a_place_is_sent_with_and_without_a_name(screen: Page, desk_bot: BotClient) -> None:
    chat = starts(screen, APPLICANT)
    desk_bot.hears()
    attach(chat, "Place")
    chat.get_by_label("Latitude").fill("22.82")
    chat.get_by_label("Longitude").fill("200")
    chat.get_by_role("dialog").get_by_role("button", name="Send").click()
    chat.get_by_label("Longitude").fill("108.37")
    chat.get_by_role("dialog").get_by_role("button", name="Send").click()
    message = desk_bot.hears()
    assert (message["location"]["latitude"], message["location"]["longitude"]) == (22.82, 108.37)

    attach(chat, "Place")
    chat.get_by_label("Name of the place").fill("Vehicle office")
    chat.get_by_label("Address").fill("1 Minzu Road")
    chat.get_by_role("dialog").get_by_role("button", name="Send").click()
    assert desk_bot.hears()["venue"]["title"] == "Vehicle office"
    expect(chat.locator(".place", has_text="Vehicle office")).to_be_visible()


def test_polls_of_both_sides_are_voted_for(screen: Page, desk_bot: BotClient) -> None:
    chat = starts(screen, APPLICANT)
    desk_bot.hears()
    desk_bot.does("sendPoll", chat_id=APPLICANT, question="Which day?", options=["Mon", "Tue"], is_anonymous=False)
    poll = chat.get_by_role("group", name="Which day?")
    poll.get_by_label("Tue").check()
    assert desk_bot.hears("poll_answer")["option_ids"] == [1]
    expect(poll).to_contain_text("100 %")

    attach(chat, "Poll")
    chat.get_by_label("Question").fill("Colours?")
    chat.get_by_label("Options, one a line").fill("red\n\nblue")
    chat.get_by_label("Several answers").check()
    chat.get_by_role("dialog").get_by_role("button", name="Send").click()
    sent = desk_bot.hears()["poll"]
    assert [option["text"] for option in sent["options"]] == ["red", "blue"]
    own = chat.get_by_role("group", name="Colours?")
    own.get_by_label("red").check()
    own.get_by_label("blue").check()
    own.get_by_role("button", name="Vote").click()
    expect(own).to_contain_text("Voted: 1")


def test_reactions_quotes_and_deletion(screen: Page, desk_bot: BotClient) -> None:
    chat = starts(screen, APPLICANT)
    desk_bot.hears()
    sent = desk_bot.says(APPLICANT, "Is the plate A12345 yours?")
    desk_bot.does("getUpdates", offset=desk_bot.offset, timeout=0, allowed_updates=["message", "message_reaction"])
    open_menu(chat, "Is the plate")
    chat.get_by_role("menuitem", name="React").click()
    chat.get_by_role("dialog").get_by_role("button", name="👍").click()
    assert desk_bot.hears("message_reaction")["new_reaction"] == [{"type": "emoji", "emoji": "👍"}]
    chat.locator(".of-bot .words").evaluate(
        "node => getSelection().setBaseAndExtent(node.firstChild, 7, node.firstChild, 19)"
    )
    chat.get_by_role("group", name="Reactions").get_by_role("button", name="👍").click()
    assert desk_bot.hears("message_reaction")["new_reaction"] == []
    expect(chat.get_by_role("group", name="Reactions")).to_have_count(0)
    keys = {"inline_keyboard": [[{"text": "Yes", "callback_data": "yes"}]]}
    desk_bot.does("editMessageReplyMarkup", chat_id=APPLICANT, message_id=sent["message_id"], reply_markup=keys)
    expect(chat.get_by_role("button", name="Yes")).to_have_count(1)  # The selection has stayed through both changes.
    open_menu(chat, "Is the plate")
    chat.get_by_role("menuitem", name="Quote the selection").click()
    chat.get_by_role("textbox", name="Message").fill("yes")
    chat.get_by_role("textbox", name="Message").press("Enter")
    message = desk_bot.hears()
    assert message["reply_to_message"]["message_id"] == sent["message_id"]
    assert (message["quote"]["text"], message["quote"]["position"]) == ("plate A12345", 7)
    expect(chat.locator(".own .quote")).to_contain_text("plate A12345")

    open_menu(chat, "Is the plate A12345 yours?")
    chat.get_by_role("menuitem", name="Delete").click()
    expect(chat.locator(".of-bot")).to_have_count(0)
