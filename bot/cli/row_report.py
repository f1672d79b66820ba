"""A report of an import with a line for each row: as XLSX, or as text (CSV for spreadsheets)."""

from collections.abc import Iterator
from pathlib import Path

from bot.runtime import import_words
from bot.services.importing.comparison import ImportComparison
from bot.services.values import csv_safety, xlsx
from bot.texts import Texts

COLUMNS = ("line", "outcome", "column", "reason")


def write(path: Path, found: ImportComparison, *, imported: bool, texts: Texts) -> None:
    """Write the report, for the operator's eyes only. imported: whether the good rows were."""
    header = [texts.plain(f"import-report-{name}") for name in COLUMNS]
    rows = list(_rows(found, imported=imported, texts=texts))
    if path.suffix.lower() == ".xlsx":
        content = xlsx.to_xlsx(texts.plain("import-report-title"), header, rows)
    else:
        content = csv_safety.to_csv(header, rows)
    path.touch(mode=0o600)
    path.write_bytes(content)


def _rows(found: ImportComparison, *, imported: bool, texts: Texts) -> Iterator[tuple[str, ...]]:
    """Yield a row for each line, in their order; for a wrong one a row for each of its faults."""
    outcomes = dict.fromkeys(found.lines, "unchanged")
    outcomes |= {row.line: "new" for row in found.new} | {row.line: "changed" for row in found.changed}
    faults: dict[int, list[tuple[str, ...]]] = {}
    for line, fault in found.faults:
        reason = import_words.reason_of(fault, texts)
        faults.setdefault(line, []).append((texts.plain("import-report-wrong"), fault.column, reason))
    suffix = "" if imported else "-would-be"
    for line in sorted({*outcomes, *faults}):
        good = (texts.plain(f"import-report-{outcomes.get(line, 'unchanged')}{suffix}"), "", "")
        yield from ((str(line), *each) for each in faults.get(line, [good]))
