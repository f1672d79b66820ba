"""The watermark over photos, and the example of an ID photo."""

import io

import pytest
from PIL import Image, ImageChops, ImageStat

from bot.adapters.drawing.id_photo_guide import HEIGHT, WIDTH, id_photo_guide
from bot.adapters.drawing.watermark import watermarked

WATERMARK = "审核员 王*敏 · #1024 · 2026-11-22 11:00"


def photo(size: tuple[int, int], colour: tuple[int, int, int] = (128, 128, 128)) -> bytes:
    file = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "Camera of Li Jianguo"
    Image.new("RGB", size, colour).save(file, "JPEG", exif=exif)
    return file.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


@pytest.mark.parametrize("size", [(1280, 960), (960, 1280), (300, 2000), (200, 200)])
@pytest.mark.parametrize("colour", [(0, 0, 0), (128, 128, 128), (255, 255, 255)])
def test_the_watermark_is_visible_everywhere_and_hides_nothing(
    size: tuple[int, int], colour: tuple[int, int, int]
) -> None:
    before = Image.new("RGB", size, colour)
    after = opened(watermarked(photo(size, colour), WATERMARK)).convert("RGB")
    assert after.size == size
    difference = ImageChops.difference(before, after).convert("L")
    for across in range(2):
        for down in range(2):
            box = (
                across * size[0] // 2, down * size[1] // 2, (across + 1) * size[0] // 2, (down + 1) * size[1] // 2,
            )  # fmt: skip
            assert max(difference.crop(box).tobytes()) > 25
    assert ImageStat.Stat(difference).mean[0] < 16


def test_the_watermarked_photo_has_no_metadata() -> None:
    assert dict(opened(watermarked(photo((400, 300)), WATERMARK)).getexif()) == {}


def test_a_sideways_photo_is_turned_upright() -> None:
    file = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (400, 200)).save(file, "JPEG", exif=exif)
    assert opened(watermarked(file.getvalue(), WATERMARK)).size == (200, 400)


def test_a_large_photo_is_made_smaller() -> None:
    assert max(opened(watermarked(photo((4000, 1000)), WATERMARK)).size) == 2560


@pytest.mark.parametrize("words", ["", "  ", "\n\t\x07"])
def test_a_watermark_without_text_is_refused(words: str) -> None:
    with pytest.raises(ValueError, match="words"):
        watermarked(photo((100, 100)), words)


def test_the_example_photo_can_be_sent_to_a_chat() -> None:
    drawn = opened(id_photo_guide())
    assert drawn.size == (WIDTH, HEIGHT)
    assert len(id_photo_guide()) < 500_000
