"""Replies: yes, no, or neither."""

import pytest
from hypothesis import given, strategies as st

from bot.services.values import yes_no

YES = (
    "同意 同意。 同意！！ “同意” 好 好的 好啊 好吧 可以 可以的 行 行吧 没问题 同意了 是的 "
    "yes YES Yes! ＹＥＳ y ok OK. O.K. 👍 👍🏽 ✅ ✔️"
)
NO = "拒绝 不同意 不同意！ 我不同意 不可以 不行 不行啊 不 否 不要 不是 不好 不能 拒绝了 no NO! n Nope ｎｏ refuse 👎 ❌"
NEITHER = (
    "? 。。。 同意吗 好吗 同意还是不同意 你是谁 不认识 我先问问他同意不同意 不知道 "
    "maybe 123456 看到了 know 不同意见 了 的"
)


@pytest.mark.parametrize("reply", [*YES.split(" "), " 同意 ", "I agree", "no  problem", "all right", "Yes, please!"])
def test_a_yes_is_recognised(reply: str) -> None:
    assert yes_no.yes_or_no(reply) is True


@pytest.mark.parametrize("reply", [*NO.split(" "), "not ok", "I don't agree", "I don’t agree", "No way!", "no\n"])
def test_a_no_is_recognised(reply: str) -> None:
    assert yes_no.yes_or_no(reply) is False


@pytest.mark.parametrize(
    "reply", [*NEITHER.split(" "), "", " ", "同意 拒绝", "yes or no", "yes but not now", "i", "please"]
)
def test_other_replies_are_neither(reply: str) -> None:
    assert yes_no.yes_or_no(reply) is None


@given(st.sampled_from(["同意", "可以", "好", "行", "批准"]), st.sampled_from(["", "。", "！", "啊", " "]))
def test_a_chinese_negation_before_a_yes_makes_it_a_no(word: str, ending: str) -> None:
    assert yes_no.yes_or_no(word + ending) is True
    assert yes_no.yes_or_no(f"不{word}{ending}") is False


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    assert yes_no.yes_or_no(text) in (True, False, None)
