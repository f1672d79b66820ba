"""Numbers of applications and cases as people type them: 1024, #1024, ID1024."""

from collections.abc import Sequence

from bot.errors import NumberMissing, Refusal

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
        raise unknown(number=arguments[0].lstrip("#")[:MAX_DIGITS])
    return number
