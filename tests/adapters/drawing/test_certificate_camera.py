"""Certificates on a screen and on paper, photographed and verified from the photo."""

import io
from functools import lru_cache

import pytest
import zxingcpp
from PIL import Image

from bot.adapters.certificates.file_reader import verify_document
from bot.adapters.certificates.verifier import CertificateVerdict
from bot.adapters.drawing.certificate_pdf import CODE_WIDTHS, PaperSize, certificate_pdf
from bot.adapters.drawing.certificate_picture import CertificateVariant, draw_certificate
from tests.adapters.certificates.samples import NOW, claims, public, status
from tests.adapters.drawing.camera import SHOTS, Shot, photographed
from tests.adapters.drawing.rendering import pixels
from tests.adapters.drawing.sample_documents import code_text, face


@lru_cache
def screen(variant: CertificateVariant) -> Image.Image:
    return Image.open(io.BytesIO(draw_certificate(face(), variant))).convert("RGB")


@lru_cache
def printed(size: PaperSize, dpi: int) -> Image.Image:
    return pixels(certificate_pdf(face(), size), dpi=dpi)


def verifies(photo: bytes) -> bool:
    answer = verify_document(photo, keys=public(), status=status(), now=NOW)
    return answer.verdict is CertificateVerdict.VALID and answer.claims == claims()


@pytest.mark.parametrize("shot", SHOTS.values(), ids=SHOTS)
def test_a_photo_of_the_picture_on_a_screen_is_verified(shot: Shot) -> None:
    assert verifies(photographed(screen(CertificateVariant.STANDARD), shot))


@pytest.mark.parametrize("variant", CertificateVariant)
def test_a_photo_of_every_variant_is_verified(variant: CertificateVariant) -> None:
    assert verifies(photographed(screen(variant), Shot(lean=0.08, blur=0.6)))


@pytest.mark.parametrize("shot", SHOTS.values(), ids=SHOTS)
@pytest.mark.parametrize("dpi", [150, 300])
@pytest.mark.parametrize("size", [PaperSize.STICKER_LARGE, PaperSize.STICKER])
def test_a_photo_of_the_printed_sticker_is_verified(size: PaperSize, dpi: int, shot: Shot) -> None:
    assert verifies(photographed(printed(size, dpi), shot))


@pytest.mark.parametrize("shot", SHOTS.values(), ids=SHOTS)
@pytest.mark.parametrize("dpi", [150, 300])
def test_a_photo_of_the_code_on_the_printed_page_is_verified(dpi: int, shot: Shot) -> None:
    sheet = printed(PaperSize.A4, dpi)
    half = sheet.crop((sheet.width // 2, sheet.height // 2, sheet.width, sheet.height * 5 // 6))
    assert verifies(photographed(half, shot))


@pytest.mark.parametrize("size", PaperSize)
@pytest.mark.parametrize("dpi", [150, 300])
def test_the_printed_code_is_between_35_and_60_millimetres_wide(size: PaperSize, dpi: int) -> None:
    found = zxingcpp.read_barcode(printed(size, dpi))
    assert found is not None
    assert found.text == code_text()
    millimetres = (found.position.top_right.x - found.position.top_left.x) / dpi * 25.4
    assert 35 <= millimetres <= 60
    assert millimetres == pytest.approx(CODE_WIDTHS[size], abs=0.8)
