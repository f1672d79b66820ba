"""Pre-checks of a photo for review: what the sender could do better, and what the reviewer should look at.

Advice only. Size, sharpness and light need nothing but Pillow; faces and documents are looked for where `[vision]` is
installed. Thresholds were chosen on the pictures of tests/data and generated cards: blur that makes print of a
card illegible falls below `BLUREST`, and an evenly lit room lies far from `DARKEST` and `BRIGHTEST`.
"""

import io
from dataclasses import dataclass
from enum import StrEnum

from PIL import Image, ImageFilter, ImageStat

from bot.adapters.pictures import faces
from bot.adapters.pictures.card_detection import shows_document
from bot.adapters.pictures.model_files import opencv

LEAST_SIDE = 480
MEASURED_SIDE = 800
BLUREST = 40.0
DARKEST = 45.0
BRIGHTEST = 225.0
_LAPLACE = ImageFilter.Kernel((3, 3), (0, 1, 0, 1, -4, 1, 0, 1, 0), scale=1, offset=128)


class ExpectedContent(StrEnum):
    """What the photo ought to show."""

    DOCUMENT = "document"
    SCENE = "scene"


class QualityFinding(StrEnum):
    """What speaks against the photo."""

    TOO_SMALL = "too_small"
    BLURRED = "blurred"
    TOO_DARK = "too_dark"
    TOO_BRIGHT = "too_bright"
    NO_FACE = "no_face"
    SEVERAL_FACES = "several_faces"
    NO_DOCUMENT = "no_document"


@dataclass(frozen=True)
class PhotoQuality:
    """The findings, and what they rest on: variance of the Laplacian, mean brightness (0 to 255), faces.

    `faces` and `document` are None where nothing is installed that could look for them.
    """

    findings: tuple[QualityFinding, ...]
    sharpness: float
    brightness: float
    faces: int | None = None
    document: bool | None = None


def check_quality(jpeg: bytes, *, expected: ExpectedContent = ExpectedContent.SCENE) -> PhotoQuality:
    """Look at a clean picture; `expected` is a value of `Expected`: documents are missed only where one is due."""
    with Image.open(io.BytesIO(jpeg)) as opened:
        small = min(opened.size) < LEAST_SIDE
        grey = opened.convert("L")
    grey.thumbnail((MEASURED_SIDE, MEASURED_SIDE), Image.Resampling.BOX)
    sharpness, brightness = _variance_of_laplacian(grey), ImageStat.Stat(grey).mean[0]
    people = len(faces.prominent(faces.decoded(jpeg)[0])) if faces.available() else None
    document = shows_document(jpeg) if expected == ExpectedContent.DOCUMENT and opencv() is not None else None
    told = {
        QualityFinding.TOO_SMALL: small,
        QualityFinding.BLURRED: sharpness < BLUREST,
        QualityFinding.TOO_DARK: brightness < DARKEST,
        QualityFinding.TOO_BRIGHT: brightness > BRIGHTEST,
        QualityFinding.NO_FACE: people == 0,
        QualityFinding.SEVERAL_FACES: people is not None and people > 1,
        QualityFinding.NO_DOCUMENT: document is False,
    }
    return PhotoQuality(
        tuple(finding for finding, holds in told.items() if holds), sharpness, brightness, people, document
    )


def _variance_of_laplacian(grey: Image.Image) -> float:
    """How much the picture changes from pixel to pixel; cut at ±127, which only makes sharp pictures look alike."""
    edges = grey.filter(_LAPLACE).crop((1, 1, max(2, grey.width - 1), max(2, grey.height - 1)))
    return ImageStat.Stat(edges).var[0]
