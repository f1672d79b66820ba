"""Gives the head of the audit's chain outside: signed at /keys and to the admins once a day, into the log every hour.

It is signed with the key of the certificates, which anyone may verify; the key of the chain stays inside.
"""

import json
import logging
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlmodel import Session

from bot import local_time
from bot.adapters.certificates import audit_documents
from bot.adapters.certificates.audit_documents import SignedHead
from bot.adapters.certificates.keys import ISSUER
from bot.services.certificates import signing_keys
from bot.services.staff import notifications
from storage import audit_heads, audit_keys, audit_search, database
from storage.audit_heads import AuditHead
from storage.engine import outbox
from storage.staff.members import StaffRole

log = logging.getLogger("chezhu.audit")

LOG_INTERVAL = timedelta(hours=1)
HEAD_GIVEN = outbox.soft_notification("audit.head")


def give_due(session: Session, now: datetime) -> None:
    """Give the head outside at the first round of a day, if the audit has grown since the last one.

    A head of a day to come was given by a wrong clock, and holds up no other.
    """
    key, last, today = audit_keys.newest(session), audit_heads.newest(session), local_time.date_of(now)
    if key is None or not key.position or (last is not None and last.position == key.position):
        return
    if audit_heads.is_given(session, today):
        return
    began = audit_search.first_moment(session)
    if last is not None or (began is not None and local_time.date_of(began) < today):
        _give(session, AuditHead(day=today, position=key.position, hash=key.hash, at=now, document=""))


class HeadLog:
    """Writes the head into the log at most once an hour, if the audit has grown: logs are kept outside the store."""

    def __init__(self) -> None:
        self._position, self._at = 0, datetime.min.replace(tzinfo=UTC)

    def __call__(self, session: Session, now: datetime) -> None:
        """Write it if it is due. `audit verify --head NUMBER:HASH` compares the audit with it."""
        key = audit_keys.newest(session)
        if key is None or key.position == self._position or abs(now - self._at) < LOG_INTERVAL:
            return
        self._position, self._at = key.position, now
        log.info("audit head", extra={"head": f"{key.position}:{key.hash}"})


def published(session: Session) -> dict[str, Any] | None:
    """Return the signed document of the newest head, None before the first."""
    newest = audit_heads.newest(session)
    return json.loads(newest.document) if newest is not None else None


def _give(session: Session, head: AuditHead) -> None:
    signed = SignedHead(ISSUER, head.at, head.position, head.hash)
    head.document = audit_documents.sign_head(signed, signing_keys.signing_key(session, now=head.at))
    database.add(session, head)
    notifications.notify_roles(session, HEAD_GIVEN, head.id, StaffRole.ADMIN, at=head.at)
