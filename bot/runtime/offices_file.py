"""Loads the operator's offices (CHEZHU_OFFICES_FILE): a CSV file, a row each, in Chinese and in English.

`run_bot.py offices template FILE` writes an example. `kind`: counter, pick_up or station, several by `;`. `latitude`
and `longitude`: degrees of WGS 84, both or neither. `phone`, `bring` and `bring_en` may be empty.
"""

import re
from collections.abc import Container, Iterator, Mapping
from pathlib import Path

from bot import offices
from bot.offices import Office, OfficeKind, Place
from bot.program_name import PROGRAM
from bot.runtime import csv_reader
from bot.runtime.operator_error import WrongConfiguration
from bot.setting_rules import MARKUP_CHARACTERS, PHONE
from bot.settings import Settings

WORDS = ("name", "address", "hours", "bring")
COLUMNS = (
    "code", "kind", *(column for word in WORDS for column in (word, f"{word}_en")), "phone", "latitude", "longitude",
)  # fmt: skip
OPTIONAL = frozenset({"bring", "bring_en", "phone", "latitude", "longitude"})
MAX_CHARACTERS = {"name": 40, "address": 120, "hours": 120, "bring": 240}
CODE = re.compile(r"[a-z0-9]{1,16}")
DEMO_CONTACT = "+86 771 555 0100"
TEMPLATE = Path(__file__).parents[1] / "demo" / "offices.csv"


def load_offices(settings: Settings) -> None:
    """Use the offices of the file and the contact of the settings; a local desk has those of the demo by default.

    Raises WrongConfiguration naming every bad line.
    """
    path = settings.offices_file or (TEMPLATE if settings.is_local else None)
    contact = settings.staff_contact or (DEMO_CONTACT if path is TEMPLATE else "")
    offices.use(read(path) if path is not None else (), contact)


def read(path: Path) -> tuple[Office, ...]:
    """Return the offices of a file. Raises WrongConfiguration with every fault, by line and column."""
    found, faults = dict[str, Office](), list[str]()
    for row in csv_reader.read_setting(path, "CHEZHU_OFFICES_FILE", columns=COLUMNS):
        cells = {column: row.cells.get(column, "").strip() for column in COLUMNS}
        wrong = list(_faults(cells, taken=found.keys()))
        if row.extra:
            wrong = [f"{len(COLUMNS)} cells are expected, not {len(COLUMNS) + row.extra}"]
        faults += [f"line {row.line}: {fault}" for fault in wrong]
        if not wrong:
            found[cells["code"]] = _office(cells)
    if not found and not faults:
        faults.append("it has no office")
    if faults:
        advice = f"`{PROGRAM} offices template FILE` writes an example."
        raise WrongConfiguration("\n".join([f"{path} (CHEZHU_OFFICES_FILE) is invalid:", *faults, advice]))
    return tuple(found.values())


def _faults(cells: Mapping[str, str], *, taken: Container[str]) -> Iterator[str]:
    yield from (f"{column} is empty" for column in COLUMNS if not cells[column] and column not in OPTIONAL)
    if cells["code"] and not CODE.fullmatch(cells["code"]):
        yield "code: 1 to 16 of a-z and 0-9"
    if cells["code"] in taken:
        yield f"code: {cells['code']} is given twice"
    if cells["kind"] and not _kinds(cells["kind"]):
        yield "kind: it names none"
    if unknown := [kind for kind in _kinds(cells["kind"]) if kind not in set(OfficeKind)]:
        yield f"kind: {', '.join(unknown)} is not one of {', '.join(OfficeKind)}"
    if bool(cells["bring"]) is not bool(cells["bring_en"]):
        yield "bring, bring_en: give both or neither"
    if cells["phone"] and not re.fullmatch(PHONE, cells["phone"]):
        yield "phone: digits with an optional + before them, and spaces or - between, for example +86 771 555 1234"
    yield from _faults_of_words(cells)
    yield from _faults_of_place(cells["latitude"], cells["longitude"])


def _faults_of_words(cells: Mapping[str, str]) -> Iterator[str]:
    for word in WORDS:
        for column in (word, f"{word}_en"):
            text = cells[column]
            if len(text) > MAX_CHARACTERS[word] or not text.isprintable() or set(text) & MARKUP_CHARACTERS:
                yield f'{column}: one line of at most {MAX_CHARACTERS[word]} characters, without < > & {{ }} " \\'


def _faults_of_place(latitude: str, longitude: str) -> Iterator[str]:
    if bool(latitude) is not bool(longitude):
        yield "latitude, longitude: give both or neither"
    for column, text, most in (("latitude", latitude, 90), ("longitude", longitude, 180)):
        if text and not (re.fullmatch(r"-?\d{1,3}(\.\d{1,8})?", text) and abs(float(text)) <= most):
            yield f"{column}: degrees from -{most} to {most}, for example {'22.81667' if most == 90 else '108.36667'}"


def _office(cells: Mapping[str, str]) -> Office:
    names, addresses, hours, bring = ({"zh-CN": cells[word], "en": cells[f"{word}_en"]} for word in WORDS)
    place = Place(float(cells["latitude"]), float(cells["longitude"])) if cells["latitude"] else None
    kinds = frozenset(OfficeKind(kind) for kind in _kinds(cells["kind"]))
    return Office(cells["code"], kinds, names, addresses, hours, bring, cells["phone"], place)


def _kinds(text: str) -> list[str]:
    return [kind.strip() for kind in text.split(";") if kind.strip()]
