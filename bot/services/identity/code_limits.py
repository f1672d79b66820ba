"""Limits of guessing SMS codes: how long a code is, and how many wrong tries are accepted, for each purpose.

Wrong tries against a phone number count together, whoever makes them and whichever code they are for. After the short
tries of a year, codes are longer instead of refused, so that strangers who guess take no code from the person. Who
guesses has the short tries of a year, each right with a chance of 1 in 10 ** digits, and the long ones that the windows
accept, each right with 1 in 10 ** LONG_DIGITS; DECISIONS.md has the arithmetic, and a test computes it from these
constants.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.services.identity.limits import Limit
from storage.identity import wrong_codes
from storage.identity.sms_codes import CodePurpose

DAY = timedelta(days=1)
YEAR = wrong_codes.KEPT_FOR  # No window is longer.
LONG_DIGITS = 10


@dataclass(frozen=True, slots=True)
class TryWindow:
    """So many wrong tries are accepted within any period of this length; then none until the first of them is older."""

    length: timedelta
    max_tries: int


@dataclass(frozen=True, slots=True)
class RequesterWindow:
    """So much of one requester counts against one phone number within so many calendar days."""

    days: int
    most: int


@dataclass(frozen=True, slots=True)
class CodeLimits:
    """The limits of one purpose.

    short_tries: wrong tries of a year after which the codes are longer. others_request: whether other people than the
    phone number's own may request such a code. target: windows for wrong tries against one phone number.
    """

    digits: int
    short_tries: int
    others_request: bool
    target: tuple[TryWindow, ...]

    def length_after(self, tries: Sequence[datetime], *, now: datetime) -> int:
        """Return how many digits a code has after wrong tries at these moments (newest first)."""
        of_year = sum(moment > now - YEAR for moment in tries)
        return self.digits if of_year < self.short_tries else max(self.digits, LONG_DIGITS)


# Nobody else can request these codes, so nobody else can use up the tries.
_OWN = (TryWindow(DAY, 10),)
# It ends within hours, and takes several people, since each has fewer tries.
_OTHERS = (TryWindow(timedelta(hours=6), 24),)

LIMITS: dict[CodePurpose, CodeLimits] = {
    CodePurpose.REGISTRATION: CodeLimits(8, 100, others_request=True, target=_OTHERS),
    # Always long: a length that changes would tell the applicant that there is a phone number on record.
    CodePurpose.IDENTITY_CASE: CodeLimits(LONG_DIGITS, 0, others_request=True, target=_OTHERS),
    # Six digits, which the owner reads out.
    CodePurpose.OWNER_APPROVAL: CodeLimits(6, 6, others_request=True, target=_OTHERS),
    CodePurpose.PAYMENT: CodeLimits(6, 200, others_request=False, target=_OWN),
    CodePurpose.PORTAL: CodeLimits(8, 200, others_request=False, target=_OWN),
    CodePurpose.UNLOCK: CodeLimits(8, 200, others_request=False, target=_OWN),
    CodePurpose.PRIVACY: CodeLimits(6, 200, others_request=False, target=_OWN),
}

# Of one requester against one phone number, for purposes that others request. Shortest first.
REQUESTER_TRIES = {Limit.WRONG_CODE_OF_DAY: RequesterWindow(1, 6), Limit.WRONG_CODE_OF_MONTH: RequesterWindow(30, 12)}


def locked_until(tries: Sequence[datetime], windows: Sequence[TryWindow], *, now: datetime) -> datetime | None:
    """Return until when wrong tries at these moments (newest first) lock a target. None if they do not."""
    ends = [tries[each.max_tries - 1] + each.length for each in windows if len(tries) >= each.max_tries]
    return max((end for end in ends if end > now), default=None)
