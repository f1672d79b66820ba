"""A chat on the page: messages, buttons, edits, keyboards, contacts, blocking."""

import httpx
from playwright.sync_api import Page, expect

from tests.simulator.page.conftest import APPLICANT, OWNER, VISITOR, BotClient, phone, starts


def test_person_and_bot_exchange_messages(screen: Page, desk_bot: BotClient) -> None:
    chat = starts(screen, APPLICANT)
    assert desk_bot.hears()["text"] == "/start"
    desk_bot.says(APPLICANT, "您好，<b>陈志强</b>", parse_mode="HTML")
    expect(chat.locator(".of-bot b")).to_have_text("陈志强")
    expect(chat.get_by_label("Handled")).to_be_visible()

    chat.get_by_role("textbox", name="Message").fill("第一行")
    chat.get_by_role("textbox", name="Message").press("Shift+Enter")
    chat.get_by_role("textbox", name="Message").press_sequentially("第二行")
    chat.get_by_role("textbox", name="Message").press("Enter")
    assert desk_bot.hears()["text"] == "第一行\n第二行"
    expect(chat.locator(".message.own")).to_have_count(2)
    expect(chat.get_by_role("textbox", name="Message")).to_have_value("")


def test_html_in_a_message_is_shown_as_text(screen: Page, desk_bot: BotClient) -> None:
    chat = starts(screen, APPLICANT)
    desk_bot.says(APPLICANT, "<img src=x onerror=alert(1)>")
    expect(chat.locator(".of-bot .words")).to_have_text("<img src=x onerror=alert(1)>")
    expect(chat.locator(".of-bot img")).to_have_count(0)


def test_a_tapped_button_is_busy_until_the_answer_and_the_message_is_edited_in_place(
    screen: Page, desk_bot: BotClient
) -> None:
    chat = starts(screen, APPLICANT)
    keys = {"inline_keyboard": [[{"text": "同意", "callback_data": "yes"}, {"text": "拒绝", "callback_data": "no"}]]}
    message = desk_bot.says(APPLICANT, "同意备案吗？", reply_markup=keys)
    chat.get_by_role("button", name="同意").click()
    expect(chat.get_by_role("button", name="同意")).to_have_attribute("aria-busy", "true")

    query = desk_bot.hears("callback_query")
    assert query["data"] == "yes"
    desk_bot.does("answerCallbackQuery", callback_query_id=query["id"], text="已记录")
    expect(chat.locator(".toast")).to_have_text("已记录")
    desk_bot.does("editMessageText", chat_id=APPLICANT, message_id=message["message_id"], text="您已同意。")
    expect(chat.locator(".of-bot .words")).to_have_text("您已同意。")
    expect(chat.locator(".inline-keyboard")).to_have_count(0)
    expect(chat.locator(".of-bot")).to_have_count(1)


def test_an_alert_stays_until_it_is_confirmed(screen: Page, desk_bot: BotClient) -> None:
    chat = starts(screen, APPLICANT)
    desk_bot.says(APPLICANT, "?", reply_markup={"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]})
    chat.get_by_role("button", name="Go").click()
    query = desk_bot.hears("callback_query")
    desk_bot.does("answerCallbackQuery", callback_query_id=query["id"], text="太晚了", show_alert=True)
    dialog = chat.get_by_role("dialog")
    expect(dialog).to_contain_text("太晚了")
    dialog.get_by_role("button", name="OK").click()
    expect(dialog).to_have_count(0)


def test_a_deleted_message_disappears(screen: Page, desk_bot: BotClient) -> None:
    chat = starts(screen, APPLICANT)
    message = desk_bot.says(APPLICANT, "秘密")
    expect(chat.get_by_text("秘密")).to_be_visible()
    desk_bot.does("deleteMessage", chat_id=APPLICANT, message_id=message["message_id"])
    expect(chat.get_by_text("秘密")).to_have_count(0)


def test_a_contact_is_shared_after_a_confirmation(screen: Page, desk_bot: BotClient) -> None:
    chat = starts(screen, OWNER)
    desk_bot.hears()
    keyboard = [[{"text": "分享手机号", "request_contact": True}], [{"text": "以后"}]]
    desk_bot.says(OWNER, "号码？", reply_markup={"keyboard": keyboard, "resize_keyboard": True})
    chat.get_by_role("button", name="分享手机号").click()
    expect(chat.get_by_role("dialog")).to_contain_text("+8613900139001")
    chat.get_by_role("button", name="Share", exact=True).click()
    contact = desk_bot.hears()["contact"]
    assert contact["user_id"] == OWNER
    assert contact["phone_number"].endswith("8613900139001")
    expect(chat.locator(".message.own .contact")).to_have_count(1)


def test_a_removed_keyboard_disappears(screen: Page, desk_bot: BotClient) -> None:
    chat = starts(screen, OWNER)
    desk_bot.says(OWNER, "?", reply_markup={"keyboard": [["是", "否"]]})
    expect(chat.locator(".reply-keyboard .key")).to_have_text(["是", "否"])
    chat.get_by_role("button", name="是", exact=True).click()
    desk_bot.says(OWNER, "好", reply_markup={"remove_keyboard": True})
    expect(chat.locator(".reply-keyboard")).to_have_count(0)


def test_a_forced_reply_applies_to_the_next_message_only(screen: Page, desk_bot: BotClient) -> None:
    chat = starts(screen, OWNER)
    desk_bot.hears()
    question = desk_bot.says(OWNER, "原因？", reply_markup={"force_reply": True, "input_field_placeholder": "请写原因"})
    expect(chat.locator(".about")).to_contain_text("原因？")
    chat.get_by_placeholder("请写原因").fill("不认识")
    chat.get_by_role("button", name="Send").click()
    assert desk_bot.hears()["reply_to_message"]["message_id"] == question["message_id"]
    expect(chat.locator(".about")).to_be_hidden()
    expect(chat.get_by_placeholder("Message")).to_be_visible()


def test_a_link_to_the_bot_starts_it_on_the_same_phone(screen: Page, desk_bot: BotClient) -> None:
    chat = starts(screen, APPLICANT)
    desk_bot.hears()
    desk_bot.says(APPLICANT, '<a href="https://t.me/desk_bot?start=car42">查看</a>', parse_mode="HTML")
    chat.get_by_role("link", name="查看").click()
    assert desk_bot.hears()["text"] == "/start car42"


def test_commands_can_be_sent_from_the_menu_and_from_a_message(screen: Page, desk_bot: BotClient) -> None:
    chat = starts(screen, APPLICANT)
    desk_bot.hears()
    desk_bot.does("setMyCommands", commands=[{"command": "file", "description": "备案"}])
    chat.get_by_role("button", name="Menu", exact=True).click()
    chat.get_by_role("button", name="/file").click()
    assert desk_bot.hears()["text"] == "/file"
    desk_bot.says(APPLICANT, "或者 /cancel")
    chat.get_by_role("button", name="/cancel").click()
    assert desk_bot.hears()["text"] == "/cancel"


def test_the_message_menu_replies_and_edits(screen: Page, desk_bot: BotClient) -> None:
    chat = starts(screen, APPLICANT)
    desk_bot.hears()
    question = desk_bot.says(APPLICANT, "原因？")
    chat.get_by_text("原因？").click(button="right")
    chat.get_by_role("menuitem", name="Reply").click()
    chat.get_by_role("textbox", name="Message").fill("不认识")
    chat.get_by_role("button", name="Send").click()
    assert desk_bot.hears()["reply_to_message"]["message_id"] == question["message_id"]

    chat.locator(".own .words", has_text="不认识").click(button="right")
    chat.get_by_role("menuitem", name="Edit").click()
    chat.get_by_role("textbox", name="Message").fill("不认识此人")
    chat.get_by_role("button", name="Send").click()
    assert desk_bot.hears("edited_message")["text"] == "不认识此人"
    expect(chat.locator(".own .words", has_text="不认识此人")).to_have_count(1)


def test_the_bot_can_be_blocked_and_unblocked(screen: Page, desk_bot: BotClient) -> None:
    chat = starts(screen, APPLICANT)
    chat.get_by_role("button", name="Chat menu").click()
    chat.get_by_role("menuitem", name="Block").click()
    assert desk_bot.hears("my_chat_member")["new_chat_member"]["status"] == "kicked"
    chat.get_by_role("button", name="Unblock").click()
    assert desk_bot.hears("my_chat_member")["new_chat_member"]["status"] == "member"
    expect(chat.get_by_role("textbox", name="Message")).to_be_visible()


def test_typing_is_shown_until_the_message_arrives(screen: Page, desk_bot: BotClient) -> None:
    chat = starts(screen, APPLICANT)
    desk_bot.does("sendChatAction", chat_id=APPLICANT, action="typing")
    expect(chat.locator(".status")).to_have_text("typing…")
    desk_bot.says(APPLICANT, "好了")
    expect(chat.locator(".status")).to_have_text("bot")


def test_no_message_is_lost_while_the_event_stream_is_broken(
    screen: Page, desk_bot: BotClient, client: httpx.Client
) -> None:
    chat = starts(screen, APPLICANT)
    client.post("/world/faults", json={"restart": True})
    for number in range(5):
        desk_bot.says(APPLICANT, f"第 {number} 条")
    expect(chat.locator(".of-bot")).to_have_count(5)


def test_a_phone_can_be_given_to_another_person(screen: Page, desk_bot: BotClient) -> None:
    phone(screen, OWNER).get_by_role("button", name="give this phone").click()
    phone(screen, OWNER).get_by_role("button", name="Emma Clark").click()
    expect(phone(screen, OWNER)).to_have_count(0)
    starts(screen, VISITOR)
    assert desk_bot.hears()["from"]["id"] == VISITOR


def test_a_link_that_shares_asks_who_sends_it(screen: Page, desk_bot: BotClient) -> None:
    chat = starts(screen, OWNER)
    desk_bot.hears()
    link = "https://t.me/share/url?url=https%3A%2F%2Ft.me%2Fbot%3Fstart%3Da&text=%E8%AF%81%E4%B9%A6"
    desk_bot.says(OWNER, "?", reply_markup={"inline_keyboard": [[{"text": "发给别人", "url": link}]]})
    chat.get_by_role("button", name="发给别人").click()
    chat.get_by_role("dialog").get_by_role("button", name="陈").click()
    sent = desk_bot.hears()
    assert (sent["from"]["id"], sent["text"]) == (APPLICANT, "https://t.me/bot?start=a\n证书")


def test_a_button_of_inline_mode_offers_the_results_and_asks_who_sends_one(screen: Page, desk_bot: BotClient) -> None:
    chat = starts(screen, OWNER)
    desk_bot.hears()
    keys = {"inline_keyboard": [[{"text": "发给别人", "switch_inline_query": "ABCD"}]]}
    desk_bot.says(OWNER, "?", reply_markup=keys)
    chat.get_by_role("button", name="发给别人").click()
    query = desk_bot.hears("inline_query")
    assert (query["from"]["id"], query["query"]) == (OWNER, "ABCD")
    link = {"inline_keyboard": [[{"text": "核验", "url": "https://t.me/bot?start=a"}]]}
    content = {"message_text": "证书"}
    result = {"type": "article", "id": "1", "title": "发送证书", "input_message_content": content, "reply_markup": link}
    desk_bot.does("answerInlineQuery", inline_query_id=query["id"], results=[result])
    chat.get_by_role("dialog").get_by_role("button", name="发送证书").click()
    chat.get_by_role("dialog").get_by_role("button", name="陈").click()
    sent = desk_bot.hears()
    assert (sent["from"]["id"], sent["text"]) == (APPLICANT, "证书\nhttps://t.me/bot?start=a")


def test_buttons_have_the_colour_that_the_bot_gives_them(screen: Page, desk_bot: BotClient) -> None:
    chat = starts(screen, OWNER)
    styles = ("primary", "danger", "success", "")
    rows = [[{"text": f"键 {style}", "callback_data": "x", **({"style": style} if style else {})}] for style in styles]
    desk_bot.says(OWNER, "?", reply_markup={"inline_keyboard": rows})
    expect(chat.locator(".inline-keyboard .key")).to_have_count(4)
    read = "keys => keys.map(key => getComputedStyle(key).backgroundColor)"
    assert len(set(chat.locator(".inline-keyboard .key").evaluate_all(read))) == 4


def test_a_long_quotation_is_folded_until_it_is_opened(screen: Page, desk_bot: BotClient) -> None:
    chat = starts(screen, OWNER)
    lines = "\n".join(f"第 {number} 行" for number in range(1, 9))
    desk_bot.says(OWNER, f"<blockquote expandable>{lines}</blockquote>", parse_mode="HTML")
    quotation = chat.locator(".of-bot blockquote > div")
    height = quotation.evaluate("node => node.clientHeight")
    chat.get_by_role("button", name="Unfold or fold").click()
    assert quotation.evaluate("node => node.clientHeight") > 2 * height
