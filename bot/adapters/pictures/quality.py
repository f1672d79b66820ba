"""Assesses the quality of a photo for review: advice to the sender and to the reviewer.

Size, sharpness and brightness need only Pillow; faces and documents are detected if the `vision` extra is installed.
The thresholds were chosen on the pictures of tests/data and generated cards: a card too blurred to read is below
MIN_SHARPNESS, and an evenly lit room is far from MIN_BRIGHTNESS and MAX_BRIGHTNESS.
"""

import io
from dataclasses import dataclass
from enum import StrEnum

from PIL import Image, ImageFilter, ImageStat

from bot.adapters.pictures import faces
from bot.adapters.pictures.card_detection import shows_document
from bot.adapters.pictures.face_detection import decode, prominent_faces
from bot.adapters.pictures.model_files import has_opencv

MIN_SIDE = 480
MEASURED_PIXELS = 800
MIN_SHARPNESS = 40.0
MIN_BRIGHTNESS = 45.0
MAX_BRIGHTNESS = 225.0
_LAPLACE = ImageFilter.Kernel((3, 3), (0, 1, 0, 1, -4, 1, 0, 1, 0), scale=1, offset=128)


class ExpectedContent(StrEnum):
    """What the photo should show."""

    DOCUMENT = "document"
    SCENE = "scene"


class QualityFinding(StrEnum):
    """A fault of the photo."""

    TOO_SMALL = "too_small"
    BLURRED = "blurred"
    TOO_DARK = "too_dark"
    TOO_BRIGHT = "too_bright"
    NO_FACE = "no_face"
    SEVERAL_FACES = "several_faces"
    NO_DOCUMENT = "no_document"


@dataclass(frozen=True)
class PhotoQuality:
    """The findings and measurements: variance of the Laplacian, mean brightness (0 to 255), number of faces.

    `faces` and `document` are None if nothing is installed to detect them.
    """

    findings: tuple[QualityFinding, ...]
    sharpness: float
    brightness: float
    faces: int | None = None
    document: bool | None = None


def check_quality(jpeg: bytes, *, expected: ExpectedContent = ExpectedContent.SCENE) -> PhotoQuality:
    """Assess a sanitised picture. A missing document is a finding only if one is expected."""
    with Image.open(io.BytesIO(jpeg)) as opened:
        small = min(opened.size) < MIN_SIDE
        grey = opened.convert("L")
    grey.thumbnail((MEASURED_PIXELS, MEASURED_PIXELS), Image.Resampling.BOX)
    sharpness, brightness = _variance_of_laplacian(grey), ImageStat.Stat(grey).mean[0]
    people = len(prominent_faces(decode(jpeg)[0])) if faces.is_available() else None
    document = shows_document(jpeg) if expected == ExpectedContent.DOCUMENT and has_opencv() else None
    findings = {
        QualityFinding.TOO_SMALL: small,
        QualityFinding.BLURRED: sharpness < MIN_SHARPNESS,
        QualityFinding.TOO_DARK: brightness < MIN_BRIGHTNESS,
        QualityFinding.TOO_BRIGHT: brightness > MAX_BRIGHTNESS,
        QualityFinding.NO_FACE: people == 0,
        QualityFinding.SEVERAL_FACES: people is not None and people > 1,
        QualityFinding.NO_DOCUMENT: document is False,
    }
    return PhotoQuality(
        tuple(finding for finding, holds in findings.items() if holds), sharpness, brightness, people, document
    )


def _variance_of_laplacian(grey: Image.Image) -> float:
    """Return the variance of the Laplacian, clipped at ±127, which affects sharp pictures only."""
    edges = grey.filter(_LAPLACE).crop((1, 1, max(2, grey.width - 1), max(2, grey.height - 1)))
    return ImageStat.Stat(edges).var[0]
