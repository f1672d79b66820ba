"""Perceptual hashes: a photo that was changed slightly is recognised, another photo is not."""

import io

import pytest
from PIL import Image

from bot.adapters.pictures.perceptual_hash import PictureHashes, hamming_distance, is_near_duplicate
from tests.adapters.pictures.portraits import COLLINS, HOPPER, PEOPLE, face, jpeg, variants

SAME_PHOTO = ("recompressed", "smaller", "larger", "darker", "brighter", "soft", "grey")
OTHER_PHOTO = ("mirrored", "cropped")


def hashes(data: bytes) -> PictureHashes:
    with Image.open(io.BytesIO(data)) as picture:
        return PictureHashes.of(data, picture)


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("change", SAME_PHOTO)
def test_a_photo_saved_by_another_program_is_recognised(person: str, change: str) -> None:
    first, again = hashes(jpeg(face(person))), hashes(variants(person)[change])
    assert first.sha256 != again.sha256
    assert is_near_duplicate(first.perceptual, again.perceptual)


@pytest.mark.parametrize("change", OTHER_PHOTO)
def test_another_view_of_the_same_person_is_another_photo(change: str) -> None:
    first, other = hashes(jpeg(face(COLLINS))), hashes(variants(COLLINS)[change])
    assert not is_near_duplicate(first.perceptual, other.perceptual)


def test_photos_of_two_people_are_far_apart() -> None:
    first, other = hashes(jpeg(face(COLLINS))), hashes(jpeg(face(HOPPER)))
    assert hamming_distance(first.perceptual, other.perceptual) > 16


def test_the_same_file_has_the_same_hashes() -> None:
    data = jpeg(Image.new("RGB", (32, 32)))
    assert hashes(data) == hashes(data)
