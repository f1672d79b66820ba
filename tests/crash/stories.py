"""The kinds of episode: what the desk listens to, and who acts what."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from tests.crash import story_of_booking, story_of_filing
from tests.crash.casts import Cast
from tests.crash.ground import BOOKING_DESK, WHOLE_DESK, Ground, Speech


@dataclass(frozen=True)
class Kind:
    """A kind of episode."""

    speech: Speech
    begin: Callable[[Ground, Random, int], Cast]


KINDS = {
    "booking": Kind(BOOKING_DESK, story_of_booking.begin),
    "filing": Kind(WHOLE_DESK, story_of_filing.begin),
}
