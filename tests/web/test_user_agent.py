"""Only browser and system of a User-Agent header are stored, nothing that identifies a person."""

import pytest

from bot.web.code_sign_in import browser_and_system

CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36"
EDGE = f"{CHROME} Edg/142.0.0.0"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605 Version/19 Safari/604"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
ANDROID = "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/142.0 Mobile Safari/537.36"


@pytest.mark.parametrize(
    ("agent", "kept"),
    [
        (CHROME, "Chrome, Windows"),
        (EDGE, "Edge, Windows"),
        (SAFARI, "Safari, iPhone"),
        (FIREFOX, "Firefox, Linux"),
        (ANDROID, "Chrome, Android"),
        ("", "?, ?"),
        ("<script>" * 1000, "?, ?"),
    ],
)
def test_only_browser_and_system_are_stored(agent: str, kept: str) -> None:
    assert browser_and_system(agent) == kept
