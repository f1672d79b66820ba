"""Draws the receipt of a paid penalty decision as PDF: A5 landscape, Chinese and English."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from bot.adapters.drawing import papers
from bot.adapters.drawing.certificate_content import format_moment
from bot.adapters.drawing.chinese_amounts import capital_yuan, plain_yuan
from bot.adapters.drawing.colours import INK, SOFT_INK
from bot.plate_display import display

if TYPE_CHECKING:
    from bot.adapters.drawing.pdf_page import PdfPage

TITLE = "交通违法罚款电子收据"
TITLE_ENGLISH = "Electronic Receipt of a Traffic Fine"

_LEFT, _WIDTH = 14.0, 182.0
_STRIPE = (246, 248, 250)
_CODE = 38.0


@dataclass(frozen=True, slots=True)
class FineReceipt:
    """What the receipt says; amounts in fen, the payer masked already for whom it is, times shown in their own zone.

    `office`: who issued it; `seal`: the text of the seal; `code_text`: the signed text of the QR code, or empty.
    """

    number: str
    authority: str
    payer: str
    decision_number: str
    plate: str
    plate_type: str
    fine_fen: int
    late_fee_fen: int
    channel: str
    channel_english: str
    order_number: str
    transaction_number: str
    paid_at: datetime
    made_at: datetime
    office: str = ""
    seal: str = ""
    code_text: str = ""

    @property
    def total_fen(self) -> int:
        """The amount paid in all."""
        return self.fine_fen + self.late_fee_fen

    def rows(self) -> list[tuple[str, str, str]]:
        """Return the rows of the table: label, English label, value."""
        return [
            ("缴款人", "Payer", self.payer),
            ("决定书编号", "Decision number", self.decision_number),
            ("号牌号码", "Plate", display(self.plate)),
            ("罚款", "Fine", plain_yuan(self.fine_fen)),
            ("加处罚款", "Late fee", plain_yuan(self.late_fee_fen)),
            ("缴款方式", "Paid by", f"{self.channel}  {self.channel_english}"),
            ("订单号", "Order", self.order_number),
            ("交易号", "Transaction", self.transaction_number),
            ("缴款时间", "Paid at", format_moment(self.paid_at)),
        ]


def receipt_pdf(receipt: FineReceipt) -> bytes:
    """Return the receipt as a PDF of one page."""
    from bot.adapters.drawing.pdf_page import PdfPage  # Slow to import; needed only for drawing.

    page = PdfPage((210, 148), title=TITLE, made_at=receipt.made_at)
    page.write_line(TITLE, 0, 14, size=19, width=210, align="C", bold=True)
    page.write_line(TITLE_ENGLISH, 0, 21.5, size=10, width=210, align="C", colour=SOFT_INK)
    page.write_line(f"收据编号 Number: {receipt.number}", _LEFT, 28.5, size=9.5, width=_WIDTH, align="R")
    y = _write_table(page, receipt, 32)
    if receipt.code_text:
        papers.put_code(page, receipt.code_text, _LEFT + _WIDTH - _CODE - 1, 33, width=_CODE)
    _write_total(page, receipt, y)
    page.frame((_LEFT, 32, _WIDTH, y + 14 - 32), colour=INK, thickness=0.5)
    page.write_line(receipt.authority, _LEFT + 66, y + 21, size=11, width=_WIDTH - 66, align="R")
    if receipt.seal:
        papers.put_seal(page, receipt.seal, _LEFT, y + 15.5, height=11)
    made = f"{receipt.office} 电子收据，制作时间  Electronic receipt made at  {format_moment(receipt.made_at)}".lstrip()
    page.write_line(made, 0, 142, size=8, width=210, align="C", colour=SOFT_INK)
    return page.finished()


def _write_table(page: "PdfPage", receipt: FineReceipt, y: float) -> float:
    """Write the table, striped, and return its lower edge in millimetres."""
    for place, (label, english, value) in enumerate(receipt.rows()):
        if place % 2 == 0:
            page.field((_LEFT, y, _WIDTH, 8.6), _STRIPE)
        page.write_line(label, _LEFT + 4, y + 4.3, size=10.5)
        page.write_line(english, _LEFT + 30, y + 4.4, size=8.5, colour=SOFT_INK)
        beside = _CODE if receipt.code_text and y < 33 + _CODE + 3 else 0
        page.write_line(value, _LEFT + 64, y + 4.3, size=10.5, width=_WIDTH - 68 - beside)
        y += 8.6
    return y


def _write_total(page: "PdfPage", receipt: FineReceipt, y: float) -> None:
    """Write the total in figures and in words."""
    page.rule(_LEFT, y, _WIDTH, colour=INK, thickness=0.5)
    page.write_line("合计", _LEFT + 4, y + 7, size=12, bold=True)
    page.write_line("Total", _LEFT + 30, y + 7.1, size=9, colour=SOFT_INK)
    page.write_line(plain_yuan(receipt.total_fen), _LEFT + 64, y + 7, size=16, bold=True)
    words = f"人民币{capital_yuan(receipt.total_fen)}"
    page.write_line(words, _LEFT + 108, y + 7, size=11, width=_WIDTH - 112, align="R")
