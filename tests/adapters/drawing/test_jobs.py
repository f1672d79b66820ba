"""What is drawn in a process beside the desk is what is drawn here."""

from datetime import UTC, datetime

import pytest

from bot.adapters.drawing.certificate_content import Alarm, CertificateFace
from bot.adapters.drawing.certificate_picture import Variant, draw_certificate
from bot.adapters.drawing.sandbox_jobs import PICTURES, Sheet, draw, mark
from bot.adapters.drawing.watermark import watermarked
from bot.adapters.sandbox.pool import Laboratory, LaboratoryRefusal
from tests.stories.pictures import photo

NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
FACE = CertificateFace(
    number="202600001001",
    plate="桂AD12345",
    plate_type="52",
    valid_until="2028-11",
    office="车主服务台",
    issued_at=NOW,
    made_at=NOW,
    code_text="CZ1:A",
    alarm=Alarm.EXPIRED,
)


async def test_what_is_drawn_there_is_what_is_drawn_here() -> None:
    async with Laboratory() as studio:
        assert await draw(studio, Sheet.LARGE, FACE) == draw_certificate(FACE, Variant.LARGE_TEXT)
        for sheet in (Sheet.PICTURE, Sheet.CONTRAST, Sheet.PAGE, Sheet.STICKER):
            content = await draw(studio, sheet, FACE)
            assert content.startswith(b"\x89PNG" if sheet in PICTURES else b"%PDF")


async def test_a_photo_is_marked_there_as_here_and_what_is_none_is_refused() -> None:
    picture = photo(1, size=(240, 300))
    async with Laboratory() as studio:
        with pytest.raises(LaboratoryRefusal):
            await mark(studio, b"no photo", "审核员")
        assert await mark(studio, picture, "审核员 王*敏") == watermarked(picture, "审核员 王*敏")
