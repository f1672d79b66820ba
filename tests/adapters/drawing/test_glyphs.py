"""Every character that can be drawn has a glyph in the font."""

import ast
import importlib
import io
import re
from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

from bot.adapters.drawing import certificate_pdf, chinese_amounts, decision_pdf, fonts, pdf_page, receipt_pdf
from bot.adapters.drawing.certificate_content import CertificateWarning
from tests.adapters.drawing.rendering import text_of
from tests.adapters.drawing.sample_documents import decision, face, receipt

SOURCES = Path(pdf_page.__file__).parent
PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼港澳学警挂领使临试超"
NAMES = "李建国王敏欧阳娜布赫艾力江·买买提㛃䶮䲜昇喆堃玥璟頔翀婕"


@lru_cache
def glyphs() -> set[int]:
    ttlib = importlib.import_module("fontTools.ttLib")
    with ttlib.TTFont(fonts.path(), lazy=True) as font:
        return set(font.getBestCmap())


def test_every_character_of_the_drawings_has_a_glyph() -> None:
    literals = {
        character
        for source in SOURCES.glob("*.py")
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        for character in node.value
        if character.isprintable()
    }
    assert len(literals) > 200
    assert {character for character in literals if ord(character) not in glyphs()} == set()


def test_plates_names_amounts_and_plain_latin_have_glyphs() -> None:
    needed = PROVINCES + NAMES + chinese_amounts.capital_yuan(1_234_567_890_12) + "".join(map(chr, range(32, 127)))
    assert {character for character in needed if ord(character) not in glyphs()} == set()


def test_texts_of_the_chat_have_glyphs() -> None:
    locales = SOURCES.parent.parent / "locales"
    written = "".join(path.read_text(encoding="utf-8") for path in locales.rglob("*.ftl"))
    chinese = set(re.findall(r"[\u3000-\u9fff]", written))
    assert {character for character in chinese if ord(character) not in glyphs()} == set()


def test_the_text_of_pdfs_can_be_searched() -> None:
    sheet = text_of(
        certificate_pdf.certificate_pdf(face(shown_by_filed_user=True, warning=CertificateWarning.ABNORMAL))
    )
    for expected in (
        "机动车检验标志电子凭证",
        "2028年11月",
        "450126000123456",
        "备案使用人",
        "车辆状态异常",
        "桂A·D12345",
    ):
        assert expected in sheet
    drawn = text_of(decision_pdf.decision_pdf(decision()))
    for expected in (
        "450107112345678X",
        "壹佰伍拾元整",
        "15日内",
        "2026-12-07",
        "每日按罚款数额的3%",
        "60日内",
        "1345",
    ):
        assert expected in drawn
    paid = text_of(receipt_pdf.receipt_pdf(receipt()))
    for expected in ("¥163.50", "壹佰陆拾叁元伍角整", "微信支付", "4200001234202612101234567890"):
        assert expected in paid


def test_lines_are_wrapped_within_their_width_and_lose_nothing() -> None:
    text = "如不服本决定，可以申请行政复议。 You may ask for reconsideration (within 60 days)；逾期不予受理。"
    for width in (120, 200, 333, 900):
        lines = fonts.wrapped(text, 30, width)
        assert "".join("".join(lines).split()) == "".join(text.split())
        font = fonts.sized(30)
        assert isinstance(font, ImageFont.FreeTypeFont)
        assert all(font.getlength(line) <= width or " " not in line for line in lines)
        assert not any(line[:1] in "，。；！" for line in lines if line)


def test_the_font_is_read_from_its_package() -> None:
    assert io.BytesIO(fonts.path().read_bytes()).read(4) == b"OTTO"
