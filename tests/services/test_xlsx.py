"""Tables as XLSX: read again, text stays text, amounts are numbers."""

import io
import zipfile
from decimal import Decimal
from xml.etree import ElementTree

import pytest

from bot.services.values import xlsx

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def read(content: bytes) -> list[list[str | Decimal]]:
    """Return the cells of the sheet as a spreadsheet reads them: a formula fails."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            ElementTree.fromstring(archive.read(name))
        sheet = ElementTree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    assert sheet.find(f".//{MAIN}f") is None
    return [[_value(cell) for cell in row] for row in sheet.iter(f"{MAIN}row")]


def _value(cell: ElementTree.Element) -> str | Decimal:
    if cell.get("t") == "inlineStr":
        return cell.findtext(f"{MAIN}is/{MAIN}t") or ""
    assert cell.get("t", "n") == "n"
    return Decimal(cell.findtext(f"{MAIN}v") or "")


def test_text_stays_text_and_amounts_are_numbers() -> None:
    rows: list[list[xlsx.Cell]] = [["=1+1", Decimal("-200.00")], ["<b>&\x00\x1f 桂A", Decimal("0.01")]]
    found = read(xlsx.to_xlsx('账表 "1" & more', ["kind", "amount"], rows))
    assert found == [["kind", "amount"], ["=1+1", Decimal("-200.00")], ["<b>& 桂A", Decimal("0.01")]]


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+1", "-1", "@A1", "\t=1", "#N/A", "#REF!", "1e5", "2026-11-30", ""])
def test_no_text_becomes_a_formula_an_error_or_a_number(text: str) -> None:
    assert read(xlsx.to_xlsx(text, [text], [[text]])) == [[text.strip()], [text.strip()]]


def test_an_empty_table_has_its_header() -> None:
    assert read(xlsx.to_xlsx("x", ["a"], [])) == [["a"]]
