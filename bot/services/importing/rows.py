"""Rows of a file: how a row is validated, what importing it changes, and what can be wrong with it."""

from abc import abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import Any, Self, cast

from pydantic import (
    BaseModel,
    ConfigDict,
    ValidationError,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    create_model,
    field_validator,
)
from sqlmodel import SQLModel


class RowChange(StrEnum):
    """What importing a row changed.

    PHONE_KEPT_BACK: not the phone number, of which the desk knows that it is not this person's. The operator is
    warned of the line, which counts as changed.
    """

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    PHONE_KEPT_BACK = "phone_kept_back"


@dataclass(frozen=True)
class RowFault:
    """What is wrong with a row: the column (empty for the whole row), and the reason: a text and its values."""

    column: str
    reason: str
    values: Mapping[str, str] = field(default_factory=dict)

    def to_json(self) -> list[Any]:
        """Return the fault as it is stored."""
        return [self.column, self.reason, dict(self.values)]


class CellFault(ValueError):
    """What is wrong with one cell: a text and its values."""

    def __init__(self, reason: str, /, **values: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.values = values


class InvalidRow(Exception):
    """A row that cannot be imported, with all its faults."""

    def __init__(self, *faults: RowFault) -> None:
        super().__init__()
        self.faults = faults


def _no_picture(name: str, column: str) -> bytes:
    raise InvalidRow(RowFault(column, "no-pictures"))


def no_warning(fault: RowFault) -> None:
    """Drop a warning: files are warned of before they are imported."""


@dataclass(frozen=True)
class ImportContext:
    """What importing a row may use: the moment, and the pictures in the folder of the file.

    picture: name and column → the picture's bytes, or the re-encoded picture; raises InvalidRow. silently: nobody is
    notified of new and moved violations, sold vehicles and their states, administrators and roles. What concerns a
    person's own name, record or phone number, and what ends or moves filings, applications and approvals, is told all
    the same. import_id: the import that the row belongs to, once its new rows count. warn: told of what is not set.
    """

    now: datetime
    picture: Callable[[str, str], Any] = field(default=_no_picture)
    silently: bool = False
    import_id: int | None = None
    warn: Callable[[RowFault], None] = field(default=no_warning)


class ImportRow(BaseModel):
    """A validated row. Its fields are the columns; those with a default may be missing in the file."""

    model_config = ConfigDict(frozen=True, str_strip_whitespace=True, extra="forbid")

    @property
    @abstractmethod
    def key(self) -> str:
        """What identifies the row: the same key twice in a file is an error."""

    @property
    def order(self) -> int:
        """When it is imported: rows of a lower order first, rows of the same order as in the file."""
        return 0

    @classmethod
    def required(cls) -> tuple[str, ...]:
        """Return the columns that a file must have, in their order."""
        return tuple(name for name, info in cls.model_fields.items() if info.is_required())

    @classmethod
    def columns(cls) -> tuple[str, ...]:
        """Return all columns, in their order."""
        return tuple(cls.model_fields)

    @classmethod
    def read(cls, cells: Mapping[str, str], *, today: date) -> Self:
        """Validate the cells of one row. Raises InvalidRow with all its faults."""
        return cls._validated(cells, {"today": today})

    @classmethod
    def read_over(cls, cells: Mapping[str, str], on_record: Mapping[str, Any], *, today: date) -> Self:
        """Validate the cells of one row, and take its values on record as they are, whatever is refused today.

        Raises InvalidRow with all its faults.
        """
        row = _taking_what_is_on_record(cls)
        return cast(Self, row._validated({**cells, **on_record}, {"today": today, "on_record": on_record}))

    @classmethod
    def _validated(cls, cells: Mapping[str, Any], context: Mapping[str, Any]) -> Self:
        try:
            return cls.model_validate(dict(cells), context=dict(context))
        except ValidationError as problem:
            raise InvalidRow(*(_fault(one) for one in problem.errors(include_url=False, include_input=False))) from None


@cache
def _taking_what_is_on_record(row: type[ImportRow]) -> type[ImportRow]:
    """Return this kind of row with fields that are not validated if they are on record."""
    take = field_validator("*", mode="wrap")(_on_record_or_validated)
    return create_model(row.__name__, __base__=row, __validators__={"_on_record_or_validated": take})


def _on_record_or_validated(cell: Any, validate: ValidatorFunctionWrapHandler, info: ValidationInfo) -> Any:
    on_record = info.context["on_record"] if info.context else {}
    return on_record[info.field_name] if info.field_name in on_record else validate(cell)


def faults_of(work: Callable[[], object]) -> tuple[RowFault, ...]:
    """Do something for a row, and return the faults it raises."""
    try:
        work()
    except InvalidRow as wrong:
        return wrong.faults
    return ()


def update_row(row: SQLModel, values: Mapping[str, Any]) -> bool:
    """Set changed values of a database row. Returns False if none changed, so that nothing is encrypted anew."""
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    return bool(changed)


def _fault(problem: Any) -> RowFault:
    column = ".".join(str(part) for part in problem["loc"])
    wrong = problem.get("ctx", {})
    if isinstance(found := wrong.get("error"), CellFault):
        return RowFault(column, found.reason, found.values)
    if problem["type"] == "enum":
        return RowFault(column, "choice", {"choices": wrong["expected"].replace(" or ", ", ")})
    return RowFault(column, "other", {"reason": problem["msg"]})


def cell(value: object) -> str:
    """Return a value as a cell of a file, from which it can be parsed again."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if isinstance(value, date) else str(value)


def cells_of(values: Mapping[str, object]) -> dict[str, str]:
    """Return values as the cells of a row of a file."""
    return {name: cell(value) for name, value in values.items()}
