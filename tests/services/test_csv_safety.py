"""CSV for spreadsheets: no formulas, and every cell is read back."""

import csv
import io
from datetime import date

import pytest

from bot.services.values import csv_safety


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "＝1", "＋1", "－1", "＠x"]
)
def test_a_cell_that_looks_like_a_formula_becomes_text(text: str) -> None:
    assert csv_safety.escape(text) == f"'{text}"
    assert csv_safety.unescape(f"'{text}") == text


@pytest.mark.parametrize("text", ["'=1", "''+1", "' -1", "'", "'a", "a", "", "李'", "'李建国"])
def test_every_written_cell_is_read_back(text: str) -> None:
    assert csv_safety.unescape(csv_safety.escape(text)) == text


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, ""),
        ("", ""),
        (0, "0"),
        (-5, "-5"),
        ("桂A12345", "桂A12345"),
        (date(2027, 1, 2), "2027-01-02"),
        ("a=b", "a=b"),
    ],
)
def test_other_cells_are_unchanged(value: object, cell: str) -> None:
    assert csv_safety.escape(value) == cell


def test_quotes_commas_and_line_breaks_are_preserved() -> None:
    rows = [['a"b', "c,d", "e\nf"], ["五菱", "0\x001", "x"]]
    content = csv_safety.to_csv(["一", "二", "三"], rows)
    assert content.startswith(b"\xef\xbb\xbf")
    read = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert read == [["一", "二", "三"], ['a"b', "c,d", "e\nf"], ["五菱", "01", "x"]]
