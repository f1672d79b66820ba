"""One row that a client of the machine API sends: newer versions replace older ones, by the clock of its system.

older ──► nothing happens · deleted ──► what ends it in the register · else ──► imported as a row of a file
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session

from bot import local_time
from bot.services.importing import api_kinds
from bot.services.importing.api_kinds import ApiKind, RowKind
from bot.services.importing.registry import IMPORTERS
from bot.services.importing.rows import ImportContext, InvalidRow, RowChange, RowFault
from storage.register import source_rows
from storage.staff.api_clients import ApiClient


class RowOutcome(StrEnum):
    """What became of a row."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    OLDER = "older"
    DELETED = "deleted"
    INVALID = "invalid"


@dataclass(frozen=True)
class SentRow:
    """A row as it was sent. key: its key in the client's system; changed_at: when it changed there, in UTC."""

    key: str
    changed_at: datetime
    fields: Mapping[str, str] = field(default_factory=dict)
    deleted: bool = False


_OUTCOMES = {
    RowChange.NEW: RowOutcome.NEW,
    RowChange.CHANGED: RowOutcome.CHANGED,
    RowChange.UNCHANGED: RowOutcome.UNCHANGED,
}


def put(session: Session, client: ApiClient, kind: ApiKind, sent: SentRow, *, now: datetime) -> RowOutcome:
    """Take a row over. Raises InvalidRow with its faults. The same row again changes nothing."""
    how = api_kinds.KINDS[kind]
    row = how.row.read(_cells(session, how, sent), today=local_time.date_of(now))
    source, is_new = source_rows.locked(session, client.id, kind.value, sent.key, row=row.key, at=sent.changed_at)
    if source.row_hash != source_rows.hash_of(kind.value, row.key):
        raise InvalidRow(RowFault("key", "key-of-another-row"))
    if not is_new and sent.changed_at < source.changed_at:
        return RowOutcome.OLDER
    source.changed_at, source.deleted = sent.changed_at, sent.deleted
    session.add(source)
    change = IMPORTERS[how.base].put(session, row, ImportContext(now))
    return RowOutcome.DELETED if sent.deleted else _OUTCOMES.get(change, RowOutcome.CHANGED)


def _cells(session: Session, how: RowKind, sent: SentRow) -> dict[str, str]:
    """Return the cells of the whole row. Raises InvalidRow."""
    unknown = [name for name in sent.fields if name not in how.fields]
    missing = [name for name in (how.named_by if sent.deleted else how.required) if not _is_given(how, sent, name)]
    if unknown or missing:
        faults = [RowFault(name, "unknown-field") for name in unknown]
        raise InvalidRow(*faults, *(RowFault(name, "missing-field") for name in missing))
    if sent.deleted:
        if how.end is None:
            raise InvalidRow(RowFault("deleted", "not-deleted"))
        named = {name: sent.fields[name] for name in how.named_by}
        return {**api_kinds.present(session, how, named), **how.end}
    if how.changes:
        return {**api_kinds.present(session, how, sent.fields), **sent.fields}
    return dict.fromkeys(how.row.required(), "") | dict(sent.fields)


def _is_given(how: RowKind, sent: SentRow, name: str) -> bool:
    """Return whether a field is there; one that a file may leave out may be left out here too."""
    return name in sent.fields or name not in how.row.required()
