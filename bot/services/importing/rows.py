"""What all kinds of rows share: how a row is read from text, what it comes to, and what can be wrong with it."""

from abc import abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, ValidationError
from sqlmodel import SQLModel

Column = str


class RowChange(StrEnum):
    """What a row came to."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class RowFault:
    """What is wrong with a row: the column, empty for the row as a whole, and the reason as the operator reads it."""

    column: Column
    reason: str


class InvalidRow(Exception):
    """A row that cannot be taken over, with everything that is wrong with it."""

    def __init__(self, *faults: RowFault) -> None:
        super().__init__()
        self.faults = faults


def _no_picture(name: str, column: Column) -> bytes:
    raise InvalidRow(RowFault(column, "pictures cannot be read here"))


@dataclass(frozen=True)
class ImportContext:
    """What a row's taking over may use: the moment, and the pictures that stand beside the file.

    picture: name and column → the file's bytes; raises WrongRow. silently: nobody is told of what is new.
    """

    now: datetime
    picture: Callable[[str, Column], bytes] = field(default=_no_picture)
    silently: bool = False


class ImportRow(BaseModel):
    """A row of a file, checked. Its fields are the columns; those with a default may be missing in the file."""

    model_config = ConfigDict(frozen=True, str_strip_whitespace=True, extra="forbid")

    @property
    @abstractmethod
    def key(self) -> str:
        """What makes the row one thing: the same key twice in a file is a mistake."""

    @property
    def turn(self) -> int:
        """When it is taken over: rows of a lower turn first, those of the same as they stand in the file."""
        return 0

    @classmethod
    def required(cls) -> tuple[Column, ...]:
        """The columns that a file must have, in their order."""
        return tuple(name for name, info in cls.model_fields.items() if info.is_required())

    @classmethod
    def columns(cls) -> tuple[Column, ...]:
        """All columns, in their order."""
        return tuple(cls.model_fields)

    @classmethod
    def read(cls, cells: Mapping[Column, str], *, today: date) -> Self:
        """Check the cells of one row. Raises WrongRow with everything that is wrong."""
        try:
            return cls.model_validate(dict(cells), context={"today": today})
        except ValidationError as problem:
            raise InvalidRow(*(_fault(one) for one in problem.errors(include_url=False, include_input=False))) from None


def faults_of(work: Callable[[], object]) -> tuple[RowFault, ...]:
    """Do something for a row, and return what stands in its way."""
    try:
        work()
    except InvalidRow as wrong:
        return wrong.faults
    return ()


def apply(row: SQLModel, values: Mapping[str, Any]) -> bool:
    """Write values into a row of the store. False if they stood there already, so that nothing is sealed anew."""
    fresh = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in fresh.items():
        setattr(row, name, value)
    return bool(fresh)


def _fault(problem: Any) -> RowFault:
    column = ".".join(str(part) for part in problem["loc"])
    reason = problem["msg"].removeprefix("Value error, ")
    if problem["type"] == "enum":
        reason = f"has to be {problem['ctx']['expected']}"
    return RowFault(column, reason[:1].lower() + reason[1:])


def cell(value: object) -> str:
    """Write a value as a cell of a file, so that reading it gives the value back."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if isinstance(value, date) else str(value)
