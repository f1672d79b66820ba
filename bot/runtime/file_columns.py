"""The columns of an operator's file: which each header names, and rows with their cells by column."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from bot.runtime.import_words import ImportProblem
from bot.services.importing import columns
from bot.services.importing.kinds import ImportKind
from bot.services.importing.rows import CellFault, RowFault
from bot.texts import Texts

MAX_LISTED_NAMES, MAX_NAME_CHARACTERS = 20, 40
_READ_OVER = "-"  # No column has this name.

Cells = Sequence[str | CellFault]


@dataclass(frozen=True)
class FileRow:
    """A row: the number of its first line or row (the header is 1) and its cells by column.

    `extra`: how many more cells than the header it has; negative if it has fewer. `faults`: of cells that are no text.
    """

    line: int
    cells: dict[str, str]
    extra: int = 0
    faults: tuple[RowFault, ...] = ()


@dataclass(frozen=True)
class Columns:
    """The columns of a kind of file. kind: whose other names of columns are known; None: none are."""

    required: tuple[str, ...]
    known: tuple[str, ...]
    kind: ImportKind | None = None
    _spellings: Mapping[str, str] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        if self.kind is not None:
            object.__setattr__(self, "_spellings", columns.spellings(self.kind))

    def name_of(self, header: str) -> str:
        """Return the column that a header names; a header that names none stays as it is."""
        name = header.strip()
        if name in self.known:
            return name
        found = self._spellings.get(columns.fold(name), name) if self.kind is not None else name
        if found not in self.known and self.kind is not None and columns.is_read_over(name):
            return _READ_OVER
        return found


class WrongHeader(ImportProblem):
    """The first row of a file names other columns. faults: columns that are missing, unknown or duplicate."""

    def __init__(self, path: Path, faults: Mapping[str, str], columns: str) -> None:
        self.faults = faults
        super().__init__("header", path=str(path), columns=columns)

    def in_words(self, texts: Texts) -> str:
        """Say which columns are wrong, and which there are."""
        wrong = (texts.plain(f"import-columns-{which}", columns=names) for which, names in self.faults.items())
        return texts.plain("import-error-header", **self.values, faults="; ".join(wrong))


def read_header(path: Path, cells: Cells, wanted: Columns) -> list[str]:
    """Return the columns that the header row names, without empty ones at its end. Raises WrongHeader."""
    names = [wanted.name_of(cell) if isinstance(cell, str) else cell.values["cell"] for cell in cells]
    while names and not names[-1]:
        names.pop()
    faults, counted = dict[str, str](), Counter(name for name in names if name != _READ_OVER)
    if missing := [name for name in wanted.required if name not in counted]:
        faults["missing"] = ", ".join(missing)
    if unknown := [name for name in counted if name not in wanted.known]:
        faults["unknown"] = _listed(name[:MAX_NAME_CHARACTERS] or '""' for name in unknown)
    if duplicates := sorted(name for name, count in counted.items() if count > 1):
        faults["duplicate"] = _listed(name[:MAX_NAME_CHARACTERS] for name in duplicates)
    if faults:
        raise WrongHeader(path, faults, ",".join(wanted.known))
    return names


def to_row(line: int, cells: Cells, header: Sequence[str]) -> FileRow | None:
    """Return a row with its cells by column; None if it is empty. Empty cells behind the last column are left out."""
    if not any(not isinstance(cell, str) or cell.strip() for cell in cells):
        return None
    kept = list(cells)
    while len(kept) > len(header) and isinstance(kept[-1], str) and not kept[-1].strip():
        kept.pop()
    texts, faults = dict[str, str](), list[RowFault]()
    for name, cell in zip(header, kept, strict=False):
        if name == _READ_OVER:
            continue
        texts[name] = cell if isinstance(cell, str) else ""
        if isinstance(cell, CellFault):
            faults.append(RowFault(name, cell.reason, cell.values))
    return FileRow(line, texts, len(kept) - len(header), tuple(faults))


def rows_of(path: Path, table: Iterator[tuple[int, Cells]], wanted: Columns, *, padded: bool) -> Iterator[FileRow]:
    """Yield the rows below the header. padded: a row may end before the header does. Raises WrongHeader."""
    begun = next(((line, cells) for line, cells in table if any(cells)), (0, ()))
    header = read_header(path, begun[1], wanted)
    for line, cells in table:
        missing = len(header) - len(cells) if padded else 0
        if row := to_row(line, [*cells, *[""] * missing], header):
            yield row


def _listed(names: Iterable[str]) -> str:
    names = iter(names)
    first = list(islice(names, MAX_LISTED_NAMES + 1))
    return ", ".join(first[:MAX_LISTED_NAMES]) + (", …" if len(first) > MAX_LISTED_NAMES else "")
