"""Cleaning of typed text."""

import pytest
from hypothesis import given, strategies as st

from bot.services.values import text_cleaning


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("ａｂ１２", "AB12"),
        ("a b\u3000c\u00a0d", "ABCD"),
        ("a·b•c・d‧e", "ABCDE"),
        ("a-b–c—d―e‑f−g", "ABCDEFG"),
        ("a\u200bb\u2060c\ufeffd\u00ade\u202ef", "ABCDEF"),
        ("Ⅳ①", "IV①"),
        ("１２３", "123"),
        ("²⒈½𝟙", "²⒈½𝟙"),
        ("\n\t", ""),
    ],
)
def test_separators_are_removed_and_widths_unified(typed: str, read: str) -> None:
    assert text_cleaning.compact(typed) == read


@given(st.text())
def test_compacting_twice_changes_nothing(text: str) -> None:
    once = text_cleaning.compact(text)
    assert text_cleaning.compact(once) == once


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("А", "A"),
        ("Ρ", "P"),
        ("粵", "粤"),
        ("٣", "3"),
        ("३", "3"),
        ("A", ""),
        ("7", ""),
        ("😀", ""),
        ("①", "1"),
        ("²", "2"),
    ],
)
def test_a_look_alike_character_is_recognised(typed: str, meant: str) -> None:
    assert text_cleaning.lookalike(typed) == meant


@pytest.mark.parametrize(
    ("character", "plain"),
    [("A", True), ("0", True), ("a", False), ("А", False), ("桂", False), ("①", False), ("²", False)],
)
def test_only_upper_case_latin_letters_and_ascii_digits_are_plain(character: str, plain: bool) -> None:
    assert text_cleaning.is_plain(character) is plain


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("  我的  舅舅 ", "我的 舅舅"),
        ("\u202e同意\u202c", "同意"),
        ("\u200b\u2060\ufeff", ""),
        ("a\x00b\x1b[31m", "a b [31m"),
        ("one\r\n two\n", "one\ntwo"),
        ("t.me/evil_bot", "t.\u2060me/\u2060evil_bot"),
        ("https://evil.example", "https:\u2060//\u2060evil.\u2060example"),
        ("@evil_bot /approve 5", "@\u2060evil_bot /\u2060approve 5"),
        ("200.00 元，9.5 折。好", "200.00 元，9.5 折。好"),
    ],
)
def test_text_shown_to_others_has_no_invisible_characters_and_no_links(typed: str, shown: str) -> None:
    assert text_cleaning.display_safe(typed) == shown


@given(st.text())
def test_making_text_safe_twice_changes_nothing(text: str) -> None:
    once = text_cleaning.display_safe(text)
    assert text_cleaning.display_safe(once) == once
