"""Writes templates of files to import: a workbook with an empty table, examples and explanations; or a CSV file.

Examples have ID numbers of no area (999999), which nobody has. In the workbook they stand on a sheet of their own,
which is not imported.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from bot import texts as catalogues
from bot.runtime.operator_error import OperatorError
from bot.services.importing import choices, columns
from bot.services.importing.kinds import ImportKind
from bot.services.importing.registry import IMPORTERS
from bot.services.values import csv_safety, xlsx
from bot.services.values.document_types import NAMES as DOCUMENTS
from bot.services.values.plate_types import CHINESE_NAMES
from bot.services.values.xlsx import Sheet

LI, LIN = "999999199005170017", "99999919930226006X"
_CAR = {"plate_type": "小型汽车", "plate": "桂A12345"}
EXAMPLES: dict[ImportKind, tuple[dict[str, str], ...]] = {
    ImportKind.PEOPLE: (
        {
            "id_number": LI,
            "name": "李建国",
            "phone": "13800000001",
            "licence_number": LI,
            "licence_class": "C1",
            "licence_status": "正常",
            "points": "3",
            "points_reset_on": "2027-05-01",
        },
        {
            "id_number": "USA123456789",
            "name": "John Smith",
            "phone": "13800000002",
            "document_type": "外国护照",
            "birth_date": "1990-05-17",
        },
        {"id_number": LIN, "name": "林梅"},
    ),
    ImportKind.ORGANISATIONS: (
        {
            "credit_code": "91450100MADEMQC017",
            "name": "青山物流有限公司",
            "phone": "0771-5551234",
            "administrator_id_number": LI,
        },
    ),
    ImportKind.VEHICLES: (
        {
            **_CAR,
            "owner": LI,
            "engine_number": "LJ4A/123456",
            "vin": "LZWADAGA0PB123456",
            "model": "五菱星光",
            "colour": "白",
            "seats": "5",
            "use": "非营运",
            "manufactured_on": "2024-05-01",
            "first_registered_on": "2024-06-01",
            "inspection_valid_until": "2026-06",
            "insurance_valid_until": "2027-03-25",
            "tax_paid_until": "2027-03-25",
            "state": "正常",
        },
        {
            "plate_type": "挂车",
            "plate": "桂A1234挂",
            "owner": "91450100MADEMQC017",
            "vin": "LSVAM4187C2184841",
            "seats": "0",
            "use": "非营运",
            "state": "正常",
        },
    ),
    ImportKind.VIOLATIONS: (
        {
            "number": "4501001000000001",
            **_CAR,
            "occurred_at": "2026-11-20 08:21",
            "place": "民族大道与古城路口",
            "act_code": "1345",
            "act": "机动车违反禁止标线指示",
            "provision": "道路交通安全法第三十八条",
            "basis": "道路交通安全法第九十条",
            "fine_yuan": "100",
            "points": "1",
            "authority_code": "450100",
        },
    ),
    ImportKind.STAFF: ({"telegram_id": "700000101", "name": "周宁", "roles": "审核员"},),
}
_VALUES: Mapping[str, Mapping[Any, tuple[str, ...]]] = {
    "licence_status": choices.LICENCE_STATUSES,
    "use": choices.USES,
    "state": choices.STATES,
    "roles": choices.ROLES,
    "plate_type": CHINESE_NAMES,
    "document_type": DOCUMENTS,
}


def write(kind: ImportKind, path: Path | None) -> list[Path]:
    """Write the template of a kind to a file, or a workbook and a CSV file into this folder. Returns the files.

    Raises OperatorError for a file that is there already, or another kind of file.
    """
    paths = [path] if path is not None else [Path(f"{kind.value}{suffix}") for suffix in (".xlsx", ".csv")]
    for each in paths:
        if each.suffix.lower() not in (".xlsx", ".csv"):
            raise OperatorError(f"{each}: a template is an .xlsx or a .csv file.")
        if each.exists():
            raise OperatorError(f"{each} is there already. Name another file.")
    for each in paths:
        each.write_bytes(_workbook(kind) if each.suffix.lower() == ".xlsx" else _csv(kind))
    return paths


def _workbook(kind: ImportKind) -> bytes:
    header, chinese = _header(kind), catalogues.texts("zh-CN")
    explained = [chinese.plain(f"import-template-{of}") for of in _OF_EXPLANATION]
    return xlsx.to_book(
        Sheet(chinese.plain(f"import-kind-{kind.value}") if kind is not ImportKind.STAFF else "工作人员", header, ()),
        Sheet(f"{chinese.plain('import-template-examples')} Examples", header, _examples(kind)),
        Sheet(f"{chinese.plain('import-template-explanations')} Explanations", explained, _explanations(kind)),
    )


_OF_EXPLANATION = ("header", "column", "needed", "meaning", "in-english", "values", "other-names")


def _csv(kind: ImportKind) -> bytes:
    return csv_safety.to_csv(_header(kind), _examples(kind))


def _header(kind: ImportKind) -> list[str]:
    return [columns.NAMES[kind][name][0] for name in IMPORTERS[kind].row.columns()]


def _examples(kind: ImportKind) -> list[list[str]]:
    return [[row.get(name, "") for name in IMPORTERS[kind].row.columns()] for row in EXAMPLES[kind]]


def _explanations(kind: ImportKind) -> Iterator[list[str]]:
    """Yield a row for each column: its names, whether it is needed, what it holds and how that is written."""
    row, chinese, english = IMPORTERS[kind].row, catalogues.texts("zh-CN"), catalogues.texts("en")
    for name in row.columns():
        key, (first, *others) = f"import-column-{kind.value}-{name.replace('_', '-')}", columns.NAMES[kind][name]
        needed = chinese.plain(
            "import-template-column-needed" if name in row.required() else "import-template-column-may"
        )
        yield [first, name, needed, chinese.plain(key), english.plain(key), _values(name), "、".join(others)]


def _values(name: str) -> str:
    named = _VALUES.get(name, {})
    return "；".join(f"{value.value}：{'、'.join(known)}" for value, known in named.items())
