"""Draws a certificate as PDF: A4, or a sticker for the windscreen, with a QR code 36 to 50 mm wide.

The text is searchable. The metadata contains the kind of document and the time of creation, but no plate, number or
name.
"""

from enum import StrEnum
from typing import TYPE_CHECKING

from bot.adapters.drawing import certificate_content, qr_code
from bot.adapters.drawing.certificate_content import WARNINGS, CertificateContent, format_moment
from bot.adapters.drawing.colours import HAIRLINE, SOFT_INK, WARNING, WHITE
from bot.adapters.drawing.plate import draw_plate

if TYPE_CHECKING:
    from bot.adapters.drawing.pdf_page import PdfPage


class PaperSize(StrEnum):
    """The paper sizes, in millimetres."""

    A4 = "210 × 297"
    STICKER_LARGE = "105 × 74"
    STICKER = "90 × 54"


CODE_WIDTHS = {PaperSize.A4: 50.0, PaperSize.STICKER_LARGE: 45.0, PaperSize.STICKER: 36.0}
_SHEETS = {PaperSize.A4: (210.0, 297.0), PaperSize.STICKER_LARGE: (105.0, 74.0), PaperSize.STICKER: (90.0, 54.0)}
_MODULE_PIXELS = 12
_PLATE_PIXELS = 1000


def certificate_pdf(content: CertificateContent, size: PaperSize = PaperSize.A4) -> bytes:
    """Return the certificate as a PDF of one page."""
    from bot.adapters.drawing.pdf_page import PdfPage  # Slow to import; needed only for drawing.

    page = PdfPage(_SHEETS[size], title=certificate_content.TITLE, made_at=content.made_at)
    if size is PaperSize.A4:
        _fill_sheet(page, content)
    else:
        _fill_sticker(page, content, _SHEETS[size], CODE_WIDTHS[size])
    return page.finished()


def _fill_sheet(page: "PdfPage", content: CertificateContent) -> None:
    """Lay out A4, from the title to the time of creation."""
    strong = WARNING if content.warning else content.year_colour.strong
    page.waves((14, 14, 182, 269), content.year_colour.tint)
    page.frame((12, 12, 186, 273), colour=strong, thickness=1.2)
    page.frame((14, 14, 182, 269), colour=strong, thickness=0.3)
    page.field((14, 14, 182, 34), content.year_colour.strong)
    page.write_line(certificate_content.TITLE, 14, 27, size=27, width=182, align="C", colour=WHITE, bold=True)
    page.write_line(certificate_content.TITLE_ENGLISH, 14, 39.5, size=13, width=182, align="C", colour=WHITE)
    if content.warning:
        _draw_warning(page, content, (14, 48, 182, 22), size=22)
    y = 78.0 if content.warning else 64.0
    plate = draw_plate(content.plate, content.plate_type, width=_PLATE_PIXELS)
    width = min(124, 40 * plate.width / plate.height)
    page.put(plate, 105 - width / 2, y, width=width)
    _write_validity(page, content, y + 44)
    _write_rows(page, content, y + 92)
    _put_code(page, content, 163, y + 92, CODE_WIDTHS[PaperSize.A4])
    _write_footer(page, content)


def _write_validity(page: "PdfPage", content: CertificateContent, y: float) -> None:
    colour = WARNING if content.warning else content.year_colour.strong
    page.write_line("检验有效期至  Valid until", 14, y + 6, size=14, width=182, align="C", colour=SOFT_INK)
    page.write_line(content.month_chinese, 14, y + 20, size=42, width=182, align="C", colour=colour, bold=True)
    page.write_line(content.month_english, 14, y + 34, size=16, width=182, align="C")


def _write_rows(page: "PdfPage", content: CertificateContent, y: float) -> None:
    """Write the table beside the QR code."""
    for label, english, value, value_english in content.rows():
        page.rule(22, y, 106)
        page.label(label, english, 23, y + 4.6, size=11.5)
        page.write_line(value, 50, y + (4.6 if value_english else 7), size=13, width=77)
        page.write_line(value_english, 50, y + 9.8, size=9, width=77, colour=SOFT_INK)
        y += 13.8
    page.rule(22, y, 106)


def _write_footer(page: "PdfPage", content: CertificateContent) -> None:
    if content.warning is None:
        equal = f"{certificate_content.EQUAL}  {certificate_content.EQUAL_ENGLISH}"
        page.write_line(equal, 14, 262, size=10, width=182, align="C")
    page.write_line(certificate_content.OFFLINE, 14, 268, size=8.5, width=182, align="C", colour=SOFT_INK)
    page.write_line(certificate_content.OFFLINE_ENGLISH, 14, 272.5, size=8.5, width=182, align="C", colour=SOFT_INK)
    made = f"制作时间  Made at  {format_moment(content.made_at)}"
    page.write_line(made, 14, 278, size=8.5, width=182, align="C", colour=SOFT_INK)


def _fill_sticker(page: "PdfPage", content: CertificateContent, sheet: tuple[float, float], code_width: float) -> None:
    """Lay out a sticker: text on the left, QR code on the right; a warning replaces the title."""
    width, height = sheet
    strong = WARNING if content.warning else content.year_colour.strong
    whole = _whole_width(content, code_width)
    band = min(height - 5 - whole, 10)
    page.field((0, 0, width, band), strong)
    page.frame((0.4, 0.4, width - 0.8, height - 0.8), colour=strong, thickness=0.8)
    title = "  ".join(WARNINGS[content.warning]) if content.warning else certificate_content.TITLE
    page.write_line(title, 3, band / 2 + 0.3, size=13, width=width - 6, align="C", colour=WHITE, bold=True)
    top = band + (height - 4.5 - band - whole) / 2
    _put_code(page, content, width - 1.2 - whole / 2, top, code_width, framed=False)
    _write_sticker_column(page, content, (3, band, width - whole - 5, height - band - 5))
    made = f"制作 Made at {format_moment(content.made_at)}"
    below = (
        certificate_content.TITLE
        if content.warning
        else f"{certificate_content.SCAN}  {certificate_content.SCAN_ENGLISH}"
    )
    line = f"{below} · {made}"
    page.write_line(line, 3, height - 2.9, size=6, width=width - 6, align="C", colour=SOFT_INK)


def _write_sticker_column(page: "PdfPage", content: CertificateContent, box: tuple[float, float, float, float]) -> None:
    """Write plate, validity and table into a box given as x, y, width and height."""
    x, y, width, height = box
    end = y + height
    plate = draw_plate(content.plate, content.plate_type, width=_PLATE_PIXELS)
    plate_width = min(width, 15 * plate.width / plate.height)
    page.put(plate, x + (width - plate_width) / 2, y + 1.8, width=plate_width)
    y += plate_width * plate.height / plate.width + 4.2
    page.write_line("检验有效期至 Valid until", x, y, size=6.5, width=width, align="C", colour=SOFT_INK)
    colour = WARNING if content.warning else content.year_colour.strong
    page.write_line(content.month_chinese, x, y + 5, size=17, width=width, align="C", colour=colour, bold=True)
    y += 9
    rows = [value for _, _, value, _ in content.rows()[1:4]]
    if content.shown_by_filed_user:
        rows.append(f"出示人：{certificate_content.FILED_USER}")
    step = min((end - y) / len(rows), 7)
    for place, value in enumerate(rows):
        page.write_line(value, x, y + step * (place + 0.5), size=min(9, step * 2.3), width=width, align="C")


def _draw_warning(
    page: "PdfPage", content: CertificateContent, box: tuple[float, float, float, float], *, size: float
) -> None:
    """Draw the red banner."""
    x, y, width, height = box
    chinese, english = WARNINGS[content.warning] if content.warning else ("", "")
    page.field(box, WARNING)
    page.write_line(chinese, x, y + height * 0.36, size=size, width=width, align="C", colour=WHITE, bold=True)
    page.write_line(english, x, y + height * 0.76, size=size * 0.55, width=width, align="C", colour=WHITE)


def _whole_width(content: CertificateContent, width: float) -> float:
    """Return the width in millimetres of a QR code with its quiet zone, given the width of its modules."""
    side = len(qr_code.matrix(content.code_text))
    return width * (side + 2 * qr_code.QUIET_MODULES) / side


def _put_code(
    page: "PdfPage", content: CertificateContent, middle: float, top: float, width: float, *, framed: bool = True
) -> None:
    """Place the QR code so that its modules are `width` millimetres wide in all, surrounded by the quiet zone."""
    whole = _whole_width(content, width)
    left = middle - whole / 2
    page.field((left, top, whole, whole), WHITE)
    page.put(qr_code.draw_code(content.code_text, module=_MODULE_PIXELS), left, top, width=whole)
    if framed:
        page.frame((left, top, whole, whole), colour=HAIRLINE, thickness=0.3)
        page.write_line(certificate_content.SCAN, left, top + whole + 5, size=12, width=whole, align="C")
        english = certificate_content.SCAN_ENGLISH
        page.write_line(english, left, top + whole + 10, size=9.5, width=whole, align="C", colour=SOFT_INK)
