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


def is_yes(text: str) -> bool | None:
    reply = yes_no.read(text)
    return reply.is_yes if reply is not None else None


@pytest.mark.parametrize(
    "reply", [*YES.split(" "), " 同意 ", "同 意", "I agree", "no  problem", "all right", "Yes, please!"]
)
def test_a_yes_is_recognised(reply: str) -> None:
    assert is_yes(reply) is True


@pytest.mark.parametrize(
    "reply", [*NO.split(" "), "不 同 意", "not ok", "I don't agree", "I don’t agree", "No way!", "no\n"]
)
def test_a_no_is_recognised(reply: str) -> None:
    assert is_yes(reply) is False


@pytest.mark.parametrize(
    "reply", [*NEITHER.split(" "), "", " ", "同意 拒绝", "yes or no", "yes but not now", "i", "please"]
)
def test_other_replies_are_neither(reply: str) -> None:
    assert yes_no.read(reply) is None


@pytest.mark.parametrize(
    ("typed", "same"),
    [
        ("拒絕", "拒绝"),
        ("終止", "终止"),
        ("終止備案 #1024", "终止备案 #1024"),
        ("不同意備案", "不同意备案"),
        ("批準", "批准"),
        ("准許", "准许"),
        ("允許", "允许"),
        ("許可", "许可"),
        ("駁回", "驳回"),
        ("撤銷同意", "撤销同意"),
        ("解綁", "解绑"),
        ("確認", "确认"),
        ("願意", "愿意"),
        ("對", "对"),
        ("別", "别"),
        ("沒問題", "没问题"),
    ],
)
def test_traditional_characters_say_the_same(typed: str, same: str) -> None:
    assert yes_no.read(typed) == yes_no.read(same) is not None


def test_a_yes_within_other_words_is_found_in_traditional_characters() -> None:
    assert yes_no.mentions_yes("我允許他開")


@given(st.sampled_from(["同意", "可以", "好", "行", "批准"]), st.sampled_from(["", "。", "！", "啊", " "]))
def test_a_chinese_negation_before_a_yes_makes_it_a_no(word: str, ending: str) -> None:
    assert is_yes(word + ending) is True
    assert is_yes(f"不{word}{ending}") is False


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    reply = yes_no.read(text)
    assert reply is None or reply.is_yes in (True, False)


@pytest.mark.parametrize(
    "text", ["No. Problem!", "no, problem", "not, ok", "没。问题", "没!问题", "不。同意", "不！同意", "不\n同意"]
)
def test_two_remarks_are_not_read_as_one(text: str) -> None:
    assert yes_no.read(text) is None


def test_a_mark_behind_or_between_other_words_divides_nothing() -> None:
    assert [yes_no.read(text) == yes_no.read("yes") for text in ("Yes!", "yes, please", "“yes”")] == [True] * 3
    assert yes_no.read("不同意。") == yes_no.read("不 同 意！") == yes_no.read("不同意")
    assert yes_no.read("no problem") == yes_no.read("没问题")


@pytest.mark.parametrize("text", ["同意", "拒绝", "不同意", "我同意了", "批准", "YES", "No", "approve", "refuse"])
def test_a_clear_reply_can_only_be_an_answer(text: str) -> None:
    reply = yes_no.read(text)
    assert reply is not None
    assert reply.is_clear


@pytest.mark.parametrize("text", ["好的", "嗯", "行", "可以", "ok", "👌", "👍🏽", "不要", "不行", "nope", "❌"])
def test_a_weak_reply_may_be_about_something_else(text: str) -> None:
    reply = yes_no.read(text)
    assert reply is not None
    assert not reply.is_clear


@pytest.mark.parametrize(
    ("text", "is_yes", "number"),
    [
        ("同意 #1024", True, 1024),
        ("拒绝1024", False, 1024),
        ("yes 1024", True, 1024),
        ("不同意 #１０２４", False, 1024),
        ("撤回同意 #1024", False, 1024),
        ("stop 1024", False, 1024),
    ],
)
def test_a_clear_reply_may_name_the_application(text: str, is_yes: bool, number: int) -> None:
    reply = yes_no.read(text)
    assert reply is not None
    assert (reply.is_yes, reply.is_clear, reply.number) == (is_yes, True, number)


@pytest.mark.parametrize("text", ["好的 1024", "ok 1024", "1024", "# 1024", "同意 1024 和 1025"])
def test_a_number_after_anything_else_is_no_answer(text: str) -> None:
    assert yes_no.read(text) is None


@pytest.mark.parametrize("text", ["同意？", "yes?", "可以?", "对了", "行了吧", "不，同意", "好的，拒绝"])
def test_a_question_another_subject_and_two_remarks_are_no_answer(text: str) -> None:
    assert yes_no.read(text) is None


@pytest.mark.parametrize(
    "text", ["终止", "撤回同意", "我收回同意了", "解除备案", "Stop!", "withdraw", "I withdraw my consent"]
)
def test_a_word_that_stops_takes_back_and_answers_nothing_else(text: str) -> None:
    reply = yes_no.read(text)
    assert reply is not None
    assert (reply.is_yes, reply.is_clear, reply.takes_back, reply.is_stop) == (False, True, True, True)


@pytest.mark.parametrize(
    ("text", "takes_back"), [("拒绝", True), ("refuse", True), ("no", False), ("不行", False), ("同意", False)]
)
def test_a_refusal_takes_back_what_was_agreed_and_a_bare_no_does_not(text: str, takes_back: bool) -> None:
    reply = yes_no.read(text)
    assert reply is not None
    assert (reply.takes_back, reply.is_stop) == (takes_back, False)


@pytest.mark.parametrize("text", ["终止吗", "怎么撤回", "取消", "stop?", "the end"])
def test_what_may_be_about_something_else_stops_nothing(text: str) -> None:
    assert yes_no.read(text) is None


@pytest.mark.parametrize(
    "text",
    ["同意 10:01", "同意 100.1", "同意 100-1", "yes 10/01", "同意 1001 1002", "拒绝 1001、1002", "refuse #1001 #1002"],
)
def test_a_time_an_amount_or_several_numbers_are_no_answer(text: str) -> None:
    assert yes_no.read(text) is None
