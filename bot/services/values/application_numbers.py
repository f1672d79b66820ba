"""Numbers of applications and cases as people type them: 1024, #1024, ID1024."""

from collections.abc import Sequence

from bot.errors import NumberMissing, Refusal
from bot.services.values import text_cleaning

MAX_DIGITS = 12


def parse(typed: str, *, prefix: str = "") -> int | None:
    """Return the number, or None if the text cannot be one. prefix: what may stand before it, in any case."""
    digits = typed.lstrip("#").upper().removeprefix(prefix)
    return int(digits) if digits.isdecimal() and len(digits) <= MAX_DIGITS else None


def of_command(command: str, arguments: Sequence[str], *, unknown: type[Refusal], prefix: str = "") -> int:
    """Return the number that follows a command. Raises NumberMissing without one, `unknown` for other text."""
    if not arguments:
        raise NumberMissing(command=command)
    number = parse(arguments[0], prefix=prefix)
    if number is None:
        raise unknown(number=_shown(arguments[0].lstrip("#")))
    return number


def several(arguments: Sequence[str]) -> bool:
    """Return whether a command names more than one number."""
    return len(arguments) > 1 and all(parse(each.strip(",，、")) is not None for each in arguments[:2])


def _shown(typed: str) -> str:
    """Return what was typed as it may be shown, with a mark where it is cut: it is no other number."""
    safe = text_cleaning.display_safe(typed)
    return f"{safe[:MAX_DIGITS]}…" if len(safe) > MAX_DIGITS else safe
