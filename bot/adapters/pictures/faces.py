"""Face detection with YuNet and face comparison with SFace, both run by OpenCV in this process.

Similarity is the cosine of two embeddings of 128 numbers, -1 to 1. Error rates on 1,457 LFW pictures of 708 people
(983 pairs of the same person, 200,000 of different ones): with threshold 0.363 false acceptance 0.067 %, false
rejection 1.9 %; with 0.411 0.01 % and 2.9 %. Between the two nothing is decided. LFW shows mostly Western faces.
"""

import importlib.util
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from bot.adapters.pictures.model_files import DETECTOR, RECOGNISER, opencv, supports_models, weights_path

ACCEPT = 0.411
DOUBT = 0.363
MAX_SIDE = 800
MIN_SCORE = 0.8
MIN_OTHER_FACE_SHARE = 0.2
MIN_WIDTH = 60
MIN_BRIGHTNESS = 40.0
MIN_SHARPNESS = 15.0
MIN_SIDE = 32


class FaceMatch(StrEnum):
    """The result of a comparison."""

    SAME = "same"
    DIFFERENT = "different"
    CANNOT_TELL = "cannot_tell"


class FaceReason(StrEnum):
    """Why the result is CANNOT_TELL."""

    NO_FACE = "no_face"
    SEVERAL_FACES = "several_faces"
    TOO_DARK = "too_dark"
    TOO_SMALL = "too_small"
    BLURRED = "blurred"
    IN_DOUBT = "in_doubt"
    NOT_AVAILABLE = "not_available"


class ComparedPicture(StrEnum):
    """The picture that is the reason: the new one, or the one on record."""

    SELFIE = "selfie"
    PORTRAIT = "portrait"


@dataclass(frozen=True)
class FaceComparison:
    """The result, the reason and picture if it is CANNOT_TELL, and the similarity (cosine) if measured."""

    match: FaceMatch
    reason: FaceReason | None = None
    picture: ComparedPicture | None = None
    similarity: float | None = None


@dataclass(frozen=True)
class DetectedFace:
    """A detected face: the detector's row of left, top, width, height in pixels, five landmarks, score."""

    row: Any

    @property
    def width(self) -> float:
        """The width of its box in pixels."""
        return float(self.row[2])

    @property
    def area(self) -> float:
        """The area of its box in square pixels."""
        return float(self.row[2] * self.row[3])


def is_installed() -> bool:
    """Return whether face comparison is installed, without loading it."""
    is_here = importlib.util.find_spec("cv2") is not None
    return is_here and all(weights_path(name) is not None for name in (DETECTOR, RECOGNISER))


def is_available() -> bool:
    """Return whether faces can be compared: OpenCV in a supported version, and both model files."""
    return supports_models() and weights_path(DETECTOR) is not None and weights_path(RECOGNISER) is not None


def compare_faces(selfie: bytes, portrait: bytes, *, accept: float = ACCEPT, doubt: float = DOUBT) -> FaceComparison:
    """Compare the faces in two sanitised pictures: from `accept` SAME, below `doubt` DIFFERENT, else CANNOT_TELL."""
    if not is_available():
        return FaceComparison(FaceMatch.CANNOT_TELL, FaceReason.NOT_AVAILABLE)
    embeddings = []
    for picture, jpeg in ((ComparedPicture.SELFIE, selfie), (ComparedPicture.PORTRAIT, portrait)):
        embedding = _embedding(jpeg)
        if isinstance(embedding, FaceReason):
            return FaceComparison(FaceMatch.CANNOT_TELL, embedding, picture)
        embeddings.append(embedding)
    similarity = float(_recogniser().match(*embeddings, opencv().FaceRecognizerSF_FR_COSINE))
    return classify(similarity, accept=accept, doubt=doubt)


def classify(similarity: float, *, accept: float, doubt: float) -> FaceComparison:
    """Return the result of a similarity with these thresholds."""
    if similarity >= accept:
        return FaceComparison(FaceMatch.SAME, similarity=similarity)
    if similarity < doubt:
        return FaceComparison(FaceMatch.DIFFERENT, similarity=similarity)
    return FaceComparison(FaceMatch.CANNOT_TELL, FaceReason.IN_DOUBT, similarity=similarity)


def prominent_faces(picture: Any) -> list[DetectedFace]:
    """Return the large faces of a decoded picture, the largest first, without passers-by and the face on a card."""
    if min(picture.shape[:2]) < MIN_SIDE:  # The detector fails on very narrow pictures.
        return []
    detector = _detector()
    detector.setInputSize(picture.shape[1::-1])
    rows = detector.detect(picture)[1]
    found = [DetectedFace(row) for row in (() if rows is None else rows)]
    largest = max((face.area for face in found), default=0.0)
    matter = [face for face in found if face.area >= largest * MIN_OTHER_FACE_SHARE]
    return sorted(matter, key=lambda face: face.area, reverse=True)


def decode(jpeg: bytes, max_side: int = MAX_SIDE) -> tuple[Any, float]:
    """Return the picture as an OpenCV array, no side longer than `max_side`, and the scale (0 to 1)."""
    import numpy

    cv2 = opencv()
    picture = cv2.imdecode(numpy.frombuffer(jpeg, numpy.uint8), cv2.IMREAD_COLOR)
    scale = min(1.0, max_side / max(picture.shape[:2]))
    if scale < 1:
        picture = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return picture, scale


def _embedding(jpeg: bytes) -> Any | FaceReason:
    """Return the embedding of the only face in a picture, or the reason why there is none."""
    picture, scale = decode(jpeg)
    faces = prominent_faces(picture)
    if not faces:
        return FaceReason.TOO_DARK if picture.mean() < MIN_BRIGHTNESS else FaceReason.NO_FACE
    if len(faces) > 1:
        return FaceReason.SEVERAL_FACES
    if faces[0].width / scale < MIN_WIDTH:
        return FaceReason.TOO_SMALL
    cut = _recogniser().alignCrop(picture, faces[0].row)
    return _fault(cut) or _recogniser().feature(cut).copy()


def _fault(cut: Any) -> FaceReason | None:
    """Return the reason if a face, cropped to 112 × 112 pixels, is too dark or too blurred to be compared."""
    cv2 = opencv()
    grey = cv2.cvtColor(cut, cv2.COLOR_BGR2GRAY)
    if grey.mean() < MIN_BRIGHTNESS:
        return FaceReason.TOO_DARK
    return FaceReason.BLURRED if cv2.Laplacian(grey, cv2.CV_64F).var() < MIN_SHARPNESS else None


@cache
def _detector() -> Any:
    cv2 = opencv()
    return cv2.FaceDetectorYN.create(str(weights_path(DETECTOR)), "", (320, 320), MIN_SCORE)


@cache
def _recogniser() -> Any:
    cv2 = opencv()
    return cv2.FaceRecognizerSF.create(str(weights_path(RECOGNISER)), "")
