"""Plates: colours, layout and characters of each plate type."""

import pytest
from PIL import Image

from bot.adapters.drawing import plate
from bot.adapters.drawing.plate import STYLES, draw_plate
from bot.plate_display import display

SAMPLES = {
    "15": "桂A12Z4挂",
    "16": "桂A1234学",
    "23": "桂A1234警",
    "51": "桂A12345D",
    "52": "桂AD12345",
}


def sample(plate_type: str) -> Image.Image:
    return draw_plate(SAMPLES.get(plate_type, "桂A12345"), plate_type, width=480)


def share(drawn: Image.Image, colour: tuple[int, int, int], tolerance: int = 40) -> float:
    """Return the fraction of the plate that is near this colour."""
    pixels = drawn.convert("RGB").tobytes()
    near = sum(
        all(abs(pixels[place + channel] - colour[channel]) <= tolerance for channel in range(3))
        for place in range(0, len(pixels), 3)
    )
    return near * 3 / len(pixels)


@pytest.mark.parametrize("plate_type", STYLES)
def test_every_plate_type_has_its_background_and_characters(plate_type: str) -> None:
    drawn = sample(plate_type)
    style = STYLES[plate_type]
    assert share(drawn, style.letters) > 0.12
    assert share(drawn, style.bottom or style.ground) > 0.05


@pytest.mark.parametrize(
    ("plate_type", "ratio"), [("02", 440 / 140), ("52", 480 / 140), ("15", 440 / 220), ("07", 220 / 140)]
)
def test_every_layout_has_its_dimensions(plate_type: str, ratio: float) -> None:
    drawn = sample(plate_type)
    assert drawn.width / drawn.height == pytest.approx(ratio, rel=0.01)


def test_a_small_new_energy_plate_has_a_gradient_from_white_to_green() -> None:
    drawn = sample("52").convert("RGB")
    column = [drawn.getpixel((drawn.width - 8, y)) for y in (12, drawn.height // 2, drawn.height - 12)]
    reds = [pixel[0] for pixel in column if isinstance(pixel, tuple)]
    assert reds == sorted(reds, reverse=True)
    assert reds[0] - reds[2] > 80


def test_a_large_new_energy_plate_is_yellow_on_the_left_and_green_on_the_right() -> None:
    drawn = sample("51").convert("RGB")
    left, right = drawn.getpixel((10, drawn.height // 2)), drawn.getpixel((drawn.width - 10, drawn.height // 2))
    assert isinstance(left, tuple)
    assert isinstance(right, tuple)
    assert left[0] > 200 > right[0]
    assert right[1] > left[2]


def test_the_last_character_of_a_police_plate_is_red() -> None:
    assert share(sample("23"), (200, 16, 32)) > 0.02


def test_plates_of_different_numbers_look_different() -> None:
    assert draw_plate("桂A12345", "02", width=300).tobytes() != draw_plate("桂A12346", "02", width=300).tobytes()


def test_an_unknown_plate_type_is_drawn_and_named() -> None:
    assert draw_plate("桂A12345", "99", width=200).width == 200
    assert plate.style_of("99").english == "Other plate"


def test_a_plate_is_written_with_a_dot() -> None:
    assert display("桂A12345") == "桂A·12345"
