"""Face detection with YuNet, run by OpenCV in this process."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from bot.adapters.pictures.model_files import DETECTOR, opencv, weights_path

MAX_SIDE = 800
MIN_SCORE = 0.8
MIN_OTHER_FACE_SHARE = 0.2
MIN_SIDE = 32
# A face that lies or stands on its head has 0.88 and less, an upright one 0.93 and more.
UPRIGHT_SCORE = 0.9


@dataclass(frozen=True)
class DetectedFace:
    """A detected face: the detector's row of left, top, width, height in pixels, five landmarks, score."""

    row: Any

    @property
    def score(self) -> float:
        """How certain the detector is (0 to 1)."""
        return float(self.row[14])

    @property
    def width(self) -> float:
        """The width of its box in pixels."""
        return float(self.row[2])

    @property
    def area(self) -> float:
        """The area of its box in square pixels."""
        return float(self.row[2] * self.row[3])


@dataclass(frozen=True)
class UprightPicture:
    """A decoded picture, turned left by quarter turns until its largest face is upright; its faces, largest first."""

    picture: Any
    turns: int
    faces: tuple[DetectedFace, ...]


def detected_faces(picture: Any) -> list[DetectedFace]:
    """Return all faces of a decoded picture, the largest first."""
    if min(picture.shape[:2]) < MIN_SIDE:  # The detector fails on very narrow pictures.
        return []
    detector = _detector()
    detector.setInputSize(picture.shape[1::-1])
    rows = detector.detect(picture)[1]
    found = [DetectedFace(row) for row in (() if rows is None else rows)]
    return sorted(found, key=lambda face: face.area, reverse=True)


def prominent(found: Sequence[DetectedFace]) -> list[DetectedFace]:
    """Return the large ones of the faces of a picture, given with the largest first."""
    return [face for face in found if face.area >= found[0].area * MIN_OTHER_FACE_SHARE]


def prominent_faces(picture: Any) -> list[DetectedFace]:
    """Return the large faces of a decoded picture, the largest first, without passers-by and the face on a card."""
    return prominent(detected_faces(picture))


def find_upright(picture: Any) -> UprightPicture | None:
    """Turn a decoded picture until its largest face is upright. Returns None if no face is found in any turn."""
    import numpy

    best = None
    for turns in range(4):
        turned = numpy.ascontiguousarray(numpy.rot90(picture, turns))
        faces = tuple(detected_faces(turned))
        if faces and (best is None or faces[0].score > best.faces[0].score):
            best = UprightPicture(turned, turns, faces)
        if best is not None and best.faces[0].score >= UPRIGHT_SCORE:
            break
    return best


def decode(jpeg: bytes, max_side: int = MAX_SIDE) -> tuple[Any, float]:
    """Return the picture as an OpenCV array, no side longer than `max_side`, and the scale (0 to 1)."""
    import numpy

    cv2 = opencv()
    picture = cv2.imdecode(numpy.frombuffer(jpeg, numpy.uint8), cv2.IMREAD_COLOR)
    scale = min(1.0, max_side / max(picture.shape[:2]))
    if scale < 1:
        picture = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return picture, scale


@cache
def _detector() -> Any:
    cv2 = opencv()
    return cv2.FaceDetectorYN.create(str(weights_path(DETECTOR)), "", (320, 320), MIN_SCORE)
