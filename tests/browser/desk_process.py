"""Runs the desk in a process of its own, as `make run` does, and operates its phones on the page."""

import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from playwright.sync_api import FilePayload, Locator, Page, expect

from tests import databases, forked_process, log_scanner
from tests.forked_process import ForkedProcess

ROOT = Path(__file__).parents[2]
START_TIMEOUT_SECONDS = 60.0


@contextmanager
def running(folder: Path, **settings: str) -> Iterator[str]:
    """Start the desk with its local Telegram on a free port and a new store, and yield the URL to open."""
    databases.put_new_store(folder)
    environment = {**os.environ, "CHEZHU_DATA_DIR": str(folder), "CHEZHU_PORT": "0", **settings}
    output = folder / "output.txt"
    output.touch()
    command = ["run_bot.py", "run", "--local", "--no-limits"]
    process = forked_process.start(command, environment=environment, folder=ROOT, output=output)
    try:
        yield _address(process, output)
    finally:
        process.terminate()
        process.wait(15)
        log_scanner.hand_in(output.read_text())


def _address(process: ForkedProcess, output: Path) -> str:
    """Wait for the line with the URL to open."""
    until = time.monotonic() + START_TIMEOUT_SECONDS
    while process.poll() is None and time.monotonic() < until:
        found = re.search(r"^open (http\S+)$", output.read_text(), re.MULTILINE)
        if found:
            return found[1]
        time.sleep(0.05)
    raise AssertionError(f"The desk did not start:\n{output.read_text()}")


class PhonePage:
    """Page object of one person's phone."""

    def __init__(self, page: Page, address: str, person: int) -> None:
        self._address = address
        self._person = person
        self.phone: Locator = page.locator(f"section.phone[data-person='{person}']")
        self.page = page

    def starts(self) -> None:
        """Press Start in an empty chat; write it where the bot has written before, as to staff who have work."""
        button = self.phone.locator(".main-button")
        expect(button.or_(self.phone.locator(".of-bot")).filter(visible=True).first).to_be_visible(timeout=15000)
        if button.is_visible():
            button.click()
        else:
            self.says("/start")

    def says(self, text: str) -> None:
        """Send a text."""
        field = self.phone.get_by_role("textbox").first
        field.fill(text)
        field.press("Enter")

    def taps(self, label: str) -> None:
        """Tap the newest button whose label contains this."""
        self.phone.locator(".inline-keyboard button", has_text=label).last.click()

    def sees(self, text: str) -> None:
        """Wait until the bot's messages contain this."""
        expect(self.phone.locator(".of-bot", has_text=text).last).to_be_visible(timeout=15000)

    def sends_photo(self, content: bytes, *, menu: str = "图片") -> None:
        """Send a photo from a file."""
        with self.page.expect_file_chooser() as chooser:
            self.phone.get_by_role("button", name=re.compile("附件|Attach")).click()
            self.phone.get_by_role("menuitem", name=menu, exact=True).click()
        chooser.value.set_files([FilePayload(name="me.jpg", mimeType="image/jpeg", buffer=content)])
        self.phone.get_by_role("dialog").get_by_role("button", name=re.compile("发送|Send")).click()

    def photographs(self, name: str) -> None:
        """Photograph the picture on this person's phone."""
        self.phone.get_by_role("button", name=re.compile("附件|Attach")).click()
        self.phone.get_by_role("menuitem", name=re.compile("拍另一部手机|Photograph another")).click()
        self.phone.get_by_role("button", name=name).last.click()

    def sms(self, phone: str) -> list[str]:
        """Return the text messages to a number, oldest first."""
        found = httpx.get(f"{self._address}/world/sms", params={"phone": phone}, trust_env=False).json()["sms"]
        return [message["text"] for message in found]


def take_screenshot(page: Page, name: str) -> None:
    """Save a screenshot in var/screenshots, which git ignores."""
    folder = Path("var/screenshots")
    folder.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=folder / f"{name}.png")
