"""Short codes: made unguessable, read however they are typed."""

import pytest

from bot.services.values import short_codes


def test_no_two_codes_are_alike() -> None:
    assert len({short_codes.make(8) for _ in range(1000)}) == 1000


def test_a_code_is_read_as_it_is_shown() -> None:
    code = short_codes.make(12)
    for typed in (short_codes.grouped(code), code.lower(), f" {code[:6]} {code[6:]} ", "－".join(code)):
        assert short_codes.parse(typed, 12) == code


@pytest.mark.parametrize("typed", ["", "ABCD", "ABCDEFGHJ", "ABCD-EFG0", "ABCDEFGI", "登录码登录码登录", "A" * 100_000])
def test_what_can_be_no_code_is_none(typed: str) -> None:
    assert short_codes.parse(typed, 8) is None
