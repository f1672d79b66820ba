"""Verifies the audit: every link from the first to the last, what has no link, and the heads given outside."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session

from storage import audit_chain, audit_entry_marks, audit_heads, audit_keys, audit_rows, store_identity
from storage.audit import AuditEntry
from storage.audit_chain import AuditChainLink
from storage.audit_keys import SealingKey
from storage.database import table_of
from storage.database.encryption import DecryptionError

_audit = table_of(AuditEntry)
_links = table_of(AuditChainLink)


class AuditFaultKind(StrEnum):
    """What is wrong. Of an entry that was inserted, the number of the entry is named; otherwise that of the link."""

    KEY_MISSING = "key_missing"
    LINK_MISSING = "link_missing"
    ENTRY_MISSING = "entry_missing"
    CHANGED = "changed"
    TAIL_MISSING = "tail_missing"
    INSERTED = "inserted"
    OTHER_HEAD = "other_head"


@dataclass(frozen=True, slots=True)
class AuditFault:
    """The first fault that was found, and its number."""

    kind: AuditFaultKind
    number: int


@dataclass(frozen=True, slots=True)
class KnownHead:
    """A head that somebody has kept: the hash of the link at this position."""

    position: int
    hash: str


@dataclass
class VerificationCursor:
    """Up to where the pieces verified so far go: the last position and its hash. A new round begins at 0."""

    position: int = 0
    hash: str = ""


class _Found(Exception):
    def __init__(self, kind: AuditFaultKind, number: int) -> None:
        super().__init__(kind, number)
        self.fault = AuditFault(kind, number)


def first_fault(session: Session, known: Iterable[KnownHead] = ()) -> AuditFault | None:
    """Verify the audit from its beginning, also against heads kept outside. Returns None if nothing is wrong."""
    try:
        keys = _keys(session)
        if keys:
            _walk(session, keys)
        _require_genuine(session, keys[-1] if keys else None)
        given = [KnownHead(each.position, each.hash) for each in audit_heads.every(session)]
        _require_heads(session, [*given, *known])
    except _Found as found:
        return found.fault
    return None


def fault_in_next(session: Session, cursor: VerificationCursor, *, links: int) -> AuditFault | None:
    """Verify so many further links; at the end also the tail and the heads given outside, and begin again.

    Only the process that extends the chain may run it: no other one adds links meanwhile.
    """
    try:
        keys = _keys(session)
        if keys and _walk(session, keys, cursor, links=links):
            return None
        _require_heads(session, [KnownHead(each.position, each.hash) for each in audit_heads.every(session)])
    except _Found as found:
        cursor.position, cursor.hash = 0, ""
        return found.fault
    cursor.position, cursor.hash = 0, ""
    return None


def _keys(session: Session) -> Sequence[SealingKey]:
    """Return the keys; each must seal from where the one before ends. None: nothing was sealed yet."""
    try:
        keys, is_sealed = audit_keys.every(session), store_identity.is_audit_sealed(session)
    except DecryptionError:
        raise _Found(AuditFaultKind.KEY_MISSING, 1) from None
    for number, key in enumerate(keys, start=1):
        if key.number != number or key.is_replaced != (number < len(keys)):
            raise _Found(AuditFaultKind.KEY_MISSING, key.first)
    if not keys and (is_sealed or audit_chain.chain_length(session)):
        raise _Found(AuditFaultKind.KEY_MISSING, 1)
    return keys


def _walk(
    session: Session, keys: Sequence[SealingKey], cursor: VerificationCursor | None = None, *, links: int | None = None
) -> bool:
    """Verify the links after the cursor, and move it. Returns False if that was the end of the chain."""
    at, first = cursor or VerificationCursor(), cursor.position if cursor else 0
    begin_at = {key.first: key for key in keys}
    key = next((each for each in reversed(keys) if each.first <= first), None)
    rows = select(_links.c.position, _links.c.hash, *audit_rows.COLUMNS)
    rows = rows.join(_audit, _audit.c.id == _links.c.entry_id, isouter=True)
    rows = rows.where(_links.c.position > first).order_by(_links.c.position).limit(links)
    with session.connection().execute(rows, execution_options={"yield_per": 1000}) as found:
        for row in found:
            at.position += 1
            key = _key_at(at.position, at.hash, begin_at, key)
            at.hash = _verified(row, at.position, at.hash, key)
    if links is not None and at.position == first + links:
        return True
    if (at.position, at.hash) != (keys[-1].position, keys[-1].hash):
        raise _Found(AuditFaultKind.TAIL_MISSING, at.position + 1)
    return False


def _key_at(position: int, last: str, begin_at: dict[int, SealingKey], before: SealingKey | None) -> SealingKey | None:
    """Return the key of a position, which seals the hash before its first; None for links of an earlier version."""
    key = begin_at.get(position)
    if key is None:
        return before
    if last != key.before:
        raise _Found(AuditFaultKind.CHANGED, position - 1)
    return key


def _verified(row: Any, position: int, last: str, key: SealingKey | None) -> str:
    """Return the hash of a link that is the right one."""
    if row.position != position:
        raise _Found(AuditFaultKind.LINK_MISSING, position)
    if row.id is None:
        raise _Found(AuditFaultKind.ENTRY_MISSING, position)
    entry = audit_rows.read(row)
    if entry is None:
        raise _Found(AuditFaultKind.CHANGED, position)
    expected = audit_chain.plain_link(last, entry) if key is None else audit_chain.link(key, position, last, entry)
    if row.hash != expected:
        raise _Found(AuditFaultKind.CHANGED, position)
    return expected


def _require_genuine(session: Session, key: SealingKey | None) -> None:
    """Require that the desk wrote what has no link yet, and that no entry is the copy of another.

    Entries of an earlier version may be among them, until an entry is sealed that was made after the key adopts them.
    """
    last = select(_audit.c.id, _audit.c.at).join(_links, _links.c.entry_id == _audit.c.id).order_by(_audit.c.id.desc())
    sealed = session.connection().execute(last.limit(1)).first()
    newest = sealed.id if sealed else 0
    may_adopt = key is None or (bool(key.adopts_until) and (sealed is None or key.adopts(sealed.at)))
    for row in session.connection().execute(audit_chain.unlinked_entries()):
        # Above the newest, the next round decides about entries without a mark.
        entry, is_adopted = audit_rows.read(row), may_adopt and row.mark is None and row.id > newest
        if entry is None or not (is_adopted or audit_entry_marks.is_genuine(entry)):
            raise _Found(AuditFaultKind.INSERTED, row.id)
    copied = _copied(session)
    if copied is not None:
        raise _Found(AuditFaultKind.INSERTED, copied)


def _copied(session: Session) -> int | None:
    """Return the number of an entry that is the copy of another: the one that was sealed last, or not at all.

    The desk's own numbers begin at 1: an entry below is the copy, whenever it was sealed.
    """
    twice = select(_audit.c.mark).where(_audit.c.mark.is_not(None)).group_by(_audit.c.mark)
    mark = session.connection().execute(twice.having(func.count() > 1).limit(1)).scalar()
    if mark is None:
        return None
    same = select(_audit.c.id).join(_links, _links.c.entry_id == _audit.c.id, isouter=True).where(_audit.c.mark == mark)
    place = _links.c.position
    order = (_audit.c.id > 0, place.is_not(None), place.desc(), _audit.c.id.desc())
    return int(session.connection().execute(same.order_by(*order).limit(1)).scalar_one())


def _require_heads(session: Session, heads: Iterable[KnownHead]) -> None:
    for head in heads:
        at = select(_links.c.hash).where(_links.c.position == head.position)
        if session.connection().execute(at).scalar() != head.hash:
            raise _Found(AuditFaultKind.OTHER_HEAD, head.position)
