"""What is drawn in a process beside the desk: the certificates and papers, and the marks over photos.

Threads of one process share one lock: while a paper was half a second in the drawing on a thread, every turn waited for
that lock at each of its statements.
"""

from collections.abc import Callable
from enum import StrEnum
from functools import partial
from typing import Any

from pydantic import ConfigDict, TypeAdapter

from bot.adapters.drawing.certificate_content import CertificateFace
from bot.adapters.drawing.certificate_pdf import PaperSize, certificate_pdf
from bot.adapters.drawing.certificate_picture import Variant, draw_certificate
from bot.adapters.drawing.decision_pdf import DecisionVoucher, decision_pdf
from bot.adapters.drawing.receipt_pdf import Receipt, receipt_pdf
from bot.adapters.sandbox.pool import Job, Laboratory

SECONDS = 20


class Sheet(StrEnum):
    """What can be drawn: a certificate as a picture or on paper, a decision's voucher, a receipt."""

    PICTURE = "picture"
    LARGE = "large"
    CONTRAST = "contrast"
    PAGE = "sheet"
    STICKER = "sticker"
    VOUCHER = "voucher"
    RECEIPT = "receipt"


PICTURES = frozenset({Sheet.PICTURE, Sheet.LARGE, Sheet.CONTRAST})
Content = CertificateFace | DecisionVoucher | Receipt

_BYTES: TypeAdapter[bytes] = TypeAdapter(bytes, config=ConfigDict(val_json_bytes="base64"))
_WAYS: dict[Sheet, tuple[type[Content], Callable[[Any], bytes]]] = {
    Sheet.PICTURE: (CertificateFace, partial(draw_certificate, variant=Variant.STANDARD)),
    Sheet.LARGE: (CertificateFace, partial(draw_certificate, variant=Variant.LARGE_TEXT)),
    Sheet.CONTRAST: (CertificateFace, partial(draw_certificate, variant=Variant.HIGH_CONTRAST)),
    Sheet.PAGE: (CertificateFace, partial(certificate_pdf, size=PaperSize.A4)),
    Sheet.STICKER: (CertificateFace, partial(certificate_pdf, size=PaperSize.STICKER)),
    Sheet.VOUCHER: (DecisionVoucher, decision_pdf),
    Sheet.RECEIPT: (Receipt, receipt_pdf),
}
_DRAW = Job("bot.adapters.drawing.sandbox_jobs.drawn", _BYTES, SECONDS)
_MARK = Job("bot.adapters.drawing.watermark.watermarked", _BYTES, SECONDS)


async def draw(studio: Laboratory, sheet: Sheet, content: Content) -> bytes:
    """Have it drawn over there; PNG for what is in PICTURES, else PDF. Raises LaboratoryRefusal."""
    plain = TypeAdapter(type(content)).dump_python(content, mode="json")
    return await studio.run(_DRAW, sheet=sheet.value, content=plain)


async def mark(studio: Laboratory, photo: bytes, words: str) -> bytes:
    """Have a photo of ours marked with these words, as `watermarked` does it. Raises LaboratoryRefusal."""
    return await studio.run(_MARK, photo, text=words)


def drawn(*, sheet: str, content: dict[str, Any]) -> bytes:
    """Draw it here, from what `draw` has sent."""
    shape, way = _WAYS[Sheet(sheet)]
    return way(TypeAdapter(shape).validate_python(content))
