"""How texts for people are worded: marks, pronouns, numbers that are rules, and the words of the glossary.

What is in quotation marks of code (<code>…</code>) or a command is not a sentence, and is left out.
"""

import re
from collections.abc import Iterator

import pytest
from fluent.syntax import FluentSerializer

from bot.texts import LANGUAGES
from tests.conventions.example_texts import ExampleText, all_texts, messages
from tests.conventions.source_tree import ROOT, none_of

CHINESE, ENGLISH = "zh-CN", "en"
HAN = "[\u4e00-\u9fff]"
PLATE = "桂A12345"
VALUE = "\u200b"  # Stands for a value or for code.

_SERIALIZER = FluentSerializer()
_CODE = re.compile(r"<code>.*?</code>|</?[a-z]+>|https?://\S+|/[a-z]+\b|run_bot\.py [a-z ]+|CHEZHU_[A-Z_]+")
_PLACEABLE = re.compile(r"\{[^{}]*\}")
_SELECTION = re.compile(r"\{\s*(?:\$[\w-]+|[A-Z]+\([^)]*\))\s*->|^\s*\*?\[[^\]]*\]", re.MULTILINE)

# A number with a unit of time or money, or of what rules count, written by hand.
_RULE_NUMBERS = {
    CHINESE: re.compile(
        r"\d+ ?(?:秒|分钟|小时|天|日内|周|个月|年内|岁|周岁|个工作日|元|次|辆|位车主|条)"
        r"|[一二两三四五六七八九十百]+个?(?:小时|月内|工作日|周岁|年内|年以后)|[三四五六七八九十百]+(?:天|日|分钟)|一周|明天|明年"
    ),
    ENGLISH: re.compile(
        r"\b(?:(?!1 )\d[\d,]*|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|thirty)[ -]"
        r"(?:working )?(?:second|minute|hour|day|week|month|year|yuan|point|time|tr(?:y|ies)|car|application)s?\b"
        r"|\b(?:a|one|an) (?:hour|week|month|year)\b|\btomorrow\b|\bnext year\b",
        re.IGNORECASE,
    ),
}
# Texts that name a number which no dated rule sets, and why it stands there.
_NO_RULE = {
    "desk-compare-how": "how many bills are fetched at once, no rule",
    "difference-on-two-bills": "how many days are meant, no rule",
    "filing-hints": "the year of the limit",
    "filing-quota-none-this-year": "what a limit of a year means",
    "filing-quota-none-today": "what a limit of a day means",
    "import-fault-picture-gone": "a period of files, no rule",
    "import-fault-year": "any year",
    "menu-inspection-due": "the day itself, counted",
    "not-exempt-registered-late": "the law names the years",
    "refused-away-day-passed": "the year that the person may mean",
    "refused-import-file-gone": "a period of files, no rule",
    "refused-used-by-others": "what a limit of a day means",
    "refused-year-quota": "the year of the limit",
    "rule-choice-six-years": "the choices of the rule itself",
    "rule-choice-ten-years": "the choices of the rule itself",
    "rule-name-codes-a-day": "the name of a rule",
    "rule-name-identity-cases-a-month": "the name of a rule",
    "rule-name-others-codes-a-day": "the name of a rule",
}
_QUOTES_CHINESE = frozenset({"certificate-filed-user", "app-certificate-filed-user", "refused-key-person"})


def sentences(language: str) -> Iterator[tuple[str, str]]:
    """Return the key and the words of every entry as written: values, code, commands and choices are taken out."""
    for key, message in messages(language).items():
        source = _SERIALIZER.serialize_entry(message).partition(" =")[2]
        yield key, _PLACEABLE.sub(VALUE, _SELECTION.sub("", _CODE.sub(VALUE, source)))


def found(language: str, pattern: re.Pattern[str], *, but: frozenset[str] = frozenset()) -> list[str]:
    """Return the entries whose words match."""
    texts = [(key, pattern.search(text)) for key, text in sentences(language) if key not in but]
    return [f"{language} {key}: {match[0]!r}" for key, match in texts if match]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_number_of_a_rule_stands_in_a_text(language: str) -> None:
    none_of(
        found(language, _RULE_NUMBERS[language], but=frozenset(_NO_RULE)),
        "A rule may change: pass the number in; or if it is none, say why in _NO_RULE:",
    )


def test_the_exceptions_still_name_a_number() -> None:
    with_number = {line.split()[1].rstrip(":") for each in LANGUAGES for line in found(each, _RULE_NUMBERS[each])}
    none_of(sorted(_NO_RULE.keys() - with_number), "No number stands there any more:")


@pytest.mark.parametrize("language", LANGUAGES)
def test_marks_are_not_doubled(language: str) -> None:
    doubled = re.compile(r"。。|，，|；；|：：|。，|，。|。；|！。|(?<!\.)\.\.(?!\.)|,,|,\.|;\.|\.;|!\.|\?\.|…。")
    none_of(_rendered(language, doubled), "A sentence ends once, also with the values in it:")


@pytest.mark.parametrize("language", LANGUAGES)
def test_brackets_and_quotation_marks_are_closed(language: str) -> None:
    pairs = (("（", "）"), ("(", ")"), ("“", "”"), ("《", "》"), ("【", "】"))
    open_ones = [
        f"{language} {one.key} {one.variant}"
        for one in all_texts(language)
        if any(one.text.count(left) != one.text.count(right) for left, right in pairs)
    ]
    none_of(open_ones, "A bracket or quotation mark is not closed:")


def test_chinese_has_chinese_marks() -> None:
    half = re.compile(
        rf"{HAN}\u200b?[,;:!?()\"'](?!\w)|[,;:!?()\"']\u200b?{HAN}|{HAN}\.(?!\w)|{HAN}(?<!…)…(?!…)|\.\.\."
    )
    none_of(found(CHINESE, half), "Chinese takes ，；：！？（）“” and ……:")


def test_english_has_no_chinese_marks() -> None:
    none_of(
        found(ENGLISH, re.compile("[，。；：？！（）、《》]"), but=_QUOTES_CHINESE), "English takes , . ; : ? ! ():"
    )


def test_a_blank_stands_between_chinese_and_other_letters_and_digits() -> None:
    joined = re.compile(rf"(?!{PLATE}){HAN}[A-Za-z0-9]|[A-Za-z0-9]{HAN}")
    none_of(found(CHINESE, joined), "Put a blank between: 18 位, Telegram 账号:")


def test_nobody_is_he_or_she() -> None:
    none_of(found(CHINESE, re.compile(r"(?<!其)[他她](?!人)|你")), "Say 您, 对方, 申请人, 车主:")
    none_of(found(ENGLISH, re.compile(r"\b(?:he|she|him|his|hers?)\b", re.IGNORECASE)), "Say they:")


def test_english_has_no_latin_abbreviations() -> None:
    latin = re.compile(r"\b(?:e\.?g|i\.?e|etc|via|vs|viz|cf)\b\.?", re.IGNORECASE)
    none_of(found(ENGLISH, latin), "Say for example, that is, and so on, by:")


@pytest.mark.parametrize(("language", "column"), [(CHINESE, 1), (ENGLISH, 3)])
def test_a_thing_has_one_word(language: str, column: int) -> None:
    """The table *Words of the texts* of the glossary says which word a thing has, and which it does not have."""
    rows = _word_table()
    assert len(rows) > 10
    wrong = [
        f"{line} (the glossary says {row[column - 1]})"
        for row in rows
        if (never := re.split("[、,] ?", row[column])) != [""]
        for line in found(language, re.compile("|".join(map(_word, never)), re.IGNORECASE))
    ]
    none_of(wrong, "One thing has one word:")


def _word(word: str) -> str:
    return rf"\b{re.escape(word)}\b" if word.isascii() else re.escape(word)


def _word_table() -> list[list[str]]:
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    section = text.partition("## Words of the texts\n")[2].partition("\n## ")[0]
    lines = [line.strip().strip("|") for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.split("|")] for line in lines[2:]]


def _rendered(language: str, pattern: re.Pattern[str]) -> list[str]:
    return [_named(language, one, match[0]) for one in all_texts(language) if (match := pattern.search(one.text))]


def _named(language: str, one: ExampleText, what: str) -> str:
    return f"{language} {one.key} {one.variant}: {what!r}"
