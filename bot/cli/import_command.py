"""The command `import`: a file of the register, a template of one, or a whole store."""

from datetime import UTC, datetime
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.runtime.operator_error import OperatorError
from bot.services.importing.kinds import ImportKind, ImportWhat
from bot.settings import load


class Encoding(StrEnum):
    """Encodings of CSV files."""

    UTF_8 = "utf-8"
    UTF_16 = "utf-16"
    GB18030 = "gb18030"
    BIG5 = "big5"


SILENTLY = (
    "Tell nobody of new and moved violations, sold vehicles and their states, administrators and roles. People still "
    "hear of their own name, record and phone number, and of filings, applications and approvals that end or move."
)
Store = Annotated[Path | None, typer.Option(help="The whole database, as JSON lines in this folder.")]
Report = Annotated[
    Path | None, typer.Option(help="A file for a report with a line for each row: .xlsx, or text (CSV).")
]
GoodRows = Annotated[
    bool, typer.Option("--good-rows", help="Import the right rows although others are wrong; then exit code 3.")
]
FileEncoding = Annotated[Encoding | None, typer.Option(help="Encoding of a CSV file, if it is not found by itself.")]


def import_(
    kind: Annotated[ImportWhat | None, typer.Argument(help="What the file contains; or template, then KIND.")] = None,
    file: Annotated[Path | None, typer.Argument(help="XLSX or CSV with a header row, in Chinese or English.")] = None,
    target: Annotated[Path | None, typer.Argument(help="template: the file to write, .xlsx or .csv.")] = None,
    store: Store = None,
    silently: Annotated[bool, typer.Option("--silently", help=SILENTLY)] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check the file and change nothing.")] = False,
    report: Report = None,
    good_rows: GoodRows = False,
    encoding: FileEncoding = None,
    language: Annotated[str | None, typer.Option(hidden=True)] = None,
    result: Annotated[Path | None, typer.Option(hidden=True)] = None,
) -> None:
    """Import a file beside the running desk, all rows or none. Importing the same file again changes nothing.

    `import template KIND` writes files that explain the columns of a kind, with examples.
    """
    if kind is ImportWhat.TEMPLATE:
        _write_template(file, target)
        return
    if store is not None and kind is None:
        _import_store(store)
        return
    if kind is None or file is None or store is not None or target is not None:
        raise OperatorError("Give what to import: KIND FILE.csv or FILE.xlsx, or --store FOLDER.")
    options: dict[str, Any] = {
        "dry_run": dry_run,
        "silently": silently,
        "result": result,
        "report": report,
        "good_rows": good_rows,
    }
    options["language"], options["encoding"] = language, encoding.value if encoding is not None else None
    raise typer.Exit(_import_file(ImportKind(kind.value), file, options))


def print_counts(counts: dict[str, int], done: str) -> None:
    """Print how many rows of each table were read or written."""
    for name, count in counts.items():
        typer.echo(f"  {name}: {count} rows {done}")


def _import_file(kind: ImportKind, file: Path, options: dict[str, Any]) -> int:
    """Import or check a file. Returns the exit code."""
    settings = load()
    from bot.cli import import_report, progress
    from bot.runtime import profile_file, store_owner
    from bot.runtime.database import open_database
    from bot.runtime.import_pieces import no_progress

    show = progress.Steps() if options["language"] is None else no_progress
    warn = partial(typer.echo, err=True)
    profile_file.load_profile(settings)
    with open_database(settings) as database:
        now = datetime.now(UTC)
        if not options["dry_run"]:
            store_owner.claim(database, settings, now=now, say=warn)
        return import_report.import_or_check(
            database, kind, file, now=now, say=typer.echo, warn=warn, show=show, **options
        )


def _import_store(folder: Path) -> None:
    settings = load()
    from bot.cli import progress, transfer

    print_counts(transfer.import_store(settings, folder, progress=progress.bar), "imported")


def _write_template(kind: Path | None, target: Path | None) -> None:
    from bot.cli import import_template

    if kind is None or str(kind) not in set(ImportKind):
        raise OperatorError(f"Give the kind of the template: {', '.join(ImportKind)}.")
    for path in import_template.write(ImportKind(str(kind)), target):
        typer.echo(f"{path}: template of {kind}")
