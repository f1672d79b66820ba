"""What decisions and receipts have in common: the QR code with its caption, and the seal."""

from typing import TYPE_CHECKING

from bot.adapters.drawing import qr_code
from bot.adapters.drawing.colours import SOFT_INK, WARNING

if TYPE_CHECKING:
    from bot.adapters.drawing.pdf_page import PdfPage

SCAN, SCAN_ENGLISH = "扫码验证", "Scan to verify"
_MODULE_PIXELS = 8


def put_code(page: "PdfPage", text: str, x: float, y: float, *, width: float) -> None:
    """Place a QR code with its quiet zone, `width` millimetres wide in all, and its caption below."""
    page.put(qr_code.draw_code(text, module=_MODULE_PIXELS), x, y, width=width)
    page.write_line(f"{SCAN}  {SCAN_ENGLISH}", x, y + width + 1.5, size=8, width=width, align="C", colour=SOFT_INK)


def put_seal(page: "PdfPage", text: str, x: float, y: float, *, width: float = 62, height: float = 13) -> None:
    """Write the text of a seal in a red frame."""
    page.frame((x, y, width, height), colour=WARNING, thickness=0.7)
    page.write_line(text, x + 2, y + height * 0.4, size=11, width=width - 4, align="C", colour=WARNING, bold=True)
    below = "电子签章  Electronic seal"
    page.write_line(below, x + 2, y + height * 0.78, size=7, width=width - 4, align="C", colour=WARNING)
