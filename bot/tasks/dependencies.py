"""What slow work needs of the outside: put together by the front door, or by a test out of other objects."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.adapters.face_check import FaceCheck
from bot.adapters.payments.gateway import Gateway, Provider
from bot.adapters.sandbox.pool import Laboratory


@dataclass(frozen=True)
class Adapters:
    """The laboratory in which photos are opened, the face check, and the payment gateways that are set up.

    `own_studio`: where papers are drawn, so that they do not wait behind photos; without one, in the laboratory too.
    """

    laboratory: Laboratory
    face: FaceCheck
    gateways: Mapping[Provider, Gateway] = field(default_factory=dict)
    own_studio: Laboratory | None = None

    @property
    def studio(self) -> Laboratory:
        """Where papers and marks over photos are drawn."""
        return self.own_studio or self.laboratory
