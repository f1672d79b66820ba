"""Audit seals: one link for each entry of the audit, numbered without gaps, which reveals later tampering.

A link is a MAC over its number, the link before and the entry, under a key of its own (`storage/audit_keys.py`). A
housekeeping job extends the chain outside the turns, so that turns do not wait for each other; it seals only what the
desk has marked (`storage/audit_entry_marks.py`). `storage/audit_verification.py` verifies the chain. Links of 0.1.0
are plain hashes: the first key seals the last of them.
"""

import hashlib
import hmac
import json
import logging
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session, SQLModel

from storage import audit_entry_marks, audit_heads, audit_keys, audit_rows, store_identity
from storage.audit import AuditEntry
from storage.audit_keys import SealingKey
from storage.audit_rows import StoredEntry
from storage.database import big_integer, table_of
from storage.retention import without_personal_data

log = logging.getLogger("chezhu.audit")


class AuditChainLink(SQLModel, table=True):
    """One link of the chain over the entries. position: its number, without gaps."""

    __tablename__ = "audit_seals"

    position: int = big_integer(primary_key=True)
    entry_id: int = big_integer(unique=True)
    hash: str


without_personal_data(AuditChainLink, "hashes over the audit")


_audit = table_of(AuditEntry)
_links = table_of(AuditChainLink)
# Each round looks at so many of the newest numbers, and at a window of so many older ones.
NEWEST = 10_000
WINDOW = 5_000


@dataclass
class ChainCursor:
    """The lowest number looked at by the windows so far; they go down from the newest numbers, and begin again.

    strange: how many entries the last round has left out because the desk did not write them.
    """

    before: int = 0
    strange: int = 0


def extend_chain(session: Session, cursor: ChainCursor | None = None, *, now: datetime, limit: int = 1000) -> int:
    """Add links for entries that have none. Returns how many. Only one process may run it at a time.

    An entry can commit after one with a higher number. So the newest numbers are looked at every time, and all others
    window by window: however late an entry commits, it gets its link.
    """
    key = _key(session, now)
    unlinked = _waiting(session, cursor, limit) if key is not None else ()
    genuine = [each for each in unlinked if key is not None and each is not None and _is_ours(each, key, now)]
    _report(cursor, len(unlinked) - len(genuine))
    if key is None or not genuine:
        return 0
    key = audit_keys.follow(session, key)
    links = []
    for row in genuine:
        position = key.position + 1
        key = replace(key, position=position, hash=link(key, position, key.hash, row))
        links.append({"position": position, "entry_id": row.id, "hash": key.hash})
    session.connection().execute(_links.insert(), links)
    audit_keys.keep(session, key)
    return len(links)


def link(key: SealingKey, position: int, last: str, row: Any) -> str:
    """Return the link of an entry at this position, after this hash: 44 characters, where those of 0.1.0 have 64."""
    entry = audit_entry_marks.content_of(row.at, row.id, row.action, row.by, row.on, row.details, row.mark)
    content = json.dumps([position, last, entry]).encode()
    return urlsafe_b64encode(hmac.digest(key.secret, content, hashlib.sha256)).decode()


def plain_link(last: str, row: Any) -> str:
    """Return the link of an entry as version 0.1.0 has made it, without a key."""
    content = "|".join([last, str(row.id), row.at.isoformat(), row.action, str(row.by), str(row.on), row.details])
    return hashlib.sha256(content.encode()).hexdigest()


def chain_length(session: Session) -> int:
    """Return how many entries the chain covers."""
    return _last_link(session)[0]


def unlinked_entries(limit: int | None = None) -> Any:
    """Return the query of entries without a link, in the order of their numbers, to be read by `audit_rows`."""
    missing = ~select(1).where(_links.c.entry_id == _audit.c.id).exists()
    return select(*audit_rows.COLUMNS).where(missing).order_by(_audit.c.id).limit(limit)


def unsealed_count(session: Session) -> int:
    """Return how many entries have no link yet."""
    query = select(func.count()).select_from(unlinked_entries().subquery())
    return int(session.connection().execute(query).scalar_one())


def _key(session: Session, now: datetime) -> SealingKey | None:
    """Return the key in use. The first one is begun once in the life of a store."""
    key = audit_keys.newest(session)
    if key is None and (store_identity.is_audit_sealed(session) or audit_heads.newest(session) is not None):
        log.error("the key of the audit is gone: nothing is sealed")
        return None
    key = key or _begin(session, now)
    store_identity.note_audit_sealed(session)
    return key


def _begin(session: Session, now: datetime) -> SealingKey:
    """Begin the first key. Entries without a mark are adopted only if an earlier version has written the oldest."""
    position, last = _last_link(session)
    if position:
        log.warning("the audit of an earlier version is sealed from here on, after %d entries", position)
    oldest = session.connection().execute(select(_audit.c.mark).order_by(_audit.c.id).limit(1)).first()
    adopts = position > 0 or (oldest is not None and oldest.mark is None)
    return audit_keys.begin(session, position=position, last=last, adopts=adopts, now=now)


def _waiting(session: Session, cursor: ChainCursor | None, limit: int) -> Sequence[StoredEntry | None]:
    newest = session.connection().execute(select(func.max(_links.c.entry_id))).scalar() or 0
    unlinked = _unlinked(session, newest - NEWEST, None, limit)
    if cursor is not None:
        top = cursor.before if 0 < cursor.before <= newest - NEWEST else newest - NEWEST + 1
        unlinked = [*_unlinked(session, top - 1 - WINDOW, top, limit), *unlinked][:limit]
        cursor.before = max(0, top - WINDOW)
    return unlinked


def _unlinked(session: Session, after: int, before: int | None, limit: int) -> Sequence[StoredEntry | None]:
    """Return the first entries without a link between these numbers, both excluded; None for what cannot be read."""
    query = unlinked_entries(limit).where(_audit.c.id > after)
    if before is not None:
        query = query.where(_audit.c.id < before)
    return [audit_rows.read(row) for row in session.connection().execute(query)]


def _is_ours(row: Any, key: SealingKey, now: datetime) -> bool:
    return audit_entry_marks.is_genuine(row) or (row.mark is None and key.adopts(now))


def _report(cursor: ChainCursor | None, strange: int) -> None:
    """Log entries that the desk did not write, once for each change of their number."""
    if cursor is not None and strange != cursor.strange:
        cursor.strange = strange
        log.error("the audit holds %d entries that the desk did not write", strange)


def _last_link(session: Session) -> tuple[int, str]:
    top = select(_links.c.position, _links.c.hash).order_by(_links.c.position.desc()).limit(1)
    found = session.connection().execute(top).first()
    return (found.position, found.hash) if found else (0, "")
