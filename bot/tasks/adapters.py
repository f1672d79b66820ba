"""What slow work needs of the outside: put together by the front door, or by a test out of other objects."""

from dataclasses import dataclass

from bot.adapters.face import FaceCheck
from bot.adapters.pictures.laboratory import Laboratory


@dataclass(frozen=True)
class Adapters:
    """The laboratory in which photos are opened, and the face check."""

    laboratory: Laboratory
    face: FaceCheck
