"""Drawn certificates: content, colours, and metadata without personal data."""

import io
from typing import Any

import pytest
from PIL import Image, ImageChops

from bot.adapters.drawing import colours
from bot.adapters.drawing.certificate_content import WARNINGS, CertificateWarning
from bot.adapters.drawing.certificate_pdf import PaperSize, certificate_pdf
from bot.adapters.drawing.certificate_picture import CertificateVariant, draw_certificate
from bot.adapters.drawing.colours import WARNING
from bot.adapters.drawing.decision_pdf import decision_pdf
from bot.adapters.drawing.receipt_pdf import receipt_pdf
from tests.adapters.drawing.rendering import metadata, text_of
from tests.adapters.drawing.sample_documents import decision, face, receipt


def picture(variant: CertificateVariant = CertificateVariant.STANDARD, **changes: Any) -> Image.Image:
    return Image.open(io.BytesIO(draw_certificate(face(**changes), variant))).convert("RGB")


def contrast(first: tuple[int, int, int], second: tuple[int, int, int]) -> float:
    """Return the contrast ratio of WCAG 2.1."""

    def luminance(colour: tuple[int, int, int]) -> float:
        parts = [part / 255 for part in colour]
        red, green, blue = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(
    ("year", "name"),
    [(2019, "blue"), (2020, "yellow"), (2021, "green"), (2022, "blue"), (2023, "yellow"), (2028, "blue")],
)
def test_each_year_has_its_colour(year: int, name: str) -> None:
    assert colours.of_year(year).english == name


@pytest.mark.parametrize("year", [2020, 2021, 2022])
def test_white_text_on_the_colour_of_a_year_has_enough_contrast(year: int) -> None:
    assert contrast(colours.of_year(year).strong, colours.WHITE) >= 4.5
    assert contrast(colours.SOFT_INK, colours.of_year(year).tint) >= 4.5


def test_the_band_has_the_colour_of_the_year() -> None:
    for month in ("2026-12", "2027-01", "2028-01"):
        drawn = picture(valid_until=month)
        assert drawn.getpixel((30, 30)) == colours.of_year(int(month[:4])).strong


@pytest.mark.parametrize("alarm", CertificateWarning)
def test_a_warning_is_a_red_banner_in_picture_and_pdf(alarm: CertificateWarning) -> None:
    drawn = picture(warning=alarm)
    red = Image.new("RGB", (drawn.width, 100), WARNING)
    assert any(
        ImageChops.difference(drawn.crop((20, y, 200, y + 8)), red.crop((0, 0, 180, 8))).getbbox() is None
        for y in range(150, 400, 4)
    )
    for size in PaperSize:
        assert WARNINGS[alarm][0] in text_of(certificate_pdf(face(warning=alarm), size))


def test_a_certificate_with_a_warning_does_not_claim_to_equal_the_paper_one() -> None:
    assert "同等效力" in text_of(certificate_pdf(face()))
    assert "同等效力" not in text_of(certificate_pdf(face(warning=CertificateWarning.REVOKED)))


def test_large_text_is_taller_and_high_contrast_has_no_colour_except_the_plate() -> None:
    assert picture(CertificateVariant.LARGE_TEXT).height > picture().height
    plain = picture(CertificateVariant.HIGH_CONTRAST)
    assert plain.getpixel((30, 30)) == (0, 0, 0)
    lower = plain.crop((0, plain.height // 2, plain.width, plain.height))
    assert not any(lower.convert("HSV").getchannel("S").tobytes())


def test_the_picture_is_reproducible_and_small() -> None:
    assert draw_certificate(face()) == draw_certificate(face())
    assert len(draw_certificate(face(), CertificateVariant.LARGE_TEXT)) < 1_000_000


@pytest.mark.parametrize("changes", [{"office": "某" * 60}, {"number": "9" * 32}, {"office_english": "Office " * 30}])
@pytest.mark.parametrize("variant", CertificateVariant)
def test_long_values_stay_within_the_picture(variant: CertificateVariant, changes: dict[str, str]) -> None:
    drawn = picture(variant, **changes)
    margin = drawn.crop((drawn.width - 40, 700, drawn.width - 16, 1100)).convert("L")
    assert min(margin.tobytes()) > 200


def test_only_a_filed_user_is_shown_as_presenter() -> None:
    assert "备案使用人" not in text_of(certificate_pdf(face()))
    for size in PaperSize:
        assert "备案使用人" in text_of(certificate_pdf(face(shown_by_filed_user=True), size))


def test_the_metadata_of_pdfs_contains_no_personal_data() -> None:
    papers = [certificate_pdf(face(), size) for size in PaperSize]
    for told in map(metadata, [*papers, decision_pdf(decision()), receipt_pdf(receipt())]):
        for secret in ("12345", "桂A", "李", "450126000123456", "450107112345678X", "CZ1:", "4501**"):
            assert secret not in told
        assert "/Title" in told
