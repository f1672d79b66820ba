"""QR codes: content, size, and captions."""

import io
from dataclasses import replace

import pytest
import zxingcpp
from hypothesis import given, settings, strategies as st
from PIL import Image

from bot.adapters.drawing import qr_code
from bot.adapters.drawing.qr_code import QrCaption
from tests.adapters.drawing.sample_documents import code_text

LINK = "https://t.me/chezhu_bot?start=v_Q7x-k2_pLm"
CAPTION = QrCaption(
    title="机动车二维码 · Vehicle code",
    plate="桂A12345",
    plate_type="02",
    short_code="K7P 2MX",
    lifetime="有效至 11:03，剩余 3 分钟\nValid until 11:03, 3 minutes left",
    warning="仅供当面出示给备案人扫描，请勿转发给陌生人。\nShow it only to the person who files; do not forward it.",
)


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def said(picture: Image.Image) -> str:
    found = zxingcpp.read_barcode(picture)
    assert found is not None
    return found.text


@settings(deadline=None, max_examples=25)
@given(st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=120))
def test_a_code_contains_the_given_text(text: str) -> None:
    assert said(qr_code.draw_code(text, level="M", module=4)) == text


@pytest.mark.parametrize("level", ["L", "M", "Q", "H"])
def test_every_level_is_read(level: str) -> None:
    assert said(opened(qr_code.qr_png(LINK, level=level))) == LINK


def test_capitals_and_digits_make_a_smaller_code_than_small_letters() -> None:
    assert qr_code.version(code_text()) < qr_code.version(code_text().lower())


def test_the_code_of_a_certificate_has_57_modules_and_a_quiet_zone() -> None:
    drawn = qr_code.draw_code(code_text(), module=8)
    assert drawn.size == ((57 + 8) * 8, (57 + 8) * 8)
    assert drawn.convert("L").crop((0, 0, drawn.width, 32)).getextrema() == (255, 255)


@pytest.mark.parametrize("caption", [CAPTION, QrCaption(), QrCaption(title="微信支付"), QrCaption(warning="请" * 90)])
def test_the_caption_of_a_code_leaves_it_readable(caption: QrCaption) -> None:
    card = opened(qr_code.qr_png(LINK, level="M", caption=caption))
    assert said(card) == LINK
    assert card.width == 900


def test_large_print_leaves_the_code_readable_and_makes_its_words_half_as_large_again() -> None:
    usual, large = (
        opened(qr_code.qr_png(LINK, level="M", caption=replace(CAPTION, large=large))) for large in (False, True)
    )
    assert said(large) == said(usual) == LINK
    assert large.width == usual.width
    assert large.height > usual.height + 150


def test_a_recompressed_photo_of_the_card_is_read() -> None:
    card = opened(qr_code.qr_png(LINK, level="M", caption=CAPTION)).convert("RGB")
    card.thumbnail((1280, 1280))
    file = io.BytesIO()
    card.save(file, "JPEG", quality=80)
    assert said(opened(file.getvalue())) == LINK
