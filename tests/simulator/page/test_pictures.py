"""Pictures, albums and files on the page: sent, received, viewed, photographed from another phone."""

import io
from collections.abc import Iterator

import pytest
from PIL import Image
from playwright.sync_api import Browser, FilePayload, Locator, Page, expect

from tests import browsers
from tests.simulator.page.conftest import (
    APPLICANT,
    LAPTOP,
    OWNER,
    BotClient,
    FakeWallet,
    opened,
    phone,
    picture,
    starts,
)


@pytest.fixture(scope="module")
def camera_browser() -> Iterator[Browser]:
    """Chromium with a fake camera and without a permission prompt."""
    with browsers.open_browser("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream") as browser:
        yield browser


@pytest.fixture
def browser(camera_browser: Browser) -> Browser:
    """The browser of this file: a second one beside it would block for ever."""
    return camera_browser


def attach(chat: Locator, item: str) -> None:
    chat.get_by_role("button", name="Attach").click()
    chat.get_by_role("menuitem", name=item, exact=True).click()


def choose(chat: Locator, item: str, *files: tuple[str, str, bytes]) -> None:
    """Choose files in the system's file picker."""
    with chat.page.expect_file_chooser() as chooser:
        attach(chat, item)
    payloads: list[FilePayload] = [{"name": name, "mimeType": kind, "buffer": data} for name, kind, data in files]
    chooser.value.set_files(payloads)


def test_a_photo_is_sent_with_its_caption(screen: Page, desk_bot: BotClient) -> None:
    chat = starts(screen, APPLICANT)
    desk_bot.hears()
    choose(chat, "Photo", ("car.jpg", "image/jpeg", picture()))
    chat.get_by_role("textbox", name="Caption").fill("车头")
    chat.get_by_role("dialog").get_by_role("button", name="Send").click()
    message = desk_bot.hears()
    assert message["caption"] == "车头"
    assert message["photo"][-1]["width"] == 640
    expect(chat.locator(".own .pictures img")).to_have_count(1)


def test_several_photos_are_sent_as_one_album(screen: Page, desk_bot: BotClient) -> None:
    chat = starts(screen, APPLICANT)
    desk_bot.hears()
    files = [(f"{colour}.jpg", "image/jpeg", picture(colour)) for colour in ("navy", "teal", "maroon")]
    choose(chat, "Photo", *files)
    chat.get_by_role("dialog").get_by_role("button", name="Send").click()
    albums = {desk_bot.hears()["media_group_id"] for _ in range(3)}
    assert len(albums) == 1
    expect(chat.locator(".own .pictures.of-3 img")).to_have_count(3)
    expect(chat.locator(".message.own")).to_have_count(2)
    expect(chat.locator(".own").last).to_be_in_viewport(ratio=0.9)


def test_files_are_sent_and_downloaded_unchanged(screen: Page, desk_bot: BotClient) -> None:
    chat = starts(screen, APPLICANT)
    desk_bot.hears()
    choose(chat, "File", ("证明.pdf", "application/pdf", b"%PDF-1.4 test"))
    chat.get_by_role("dialog").get_by_role("button", name="Send").click()
    assert desk_bot.hears()["document"]["file_name"] == "证明.pdf"
    desk_bot.does("sendDocument", {"document": ("证书.pdf", b"%PDF-1.4 more", "application/pdf")}, chat_id=APPLICANT)
    with screen.expect_download() as download:
        chat.get_by_role("link", name="Download 证书.pdf").click()
    assert download.value.path().read_bytes() == b"%PDF-1.4 more"


def test_an_album_of_the_bot_is_a_grid_in_one_bubble(screen: Page, desk_bot: BotClient) -> None:
    chat = starts(screen, OWNER)
    media = [{"type": "photo", "media": f"attach://p{number}"} for number in range(4)]
    files = {f"p{number}": (f"{number}.jpg", picture(), "image/jpeg") for number in range(4)}
    desk_bot.does("sendMediaGroup", files, chat_id=OWNER, media=media)
    expect(chat.locator(".of-bot")).to_have_count(1)
    expect(chat.locator(".of-bot .pictures.of-4 img")).to_have_count(4)


def test_a_phone_can_photograph_the_picture_on_another(screen: Page, desk_bot: BotClient) -> None:
    owner, applicant = starts(screen, OWNER), starts(screen, APPLICANT)
    desk_bot.shows(OWNER, picture("teal", (512, 512)))
    owner.get_by_role("button", name="Open picture").click()
    expect(owner.get_by_role("dialog", name="Photo")).to_be_visible()
    attach(applicant, "Photograph another phone")
    applicant.get_by_role("button", name="李娜").click()
    desk_bot.hears(), desk_bot.hears()
    message = desk_bot.hears()
    assert message["from"]["id"] == APPLICANT
    assert message["photo"][-1]["width"] == 512


def test_the_picture_viewer_sends_the_picture_from_another_phone(screen: Page, desk_bot: BotClient) -> None:
    owner = starts(screen, OWNER)
    desk_bot.hears()
    desk_bot.shows(OWNER, picture())
    owner.get_by_role("button", name="Open picture").click()
    owner.get_by_role("button", name="Photograph with another phone").click()
    owner.get_by_role("button", name="陈志强").click()
    assert desk_bot.hears()["from"]["id"] == APPLICANT


def test_the_camera_takes_a_photo(screen: Page, desk_bot: BotClient) -> None:
    chat = starts(screen, APPLICANT)
    desk_bot.hears()
    attach(chat, "Take a photo")
    chat.get_by_role("button", name="Take the picture").click()
    chat.get_by_role("dialog").get_by_role("button", name="Send").click()
    file = desk_bot.does("getFile", file_id=desk_bot.hears()["photo"][-1]["file_id"])
    taken = Image.open(
        io.BytesIO(desk_bot.client.get(f"/file/bot{'1000000001:local-token'}/{file['file_path']}").content)
    )
    assert taken.width >= 320


def test_without_a_camera_the_page_says_so(browser: Browser, telegram: str) -> None:
    with browsers.open_window(browser, viewport=LAPTOP, locale="en-GB", reduced_motion="reduce") as window:
        window.add_init_script("delete Navigator.prototype.mediaDevices")
        page = opened(window.new_page(), telegram)
        chat = starts(page, APPLICANT)
        attach(chat, "Take a photo")
        expect(chat.get_by_text("There is no camera here")).to_be_visible()
        expect(chat.get_by_role("button", name="Choose a picture")).to_be_visible()


def test_the_wallet_pays_the_code_in_an_open_picture(screen: Page, desk_bot: BotClient, wallet: FakeWallet) -> None:
    chat = starts(screen, APPLICANT)
    desk_bot.shows(APPLICANT, picture("white"), caption="请扫码支付")
    chat.get_by_role("button", name="Open picture").click()
    chat.get_by_role("button", name="Pay with wallet").click()
    chat.get_by_role("button", name="Pay twice").click()
    expect(chat.locator(".pay-result")).to_contain_text("¥200.50")
    assert wallet.paid[0]["outcome"] == "pay twice"
    assert wallet.paid[0]["person"] == APPLICANT
    expect(phone(screen, APPLICANT).locator(".past")).to_contain_text("决定 #2031")
