"""What slow work needs of the outside: put together by the front door, or by a test out of other objects."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.adapters.face import FaceCheck
from bot.adapters.payments import Gateway, Provider
from bot.adapters.pictures.laboratory import Laboratory


@dataclass(frozen=True)
class Adapters:
    """The laboratory in which photos are opened, the face check, and the payment gateways that are set up."""

    laboratory: Laboratory
    face: FaceCheck
    gateways: Mapping[Provider, Gateway] = field(default_factory=dict)
