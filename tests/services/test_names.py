"""Names of persons: normalisation, validation, comparison."""

import pytest
from hypothesis import given, strategies as st

from bot.services.identity import typed_input
from bot.services.values import names
from bot.services.values.names import NameProblem, NameReason


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("王小明", "王小明"),
        (" 王 小 明 ", "王小明"),
        ("王\u200b小明", "王小明"),
        ("阿卜杜拉•买买提", "阿卜杜拉·买买提"),
        ("阿卜杜拉・买买提", "阿卜杜拉·买买提"),
        ("Anna   Maria  Bell", "Anna Maria Bell"),
        ("Ａｎｎａ Bell", "Anna Bell"),
        ("𠮷野", "𠮷野"),
    ],
)
def test_a_name_is_stored_in_one_form(typed: str, stored: str) -> None:
    assert names.check(typed) is None
    assert names.clean(typed) == stored


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("我叫王小明", "王小明"),
        ("我叫王小明。", "王小明"),
        ("您好，我是王小明，谢谢", "王小明"),
        ("我的名字是王小明", "王小明"),
        ("我的姓名：王小明", "王小明"),
        ("姓名: 王小明", "王小明"),
        ("名字叫阿卜杜拉·买买提", "阿卜杜拉·买买提"),
        ("My name is Anna Bell.", "Anna Bell"),
        ("Hi, I’m Anna Bell", "Anna Bell"),
        ("Name: Anna Bell", "Anna Bell"),
        ("it's Anna O’Neill, thanks!", "Anna O'Neill"),
    ],
)
def test_a_name_is_read_out_of_the_words_around_it(words: str, name: str) -> None:
    assert typed_input.parse_name(words) == name


@pytest.mark.parametrize(
    "name", ["王小明", "Im Yoona", "Ian Amis", "My Nguyen", "Name Kim", "叶我是", "名字", "Hi Anna"]
)
def test_a_name_that_begins_like_such_words_stays_whole(name: str) -> None:
    assert typed_input.parse_name(name) == name


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", NameProblem(NameReason.EMPTY)),
        ("\u200b ", NameProblem(NameReason.EMPTY)),
        ("王", NameProblem(NameReason.TOO_SHORT)),
        ("··", NameProblem(NameReason.TOO_SHORT)),
        ("王" * 51, NameProblem(NameReason.TOO_LONG)),
        ("王小明2", NameProblem(NameReason.CHARACTER, "2")),
        ("王小明👍", NameProblem(NameReason.CHARACTER, "👍")),
        ("王小明，", NameProblem(NameReason.CHARACTER, ",")),
        ("Аnna", NameProblem(NameReason.LOOKS_LIKE, "n")),
        ("Annа", NameProblem(NameReason.LOOKS_LIKE, "а")),
    ],
)
def test_each_mistake_has_its_own_reason(typed: str, problem: NameProblem) -> None:
    assert names.check(typed) == problem


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("王小明", "王 小明", True),
        ("Anna-Maria Bell", "ANNA MARIA BELL", True),
        ("阿卜杜拉·买买提", "阿卜杜拉买买提", True),
        ("O’Neill", "O'Neill", True),
        ("王小明", "王大明", False),
        ("王小明", "王小", False),
        ("Anna Bell", "Bell Anna", False),
        ("Anna", "Аnna", False),
    ],
)
def test_names_that_differ_only_in_spelling_details_are_the_same(one: str, other: str, same: bool) -> None:
    assert names.are_same(one, other) is same
    assert names.are_same(other, one) is same


@given(st.text(max_size=80))
def test_any_text_can_be_checked_and_a_valid_name_stays_valid(text: str) -> None:
    if names.check(text) is None:
        assert names.check(names.clean(text)) is None
        assert names.are_same(text, names.clean(text))


@pytest.mark.parametrize("name", ["\U000323b0明", "王\U00033479", "王\U0002ebf0", "〇一", "王\u9ffd", "阿卜杜ꞏ买买提"])
def test_names_of_the_newest_blocks_are_valid(name: str) -> None:
    assert names.check(name) is None


@pytest.mark.parametrize("dot", "•・‧∙⋅ㆍ᛫⸱⸳ꞏᐧ●∘◦·")
def test_every_middle_dot_is_the_same(dot: str) -> None:
    assert names.clean(f"阿卜杜{dot}买买提") == "阿卜杜·买买提"


def test_a_character_of_the_private_area_is_stored_as_its_standard_one() -> None:
    assert names.clean("王\ue81e") == "王\u9fb4"
    assert names.check("王\ue81e") is None
    assert names.standard("a\ue863") == "a\u4dae"
