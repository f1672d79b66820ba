"""The public verification page in Chromium: a fake camera, an uploaded picture, a typed text."""

import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import uvicorn
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from bot.settings import load
from bot.web.app import create_app
from bot.web.dependencies import WebDependencies
from tests import browsers
from tests.adapters.drawing.camera import Shot, photographed
from tests.stories import cast, shared_sandbox
from tests.stories.app_driver import AppDriver
from tests.stories.certificate_steps import car, certificate, download, show_live

CAMERA = (1280, 720)
TILTED = Shot(lean=0.08, turn=-6, blur=0.6, light=0.8, longest=1280)


@dataclass(frozen=True)
class ServedCertificate:
    """The address of a web application with one valid certificate, and the certificate."""

    origin: str
    picture: bytes
    text: str


@pytest.fixture
def desk(app: AppDriver) -> Iterator[ServedCertificate]:
    """Serve the web application in a thread."""
    owner = cast.owner(app)
    vehicle = car(app, owner)
    show_live(owner)
    picture, text = download(owner), certificate(app, vehicle).text
    side = WebDependencies(
        load(_env_file=None), app.database, lambda: app.now, app.desk, photo_pool=shared_sandbox.shared()
    )
    with served(create_app(side)) as origin:
        yield ServedCertificate(origin, picture, text)


@contextmanager
def served(app: object) -> Iterator[str]:
    """Serve until the block ends; yields the address."""
    config = uvicorn.Config(
        app,  # type: ignore[arg-type]
        port=0,
        log_config=None,
        log_level="critical",
        lifespan="off",
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.02)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(5)


def film(picture: bytes, path: Path) -> Path:
    """Write a Motion JPEG film of the certificate, tilted as in a hand-held phone's camera."""
    with Image.open(io.BytesIO(picture)) as opened:
        sheet = opened.convert("RGB")
    lower = sheet.crop((0, sheet.height - 1100, sheet.width, sheet.height))
    with Image.open(io.BytesIO(photographed(lower, TILTED))) as photo:
        photo.thumbnail(CAMERA)
        frame = Image.new("RGB", CAMERA, (90, 84, 76))
        frame.paste(photo, ((CAMERA[0] - photo.width) // 2, (CAMERA[1] - photo.height) // 2))
    file = io.BytesIO()
    frame.save(file, "JPEG", quality=90)
    path.write_bytes(file.getvalue() * 10)
    return path


@contextmanager
def chromium(film_path: Path | None = None) -> Iterator[Browser]:
    """Start Chromium with this film as its camera."""
    arguments = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]
    with browsers.open_browser(
        *arguments, *([f"--use-file-for-fake-video-capture={film_path}"] if film_path else [])
    ) as one:
        yield one


@contextmanager
def page_of(browser: Browser, desk: ServedCertificate, **options: object) -> Iterator[Page]:
    """Open the verification page."""
    with browsers.open_window(browser, **{"locale": "zh-CN", **options}) as window:
        page = window.new_page()
        page.goto(f"{desk.origin}/verify")
        yield page


def sees_the_certificate(page: Page, *more: str) -> None:
    """Assert that the result says that the certificate is genuine and shows the plate."""
    for words in ("真实有效", "桂A·12345", "2027年6月", *more):
        expect(page.locator("#result")).to_contain_text(words, timeout=20_000)
    expect(page.locator("#result .number-plate")).to_have_text("桂A·12345")


def test_the_camera_reads_the_certificate_on_a_phone(desk: ServedCertificate, tmp_path: Path) -> None:
    with (
        chromium(film(desk.picture, tmp_path / "film.mjpeg")) as browser,
        page_of(browser, desk, viewport=browsers.PHONE) as page,
    ):
        page.get_by_role("button", name="打开摄像头扫码").click()
        sees_the_certificate(page)
        expect(page.locator("video")).to_be_hidden()
        assert page.evaluate("document.documentElement.scrollWidth") <= browsers.PHONE["width"]
        page.get_by_role("button", name="再验证一个").click()
        sees_the_certificate(page)


def test_the_camera_keeps_scanning_while_there_is_no_code(desk: ServedCertificate) -> None:
    with chromium() as browser, page_of(browser, desk) as page:
        with page.expect_response("**/api/verify") as first:
            page.get_by_role("button", name="打开摄像头扫码").click()
        assert first.value.json()["detail"] == "no_code"
        expect(page.get_by_text("请把二维码放进框里")).to_be_visible()
        page.get_by_role("button", name="关闭摄像头").click()
        expect(page.locator("video")).to_be_hidden()
        expect(page.locator("#result")).to_be_hidden()


def test_an_uploaded_picture_and_a_typed_text_are_verified(desk: ServedCertificate) -> None:
    with chromium() as browser, page_of(browser, desk) as page:
        page.set_input_files("#picture", {"name": "a.png", "mimeType": "image/png", "buffer": desk.picture})
        sees_the_certificate(page)
        page.fill("#text", desk.text)
        page.locator("#by-text button").click()
        sees_the_certificate(page)
        page.fill("#text", desk.text[:60])
        page.locator("#by-text button").click()
        expect(page.locator("#result.doubtful")).to_contain_text("文字不完整")


def test_a_denied_camera_shows_what_to_do(desk: ServedCertificate) -> None:
    with browsers.open_browser() as browser, page_of(browser, desk, locale="en-GB") as page:
        page.get_by_role("button", name="Scan with the camera").click()
        expect(page.get_by_text("We cannot open the camera")).to_be_visible()


def test_the_forms_work_without_javascript(desk: ServedCertificate) -> None:
    with chromium() as browser, page_of(browser, desk, java_script_enabled=False) as page:
        page.fill("#text", desk.text)
        page.locator("#by-text button").click()
        expect(page.locator("#result.good")).to_contain_text("真实有效")
        page.get_by_role("link", name="English").click()
        expect(page.get_by_text("Verify an inspection certificate").first).to_be_visible()
