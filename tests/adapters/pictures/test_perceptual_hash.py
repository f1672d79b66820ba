"""Fingerprints: the same photo is known again, another is not."""

import io

import pytest
from PIL import Image

from bot.adapters.pictures.perceptual_hash import PictureHashes
from tests.adapters.pictures.people import COLLINS, HOPPER, PEOPLE, face, jpeg, variants

KEPT_BY = ("recompressed", "smaller", "larger", "darker", "brighter", "soft", "grey")
CHANGED_BY = ("mirrored", "cropped")


def taken(data: bytes) -> PictureHashes:
    with Image.open(io.BytesIO(data)) as picture:
        return PictureHashes.of(data, picture)


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("change", KEPT_BY)
def test_a_photo_sent_again_through_another_program_is_known(person: str, change: str) -> None:
    first, again = taken(jpeg(face(person))), taken(variants(person)[change])
    assert first.sha256 != again.sha256
    assert first.shows_the_same(again)


@pytest.mark.parametrize("change", CHANGED_BY)
def test_another_view_of_the_same_thing_is_another_photo(change: str) -> None:
    assert not taken(jpeg(face(COLLINS))).shows_the_same(taken(variants(COLLINS)[change]))


def test_other_people_are_other_photos() -> None:
    apart = taken(jpeg(face(COLLINS))).bits_apart(taken(jpeg(face(HOPPER))))
    assert apart > 16


def test_the_same_file_is_the_same_whatever_it_shows() -> None:
    data = jpeg(Image.new("RGB", (32, 32)))
    assert taken(data).shows_the_same(taken(data), within=-1)
