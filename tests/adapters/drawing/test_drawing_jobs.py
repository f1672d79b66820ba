"""Documents and watermarks drawn in the sandbox."""

from datetime import UTC, datetime

import pytest

from bot.adapters.drawing.certificate_content import CertificateContent, CertificateWarning
from bot.adapters.drawing.certificate_picture import CertificateVariant, draw_certificate
from bot.adapters.drawing.sandbox_jobs import PICTURES, WATERMARK, CertificateForm, draw
from bot.adapters.drawing.watermark import watermarked
from bot.adapters.sandbox.errors import SandboxError
from bot.adapters.sandbox.pool import SandboxPool
from tests.stories.pictures import photo

NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
FACE = CertificateContent(
    number="202600001001",
    plate="桂AD12345",
    plate_type="52",
    valid_until="2028-11",
    office="车主服务台",
    issued_at=NOW,
    made_at=NOW,
    code_text="CZ1:A",
    warning=CertificateWarning.EXPIRED,
)


async def test_the_sandbox_draws_the_same_certificate_as_this_process() -> None:
    async with SandboxPool() as pool:
        assert await draw(pool, CertificateForm.LARGE, FACE) == draw_certificate(FACE, CertificateVariant.LARGE_TEXT)
        for form in set(CertificateForm) - {CertificateForm.LARGE}:
            content = await draw(pool, form, FACE)
            assert content.startswith(b"\x89PNG" if form in PICTURES else b"%PDF")


async def test_the_sandbox_watermarks_photos_and_refuses_other_files() -> None:
    picture = photo(1, size=(240, 300))
    async with SandboxPool() as pool:
        with pytest.raises(SandboxError):
            await pool.run(WATERMARK, b"no photo", text="审核员")
        assert await pool.run(WATERMARK, picture, text="审核员 王*敏") == watermarked(picture, "审核员 王*敏")
