"""The kinds of rows that the machine API takes: those of import files, and parts of them that other systems keep."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sqlmodel import Session

from bot.services.importing import choices, organisations, people, vehicles
from bot.services.importing.kinds import ImportKind
from bot.services.importing.registry import IMPORTERS
from bot.services.importing.rows import ImportRow, InvalidRow, RowFault
from bot.services.values import id_numbers, plates
from storage.organisations import organisations as organisation_rows
from storage.register import people as person_rows, vehicles as vehicle_rows

_NO_PICTURES = frozenset({"photo", "portrait"})


class ApiKind(StrEnum):
    """The last part of the address, and the scope of a client."""

    PEOPLE = "people"
    ORGANISATIONS = "organisations"
    VEHICLES = "vehicles"
    VIOLATIONS = "violations"
    INSPECTIONS = "inspections"
    INSURANCES = "insurances"
    TAXES = "taxes"
    LICENCES = "licences"


@dataclass(frozen=True)
class RowKind:
    """How a kind is written.

    base: the kind of file whose columns it has. named_by: the columns that name a row. changes: the columns of a part,
    of a row that must exist; empty: all. end: the cells that a deletion sets; empty: rows of the kind are not deleted.
    going_on: the cells of a row that is not deleted, which take a deletion back.
    parts: the kinds that other systems may keep of it; what a row leaves out of them stays as it is.
    """

    base: ImportKind
    named_by: tuple[str, ...]
    changes: tuple[str, ...] = ()
    end: Mapping[str, str] | None = None
    going_on: Mapping[str, str] = field(default_factory=dict)
    parts: tuple[ApiKind, ...] = ()

    @property
    def row(self) -> type[ImportRow]:
        """The row of a file that it becomes."""
        return IMPORTERS[self.base].row

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that a client may send. Pictures come by files only."""
        whole = tuple(name for name in self.row.columns() if name not in _NO_PICTURES)
        return tuple(name for name in whole if name in self.named_by + self.changes) if self.changes else whole

    @property
    def required(self) -> tuple[str, ...]:
        """The fields that a client must send."""
        return tuple(name for name in self.fields if name in self.row.required() and name not in self.of_parts)

    @property
    def of_parts(self) -> frozenset[str]:
        """The fields that belong to its parts."""
        return frozenset(name for part in self.parts for name in KINDS[part].changes)


_PLATE = ("plate_type", "plate")
_DOCUMENT = ("id_number", "document_type")
KINDS: dict[ApiKind, RowKind] = {
    ApiKind.PEOPLE: RowKind(ImportKind.PEOPLE, _DOCUMENT, parts=(ApiKind.LICENCES,)),
    ApiKind.ORGANISATIONS: RowKind(
        ImportKind.ORGANISATIONS,
        ("credit_code",),
        end={"dissolved": "yes", "administrator_id_number": ""},
        going_on={"dissolved": "no"},
    ),
    ApiKind.VEHICLES: RowKind(
        ImportKind.VEHICLES,
        _PLATE,
        end={"state": "cancelled"},
        parts=(ApiKind.INSPECTIONS, ApiKind.INSURANCES, ApiKind.TAXES),
    ),
    ApiKind.VIOLATIONS: RowKind(ImportKind.VIOLATIONS, ("number",)),
    ApiKind.INSPECTIONS: RowKind(ImportKind.VEHICLES, _PLATE, ("inspection_valid_until",)),
    ApiKind.INSURANCES: RowKind(ImportKind.VEHICLES, _PLATE, ("insurance_valid_until",)),
    ApiKind.TAXES: RowKind(ImportKind.VEHICLES, _PLATE, ("tax_paid_until",)),
    ApiKind.LICENCES: RowKind(
        ImportKind.PEOPLE,
        _DOCUMENT,
        ("licence_number", "licence_class", "licence_status", "points", "points_reset_on"),
    ),
}


def whole_of(kind: ApiKind) -> ApiKind:
    """Return the kind of which this one is a part, or itself."""
    return next((whole for whole, how in KINDS.items() if kind in how.parts), kind)


def given_parts(kind: ApiKind, fields: Set[str]) -> list[ApiKind]:
    """Return the parts whose fields a row of this kind gives. A part gives itself."""
    parts = KINDS[kind].parts or ((kind,) if KINDS[kind].changes else ())
    return [part for part in parts if not fields.isdisjoint(KINDS[part].changes)]


def name_of(kind: ApiKind, cells: Mapping[str, str]) -> str:
    """Return what names the whole row in the register, the same for it and its parts; the cells may be wrong."""
    return f"{whole_of(kind)} {_NAMES[KINDS[kind].base](defaultdict(str, cells))}"


def present(session: Session, kind: RowKind, cells: Mapping[str, str]) -> dict[str, Any]:
    """Return the values of the row on record that these cells name. Raises InvalidRow if there is none."""
    return _PRESENT[kind.base](session, cells)


def _vehicle(session: Session, cells: Mapping[str, str]) -> dict[str, Any]:
    plate_type = choices.plate_type(cells.get("plate_type", ""))
    found = vehicle_rows.by_plate(session, plate_type, plates.normalise(cells.get("plate", "")))
    if found is None:
        raise InvalidRow(RowFault("plate", "unknown-vehicle"))
    return vehicles.values_of(session, found)


def _person(session: Session, cells: Mapping[str, str]) -> dict[str, Any]:
    found = person_rows.by_id_number(session, people.number_in({"id_number": "", **cells}))
    if found is None or not found.registered:
        raise InvalidRow(RowFault("id_number", "unknown-person"))
    return people.values_of(found)


def _organisation(session: Session, cells: Mapping[str, str]) -> dict[str, Any]:
    found = organisation_rows.by_credit_code(session, id_numbers.normalise_credit_code(cells.get("credit_code", "")))
    if found is None:
        raise InvalidRow(RowFault("credit_code", "unknown-organisation"))
    return organisations.values_of(session, found)


_NAMES: dict[ImportKind, Callable[[Mapping[str, str]], str]] = {
    ImportKind.PEOPLE: people.number_in,
    ImportKind.ORGANISATIONS: lambda cells: id_numbers.normalise_credit_code(cells["credit_code"]),
    ImportKind.VEHICLES: lambda cells: f"{choices.plate_type(cells['plate_type'])} {plates.normalise(cells['plate'])}",
    ImportKind.VIOLATIONS: lambda cells: cells["number"].strip(),
}
_PRESENT: dict[ImportKind, Callable[[Session, Mapping[str, Any]], dict[str, Any]]] = {
    ImportKind.PEOPLE: _person,
    ImportKind.ORGANISATIONS: _organisation,
    ImportKind.VEHICLES: _vehicle,
}
