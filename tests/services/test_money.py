"""Money: fen written as yuan and read back, exactly or not at all."""

from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from bot.money import percent, to_fen, to_yuan, yuan

FEN = st.integers(min_value=0, max_value=99_999_999_999)


@given(FEN)
def test_fen_survive_a_round_trip(fen: int) -> None:
    assert to_fen(to_yuan(fen)) == fen


@given(FEN)
def test_yuan_are_exactly_a_hundredth(fen: int) -> None:
    assert Decimal(to_yuan(fen)) * 100 == fen


@given(st.decimals(min_value=0, max_value=999_999_999, places=2))
def test_amounts_with_up_to_two_decimals_are_read(yuan: Decimal) -> None:
    assert to_fen(f"{yuan:.2f}") == int(yuan * 100)
    assert to_fen(f"{yuan:.2f}".rstrip("0").rstrip(".") or "0") == int(yuan * 100)


@given(st.text(max_size=12))
def test_an_amount_is_read_exactly_or_rejected(written: str) -> None:
    try:
        fen = to_fen(written)
    except ValueError:
        return
    assert Decimal(written) * 100 == fen


@pytest.mark.parametrize(
    "wrong",
    ["", "-1", "+1", "1.", ".1", "1.001", "1e3", "NaN", "1,00", " 1", "1 ", "1\n", "１", "1_0", "0x1", "1" * 10],
)
def test_other_formats_of_amounts_are_rejected(wrong: str) -> None:
    with pytest.raises(ValueError, match="yuan"):
        to_fen(wrong)


@pytest.mark.parametrize(("yuan", "fen"), [("0.01", 1), ("0.1", 10), ("2.3", 230), ("4.35", 435), ("200", 20_000)])
def test_amounts_that_floats_get_wrong_are_exact(yuan: str, fen: int) -> None:
    assert to_fen(yuan) == fen


def test_whole_amounts_are_shown_without_decimals() -> None:
    assert [yuan(fen) for fen in (0, 5, 100, 20_000, 20_650)] == ["0", "0.05", "1", "200", "206.50"]


def test_rates_in_permille_are_shown_exactly_in_percent() -> None:
    assert [percent(permille) for permille in (0, 1, 25, 30, 999, 1_000)] == ["0", "0.1", "2.5", "3", "99.9", "100"]


def test_thousands_are_grouped_where_asked() -> None:
    assert to_yuan(123_456_789, grouped=True) == "1,234,567.89"


def test_negative_amounts_are_rejected() -> None:
    with pytest.raises(ValueError, match="negative"):
        to_yuan(-1)
