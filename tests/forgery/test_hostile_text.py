"""Hostile text that one user writes and another reads is shown as plain text: no links, markup or hidden characters."""

import re
import unicodedata

import pytest

from tests.forgery.text_messages import HOSTILE
from tests.stories import cast, violation_steps
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver
from tests.stories.review_steps import case
from tests.stories.test_objections import open_record

WORDS = (
    *(word for word in HOSTILE if len(word) < 200),
    "t.me/evil_bot", "https://t.me/evil?start=1", "@evil_bot", "/approve 1001", "点 www.evil.example 同意",
    "\u202e1001 同意\u202c", "房\u200b东\u2066x\u2069", "👍" * 2048, "e\u0301" * 10, "tg://user?id=1",
)  # fmt: skip
# What Telegram's clients turn into a link or a mention.
TAPPABLE = re.compile(r"(?<=\w)\.(?=[^\W\d])|@(?=\w)|\w://")
ASKED = "请用几个字说明"


def is_harmless(reader: Actor, before: int) -> bool:
    """Return whether new messages contain no link, no hidden characters and no markup but the desk's own."""
    for message in reader.messages()[before:]:
        text = message.get("text") or message.get("caption") or ""
        kinds = {one["type"] for one in message.get("entities", ())} - {
            "bold",
            "code",
            "italic",
            "blockquote",
            "bot_command",
        }
        hidden = [c for c in text if unicodedata.category(c) == "Cf" and c != "\u2060"]
        if kinds or hidden or "evil.example" in text or TAPPABLE.search(text):
            return False
    return True


@pytest.mark.parametrize("words", WORDS, ids=lambda words: ascii(words)[:30])
def test_the_owner_sees_a_filers_relationship_as_plain_text(app: AppDriver, words: str) -> None:
    driver, owner = cast.driver(app), cast.owner(app)
    cast.car(app, owner)
    driver.says("/file 02 桂A12345 123456")
    driver.taps("其他")
    driver.says(words)
    if words.startswith("/"):  # A command is a command at every step; the question stays where it is.
        assert not owner.has_seen(words)
        return
    if driver.has_seen("看不出您与车主的关系"):
        driver.sees(ASKED)  # No relationship (a sentence, too long, no letter, a yes or no): it is asked again.
        assert owner.messages() == []
        return
    driver.taps("确认，请车主验证")
    assert owner.messages()
    assert is_harmless(owner, 0)
    assert not any("http" in text or "evil.example" in text for text in owner.sms)
    owner.says("/approvals")
    assert is_harmless(owner, 0)


@pytest.mark.parametrize("words", WORDS, ids=lambda words: ascii(words)[:30])
def test_the_applicant_sees_a_reviewers_reason_as_plain_text(app: AppDriver, words: str) -> None:
    driver, owner, reviewer = cast.driver(app), cast.owner(app), cast.reviewer(app)
    case(app, driver, cast.car(app, owner))
    before = len(driver.messages())
    reviewer.says("/take 1001")
    reviewer.says(f"/return 1001 other {words[:2000]}")
    app.settle()
    assert is_harmless(driver, before)


@pytest.mark.parametrize("words", WORDS, ids=lambda words: ascii(words)[:30])
def test_staff_and_driver_see_objection_and_answer_as_plain_text(app: AppDriver, words: str) -> None:
    driver, reviewer = cast.driver(app), cast.reviewer(app)
    violation_steps.violation(app, cast.car(app, driver))
    open_record(driver)
    driver.taps("提出异议")
    driver.says(words)
    if "提交异议（照片 0 张）" not in driver.labels():
        return
    driver.taps("提交异议（照片 0 张）")
    reviewer.says("/objections")
    before = len(reviewer.messages())
    reviewer.taps("#1001")
    assert is_harmless(reviewer, before)
    reviewer.taps("不成立")
    before = len(driver.messages())
    reviewer.says(words)
    assert is_harmless(driver, before)
