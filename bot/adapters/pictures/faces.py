"""Faces: found by YuNet, compared by SFace, both run by OpenCV on this machine alone.

Similarity is the cosine of two 128-number descriptions, -1 to 1. Thresholds, measured on 1,457 LFW pictures of 708
people (983 pairs of the same person, 200,000 of different ones): from 0.363 on 0.067 % are wrongly accepted and below
it 1.9 % wrongly refused; from 0.411 on 0.01 % and 2.9 %. In between nothing is decided. LFW is mostly Western.
"""

import importlib.util
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from bot.adapters.pictures.model_files import DETECTOR, RECOGNISER, opencv, opencv_runs_the_models, weights

ACCEPT = 0.411
DOUBT = 0.363
LONGEST_SIDE = 800
LEAST_SCORE = 0.8
OTHER_FACE_SHARE = 0.2
LEAST_WIDTH = 60
DARKEST = 40.0
BLUREST = 15.0
LEAST_SIDE = 32


class FaceMatch(StrEnum):
    """What a comparison came to."""

    SAME = "same"
    DIFFERENT = "different"
    CANNOT_TELL = "cannot_tell"


class FaceReason(StrEnum):
    """Why a comparison cannot tell."""

    NO_FACE = "no_face"
    SEVERAL_FACES = "several_faces"
    TOO_DARK = "too_dark"
    TOO_SMALL = "too_small"
    BLURRED = "blurred"
    IN_DOUBT = "in_doubt"
    NOT_AVAILABLE = "not_available"


class ComparedPicture(StrEnum):
    """Whose fault it is: the new picture's, or the one on record."""

    SELFIE = "selfie"
    PORTRAIT = "portrait"


@dataclass(frozen=True)
class FaceComparison:
    """The outcome, why it cannot tell and of which picture, and the similarity (cosine) where one was measured."""

    verdict: FaceMatch
    reason: FaceReason | None = None
    which: ComparedPicture | None = None
    similarity: float | None = None


@dataclass(frozen=True)
class DetectedFace:
    """A face found, as the detector's row: left, top, width, height in pixels, five landmarks, score."""

    row: Any

    @property
    def width(self) -> float:
        """Of its box, in pixels."""
        return float(self.row[2])

    @property
    def area(self) -> float:
        """Of its box, in square pixels."""
        return float(self.row[2] * self.row[3])


def installed() -> bool:
    """Whether what compares faces is installed, told without loading it: the desk's own process has no use for it."""
    is_here = importlib.util.find_spec("cv2") is not None
    return is_here and all(weights(name) is not None for name in (DETECTOR, RECOGNISER))


def available() -> bool:
    """Whether faces can be compared here: OpenCV in a fitting version, and both files of weights."""
    return opencv_runs_the_models() and weights(DETECTOR) is not None and weights(RECOGNISER) is not None


def compare_faces(selfie: bytes, portrait: bytes, *, accept: float = ACCEPT, doubt: float = DOUBT) -> FaceComparison:
    """Whether two clean pictures show the same person: from `accept` on yes, below `doubt` no, else cannot tell."""
    if not available():
        return FaceComparison(FaceMatch.CANNOT_TELL, FaceReason.NOT_AVAILABLE)
    described = []
    for which, jpeg in ((ComparedPicture.SELFIE, selfie), (ComparedPicture.PORTRAIT, portrait)):
        description = _described(jpeg)
        if isinstance(description, FaceReason):
            return FaceComparison(FaceMatch.CANNOT_TELL, description, which)
        described.append(description)
    return judged(_similarity(*described), accept=accept, doubt=doubt)


def judged(similarity: float, *, accept: float, doubt: float) -> FaceComparison:
    """What a similarity means under these thresholds."""
    if similarity >= accept:
        return FaceComparison(FaceMatch.SAME, similarity=similarity)
    if similarity < doubt:
        return FaceComparison(FaceMatch.DIFFERENT, similarity=similarity)
    return FaceComparison(FaceMatch.CANNOT_TELL, FaceReason.IN_DOUBT, similarity=similarity)


def prominent(picture: Any) -> list[DetectedFace]:
    """The faces of a decoded picture that matter, the largest first: passers-by and the face on a card do not."""
    if min(picture.shape[:2]) < LEAST_SIDE:  # The detector's sums overflow on slivers.
        return []
    detector = _detector()
    detector.setInputSize(picture.shape[1::-1])
    rows = detector.detect(picture)[1]
    found = [DetectedFace(row) for row in (() if rows is None else rows)]
    largest = max((face.area for face in found), default=0.0)
    matter = [face for face in found if face.area >= largest * OTHER_FACE_SHARE]
    return sorted(matter, key=lambda face: face.area, reverse=True)


def decoded(jpeg: bytes, longest_side: int = LONGEST_SIDE) -> tuple[Any, float]:
    """The picture as OpenCV wants it, no side longer than told, and by how much it was made smaller (0 to 1)."""
    import numpy

    cv2 = opencv()
    assert cv2 is not None
    picture = cv2.imdecode(numpy.frombuffer(jpeg, numpy.uint8), cv2.IMREAD_COLOR)
    scale = min(1.0, longest_side / max(picture.shape[:2]))
    if scale < 1:
        picture = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return picture, scale


def _described(jpeg: bytes) -> Any | FaceReason:
    """The description of the one face in a picture, or why there is none to rely on."""
    picture, scale = decoded(jpeg)
    faces = prominent(picture)
    if not faces:
        return FaceReason.TOO_DARK if picture.mean() < DARKEST else FaceReason.NO_FACE
    if len(faces) > 1:
        return FaceReason.SEVERAL_FACES
    if faces[0].width / scale < LEAST_WIDTH:
        return FaceReason.TOO_SMALL
    cut = _recogniser().alignCrop(picture, faces[0].row)
    return _fault(cut) or _recogniser().feature(cut).copy()


def _fault(cut: Any) -> FaceReason | None:
    """Whether a face, cut out at 112 × 112 pixels, is too dark or too blurred to be described."""
    cv2 = opencv()
    assert cv2 is not None
    grey = cv2.cvtColor(cut, cv2.COLOR_BGR2GRAY)
    if grey.mean() < DARKEST:
        return FaceReason.TOO_DARK
    return FaceReason.BLURRED if cv2.Laplacian(grey, cv2.CV_64F).var() < BLUREST else None


def _similarity(one: Any, other: Any) -> float:
    cv2 = opencv()
    assert cv2 is not None
    return float(_recogniser().match(one, other, cv2.FaceRecognizerSF_FR_COSINE))


@cache
def _detector() -> Any:
    cv2 = opencv()
    assert cv2 is not None
    return cv2.FaceDetectorYN.create(str(weights(DETECTOR)), "", (320, 320), LEAST_SCORE)


@cache
def _recogniser() -> Any:
    cv2 = opencv()
    assert cv2 is not None
    return cv2.FaceRecognizerSF.create(str(weights(RECOGNISER)), "")
