"""`verify`: verifies a certificate without bot, database or network.

The document that the desk publishes at /keys is accepted as it is: it holds the keys and the signed status list.
"""

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from bot import money
from bot.runtime.operator_error import OperatorError


def verify(what: str, keys: Path, status: Path | None, *, now: datetime, say: Callable[[str], None]) -> int:
    """Print the verdict and the claims. Returns 0 for a certificate that is genuine and valid, else 1.

    A genuine decision or receipt is named as such, and is no certificate: 1.

    Raises OperatorError.
    """
    from bot.adapters.certificates.file_reader import FileUnreadable, verify_file_or_text
    from bot.adapters.certificates.keys import KeyFileError
    from bot.adapters.certificates.status_list import StatusListError
    from bot.adapters.certificates.verifier import CertificateVerdict

    try:
        published = keys.read_text(encoding="utf-8")
        listed = _status_list(status.read_text(encoding="utf-8")) if status else _published_status_list(published)
        found = verify_file_or_text(what, published, listed, now)
    except UnicodeDecodeError:
        raise OperatorError("Cannot verify: keys and status list must be JSON files as published at /keys.") from None
    except (KeyFileError, StatusListError, FileUnreadable, OSError) as problem:
        raise OperatorError(f"Cannot verify: {problem}.") from None
    say(" ".join(part for part in (found.verdict.value, f"({found.detail.value})" if found.detail else "") if part))
    if found.paper is not None:
        paper = found.paper
        say(f"a {paper.kind.value} about a fine, not a certificate")
        say(f"decision {paper.number}, plate {paper.plate} (type {paper.plate_type}), {money.yuan(paper.fen)} yuan")
        say(f"{'paid' if paper.kind.value == 'receipt' else 'decided'} {paper.at:%Y-%m-%d %H:%M} UTC, key {found.kid}")
    if found.claims is not None:
        say(f"plate {found.claims.plate} (type {found.claims.plate_type}), valid until {found.claims.valid_until}")
        say(f"certificate {found.claims.number}, issued {found.claims.issued_at:%Y-%m-%d}, key {found.kid}")
    return 0 if found.verdict is CertificateVerdict.VALID else 1


def _status_list(text: str) -> str:
    """Return the status list of a file, which may hold the keys as well."""
    return _published_status_list(text) or text


def _published_status_list(keys: str) -> str | None:
    """Return the status list in a document of keys, None if it has none."""
    try:
        document = json.loads(keys)
    except ValueError:
        return None
    listed = document.get("status") if isinstance(document, dict) else None
    return json.dumps(listed) if isinstance(listed, dict) else None
