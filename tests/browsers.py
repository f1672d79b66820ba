"""Chromium for browser tests."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserContext, sync_playwright

LAPTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]


def chromium() -> str:
    """Return the path of the installed Chromium. Raises LookupError without one.

    The headless shell, Chromium without the windows of a browser, takes two thirds of its processor time.
    """
    for name in ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"):
        if path := shutil.which(name):
            return path
    raise LookupError("Chromium was not found. On Debian: apt-get install chromium")


@contextmanager
def open_browser(*more_arguments: str) -> Iterator[Browser]:
    """Start Chromium and close it at the end. `more_arguments`: command-line switches, such as a fake camera.

    While it is open, the thread has a running event loop, so asyncio tests cannot run in it.
    """
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=[*ARGUMENTS, *more_arguments])
        yield browser
        browser.close()


@contextmanager
def open_window(browser: Browser, **options: object) -> Iterator[BrowserContext]:
    """Open a window with its own cookies, by default of laptop size. Asserts at its end that no script failed."""
    failures: list[str] = []
    context = browser.new_context(**{"viewport": LAPTOP, **options})  # type: ignore[arg-type]
    context.on("weberror", lambda error: failures.append(str(error.error)))
    yield context
    context.close()
    assert not failures, f"A script on the page failed: {failures}"
