"""One row that a client of the machine API sends: newer versions replace older ones, by the clock of its system.

older ──► nothing happens · deleted ──► what ends it in the register · else ──► imported as a row of a file

A part, such as the insurance of a vehicle, may come from another system than the whole row. Whichever was changed last
counts, so a whole row leaves newer parts alone, and an older part changes nothing. The same holds for whole rows: an
older version changes nothing, whichever client or key it comes from. Of two versions of one moment, of which one
deletes the row, that one counts.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Set
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlmodel import Session

from bot import local_time
from bot.services.importing import api_kinds, cells
from bot.services.importing.api_kinds import ApiKind, RowKind
from bot.services.importing.registry import IMPORTERS
from bot.services.importing.rows import ImportContext, ImportRow, InvalidRow, RowChange, RowFault, no_warning
from storage import database
from storage.register import source_rows
from storage.register.source_rows import SourceRow
from storage.staff.api_clients import ApiClient

# A clock of another system may be wrong by a zone. What is further ahead is a fault, and would keep later rows out.
AHEAD = timedelta(days=1)


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


def put(
    session: Session,
    client: ApiClient,
    kind: ApiKind,
    sent: SentRow,
    *,
    now: datetime,
    warn: Callable[[RowFault], None] = no_warning,
) -> RowOutcome:
    """Take a row over. Raises InvalidRow with its faults. The same row again changes nothing.

    warn: told of fields that are kept back although the row is taken.
    """
    latest, today = now + AHEAD, local_time.date_of(now)
    if sent.changed_at > latest:
        raise InvalidRow(RowFault("changed_at", "moment-ahead"))
    # Parts have source rows of their own: none of them is compared or read while another is written.
    database.lock_name(session, database.NamedLock.REGISTER_ROW, api_kinds.name_of(kind, sent.fields))
    row = _read(session, kind, sent, today)
    source = source_rows.locked(session, client.id, kind.value, sent.key, row=row.key, at=sent.changed_at)
    if source.row_hash != source_rows.hash_of(kind.value, row.key):
        raise InvalidRow(RowFault("key", "key-of-another-row"))
    known = source_rows.versions_of(session, kind.value, row.key)
    if any(moment <= latest and _precedes(sent, moment, deleted) for moment, deleted in known):
        return RowOutcome.OLDER
    given = [] if sent.deleted else api_kinds.given_parts(kind, sent.fields.keys())
    older = [part for part in given if _is_older(session, part, sent, source, row.key, latest)]
    source.take(sent.changed_at, parts=[part.value for part in given if part not in older], deleted=sent.deleted)
    session.add(source)
    if kind in older:
        return RowOutcome.OLDER
    if older:
        row = _read(session, kind, _without(sent, older), today)
    change = IMPORTERS[api_kinds.KINDS[kind].base].put(session, row, ImportContext(now, warn=warn))
    return RowOutcome.DELETED if sent.deleted else _OUTCOMES.get(change, RowOutcome.CHANGED)


def _precedes(sent: SentRow, moment: datetime, deleted: bool) -> bool:
    """Return whether a row comes before a version of this moment. At that of a deletion only a deletion counts."""
    return sent.changed_at < moment or (sent.changed_at == moment and deleted and not sent.deleted)


def _read(session: Session, kind: ApiKind, sent: SentRow, today: date) -> ImportRow:
    """Return the whole row: what was sent of it is validated, the rest is on record. Raises InvalidRow."""
    how = api_kinds.KINDS[kind]
    if faults := list(_faults(how, sent)):
        raise InvalidRow(*faults)
    given = _given(how, sent)
    on_record = _on_record(session, how, sent, given.keys())
    return how.row.read_over(dict.fromkeys(how.row.required(), "") | given, on_record, today=today)


def _is_older(session: Session, part: ApiKind, sent: SentRow, source: SourceRow, row: str, latest: datetime) -> bool:
    """Return whether a newer version of a part of this row has come from elsewhere."""
    whole = api_kinds.whole_of(part)
    found = source_rows.moments_of_part(session, part.value, whole.value, row, but=source.id)
    return any(sent.changed_at < moment <= latest for moment in found)


def _without(sent: SentRow, parts: Collection[ApiKind]) -> SentRow:
    names = {name for part in parts for name in api_kinds.KINDS[part].changes}
    return replace(sent, fields={name: cell for name, cell in sent.fields.items() if name not in names})


def _given(how: RowKind, sent: SentRow) -> dict[str, str]:
    """Return the cells that a row sets. Raises InvalidRow."""
    if not sent.deleted:
        return {**how.going_on, **sent.fields}
    if how.end is None:
        raise InvalidRow(RowFault("deleted", "not-deleted"))
    return {**{name: sent.fields[name] for name in how.named_by}, **how.end}


def _on_record(session: Session, how: RowKind, sent: SentRow, given: Set[str]) -> dict[str, Any]:
    """Return the values that stay: of a whole row those of parts that it leaves out, else all that are not given."""
    is_whole = not sent.deleted and not how.changes
    left_out = (how.of_parts if is_whole else frozenset(how.row.columns())) - given
    if not left_out:
        return {}
    try:
        found = api_kinds.present(session, how, sent.fields)
    except InvalidRow:
        if is_whole:  # It is new.
            return {}
        raise
    return {name: found[name] for name in left_out}


def _faults(how: RowKind, sent: SentRow) -> Iterator[RowFault]:
    for name, text in sent.fields.items():
        if name not in how.fields:
            yield RowFault(name, "unknown-field")
        elif cells.has_control_characters(text):  # Before it is looked up: PostgreSQL refuses some of them.
            yield RowFault(name, "control-characters")
    for name in how.named_by if sent.deleted else how.required:
        if not _is_given(how, sent, name):
            yield RowFault(name, "missing-field")


def _is_given(how: RowKind, sent: SentRow, name: str) -> bool:
    """Return whether a field is there; one that a file may leave out may be left out here too."""
    return name in sent.fields or name not in how.row.required()
