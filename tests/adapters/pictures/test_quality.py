"""Photo quality: each fault is a finding, a good photo has none."""

import pytest
from PIL import Image, ImageEnhance, ImageFilter

from bot.adapters.pictures.quality import ExpectedContent, QualityFinding, check_quality
from tests.adapters.pictures.cards import card, held_up, photographed
from tests.adapters.pictures.portraits import COLLINS, HOPPER, PEOPLE, face, jpeg

HELD = card("李建国", "450902199001011235")
HEADS = {COLLINS: (130, 10, 330, 250), HOPPER: (100, 60, 440, 440)}


def with_card(person: str) -> Image.Image:
    """Return a person with a card at the shoulder, as the guide shows."""
    room = Image.new("RGB", (1280, 900), (110, 116, 124))
    head = face(person).crop(HEADS[person])
    room.paste(head.resize((600, 600 * head.height // head.width)), (60, 60))
    room.paste(HELD.resize((360, 227), Image.Resampling.LANCZOS), (720, 560))
    return room


@pytest.mark.parametrize("person", PEOPLE)
def test_a_good_photo_has_no_findings(person: str) -> None:
    quality = check_quality(jpeg(with_card(person)), expected=ExpectedContent.DOCUMENT)
    assert (quality.findings, quality.faces, quality.document) == ((), 1, True)


@pytest.mark.parametrize("seed", range(6))
def test_a_card_is_detected_in_many_scenes(seed: int) -> None:
    quality = check_quality(
        photographed(held_up(HELD, wide=500 + 40 * seed, seed=seed)), expected=ExpectedContent.DOCUMENT
    )
    assert quality.document


def spoilt() -> dict[QualityFinding, Image.Image]:
    whole = with_card(COLLINS)
    people = Image.new("RGB", (1024, 600))
    people.paste(face(COLLINS), (0, 0))
    people.paste(face(HOPPER), (512, 0))
    return {
        QualityFinding.TOO_SMALL: whole.resize((640, 450)),
        QualityFinding.BLURRED: whole.filter(ImageFilter.GaussianBlur(6)),
        QualityFinding.TOO_DARK: ImageEnhance.Brightness(whole).enhance(0.2),
        QualityFinding.TOO_BRIGHT: Image.blend(whole, Image.new("RGB", whole.size, "white"), 0.9),
        QualityFinding.NO_FACE: Image.new("RGB", (900, 700), "grey"),
        QualityFinding.SEVERAL_FACES: people,
        QualityFinding.NO_DOCUMENT: face(COLLINS).resize((900, 900)),
    }


@pytest.mark.parametrize("finding", QualityFinding)
def test_every_fault_is_a_finding(finding: QualityFinding) -> None:
    assert finding in check_quality(jpeg(spoilt()[finding]), expected=ExpectedContent.DOCUMENT).findings


def test_a_scene_needs_no_document() -> None:
    quality = check_quality(jpeg(face(COLLINS).resize((900, 900))), expected=ExpectedContent.SCENE)
    assert (quality.findings, quality.document) == ((), None)


@pytest.mark.parametrize("size", [(1, 1), (2, 2), (1, 500), (3200, 8)])
def test_unusual_sizes_are_processed(size: tuple[int, int]) -> None:
    assert QualityFinding.TOO_SMALL in check_quality(jpeg(Image.new("RGB", size, "grey"))).findings
