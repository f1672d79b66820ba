"""`verify`: is this a certificate of ours, and does it count? Without bot, database or network.

What the desk publishes under /keys can be given as it is: the signed status list stands in it beside the keys.
"""

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from bot.runtime.operator_error import Mistake


def verify(what: str, keys: Path, status: Path | None, *, now: datetime, say: Callable[[str], None]) -> int:
    """Say the verdict and what the certificate claims. Returns 0 if it is genuine and valid, else 1. Raises Mistake."""
    from bot.adapters.certificates.file_reader import FileUnreadable, verify_file_or_text
    from bot.adapters.certificates.keys import KeyFileError
    from bot.adapters.certificates.status_list import StatusListError
    from bot.adapters.certificates.verifier import Verdict

    try:
        published = keys.read_text(encoding="utf-8")
        listed = _list_in(status.read_text(encoding="utf-8")) if status else _list_beside(published)
        found = verify_file_or_text(what, published, listed, now)
    except UnicodeDecodeError:
        raise Mistake(
            "Cannot verify: the keys and the status list are files in JSON, as /keys gives them out."
        ) from None
    except (KeyFileError, StatusListError, FileUnreadable, OSError) as problem:
        raise Mistake(f"Cannot verify: {problem}.") from None
    say(" ".join(part for part in (found.verdict.value, f"({found.detail.value})" if found.detail else "") if part))
    if found.claims is not None:
        say(f"plate {found.claims.plate} (type {found.claims.plate_type}), valid until {found.claims.valid_until}")
        say(f"certificate {found.claims.number}, issued {found.claims.issued_at:%Y-%m-%d}, key {found.kid}")
    return 0 if found.verdict is Verdict.VALID else 1


def _list_in(text: str) -> str:
    """Return the status list of a file: the file itself, or what stands in it beside the keys."""
    return _list_beside(text) or text


def _list_beside(keys: str) -> str | None:
    """Return the status list that was published with the keys, None where there is none."""
    try:
        document = json.loads(keys)
    except ValueError:
        return None
    listed = document.get("status") if isinstance(document, dict) else None
    return json.dumps(listed) if isinstance(listed, dict) else None
