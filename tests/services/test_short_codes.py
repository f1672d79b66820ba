"""Short codes: random, and parsed in any spelling."""

import pytest

from bot.services.values import short_codes


def test_codes_are_unique() -> None:
    assert len({short_codes.make(8) for _ in range(1000)}) == 1000


def test_every_code_has_a_letter_and_a_digit() -> None:
    codes = [short_codes.make(4) for _ in range(2000)]
    assert not [code for code in codes if code.isalpha() or code.isdigit()]


def test_the_number_of_codes_is_counted() -> None:
    mixed = sum(
        not (a + b).isalpha() and not (a + b).isdigit() for a in short_codes.ALPHABET for b in short_codes.ALPHABET
    )
    assert short_codes.count(2) == mixed


def test_a_code_is_parsed_as_it_is_shown() -> None:
    code = short_codes.make(12)
    for typed in (short_codes.grouped(code), code.lower(), f" {code[:6]} {code[6:]} ", "－".join(code)):
        assert short_codes.parse(typed, 12) == code


@pytest.mark.parametrize("typed", ["", "ABCD", "ABCDEFGHJ", "ABCD-EFG0", "ABCDEFGI", "登录码登录码登录", "A" * 100_000])
def test_text_that_is_not_a_code_is_rejected(typed: str) -> None:
    assert short_codes.parse(typed, 8) is None
