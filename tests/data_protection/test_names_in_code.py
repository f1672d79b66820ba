"""The documents name personal data by table: each table whose class has another name is listed with its class."""

import re
from pathlib import Path

from sqlmodel import SQLModel

from storage import schema
from storage.database import table_of
from tests.data_protection.personal_data_by_table import MODULES
from tests.data_protection.personal_tables import TABLE_CASES, DeletionEffect
from tests.data_protection.retention_by_table import PERSONAL, RETENTION

DOCUMENT = Path(__file__).parents[2] / "docs" / "personal-data.md"


def models(base: type[SQLModel] = SQLModel) -> set[type[SQLModel]]:
    """Return every class that is stored in a table."""
    found = {each for each in base.__subclasses__() if hasattr(each, "__table__")}
    return found.union(*(models(each) for each in base.__subclasses__()))


def usual_class(table: str) -> str:
    """Return the name of a class that is called like its table: paper_copies → PaperCopy."""
    one = re.sub(r"ies$", "y", table) if table.endswith("ies") else table.removesuffix("s")
    return one.title().replace("_", "")


def test_tables_with_another_name_are_listed_with_their_class() -> None:
    assert schema.metadata.tables.keys() >= RETENTION.keys()
    expected = {
        f"| `{table_of(model).name}` | `{model.__name__}` in `{model.__module__.replace('.', '/')}.py` |"
        for model in models()
        if table_of(model).name in PERSONAL and usual_class(table_of(model).name) != model.__name__
    }
    assert len(expected) > 10
    listed = DOCUMENT.read_text().partition("### Tables and classes")[2].partition("\n#")[0]
    assert set(re.findall(r"^\| `.*$", listed, re.MULTILINE)) == expected


def test_what_a_deletion_leaves_is_listed() -> None:
    assert MODULES  # Importing them fills TABLE_CASES.
    tables: dict[DeletionEffect, list[str]] = {each: [] for each in DeletionEffect}
    for name in sorted(TABLE_CASES):
        tables[TABLE_CASES[name].on_deletion].append(name)
    listed = DOCUMENT.read_text().partition("### What a deletion leaves")[2].partition("\n#")[0]
    for effect, names in tables.items():
        row = f"| {effect.value} | {', '.join(f'`{name}`' for name in names)} |"
        assert not names or row in listed, f"Write in docs/personal-data.md, under “What a deletion leaves”: {row}"
