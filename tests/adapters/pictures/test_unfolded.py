"""What a picture unfolds to is known from its header, for every format, and too much of it is refused undecoded."""

import time

import pytest
from PIL import Image

from bot.adapters.pictures.formats import MAX_PHOTO_BYTES
from bot.adapters.pictures.sandbox_jobs import SANITISE, sanitise_in_sandbox
from bot.adapters.pictures.sanitise import MAX_SIDE, PictureProblem, SanitisedPicture, sanitise
from bot.adapters.pictures.unfolded import MAX_UNFOLDED, unfolded_bytes
from bot.adapters.sandbox.pool import SandboxPool
from tests.adapters.pictures.hostile_pictures import (
    TAKEN,
    heic,
    jpeg_claiming,
    mutations,
    photo,
    png_claiming,
    saved,
)
from tests.adapters.pictures.portraits import COLLINS, face

WIDE = (640, 480)
PIXELS = WIDE[0] * WIDE[1]


def picture(kind: str, mode: str = "RGB", **options: object) -> bytes:
    return saved(Image.new(mode, WIDE), kind, **options)


@pytest.mark.parametrize(
    ("data", "bytes_per_pixel"),
    [
        (picture("JPEG"), 4),
        (picture("JPEG", "L"), 4),
        (picture("JPEG", progressive=True, subsampling=2), 4 + 3),
        (picture("JPEG", progressive=True, subsampling=0), 4 + 6),
        (picture("JPEG", "L", progressive=True), 4 + 2),
        (picture("PNG"), 4),
        (picture("PNG", "RGBA"), 8),
        (picture("PNG", "P"), 8),
        (picture("PNG", "I;16"), 8),
        (picture("WEBP"), 16),
        (picture("WEBP", "RGBA", lossless=True), 16),
        (picture("WEBP", icc_profile=b"p" * 40), 16),
    ],
)
def test_the_header_says_what_a_picture_unfolds_to(data: bytes, bytes_per_pixel: float) -> None:
    assert unfolded_bytes(data, MAX_SIDE) == pytest.approx(PIXELS * bytes_per_pixel, rel=0.01)


def test_the_header_of_a_heic_photo_says_it_too() -> None:
    assert unfolded_bytes(heic(WIDE), MAX_SIDE) == pytest.approx(PIXELS * 9.5, rel=0.01)


@pytest.mark.parametrize(("max_side", "shrunk"), [(640, 1), (321, 1), (320, 2), (160, 4), (80, 8), (10, 8)])
def test_a_large_jpeg_is_decoded_smaller(max_side: int, shrunk: int) -> None:
    assert unfolded_bytes(picture("JPEG"), max_side) == PIXELS * 4 // shrunk**2


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF\0\0\0\0WEBP", b"\0\0\0\x18ftypheicispe"]
)
def test_without_a_whole_header_nothing_is_claimed(data: bytes) -> None:
    assert unfolded_bytes(data, MAX_SIDE) == 0


@pytest.mark.parametrize(
    ("start", "part"),
    [
        (b"\0\0\0\x18ftypheic", b"ispe"),
        (b"\0\0\0\x18ftypheic", b"isp"),
        (b"\xff\xd8\xff", b"\xff"),
        (b"\xff\xd8\xff\xe0\0\2", b"\xff\xd0"),
        (b"\xff\xd8", b"\xff\xe0\0\2"),
    ],
    ids=["sizes", "almost sizes", "fill", "markers", "segments"],
)
def test_the_largest_hostile_file_takes_moments(start: bytes, part: bytes) -> None:
    data = start + part * (MAX_PHOTO_BYTES // len(part))
    began = time.process_time()
    unfolded_bytes(data, MAX_SIDE)
    assert time.process_time() - began < 0.3, "the desk answers nobody meanwhile"


def test_a_jpeg_with_many_segments_and_fill_has_an_estimate() -> None:
    comment = b"\xff" * 20 + b"\xfe\0\4ab"
    assert unfolded_bytes(picture("JPEG").replace(b"\xff\xdb", comment * 100 + b"\xff\xdb", 1), MAX_SIDE) == PIXELS * 4


def test_damaged_headers_raise_nothing() -> None:
    for data in mutations(400):
        assert unfolded_bytes(data, MAX_SIDE) >= 0


@pytest.mark.parametrize("name", TAKEN)
def test_every_accepted_photo_of_the_corpus_has_an_estimate(name: str) -> None:
    assert 0 < unfolded_bytes(TAKEN[name](), MAX_SIDE) < MAX_UNFOLDED


async def test_what_unfolds_to_too_much_is_refused_without_a_worker() -> None:
    pool, bomb = SandboxPool(), png_claiming(5000, 13_500, b"")
    await pool.aclose()  # It would refuse every job.
    assert await sanitise_in_sandbox(pool, bomb) is PictureProblem.TOO_MANY_PIXELS
    assert sanitise(bomb) is PictureProblem.TOO_MANY_PIXELS


def test_a_job_reserves_what_its_picture_unfolds_to() -> None:
    small, large = SANITISE.limits((photo(),)).memory, SANITISE.limits((jpeg_claiming(3000, 2000),)).memory
    assert large - small == pytest.approx(3000 * 2000 * 4, abs=128 * 128 * 4)


def test_a_picture_that_is_converted_in_bands_looks_as_a_whole() -> None:
    tall = face(COLLINS).resize((90, 700))
    tall.putalpha(Image.linear_gradient("L").resize(tall.size))
    flat = Image.alpha_composite(Image.new("RGBA", tall.size, "white"), tall).convert("RGB")
    banded, whole = sanitise(saved(tall, "PNG")), sanitise(saved(flat, "PNG"))
    assert isinstance(banded, SanitisedPicture)
    assert isinstance(whole, SanitisedPicture)
    assert banded.jpeg == whole.jpeg
