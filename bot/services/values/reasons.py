"""Reasons that people write when they decide or contest something.

A bare yes or no (不是, ok) at the step that asks for the reason is meant for another question, such as whether to
decide at all, so it decides nothing.
"""

from bot.errors import Refusal
from bot.services.values import yes_no


class ReasonIsAnswer(Refusal, key="refused-reason-is-answer"):
    """A yes or a no stands where a reason is asked for."""


def require_statement(words: str) -> None:
    """Check that these words are more than a yes or a no. Raises ReasonIsAnswer."""
    if yes_no.read(words) is not None:
        raise ReasonIsAnswer
