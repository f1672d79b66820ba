"""The sandbox jobs that draw: certificates, penalty decisions, receipts and watermarked photos.

They run in a process of their own because Python's threads share one lock: a document drawn on a thread delays every
database statement of the main process by the time that the lock is held.
"""

from enum import StrEnum

from bot.adapters.drawing.certificate_content import CertificateContent
from bot.adapters.drawing.certificate_pdf import PaperSize, certificate_pdf
from bot.adapters.drawing.certificate_picture import CertificateVariant, draw_certificate
from bot.adapters.drawing.decision_pdf import decision_pdf
from bot.adapters.drawing.receipt_pdf import receipt_pdf
from bot.adapters.drawing.watermark import watermarked
from bot.adapters.sandbox.memory import MEBIBYTE
from bot.adapters.sandbox.pool import SandboxJob, SandboxPool

SECONDS, MEMORY = 20, 384 * MEBIBYTE

CERTIFICATE_PICTURE = SandboxJob(draw_certificate, SECONDS, MEMORY)
CERTIFICATE_PDF = SandboxJob(certificate_pdf, SECONDS, MEMORY)
DECISION_PDF = SandboxJob(decision_pdf, SECONDS, MEMORY)
RECEIPT_PDF = SandboxJob(receipt_pdf, SECONDS, MEMORY)
WATERMARK = SandboxJob(watermarked, SECONDS, MEMORY)


class CertificateForm(StrEnum):
    """What a certificate can be drawn as: a picture (PNG) in three variants, a PDF in two sizes."""

    PICTURE = "picture"
    LARGE = "large"
    CONTRAST = "contrast"
    PAGE = "sheet"
    STICKER = "sticker"


PICTURES = {
    CertificateForm.PICTURE: CertificateVariant.STANDARD,
    CertificateForm.LARGE: CertificateVariant.LARGE_TEXT,
    CertificateForm.CONTRAST: CertificateVariant.HIGH_CONTRAST,
}
_PAPER_SIZES = {CertificateForm.PAGE: PaperSize.A4, CertificateForm.STICKER: PaperSize.STICKER}


async def draw(pool: SandboxPool, form: CertificateForm, content: CertificateContent) -> bytes:
    """Draw a certificate in the sandbox: PNG for the forms in PICTURES, else PDF. Raises SandboxError."""
    if form in PICTURES:
        return await pool.run(CERTIFICATE_PICTURE, content=content, variant=PICTURES[form])
    return await pool.run(CERTIFICATE_PDF, content=content, size=_PAPER_SIZES[form])
