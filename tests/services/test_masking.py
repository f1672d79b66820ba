"""Masking of names, phones and numbers."""

import pytest
from hypothesis import given, strategies as st

from bot.services.values import masking


@pytest.mark.parametrize(
    ("full", "masked"),
    [
        ("李建国", "李*国"),
        ("王芳", "王*"),
        ("王", "*"),
        ("李·国", "李***·***"),
        ("A", "***"),
        ("A Li", "A*** L***"),
        ("·李", "·***"),
        ("\U00020bb7田\U0002a6a5", "\U00020bb7*\U0002a6a5"),
        ("\ue123建国", "\ue123*国"),
        ("王\uf9d1", "王*"),
        ("葛\U000e0100飾区", "葛*区"),
        ("e\u0301lan", "\u00e9***"),
        ("欧阳建国", "欧阳**"),
        ("欧阳锋", "欧阳*"),
        ("欧阳", "欧*"),
        ("张王小明", "张**明"),
        ("阿不都热合曼·买买提", "阿***·买***"),
        ("買買提艾力", "買***"),
        ("John Smith", "J*** S***"),
        ("Ng", "N***"),
        ("Jean-Luc O'Neill", "J***-L*** O***"),
        ("  李建国 ", "李*国"),
        ("\u202e李建国", "李*国"),
        ("", "******"),
        ("\u200b", "******"),
    ],
)
def test_a_name_is_masked(full: str, masked: str) -> None:
    assert masking.name(full) == masked


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("+8613812341234", "138****1234"),
        ("13812341234", "138****1234"),
        ("+85261234567", "+852****4567"),
        ("+4123456", "+41****56"),
        ("+8607715551234", "+86****1234"),
        ("nonsense", "******"),
        ("", "******"),
    ],
)
def test_a_phone_is_masked(number: str, masked: str) -> None:
    assert masking.phone(number) == masked


def test_id_numbers_and_credit_codes_keep_four_characters_at_each_end() -> None:
    assert masking.id_number("450903199001011234") == "4509**********1234"
    assert masking.credit_code("91110000600037341L") == "9111**********341L"


@given(st.text(max_size=30).filter(lambda text: len(text) != 18 and ":" not in text))  # kind:number has its own form.
def test_a_number_of_another_length_is_hidden(text: str) -> None:
    assert masking.id_number(text) == "******"


@given(st.text("李王欧阳国明abcdef", min_size=3))
def test_a_masked_name_is_never_the_name(full: str) -> None:
    assert masking.name(full) != full
    assert "*" in masking.name(full)
