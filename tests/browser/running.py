"""The desk in a process of its own, as `python run_bot.py` starts it, and hands on its phones."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from playwright.sync_api import FilePayload, Locator, Page, expect

from tests import log_scanner

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0


@contextmanager
def running(folder: Path, **settings: str) -> Iterator[str]:
    """Start the desk with its local Telegram on a free port; gives the address it says to open."""
    environment = {**os.environ, "CHEZHU_DATA_DIR": str(folder), "CHEZHU_PORT": "0", **settings}
    said = folder / "said.txt"
    with said.open("w") as file:
        process = subprocess.Popen(
            [sys.executable, "-u", "run_bot.py"], cwd=ROOT, env=environment, stdout=file, stderr=subprocess.STDOUT
        )
    try:
        yield _address(process, said)
    finally:
        process.terminate()
        process.wait(15)
        log_scanner.hand_in(said.read_text())


def _address(process: "subprocess.Popen[bytes]", said: Path) -> str:
    """Wait for the line that says what to open."""
    until = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < until:
        found = re.search(r"^open (http\S+)$", said.read_text(), re.MULTILINE)
        if found:
            return found[1]
        time.sleep(0.05)
    raise AssertionError(f"The desk did not start:\n{said.read_text()}")


class Hand:
    """One person's hand on his phone on the page."""

    def __init__(self, page: Page, address: str, person: int) -> None:
        self._address = address
        self._person = person
        self.phone: Locator = page.locator(f"section.phone[data-person='{person}']")
        self.page = page

    def starts(self) -> None:
        """Press Start in an empty chat."""
        self.phone.locator(".main-button").click()

    def says(self, text: str) -> None:
        """Write and send."""
        field = self.phone.get_by_role("textbox").first
        field.fill(text)
        field.press("Enter")

    def taps(self, label: str) -> None:
        """Tap the newest button whose label contains this."""
        self.phone.locator(".inline-keyboard button", has_text=label).last.click()

    def sees(self, text: str) -> None:
        """Wait until the chat says this."""
        expect(self.phone.locator(".of-bot", has_text=text).last).to_be_visible(timeout=15000)

    def sends_photo(self, content: bytes, *, menu: str = "图片") -> None:
        """Send a photo from the disk."""
        with self.page.expect_file_chooser() as chooser:
            self.phone.get_by_role("button", name=re.compile("附件|Attach")).click()
            self.phone.get_by_role("menuitem", name=menu, exact=True).click()
        chooser.value.set_files([FilePayload(name="me.jpg", mimeType="image/jpeg", buffer=content)])
        self.phone.get_by_role("dialog").get_by_role("button", name=re.compile("发送|Send")).click()

    def photographs(self, name: str) -> None:
        """Photograph the picture that the phone of this person shows."""
        self.phone.get_by_role("button", name=re.compile("附件|Attach")).click()
        self.phone.get_by_role("menuitem", name=re.compile("拍另一部手机|Photograph another")).click()
        self.phone.get_by_role("button", name=name).last.click()

    def sms(self, phone: str) -> list[str]:
        """The text messages of a number, oldest first."""
        found = httpx.get(f"{self._address}/world/sms", params={"phone": phone}, trust_env=False).json()["sms"]
        return [message["text"] for message in found]
