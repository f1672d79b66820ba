"""Short codes: random, and parsed in any spelling."""

import pytest

from bot.services.values import short_codes


def test_codes_are_unique() -> None:
    assert len({short_codes.make(8) for _ in range(1000)}) == 1000


def test_a_code_is_parsed_as_it_is_shown() -> None:
    code = short_codes.make(12)
    for typed in (short_codes.grouped(code), code.lower(), f" {code[:6]} {code[6:]} ", "－".join(code)):
        assert short_codes.parse(typed, 12) == code


@pytest.mark.parametrize("typed", ["", "ABCD", "ABCDEFGHJ", "ABCD-EFG0", "ABCDEFGI", "登录码登录码登录", "A" * 100_000])
def test_text_that_is_not_a_code_is_rejected(typed: str) -> None:
    assert short_codes.parse(typed, 8) is None
