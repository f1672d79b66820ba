"""Face comparison: the same person, other people, and pictures that cannot be compared."""

import pytest
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter

from bot.adapters.pictures import faces
from bot.adapters.pictures.faces import ComparedPicture, FaceDoubt, FaceMatch, FaceReason, classify, compare_faces
from bot.adapters.pictures.model_files import DETECTOR, RECOGNISER, supports_models, weights_path
from tests.adapters.pictures.portraits import COLLINS, HOPPER, PEOPLE, face, jpeg, masked, turned, variants

OTHER = {COLLINS: HOPPER, HOPPER: COLLINS}


def side_by_side(*pictures: Image.Image) -> Image.Image:
    room = Image.new("RGB", (sum(each.width for each in pictures), max(each.height for each in pictures)))
    left = 0
    for each in pictures:
        room.paste(each, (left, 0))
        left += each.width
    return room


def test_the_models_are_found_without_importing_their_package() -> None:
    assert faces.is_available()
    assert supports_models()
    assert weights_path(DETECTOR) != weights_path(RECOGNISER)
    assert weights_path("no_such_file.onnx") is None


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("variant", variants(COLLINS))
def test_a_person_is_recognised_in_every_photo(person: str, variant: str) -> None:
    seen = compare_faces(variants(person)[variant], jpeg(face(person)))
    assert seen.match is FaceMatch.SAME
    assert seen.similarity is not None
    assert seen.similarity > 0.7


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("variant", ["recompressed", "turned left", "flat", "soft", "grey"])
def test_another_person_is_not_recognised(person: str, variant: str) -> None:
    seen = compare_faces(variants(person)[variant], jpeg(face(OTHER[person])))
    assert seen.match is FaceMatch.DIFFERENT
    assert seen.similarity is not None
    assert seen.similarity < 0.3


def spoilt() -> dict[str, tuple[Image.Image, FaceReason]]:
    whole = face(COLLINS)
    return {
        "a wall": (Image.new("RGB", (600, 600), (150, 140, 130)), FaceReason.NO_FACE),
        "a cap of the lens": (Image.new("RGB", (600, 600), (3, 3, 3)), FaceReason.TOO_DARK),
        "night": (ImageEnhance.Brightness(whole).enhance(0.15), FaceReason.TOO_DARK),
        "two people": (side_by_side(whole, face(HOPPER)), FaceReason.SEVERAL_FACES),
        "far away": (
            side_by_side(whole.resize((220, 220)), Image.new("RGB", (300, 300), "grey")),
            FaceReason.TOO_SMALL,
        ),
        "out of focus": (whole.filter(ImageFilter.GaussianBlur(3.5)), FaceReason.BLURRED),
    }


@pytest.mark.parametrize("fault", spoilt())
def test_a_bad_picture_is_reported_and_not_compared(fault: str) -> None:
    picture, reason = spoilt()[fault]
    seen = compare_faces(jpeg(picture), jpeg(face(COLLINS)))
    assert (seen.match, seen.reason, seen.picture) == (FaceMatch.CANNOT_TELL, reason, ComparedPicture.SELFIE)
    again = compare_faces(jpeg(face(COLLINS)), jpeg(picture))
    assert (again.match, again.reason, again.picture) == (FaceMatch.CANNOT_TELL, reason, ComparedPicture.PORTRAIT)


def test_a_small_face_behind_the_person_is_a_doubt() -> None:
    whole = face(HOPPER).copy()
    whole.paste(face(COLLINS).crop((158, 30, 290, 190)).resize((80, 97)), (420, 10))
    seen = compare_faces(jpeg(whole), jpeg(face(HOPPER)))
    assert (seen.match, seen.doubts) == (FaceMatch.SAME, (FaceDoubt.COPY, FaceDoubt.OTHER_FACES))


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("variant", variants(COLLINS))
def test_a_copy_of_the_portrait_is_a_doubt(person: str, variant: str) -> None:
    assert compare_faces(variants(person)[variant], jpeg(face(person))).doubts == (FaceDoubt.COPY,)


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("colour", [(120, 170, 205), (236, 236, 238), (25, 25, 28), (205, 160, 135)])
def test_a_covered_mouth_is_a_doubt(person: str, colour: tuple[int, int, int]) -> None:
    seen = compare_faces(jpeg(masked(person, colour)), jpeg(face(person)))
    assert FaceDoubt.COVERED in seen.doubts


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_person_is_recognised_in_any_turn(turns: int) -> None:
    seen = compare_faces(turned(jpeg(face(HOPPER)), turns), jpeg(face(HOPPER)))
    assert seen.match is FaceMatch.SAME
    assert seen.similarity is not None
    assert seen.similarity > 0.9


def test_a_drawn_face_is_not_the_person() -> None:
    drawn = Image.new("RGB", (600, 600), "white")
    pen = ImageDraw.Draw(drawn)
    pen.ellipse((150, 100, 450, 500), fill=(240, 200, 170), outline="black")
    for x in (230, 330):
        pen.ellipse((x, 230, x + 40, 260), fill="black")
    pen.arc((230, 330, 370, 430), 20, 160, fill="red", width=8)
    assert compare_faces(jpeg(drawn), jpeg(face(COLLINS))).match is not FaceMatch.SAME


@pytest.mark.parametrize(
    ("similarity", "verdict", "reason"),
    [
        (0.9, FaceMatch.SAME, None),
        (0.411, FaceMatch.SAME, None),
        (0.4109, FaceMatch.CANNOT_TELL, FaceReason.IN_DOUBT),
        (0.363, FaceMatch.CANNOT_TELL, FaceReason.IN_DOUBT),
        (0.3629, FaceMatch.DIFFERENT, None),
        (-1.0, FaceMatch.DIFFERENT, None),
    ],
)
def test_similarities_between_the_thresholds_are_not_decided(
    similarity: float, verdict: FaceMatch, reason: FaceReason | None
) -> None:
    seen = classify(similarity, accept=faces.ACCEPT, doubt=faces.DOUBT)
    assert (seen.match, seen.reason, seen.similarity) == (verdict, reason, similarity)


def test_the_given_thresholds_apply() -> None:
    one, other = jpeg(face(COLLINS)), variants(COLLINS)["soft"]
    assert compare_faces(one, other, accept=0.999, doubt=0.998).match is FaceMatch.DIFFERENT
    assert compare_faces(one, other, accept=0.999, doubt=0.5).reason is FaceReason.IN_DOUBT
