"""What people say in their own words: tables of phrases in both languages, and words that start nothing.

`tests/data/phrases/known.txt`: phrases below the deed that they open. `none.txt`: refusals and other matters.
`unseen.txt`: phrases for which the tables have not been changed since; their rate is that of phrases never heard.
"""

import tomllib
from pathlib import Path

import pytest

from bot.services.phrases import phrases, scan, words
from bot.services.phrases.deeds import RULES, Deed
from bot.services.phrases.named import find
from bot.services.phrases.normal import normal
from bot.services.phrases.phrases import MAX_CHARACTERS, NOTHING, read

DATA = Path(__file__).parents[1] / "data" / "phrases"


def table(name: str) -> list[tuple[str, str]]:
    """Return each phrase of a file with the deed below which it stands."""
    found, deed = [], ""
    for line in (DATA / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            deed = line.strip("[]")
        elif line and not line.startswith("# "):
            found.append((deed, line))
    return found


def meant(text: str) -> str:
    """Return what a text opens: a deed, or the page of a plate, number or code alone; "" if it opens nothing."""
    phrase = read(text)
    if phrase.code:
        return "code"
    named = "vehicles" if phrase.plate else "progress" if phrase.number is not None else ""
    return phrase.deed.value if phrase.deed is not None else named


KNOWN, NONE, UNSEEN = table("known.txt"), table("none.txt"), table("unseen.txt")


def test_the_table_has_enough_ways_of_saying_things_in_both_languages() -> None:
    chinese = [phrase for _, phrase in KNOWN if not phrase.isascii()]
    assert len(KNOWN) >= 900
    assert min(len(chinese), len(KNOWN) - len(chinese)) >= 400
    assert {deed for deed, _ in KNOWN} == {*Deed, "code"}


def test_nearly_every_phrase_of_the_table_is_understood_and_none_opens_something_else() -> None:
    wrong = [(deed, phrase, meant(phrase)) for deed, phrase in KNOWN if meant(phrase) not in (deed, "")]
    assert not wrong
    understood = [phrase for deed, phrase in KNOWN if meant(phrase) == deed]
    assert len(understood) >= len(KNOWN) * 0.99


def test_refusals_and_other_matters_open_nothing() -> None:
    assert not [(phrase, meant(phrase)) for _, phrase in NONE if meant(phrase)]


def test_phrases_for_which_nothing_was_tuned_are_understood_nearly_as_well() -> None:
    understood = [phrase for deed, phrase in UNSEEN if meant(phrase) == deed]
    assert len(UNSEEN) >= 190
    assert len(understood) >= len(UNSEEN) * 0.93
    assert not [(deed, phrase, meant(phrase)) for deed, phrase in UNSEEN if meant(phrase) not in (deed, "")]


@pytest.mark.parametrize(
    ("text", "plate", "number", "code"),
    [
        ("查一下桂A12345的违章", "桂A12345", None, ""),
        ("桂A·12345", "桂A12345", None, ""),
        ("桂 A 12345", "桂A12345", None, ""),
        ("桂ａ１２３４５", "桂A12345", None, ""),
        ("粵B12345", "粤B12345", None, ""),
        ("桂AD12345 and its violations", "桂AD12345", None, ""),
        ("桂A123", "", None, ""),
        ("how's my application 1024 going", "", 1024, ""),
        ("#1024", "", 1024, ""),
        ("＃１０２４", "", 1024, ""),
        ("1024号申请", "", 1024, ""),
        ("2024年的申请", "", None, ""),
        ("application of 10:30", "", None, ""),
        ("my application, 3.5 or so", "", None, ""),
        ("查2024年违章", "", None, ""),
        ("show 2 violations", "", None, ""),
        ("2345-BCDE-FG", "", None, "2345BCDEFG"),
        ("分享码：2345bcdefg。", "", None, "2345BCDEFG"),
        ("2345-BCDO-FG", "", None, ""),
        ("thereafter", "", None, ""),
        ("13812345678", "", None, ""),
        ("9876543210", "", None, ""),
    ],
)
def test_a_plate_a_number_and_a_code_are_read_out_of_a_text(text: str, plate: str, number: int, code: str) -> None:
    phrase = read(text)
    assert (phrase.plate, phrase.number, phrase.code) == (plate, number, code)


@pytest.mark.parametrize(
    ("text", "deeds"),
    [
        ("查违章和备案", [Deed.VIOLATIONS, Deed.FILE]),
        ("show my violations and my certificate", [Deed.VIOLATIONS, Deed.CERTIFICATE]),
        ("不要取消，我要查违章", [Deed.VIOLATIONS]),
        ("don't cancel but show my violations", [Deed.VIOLATIONS]),
        ("don't cancel and don't withdraw", []),
        ("不想解绑和删除", []),
        ("我要申诉", [Deed.VIOLATIONS, Deed.APPEAL]),
        ("I want to appeal", [Deed.VIOLATIONS, Deed.APPEAL]),
        ("我有异议", [Deed.VIOLATIONS, Deed.APPEAL]),
        ("I object", [Deed.VIOLATIONS, Deed.APPEAL]),
        ("share my car with my wife", [Deed.VEHICLES, Deed.CERTIFICATE]),
        ("你好，帮我查违章，谢谢", [Deed.VIOLATIONS]),
        ("that car is not mine any more, remove it", [Deed.VEHICLES]),
    ],
)
def test_clauses_are_read_apart_and_two_deeds_are_a_choice(text: str, deeds: list[Deed]) -> None:
    phrase = read(text)
    assert [phrase.deed] * (len(deeds) == 1) == (deeds if len(deeds) == 1 else [])
    assert list(phrase.choices) == (deeds if len(deeds) > 1 else [])


@pytest.mark.parametrize(
    ("text", "is_whole"),
    [
        ("查违章", True),
        ("请帮我查一下违章，谢谢", True),
        ("show my violations please", True),
        ("李违章", False),
        ("我没有违章，那天在桂林", False),
        ("the violations of my neighbours' gardener", False),
        ("不查违章", False),
    ],
)
def test_a_text_is_whole_if_every_word_of_it_is_known(text: str, is_whole: bool) -> None:
    assert read(text).is_whole is is_whole


def test_a_sentence_that_is_mostly_about_something_else_is_a_choice() -> None:
    phrase = read("昨天隔壁工地挖掘机司机王师傅讲电视剧里面的违章建筑")
    assert (phrase.deed, phrase.choices) == (None, (Deed.VIOLATIONS,))


def test_a_letter_is_not_read() -> None:
    assert read("查违章" + "。" * MAX_CHARACTERS) == NOTHING


def test_every_word_is_written_as_texts_are_normalised() -> None:
    odd = [word for word in (*words.vocabulary().han, *words.vocabulary().latin) if normal(word) != word]
    assert not odd


def test_every_concept_is_in_both_languages_and_in_some_rule() -> None:
    concepts = [set(tomllib.loads(path.read_text())["concepts"]) for path in words.LOCALES.glob("*/phrases.toml")]
    assert concepts[0] == concepts[1]
    used = set().union(*(rule.all_of | rule.one_of for rule in RULES)) | {"and", "but", "not"}
    assert concepts[0] - used == {"smscode", "cost"}  # Known, so that they are taken for nothing else.
    assert used <= concepts[0]


def test_every_rule_can_decide() -> None:
    """Return to the first rule that applies to what a rule asks for: another one would make it useless."""
    useless = [rule for rule in RULES if not any(first(rule.all_of | {one}) is rule for one in rule.one_of or {""})]
    assert not useless


def first(concepts: frozenset[str]) -> object:
    return next(rule for rule in RULES if rule.applies(concepts))


@pytest.mark.parametrize(
    ("one", "other", "letters"),
    [("fine", "fine", 0), ("fine", "find", 1), ("violatoin", "violation", 1), ("meun", "menu", 1), ("car", "", 3)],
)
def test_the_distance_counts_a_swap_as_one_mistake(one: str, other: str, letters: int) -> None:
    assert scan.distance(one, other) == letters


def test_a_text_of_any_characters_is_read() -> None:
    for text in ("", " ", "\ud800", "\x00", "#" * 300, "1" * 300, "桂" * 300, "a " * 150, "-" * 10, "2345-" * 50):
        assert not read(text).deed


def test_reading_does_not_take_long() -> None:
    import timeit

    worst = ("violatoin certifcate " * 14)[:MAX_CHARACTERS]
    assert timeit.timeit(lambda: phrases.read(worst), number=3) < 3
    assert find("1 " * 150).number == 1


@pytest.mark.parametrize("text", ["ID1002", "#id1002", "我的核实申请 ID1002", "please open ID1002"])
def test_the_number_of_an_identity_case_is_sure_by_itself(text: str) -> None:
    phrase = read(text)
    assert (phrase.deed, phrase.case, phrase.is_marked) == (Deed.IDENTITY, 1002, text.startswith("#"))


@pytest.mark.parametrize("text", ["别领 ID1002", "don't open ID1002", "进度 #ID1002", "ID1002 的照片我看不清"])
def test_the_number_of_an_identity_case_is_a_choice_beside_anything_else(text: str) -> None:
    phrase = read(text)
    assert (phrase.deed, phrase.choices[0], phrase.case) == (None, Deed.IDENTITY, 1002)
