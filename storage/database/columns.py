"""Column types and partial indexes that every table uses: timestamps in UTC, enums as text, money, 64-bit numbers."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import (
    BigInteger,
    DateTime as AnyDateTime,
    Enum as EnumColumn,
    Index,
    Integer,
    LargeBinary,
    String,
    text,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
SQLModel.model_config["defer_build"] = True  # Tables validate nothing: building their validators delays every start.


class UuidRow(SQLModel):
    """The base class of tables whose primary key is a random UUID."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)


# SQLite assigns row numbers only in a column declared INTEGER.
SqliteInteger = BigInteger().with_variant(Integer, "sqlite")


class UtcMoment(TypeDecorator[datetime]):
    """An aware datetime, stored in UTC. Naive values are refused, because SQLite would store them unnoticed."""

    impl = AnyDateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Convert to UTC before writing. Raises ValueError for a naive datetime."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a datetime without a time zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return an aware datetime in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class CodePointText(TypeDecorator[str]):
    """A text column whose collation compares by code points. SQLite compares so anyway."""

    impl = String
    cache_ok = True


@compiles(CodePointText, "postgresql")
def _collate(element: CodePointText, compiler: Any, **options: Any) -> str:
    """Return the type of the column. Parameters are cast to the plain one: BETWEEN takes no collation there."""
    return 'VARCHAR COLLATE "C"'


def instant(**options: Any) -> Any:
    """Return a column for an aware datetime, stored in UTC."""
    return Field(sa_type=UtcMoment, **options)


def code_point_text(**options: Any) -> Any:
    """Return a column for a text that SQL and Python compare alike, by code points, for ranges of an index.

    PostgreSQL would compare by the collation of its database.
    """
    return Field(sa_type=CodePointText, **options)


def choice(kind: type[StrEnum], *, constraint: str = "", **options: Any) -> Any:
    """Return a column for an enum, stored as the member's value under a CHECK constraint.

    SQLModel's default would store the member's name, in a native enum type on PostgreSQL.
    constraint: the name of the CHECK constraint in the schema, if the class had another name when its table was made.
    """
    column = EnumColumn(
        kind,
        native_enum=False,
        create_constraint=True,
        length=32,
        name=constraint or kind.__name__.lower(),
        values_callable=lambda members: [member.value for member in members],
    )
    return Field(sa_type=column, **options)


def fen(**options: Any) -> Any:
    """Return a column for an amount of money in whole fen (1/100 yuan)."""
    return Field(sa_type=BigInteger, **options)


def big_integer(**options: Any) -> Any:
    """Return a column for a 64-bit integer, such as a Telegram id or a running number."""
    return Field(sa_type=SqliteInteger, **options)


def encrypted_bytes(**options: Any) -> Any:
    """Return a column for bytes that `storage.database.encryption` has encrypted."""
    return Field(sa_type=LargeBinary, **options)


def partial_index(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    """Return an index over the rows that match the SQL condition `where`, on both databases."""
    return Index(name, *columns, unique=unique, sqlite_where=text(where), postgresql_where=text(where))
