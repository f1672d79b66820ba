"""Sanitising files of a corpus: each has its result, and nothing but pixels is kept."""

import io

import pytest
from PIL import Image

from bot.adapters.pictures.sandbox_jobs import SANITISE, sanitise_in_sandbox
from bot.adapters.pictures.sanitise import PictureProblem, SanitisedPicture, has_heic, sanitise
from bot.adapters.sandbox.memory import MEBIBYTE
from bot.adapters.sandbox.pool import SandboxPool
from bot.adapters.sandbox.process import WorkerLimits
from tests.adapters.pictures import hostile_pictures as given
from tests.adapters.pictures.hostile_pictures import PAYLOAD, PLACE, REFUSED, TAKEN, mutations

TIGHT = WorkerLimits(memory=900 * MEBIBYTE, response=32 * MEBIBYTE)


def cleaned(data: bytes) -> SanitisedPicture:
    answer = sanitise(data)
    assert isinstance(answer, SanitisedPicture), answer
    return answer


def shown(data: bytes) -> Image.Image:
    with Image.open(io.BytesIO(cleaned(data).jpeg)) as picture:
        picture.load()
        return picture


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_is_not_a_photo_is_refused_with_the_reason(name: str) -> None:
    make, problem = REFUSED[name]
    assert sanitise(make()) is problem


@pytest.mark.parametrize("name", TAKEN)
def test_every_accepted_photo_becomes_a_plain_jpeg(name: str) -> None:
    picture = shown(TAKEN[name]())
    assert (picture.format, picture.mode) == ("JPEG", "RGB")


@pytest.mark.parametrize("name", TAKEN)
def test_metadata_is_removed(name: str) -> None:
    clean_picture = cleaned(TAKEN[name]())
    with Image.open(io.BytesIO(clean_picture.jpeg)) as picture:
        assert not picture.getexif()
        assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        assert picture.size == (clean_picture.width, clean_picture.height)
    for smuggled in (b"smuggled", b"script", b"Exif", b"GPS", b"ICC_PROFILE", PLACE.encode()):
        assert smuggled not in clean_picture.jpeg
    assert clean_picture.jpeg.endswith(b"\xff\xd9")


def test_the_photo_with_metadata_has_it_before_sanitising() -> None:
    data = given.with_everything_told()
    assert PLACE.encode() in data
    assert PAYLOAD in data
    with Image.open(io.BytesIO(data)) as picture:
        assert picture.getexif().get_ifd(0x8825)


@pytest.mark.parametrize(
    ("orientation", "size", "blue_at"),
    [(1, (128, 64), (10, 30)), (3, (128, 64), (120, 30)), (6, (64, 128), (30, 10)), (8, (64, 128), (30, 120))],
)
def test_a_photo_is_turned_upright(orientation: int, size: tuple[int, int], blue_at: tuple[int, int]) -> None:
    picture = shown(given.with_everything_told(orientation))
    assert picture.size == size
    red, _, blue = picture.getpixel(blue_at)  # type: ignore[misc]
    assert blue > red


def test_a_picture_with_sixteen_bits_keeps_its_brightness() -> None:
    picture = shown(given.sixteen_bit()).convert("L")
    assert [abs(picture.getpixel((column, 32)) - 2 * column) < 12 for column in (4, 64, 124)] == [True] * 3  # type: ignore[operator]


def test_transparency_becomes_white() -> None:
    picture = shown(given.glass()).convert("L")
    assert picture.getpixel((8, 32)) > 240  # type: ignore[operator]
    assert picture.getpixel((56, 32)) < 15  # type: ignore[operator]


def test_a_large_photo_is_made_smaller() -> None:
    answer = sanitise(given.photo(), max_side=50)
    assert isinstance(answer, SanitisedPicture)
    assert (answer.width, answer.height) == (50, 50)


def test_the_given_limits_apply() -> None:
    data = given.photo()
    assert sanitise(data, max_bytes=len(data) - 1) is PictureProblem.TOO_LARGE
    assert sanitise(data, max_pixels=128 * 128 - 1) is PictureProblem.TOO_MANY_PIXELS
    assert isinstance(sanitise(data, max_bytes=len(data), max_pixels=128 * 128), SanitisedPicture)


def test_a_heic_photo_is_read_if_its_library_is_installed() -> None:
    assert has_heic()
    assert shown(given.heic((160, 120))).size == (160, 120)


async def test_hostile_files_are_refused_within_the_memory_limit_and_the_worker_survives() -> None:
    async with SandboxPool(limits=TIGHT) as pool:
        for make, problem in REFUSED.values():
            assert await sanitise_in_sandbox(pool, make()) is problem
        answer = await sanitise_in_sandbox(pool, given.photo())
        assert isinstance(answer, SanitisedPicture)
        assert answer == sanitise(given.photo())


async def test_damaged_files_always_get_a_result() -> None:
    async with SandboxPool(limits=TIGHT) as pool:
        for data in mutations(300):
            answer = await sanitise_in_sandbox(pool, data)
            assert isinstance(answer, SanitisedPicture | PictureProblem)


async def test_a_photo_that_exceeds_the_timeout_is_refused() -> None:
    async with SandboxPool(limits=TIGHT) as pool:
        picture = given.saved(Image.effect_noise((3000, 3000), 90), "PNG")
        assert await sanitise_in_sandbox(pool, picture, seconds=0.05) is PictureProblem.TOOK_TOO_LONG
        after = await pool.run(SANITISE, given.photo())
        assert isinstance(after, SanitisedPicture)


async def test_a_photo_that_crashes_the_worker_is_refused_as_damaged() -> None:
    async with SandboxPool(limits=WorkerLimits(memory=900 * MEBIBYTE, response=100)) as pool:
        assert await sanitise_in_sandbox(pool, given.photo()) is PictureProblem.DAMAGED
