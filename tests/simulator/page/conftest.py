"""The page with the phones in Chromium, a local Telegram in a thread, and a client of the Bot API."""

import io
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
import uvicorn
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from bot.simulator.app import create_app
from bot.simulator.world import World
from tests import browsers

TOKEN = "1000000001:local-token"
LAPTOP = {"width": 1366, "height": 768}

APPLICANT, OWNER, REVIEWER, VISITOR = 700_000_001, 700_000_002, 700_000_003, 700_000_004
PEOPLE = (
    ("志强", "陈", "+8613800138000", "申请人", "zh-hans", "想备案同事的车", "Wants to file a colleague's car"),
    ("娜", "李", "+8613900139001", "车主", "zh-hans", "有三辆车", "Owns three cars"),
    ("建国", "王", "+8613700137002", "审核员", "zh-hans", "看待办", "Looks at what is waiting"),
    ("Emma", "Clark", "+8613600136003", "visitor", "en", "用英文的人", "Uses English"),
)


@dataclass
class BotClient:
    """A client of the Bot API."""

    client: httpx.Client
    offset: int = 0

    def does(self, method: str, files: dict[str, Any] | None = None, **fields: Any) -> Any:
        """Call a method and return its result; an error fails the test."""
        data = {name: value if isinstance(value, str) else json.dumps(value) for name, value in fields.items()}
        answer = self.client.post(f"/bot{TOKEN}/{method}", data=data, files=files).json()
        assert answer["ok"], answer
        return answer["result"]

    def says(self, person: int, text: str, **more: Any) -> Any:
        """Send a text."""
        return self.does("sendMessage", chat_id=person, text=text, **more)

    def shows(self, person: int, picture: bytes, **more: Any) -> Any:
        """Send a photo."""
        return self.does("sendPhoto", {"photo": ("p.jpg", picture, "image/jpeg")}, chat_id=person, **more)

    def hears(self, kind: str = "message") -> Any:
        """Wait for the next update of this kind and return its content; skip other updates."""
        for _ in range(9):
            for update in self.does("getUpdates", offset=self.offset, timeout=2, limit=1):
                self.offset = update["update_id"] + 1
                if kind in update:
                    return update[kind]
        raise AssertionError(f"No {kind} has arrived.")


@dataclass
class FakeWallet:
    """A wallet with one payment code and one amount."""

    code: str = "weixin://wxpay/bizpayurl?pr=1"
    paid: list[dict[str, Any]] = field(default_factory=list)

    def routes(self) -> list[Route]:
        """Return the wallet's routes."""
        return [
            Route("/world/wallet/read", self.read, methods=["POST"]),
            Route("/world/wallet/pay", self.pay, methods=["POST"]),
            Route("/world/wallet", self.history),
        ]

    async def read(self, request: Request) -> JSONResponse:
        """Return the code in a picture."""
        async with request.form() as form:
            assert form["picture"]
        return JSONResponse({"code": self.code, "amount_fen": 20050, "subject": "决定 #2031", "provider": "wechat"})

    async def pay(self, request: Request) -> JSONResponse:
        """Pay a code."""
        wanted = await request.json()
        if wanted["code"] != self.code:
            return JSONResponse({"error": "No order has this code."}, 404)
        self.paid.append({**wanted, "amount_fen": 20050, "subject": "决定 #2031", "provider": "wechat"})
        return JSONResponse(self.paid[-1])

    async def history(self, request: Request) -> JSONResponse:
        """Return the payments."""
        return JSONResponse({"payments": self.paid})


@contextmanager
def served(world: World, wallet: FakeWallet) -> Iterator[str]:
    """Serve the local Telegram in a thread and yield its URL."""
    app = create_app(world, extra_routes=wallet.routes())
    server = uvicorn.Server(
        uvicorn.Config(app, port=0, log_config=None, log_level="critical", timeout_graceful_shutdown=1)
    )
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        thread.join(0.005)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()


@pytest.fixture
def wallet() -> FakeWallet:
    return FakeWallet()


@pytest.fixture
def telegram(wallet: FakeWallet) -> Iterator[str]:
    """The URL of a local Telegram with four people."""
    bot = {"id": 1000000001, "username": "desk_bot", "first_name": "车主服务台", "supports_inline_queries": True}
    world = World({TOKEN: bot})
    for first, last, phone, role, language, zh, en in PEOPLE:
        hint = {"zh": zh, "en": en}
        world.add_person(first, last_name=last, phone=phone, role=role, language_code=language, hint=hint)
    with served(world, wallet) as address:
        yield address


@pytest.fixture
def client(telegram: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=telegram, trust_env=False, timeout=10) as client:
        yield client


@pytest.fixture
def desk_bot(client: httpx.Client) -> BotClient:
    return BotClient(client)


@pytest.fixture
def screen(browser: Browser, telegram: str) -> Iterator[Page]:
    """The page in English on a laptop."""
    with browsers.open_window(browser, viewport=LAPTOP, locale="en-GB", reduced_motion="reduce") as window:
        yield opened(window.new_page(), telegram)


@pytest.fixture
def small_screen(browser: Browser, telegram: str) -> Iterator[Page]:
    """The page in Chinese on a phone."""
    options = {"viewport": browsers.PHONE, "locale": "zh-CN", "has_touch": True, "is_mobile": True}
    with browsers.open_window(browser, reduced_motion="reduce", **options) as window:
        yield opened(window.new_page(), telegram)


def opened(page: Page, address: str) -> Page:
    """Open the page and wait for its phones."""
    page.set_default_timeout(5000)
    page.goto(address)
    expect(page.locator(".phone")).to_have_count(3)
    return page


def phone(page: Page, person: int) -> Locator:
    """Return a person's phone."""
    return page.locator(f"section.phone[data-person='{person}']")


def starts(page: Page, person: int) -> Locator:
    """Press Start on a phone, wait until it is sent, and return the phone."""
    place = phone(page, person)
    place.locator(".main-button").click()
    expect(place.locator(".message.own")).to_have_count(1)
    return place


def picture(colour: str = "navy", size: tuple[int, int] = (640, 400)) -> bytes:
    """Return a JPEG of one colour."""
    written = io.BytesIO()
    Image.new("RGB", size, colour).save(written, "JPEG")
    return written.getvalue()
