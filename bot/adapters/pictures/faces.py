"""Face comparison with SFace, run by OpenCV in this process.

Similarity is the cosine of two embeddings of 128 numbers, -1 to 1. Error rates on 1,457 LFW pictures of 708 people
(983 pairs of the same person, 200,000 of different ones): with threshold 0.363 false acceptance 0.067 %, false
rejection 1.9 %; with 0.411 0.01 % and 2.9 %. Between the two nothing is decided. LFW shows mostly Western faces.

Doubts are what a comparison cannot settle: a photo of the portrait itself, other people in the picture, a covered
mouth. Their thresholds were measured on few pictures (DECISIONS, *Face thresholds*); what they mark is for people.
"""

import importlib.util
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from typing import Any

from bot.adapters.pictures.face_detection import decode, find_upright, prominent
from bot.adapters.pictures.model_files import DETECTOR, RECOGNISER, opencv, supports_models, weights_path

ACCEPT = 0.411
DOUBT = 0.363
MIN_WIDTH = 60
MIN_BRIGHTNESS = 40.0
MIN_SHARPNESS = 15.0
# Copies of a portrait have 0.86 and more, photos of one person that were taken at different times 0.74 and less.
COPY = 0.85
# How sharp the lines of the mouth are beside those of the eyes: 0.9 and more, behind a mask close to 0.
MIN_MOUTH = 0.5


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


class FaceDoubt(StrEnum):
    """What speaks against a selfie, however similar the face is."""

    COPY = "copy"
    OTHER_FACES = "other_faces"
    COVERED = "covered"


class ComparedPicture(StrEnum):
    """The picture that is the reason: the new one, or the one on record."""

    SELFIE = "selfie"
    PORTRAIT = "portrait"


@dataclass(frozen=True)
class FaceComparison:
    """The result, the reason and picture if it is CANNOT_TELL, the similarity (cosine) if measured, and doubts."""

    match: FaceMatch
    reason: FaceReason | None = None
    picture: ComparedPicture | None = None
    similarity: float | None = None
    doubts: tuple[FaceDoubt, ...] = ()


@dataclass(frozen=True)
class _Face:
    """A face to compare: the picture around it (112 × 112 pixels), and whether the photo shows others."""

    cut: Any
    has_others: bool


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
    found = []
    for picture, jpeg in ((ComparedPicture.SELFIE, selfie), (ComparedPicture.PORTRAIT, portrait)):
        face = _face(jpeg)
        if isinstance(face, FaceReason):
            return FaceComparison(FaceMatch.CANNOT_TELL, face, picture)
        found.append(face)
    embeddings = [_recogniser().feature(face.cut).copy() for face in found]
    similarity = float(_recogniser().match(*embeddings, opencv().FaceRecognizerSF_FR_COSINE))
    return replace(classify(similarity, accept=accept, doubt=doubt), doubts=_doubts(found[0], similarity))


def classify(similarity: float, *, accept: float, doubt: float) -> FaceComparison:
    """Return the result of a similarity with these thresholds."""
    if similarity >= accept:
        return FaceComparison(FaceMatch.SAME, similarity=similarity)
    if similarity < doubt:
        return FaceComparison(FaceMatch.DIFFERENT, similarity=similarity)
    return FaceComparison(FaceMatch.CANNOT_TELL, FaceReason.IN_DOUBT, similarity=similarity)


def _face(jpeg: bytes) -> _Face | FaceReason:
    """Return the only large face in a picture, or the reason why it cannot be compared."""
    picture, scale = decode(jpeg)
    found = find_upright(picture)
    if found is None:
        return FaceReason.TOO_DARK if picture.mean() < MIN_BRIGHTNESS else FaceReason.NO_FACE
    if len(prominent(found.faces)) > 1:
        return FaceReason.SEVERAL_FACES
    if found.faces[0].width / scale < MIN_WIDTH:
        return FaceReason.TOO_SMALL
    cut = _recogniser().alignCrop(found.picture, found.faces[0].row)
    return _fault(cut) or _Face(cut, has_others=len(found.faces) > 1)


def _doubts(selfie: _Face, similarity: float) -> tuple[FaceDoubt, ...]:
    found = {
        FaceDoubt.COPY: similarity >= COPY,
        FaceDoubt.OTHER_FACES: selfie.has_others,
        FaceDoubt.COVERED: _mouth_sharpness(selfie.cut) < MIN_MOUTH,
    }
    return tuple(doubt for doubt, holds in found.items() if holds)


def _mouth_sharpness(cut: Any) -> float:
    """Return the sharpest horizontal line of the mouth divided by that of the eyes, in a picture around a face."""
    import numpy

    grey = opencv().cvtColor(cut, opencv().COLOR_BGR2GRAY).astype(numpy.float32)
    lines = numpy.abs(numpy.diff(grey, axis=0))
    return float(lines[84:100, 42:70].mean(axis=1).max() / max(1.0, lines[46:58, 28:84].mean(axis=1).max()))


def _fault(cut: Any) -> FaceReason | None:
    """Return the reason if a face, cropped to 112 × 112 pixels, is too dark or too blurred to be compared."""
    cv2 = opencv()
    grey = cv2.cvtColor(cut, cv2.COLOR_BGR2GRAY)
    if grey.mean() < MIN_BRIGHTNESS:
        return FaceReason.TOO_DARK
    return FaceReason.BLURRED if cv2.Laplacian(grey, cv2.CV_64F).var() < MIN_SHARPNESS else None


@cache
def _recogniser() -> Any:
    cv2 = opencv()
    return cv2.FaceRecognizerSF.create(str(weights_path(RECOGNISER)), "")
