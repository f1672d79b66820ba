"""Imports or checks a file, and what is said of it: in English for the terminal, or in the language of a reader."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from bot import texts as catalogues
from bot.cli import import_csv, row_report
from bot.cli.import_csv import FileOptions
from bot.runtime.import_pieces import Progress, no_progress
from bot.runtime.import_words import TERMINAL, ImportProblem
from bot.runtime.operator_error import PARTIAL_IMPORT
from bot.services.importing.comparison import ImportComparison
from bot.services.importing.kinds import ImportKind
from storage.database import Database


@dataclass(frozen=True)
class ImportCounts:
    """What an import has changed, or would: rows. wrong: rows for which nothing was imported."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    wrong: int = 0


def import_or_check(
    database: Database,
    kind: ImportKind,
    path: Path,
    *,
    now: datetime,
    say: Callable[[str], object],
    warn: Callable[[str], object],
    dry_run: bool = False,
    silently: bool = False,
    show: Progress = no_progress,
    language: str | None = None,
    result: Path | None = None,
    report: Path | None = None,
    good_rows: bool = False,
    encoding: str | None = None,
) -> int:
    """Import or check a file, say what came of it, and warn of what is wrong. Returns the exit code.

    language: of a reader in the chat; without one the words are those of the terminal. result: where the counts go.
    report: where a line for each row goes. good_rows, encoding: as in `FileOptions`.
    """
    texts, found = catalogues.texts(language or TERMINAL), list[ImportComparison]()
    options = FileOptions(good_rows, encoding, found.append)
    try:
        if dry_run:
            done = import_csv.dry_run(database, kind, path, now=now, show=show, options=options)
        else:
            done = import_csv.import_file(
                database, kind, path, now=now, show=show, silently=silently, warn=warn, texts=texts, options=options
            )
        wrong = len({line for line, _ in found[0].faults})
        counts = ImportCounts(**{change.value: done[change] for change in import_csv.COUNTED}, wrong=wrong)
        code = PARTIAL_IMPORT if wrong else 0
        say(_counted(kind, counts, dry_run=dry_run, language=language))
    except ImportProblem as problem:
        code, counts = problem.exit_code, ImportCounts(wrong=problem.wrong)
        warn(problem.in_words(texts))
    if result is not None:
        result.write_text(json.dumps(asdict(counts)), encoding="utf-8")
    if report is not None and found:
        row_report.write(report, found[0], imported=not dry_run and code in (0, PARTIAL_IMPORT), texts=texts)
    return code


def _counted(kind: ImportKind, counts: ImportCounts, *, dry_run: bool, language: str | None) -> str:
    if language is None:  # Scripts of operators read this line.
        counted = ", ".join(f"{getattr(counts, change)} {change}" for change in import_csv.COUNTED)
        counted += f", {counts.wrong} wrong" if counts.wrong else ""
        return f"{kind}: {counted}{' (nothing was imported: --dry-run)' if dry_run else ''}"
    texts = catalogues.texts(language)
    numbers = {change.value: getattr(counts, change) for change in import_csv.COUNTED}
    return texts.plain("import-counted", kind=texts.plain(f"import-kind-{kind.value}"), **numbers)
