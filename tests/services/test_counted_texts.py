"""Numbers in texts: one of a thing, several, and limits of zero."""

import pytest

from bot.texts import counted, texts


@pytest.mark.parametrize(
    ("number", "noun", "written"),
    [
        (0, "day", "0 days"),
        (1, "day", "1 day"),
        ("1", "try", "1 try"),
        (2, "try", "2 tries"),
        (1_826, "day", "1,826 days"),
    ],
)
def test_an_english_noun_follows_its_number(number: int | str, noun: str, written: str) -> None:
    assert counted(number, noun) == written


@pytest.mark.parametrize("key", ["refused-user-full", "refused-vehicle-full", "refused-organisation-full"])
@pytest.mark.parametrize(("language", "stopped"), [("en", "At present"), ("zh-CN", "目前")])
def test_a_limit_of_zero_reads_as_a_stop(key: str, language: str, stopped: str) -> None:
    assert texts(language)(key, limit=0).startswith(stopped)
    assert not texts(language)(key, limit=1).startswith(stopped)


@pytest.mark.parametrize("key", ["refused-day-quota", "refused-year-quota"])
def test_a_quota_of_zero_reads_as_a_stop(key: str) -> None:
    assert (
        texts("en")(key, limit=0, until="x")
        == "At present no applications to file a car are taken. /rules says until when."
    )
    assert "1 application a" in texts("en")(key, limit=1, until="x")
