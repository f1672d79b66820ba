"""Limits of guessing SMS codes: how long a code is, and how many wrong tries are accepted, for each purpose.

Wrong tries against a phone number count together, whoever makes them and whichever code they are for. Who guesses has
at most `max_tries` of the longest window in a year, each right with a chance of 1 in 10 ** digits; DECISIONS.md has
the arithmetic, and a test computes it from these constants.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.identity.sms_codes import CodePurpose

DAY = timedelta(days=1)
MONTH = timedelta(days=30)
YEAR = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class TryWindow:
    """So many wrong tries are accepted within any period of this length; then none until the first of them is older."""

    length: timedelta
    max_tries: int


@dataclass(frozen=True, slots=True)
class CodeLimits:
    """The limits of one purpose.

    others_request: whether other people than the phone number's own may request such a code. target: windows for wrong
    tries against one phone number; requester: for those of one requester against one phone number. Shortest first.
    """

    digits: int
    others_request: bool
    target: tuple[TryWindow, ...]
    requester: tuple[TryWindow, ...] = ()


# Nobody else can request these codes, so nobody else can use up the tries.
_OWN = (TryWindow(DAY, 10), TryWindow(MONTH, 50), TryWindow(YEAR, 200))

LIMITS: dict[CodePurpose, CodeLimits] = {
    # The windows of a requester are narrow and those of all wide, so that strangers rarely lock the person out.
    CodePurpose.REGISTRATION: CodeLimits(
        digits=8,
        others_request=True,
        target=(TryWindow(MONTH, 100), TryWindow(YEAR, 500)),
        requester=(TryWindow(DAY, 10), TryWindow(YEAR, 50)),
    ),
    # Six digits, which the owner reads out. Beyond these tries the owner answers in the chat or shows a QR code.
    CodePurpose.OWNER_CONSENT: CodeLimits(
        digits=6,
        others_request=True,
        target=(TryWindow(DAY, 6), TryWindow(YEAR, 9)),
        requester=(TryWindow(YEAR, 6),),
    ),
    CodePurpose.PAYMENT: CodeLimits(digits=6, others_request=False, target=_OWN),
    CodePurpose.PORTAL: CodeLimits(digits=8, others_request=False, target=_OWN),
    CodePurpose.UNLOCK: CodeLimits(digits=8, others_request=False, target=_OWN),
    CodePurpose.IDENTITY_CASE: CodeLimits(digits=8, others_request=False, target=_OWN),
    CodePurpose.PRIVACY: CodeLimits(digits=6, others_request=False, target=_OWN),
}

OTHERS_REQUEST = tuple(purpose for purpose, limits in LIMITS.items() if limits.others_request)
RETENTION = YEAR  # No window is longer.


def locked_until(tries: Sequence[datetime], windows: Sequence[TryWindow], *, now: datetime) -> datetime | None:
    """Return until when wrong tries at these moments (newest first) lock a target. None if they do not."""
    ends = [tries[each.max_tries - 1] + each.length for each in windows if len(tries) >= each.max_tries]
    return max((end for end in ends if end > now), default=None)
