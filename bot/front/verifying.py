"""`verify`: is this a certificate of ours, and does it count? Without bot, database or network."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from bot.front.mistakes import Mistake


def verify(what: str, keys: Path, status: Path | None, *, now: datetime, say: Callable[[str], None]) -> int:
    """Say the verdict and what the certificate claims. Returns 0 if it is genuine and valid, else 1. Raises Mistake."""
    from bot.adapters.certificate_file import FileUnreadable, verify_file_or_text
    from bot.adapters.certificate_keys import KeyFileError
    from bot.adapters.certificate_verifier import Verdict
    from bot.adapters.status_list import StatusListError

    try:
        found = verify_file_or_text(what, keys.read_text(), status.read_text() if status else None, now)
    except (KeyFileError, StatusListError, FileUnreadable, OSError) as problem:
        raise Mistake(f"Cannot verify: {problem}.") from None
    say(" ".join(part for part in (found.verdict.value, f"({found.detail.value})" if found.detail else "") if part))
    if found.claims is not None:
        say(f"plate {found.claims.plate} (type {found.claims.plate_type}), valid until {found.claims.valid_until}")
        say(f"certificate {found.claims.number}, issued {found.claims.issued_at:%Y-%m-%d}, key {found.kid}")
    return 0 if found.verdict is Verdict.VALID else 1
