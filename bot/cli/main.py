"""The command line of the desk. `python run_bot.py` alone runs it."""

import gc
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from bot import local_time
from bot.cli import keys as cli_keys
from bot.cli import rules, staff
from bot.runtime.operator_error import OperatorError
from bot.services.importing.kinds import Exportable, Kind
from bot.settings import WrongSettings, load

app = typer.Typer(
    help="Chezhu, the vehicle owners' chat desk. Without a command it runs.",
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(staff.app, name="staff")
app.add_typer(rules.app, name="rules")
app.add_typer(cli_keys.app, name="keys")

DAY = ["%Y-%m-%d"]
Store = Annotated[Path | None, typer.Option(help="The whole store, as JSON lines in this folder.")]


def main() -> NoReturn:
    """Do what the command line says; an operator's mistake is a sentence and exit code 2."""
    try:
        app()
    except OperatorError as mistake:
        problem = str(mistake)
    except WrongSettings as wrong:
        problem = f"Wrong settings (environment or .env):\n{wrong}"
    except KeyboardInterrupt:
        sys.exit(130)
    typer.echo(problem, err=True)
    sys.exit(2)


@app.callback(invoke_without_command=True)
def without_command(context: typer.Context) -> None:
    """Chezhu, the vehicle owners' chat desk. Without a command it runs."""
    if context.invoked_subcommand is None:
        run()


@app.command()
def run() -> None:
    """Run the desk; without a token, with its local Telegram on this machine."""
    gc.disable()  # Nothing of what is loaded now ever becomes garbage; `running` enables it again.
    from bot.cli import run as cli_run

    cli_run.run(load(), say=typer.echo)


@app.command("import")
def import_(
    kind: Annotated[Kind | None, typer.Argument(help="What the file holds.")] = None,
    file: Annotated[Path | None, typer.Argument(help="CSV in UTF-8 with a header row.")] = None,
    store: Store = None,
    silently: Annotated[bool, typer.Option("--silently", help="Tell nobody of new violations.")] = False,
) -> None:
    """Take a CSV file over, all rows or none. The same file twice changes nothing."""
    settings = load()
    from bot.cli import import_csv, progress, transfer
    from bot.runtime.database import open_database
    from bot.services.importing.rows import Change

    if store is not None and kind is None:
        _list(transfer.bring(settings, store, progress=progress.bar), "moved")
        return
    if kind is None or file is None or store is not None:
        raise OperatorError("Say what to import: KIND FILE.csv, or --store FOLDER.")
    with open_database(settings) as database:
        counts = import_csv.import_file(database, kind, file, now=_now(), progress=progress.bar, silently=silently)
    typer.echo(f"{kind}: " + ", ".join(f"{counts[change]} {change}" for change in Change))


@app.command()
def export(
    kind: Annotated[Exportable | None, typer.Argument(help="What to export.")] = None,
    file: Annotated[Path | None, typer.Argument(help="Where to.")] = None,
    store: Store = None,
    all_columns: Annotated[bool, typer.Option("--all-columns", help="The optional columns as well.")] = False,
    since: Annotated[datetime | None, typer.Option(formats=DAY, help="payments: from this day on.")] = None,
    until: Annotated[datetime | None, typer.Option(formats=DAY, help="payments: to this day.")] = None,
) -> None:
    """Write a kind as CSV with the columns of its import, or payments for the books. The audit remembers it."""
    settings = load()
    from bot.cli import export_csv, progress, transfer
    from bot.runtime.database import open_database

    if store is not None and kind is None:
        _list(transfer.take_out(settings, store, progress=progress.bar), "written")
        return
    if kind is None or file is None or store is not None:
        raise OperatorError("Say what to export: KIND FILE.csv, or --store FOLDER.")
    with open_database(settings) as database, database.transaction() as session:
        if kind is Exportable.PAYMENTS:
            today = local_time.date_of(_now())
            first, last = since.date() if since else today.replace(day=1), until.date() if until else today
            count = export_csv.write_payments(session, file, first, last, now=_now())
        else:
            count = export_csv.write(session, Kind(kind.value), file, now=_now(), all_columns=all_columns)
    typer.echo(f"{kind}: {count} rows written to {file}")


@app.command()
def verify(
    what: Annotated[str, typer.Argument(help="A picture, a PDF, or the text of the code.", metavar="FILE|TEXT")],
    keys: Annotated[Path, typer.Option(help="The issuer's published keys.", exists=True, dir_okay=False)],
    status: Annotated[Path | None, typer.Option(help="The signed status list.", exists=True, dir_okay=False)] = None,
) -> None:
    """Verify a certificate without bot, database or network. Exit code 0 means genuine and valid, 1 anything else."""
    from bot.cli import verify as cli_verify

    raise typer.Exit(cli_verify.verify(what, keys, status, now=_now(), say=typer.echo))


@app.command()
def backup(file: Annotated[Path, typer.Argument(help="Where to; must not exist yet.")]) -> None:
    """Copy the database while the desk runs (SQLite), or say how (PostgreSQL)."""
    from bot.cli import backup as cli_backup

    cli_backup.backup(load(), file, say=typer.echo)


@app.command()
def doctor() -> None:
    """Look at everything the desk needs and say what is missing. Exit code 1 if something is."""
    settings = load()
    from bot.cli import doctor as cli_doctor

    raise typer.Exit(cli_doctor.examine(settings, say=typer.echo))


def _list(counts: dict[str, int], done: str) -> None:
    for name, count in counts.items():
        typer.echo(f"  {name}: {count} rows {done}")


def _now() -> datetime:
    return datetime.now(UTC)
