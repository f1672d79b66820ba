"""Which columns of the tables name the person who acts, and whom that person may not be, read from the tables.

A column `…_person` names who has acted; the persons of the columns before it, and those whom the row is about, are
others. So a new table with such columns is tested without a line here.
"""

from functools import cache

from sqlalchemy import Uuid
from sqlmodel import SQLModel

from storage import schema
from storage.database import table_of

ABOUT = ("person_id", "holder_id")  # Whose matter a row is.
# Whom a row names before staff act on it: its subjects, the owner who has agreed, and who may not review it.
SUBJECTS = ("applicant_person", "payer_person")
NAMED = (*SUBJECTS, "owner_person", "barred_person")
# Columns whose persons were in another column, which refuses others, when they acted.
COPIED = {("identity_cases", "first_person")}


@cache
def acts() -> tuple[tuple[type[SQLModel], str, str], ...]:
    """Return each table, the column in which somebody acts, and a column whose person that may not be."""
    by_table = {table_of(mapper.class_): mapper.class_ for mapper in SQLModel._sa_registry.mappers}
    kinds = [by_table[table] for table in schema.metadata.sorted_tables]
    return tuple((kind, column, taken) for kind in kinds for column, taken in _pairs(kind))


def persons(kind: type[SQLModel]) -> list[str]:
    """Return the columns that name a person who was an account or a member when they acted."""
    return [each.name for each in table_of(kind).columns if each.name.endswith("_person") and _is_id(each.type)]


@cache
def two_people() -> dict[type[SQLModel], list[tuple[str, str]]]:
    """Return by table the columns of two people who are different in every way: by account, number and phone."""
    others = (*ABOUT, *SUBJECTS, "barred_person")
    pairs = [(kind, (taken, column)) for kind, column, taken in acts() if taken not in others]
    return {kind: [pair for each, pair in pairs if each is kind] for kind, _ in pairs}


def _pairs(kind: type[SQLModel]) -> list[tuple[str, str]]:
    about = [name for name in ABOUT if name in table_of(kind).columns]
    copied = [name for name in persons(kind) if (table_of(kind).name, name) in COPIED]
    acting = [name for name in persons(kind) if name not in (*NAMED, *copied)]
    named = [name for name in persons(kind) if name in (*NAMED, *copied)]
    return [(column, taken) for at, column in enumerate(acting) for taken in (*about, *named, *acting[:at])]


def _is_id(column_type: object) -> bool:
    return isinstance(column_type, Uuid)
