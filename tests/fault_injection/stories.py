"""The kinds of episodes: the desk and the stories of each."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from tests.fault_injection import (
    story_of_booking,
    story_of_certificate,
    story_of_filing,
    story_of_payment,
    story_of_qr,
    story_of_review,
    story_of_unbinding,
)
from tests.fault_injection.environment import BOOKING_DESK, WHOLE_DESK, DeskDefinition, Environment
from tests.fault_injection.scenario import Scenario


@dataclass(frozen=True)
class Kind:
    """A kind of episode. share: its percentage of the long run's episodes.

    points: about how many crash points it passes with one person, and how many more with each other person.
    """

    definition: DeskDefinition
    begin: Callable[[Environment, Random, int], Scenario]
    share: int
    points: tuple[int, int]


KINDS = {
    "booking": Kind(BOOKING_DESK, story_of_booking.begin, 30, (80, 20)),
    "filing": Kind(WHOLE_DESK, story_of_filing.begin, 30, (62, 15)),
    "unbinding": Kind(WHOLE_DESK, story_of_unbinding.begin, 16, (84, 20)),
    "certificate": Kind(WHOLE_DESK, story_of_certificate.begin, 8, (50, 12)),
    "payment": Kind(WHOLE_DESK, story_of_payment.begin, 10, (220, 65)),
    "review": Kind(WHOLE_DESK, story_of_review.begin, 3, (280, 90)),
    "qr": Kind(WHOLE_DESK, story_of_qr.begin, 3, (175, 50)),
}
