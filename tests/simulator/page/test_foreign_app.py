"""A Mini App of somebody else on a phone: a page of another origin, in the long run with Telegram's own script."""

import hmac
import json
import subprocess
import tarfile
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
from playwright.sync_api import FrameLocator, Locator, Page, expect

from tests.simulator.page.conftest import APPLICANT, OWNER, TOKEN, BotClient, picture, starts

PACKAGE = "@twa-dev/sdk@8.0.2"  # Carries Telegram's own telegram-web-app.js, as a page of an app loads it.
SCRIPT = "package/src/telegram-web-apps.js"
KEY = "Choose a colour"
# What Telegram's script does of it, for the tests that run without it.
EVENTS = """
const tell = (eventType, eventData = {}) => parent.postMessage(JSON.stringify({ eventType, eventData }), "*");
window.addEventListener("message", ({ data }) => document.querySelector("output").append(`${data}\\n`));
"""
APP = """<!doctype html><title>Colours</title><script src="telegram-web-app.js"></script>
<output id="data"></output><output id="scanned"></output><output id="kept"></output><output id="popup"></output>
<button id="scan">Scan</button><button id="keep">Keep</button><button id="ask">Ask</button>
<button id="hand">Hand on</button>
<script>
const app = window.Telegram.WebApp;
const put = (id, text) => document.getElementById(id).textContent = text;
app.ready();
app.expand();
put("data", app.initData);
app.MainButton.setText("Send red").show().onClick(() => app.sendData(JSON.stringify({ colour: "red" })));
app.BackButton.show().onClick(() => put("popup", "back"));
app.SettingsButton.show().onClick(() => put("popup", "settings"));
scan.onclick = () => app.showScanQrPopup({ text: "A code" }, (text) => { put("scanned", text); return true; });
keep.onclick = () => app.CloudStorage.setItem("colour", "red", () =>
  app.CloudStorage.getItem("colour", (error, value) => put("kept", `${error} ${value}`)));
ask.onclick = () => {
  app.HapticFeedback.impactOccurred("light");
  app.showConfirm("Sure?", (yes) => put("popup", `sure: ${yes}`));
};
hand.onclick = () => app.switchInlineQuery("red", ["users"]);
</script>"""


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and prints nothing."""

    def log_message(self, format: str, *arguments: Any) -> None:
        """Print nothing."""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    """The address of a folder, tmp_path, at an origin of its own."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def opened(page: Page, desk_bot: BotClient, address: str) -> tuple[Locator, FrameLocator]:
    """Open the app with a key of the reply keyboard. Returns the phone and the app."""
    chat = starts(page, APPLICANT)
    desk_bot.hears()
    desk_bot.says(APPLICANT, "Which colour?", reply_markup={"keyboard": [[{"text": KEY, "web_app": {"url": address}}]]})
    return chat, reopened(chat)


def reopened(chat: Locator) -> FrameLocator:
    """Open the app by its key."""
    chat.get_by_role("button", name=KEY).click()
    chat.get_by_role("dialog").get_by_role("button", name="Open").click()
    return chat.frame_locator("iframe.mini-app-page")


def offers(desk_bot: BotClient, query: dict[str, Any]) -> None:
    """Answer an inline query with one article."""
    article = {"type": "article", "id": "1", "title": "Red", "input_message_content": {"message_text": "red"}}
    desk_bot.does("answerInlineQuery", inline_query_id=query["id"], results=[article])


def test_a_page_tells_the_client_events(screen: Page, desk_bot: BotClient, site: str, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(f"<!doctype html><output></output><script>{EVENTS}</script>")
    chat, app = opened(screen, desk_bot, site)

    def tells(event: str, **content: Any) -> None:
        app.locator("body").evaluate(f"(_, content) => tell('{event}', content)", content)

    tells("web_app_setup_closing_behavior", need_confirmation=True)
    tells("web_app_read_text_from_clipboard", req_id="c")
    expect(app.locator("output")).to_contain_text('"clipboard_text_received","eventData":{"req_id":"c"')
    tells("web_app_invoke_custom_method", req_id="m", method="saveStorageValue", params={"key": "a b", "value": ""})
    expect(app.locator("output")).to_contain_text('{"req_id":"m","error":"KEY_INVALID"}')
    tells("web_app_open_link", url="javascript:void 0")
    chat.get_by_role("dialog").get_by_role("button", name="Close", exact=True).first.click()
    chat.get_by_role("button", name="Cancel").click()
    tells("web_app_switch_inline_query", query="red", chat_types=[])
    expect(chat.get_by_role("textbox", name="Message")).to_have_value("@desk_bot red")
    expect(chat.locator("iframe")).to_have_count(0)
    reopened(chat)
    expect(app.locator("output")).to_have_count(1)
    tells("web_app_data_send", data="red")
    assert desk_bot.hears()["web_app_data"] == {"data": "red", "button_text": KEY}
    expect(chat.locator(".own").last).to_contain_text("The bot has got the data")
    assert screen.context.pages == [screen]  # Nothing was opened but by http or https.


def test_an_app_of_a_button_sends_no_data(screen: Page, desk_bot: BotClient, site: str, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(f"<!doctype html><output></output><script>{EVENTS}</script>")
    chat, _ = opened(screen, desk_bot, site)
    chat.get_by_role("dialog").get_by_role("button", name="Close").click()
    button = {"inline_keyboard": [[{"text": "By a button", "web_app": {"url": site}}]]}
    desk_bot.says(APPLICANT, "Here", reply_markup=button)
    chat.get_by_role("button", name="By a button").click()
    chat.get_by_role("dialog").get_by_role("button", name="Open").click()
    app = chat.frame_locator("iframe.mini-app-page")
    app.locator("body").evaluate("() => tell('web_app_data_send', { data: 'red' })")
    app.locator("body").evaluate("() => tell('web_app_request_viewport')")  # Answered after what comes before it.
    expect(app.locator("output")).to_contain_text("viewport_changed")
    chat.get_by_role("dialog").get_by_role("button", name="Close").click()
    desk_bot.does("sendMessage", chat_id=APPLICANT, text="Done")
    expect(chat.locator(".of-bot", has_text="Done")).to_be_visible()
    expect(chat.locator(".own")).to_have_count(1)


def fetched(folder: Path) -> str:
    """Return the script of Telegram that a package of the registry carries."""
    subprocess.run(["npm", "pack", "--silent", PACKAGE], cwd=folder, check=True, capture_output=True)
    [archive] = folder.glob("*.tgz")
    with tarfile.open(archive) as opened_archive:
        content = opened_archive.extractfile(SCRIPT)
        assert content is not None
        return content.read().decode()


@pytest.mark.long
def test_an_app_with_telegrams_script_runs(screen: Page, desk_bot: BotClient, site: str, tmp_path: Path) -> None:
    (tmp_path / "telegram-web-app.js").write_text(fetched(tmp_path))
    (tmp_path / "index.html").write_text(APP)
    starts(screen, OWNER)
    desk_bot.shows(OWNER, picture())
    chat, app = opened(screen, desk_bot, site)
    fields = dict(parse_qsl(app.locator("#data").inner_text()))
    lines = "\n".join(f"{key}={fields[key]}" for key in sorted(fields) if key != "hash")
    secret = hmac.digest(b"WebAppData", TOKEN.encode(), "sha256")
    assert fields["hash"] == hmac.digest(secret, lines.encode(), "sha256").hex()
    chat.get_by_role("button", name="Back").click()
    expect(app.locator("#popup")).to_have_text("back")
    chat.get_by_role("button", name="Settings").click()
    expect(app.locator("#popup")).to_have_text("settings")
    app.get_by_role("button", name="Ask").click()
    chat.get_by_role("dialog").get_by_role("button", name="ok").click()
    expect(app.locator("#popup")).to_have_text("sure: true")
    app.get_by_role("button", name="Keep").click()
    expect(app.locator("#kept")).to_have_text("null red")
    app.get_by_role("button", name="Scan").click()
    chat.locator(".shot").first.click()
    expect(app.locator("#scanned")).to_have_text("weixin://wxpay/bizpayurl?pr=1")
    expect(chat.locator(".shot")).to_have_count(0)
    app.get_by_role("button", name="Hand on").click()
    offers(desk_bot, desk_bot.hears("inline_query"))
    expect(chat.get_by_role("dialog")).to_contain_text("Red")
    chat.get_by_role("dialog").get_by_role("button", name="Close").click()
    reopened(chat)
    chat.get_by_role("button", name="Send red").click()
    assert json.loads(desk_bot.hears()["web_app_data"]["data"]) == {"colour": "red"}
