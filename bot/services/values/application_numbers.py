"""Numbers of applications and cases as people type them: 1024, #1024, ID1024."""

import re
from collections.abc import Sequence

from bot.errors import NumberMissing, Refusal
from bot.services.values import text_cleaning

MAX_DIGITS = 12


_SIGNS = ",，、:：;；。."
_ACT = re.compile(rf"([^\s{_SIGNS}]*)[\s{_SIGNS}]*(.*)", re.DOTALL)


def parse(typed: str, *, prefix: str = "") -> int | None:
    """Return the number, or None if the text cannot be one. prefix: what may stand before it, in any case."""
    digits = typed.lstrip("#").rstrip(_SIGNS).upper().removeprefix(prefix)
    return int(digits) if digits.isdecimal() and len(digits) <= MAX_DIGITS else None


def of_command(command: str, arguments: Sequence[str], *, unknown: type[Refusal], prefix: str = "") -> int:
    """Return the number that follows a command. Raises NumberMissing without one, `unknown` for other text."""
    if not arguments:
        raise NumberMissing(command=command)
    number = parse(arguments[0], prefix=prefix)
    if number is None:
        raise unknown(number=_shown(arguments[0].lstrip("#")))
    return number


def act_behind(arguments: Sequence[str]) -> tuple[str, str]:
    """Return the act behind the number, in lower case, and the words behind it, which a sign may divide too.

    Both are empty if there is none: `1001 reject, unclear`, `1001 拒绝，照片不清`.
    """
    found = _ACT.fullmatch(" ".join(arguments[1:]))
    return (found[1].lower(), found[2]) if found else ("", "")


def several(arguments: Sequence[str]) -> bool:
    """Return whether a command names more than one number."""
    return len(arguments) > 1 and all(parse(each.strip(",，、")) is not None for each in arguments[:2])


def _shown(typed: str) -> str:
    """Return what was typed as it may be shown, with a mark where it is cut: it is no other number."""
    safe = text_cleaning.display_safe(typed)
    return f"{safe[:MAX_DIGITS]}…" if len(safe) > MAX_DIGITS else safe
