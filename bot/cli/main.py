"""The command line. Without a command it runs the desk."""

import gc
import sys
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from bot import local_time, program_name
from bot.cli import (
    audit,
    authorities,
    clients,
    import_command,
    keys as cli_keys,
    offices,
    profile,
    rules,
    staff,
    subscriptions,
)
from bot.runtime import private_files
from bot.runtime.operator_error import OperatorError, WrongConfiguration
from bot.services.importing.kinds import Exportable, ImportKind
from bot.settings import InvalidSettings, load

app = typer.Typer(
    help="Chezhu, the vehicle owners' chat desk. Without a command, it runs the desk.",
    epilog=f"Settings are environment variables or lines of .env: `{program_name.PROGRAM} settings` prints them all.",
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(staff.app, name="staff")
app.add_typer(rules.app, name="rules")
app.add_typer(audit.app, name="audit")
app.add_typer(authorities.app, name="authorities")
app.add_typer(clients.app, name="clients")
app.add_typer(subscriptions.app, name="subscriptions")
app.add_typer(offices.app, name="offices")
app.add_typer(profile.app, name="profile")
app.add_typer(cli_keys.app, name="keys")
app.command("import")(import_command.import_)


DAY = ["%Y-%m-%d"]


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"chezhu {program_name.version()}")
        raise typer.Exit


def main() -> NoReturn:
    """Run the command line. For an error that the operator can fix, print the message and exit with code 2.

    Code 75: another import is in progress. Code 78: the settings, a file they name or the store are wrong, so that
    nothing is gained by starting again.
    """
    private_files.begin()
    code = 2
    try:
        app()
    except OperatorError as error:
        message, code = str(error), error.exit_code
    except InvalidSettings as error:
        message, code = f"Wrong settings (environment or .env):\n{error}", WrongConfiguration.exit_code
    except KeyboardInterrupt:
        sys.exit(130)
    typer.echo(message, err=True)
    sys.exit(code)


@app.callback(invoke_without_command=True)
def without_command(
    context: typer.Context,
    _version: Annotated[
        bool, typer.Option("--version", help="Print the version.", is_eager=True, callback=_print_version)
    ] = False,
) -> None:
    """Chezhu, the vehicle owners' chat desk. Without a command, it runs the desk."""
    if context.invoked_subcommand is None:
        run()


@app.command()
def run(
    local: Annotated[bool, typer.Option("--local", help="Use the local Telegram, on this machine only.")] = False,
    new_bot: Annotated[bool, typer.Option("--new-bot", help="The store changes to the bot of this token.")] = False,
    limits: Annotated[
        bool, typer.Option("--limits/--no-limits", help="With --local: whether Telegram's rate limits hold.")
    ] = True,
) -> None:
    """Run the desk on Telegram; with --local, a trial with simulated phones on this machine.

    Its settings are environment variables or lines of .env; the command `settings` prints them all.
    """
    gc.disable()  # The modules loaded now never become garbage; tune_process() enables collection again.
    from bot.cli import run as cli_run

    cli_run.run(load(), say=typer.echo, local=local, new_bot=new_bot, limits=limits)


@app.command()
def export(
    kind: Annotated[Exportable | None, typer.Argument(help="What to export.")] = None,
    file: Annotated[Path | None, typer.Argument(help="The file to write.")] = None,
    store: import_command.Store = None,
    all_columns: Annotated[bool, typer.Option("--all-columns", help="Include the optional columns.")] = False,
    since: Annotated[
        datetime | None, typer.Option(formats=DAY, help="payments: first day. Default: the first of the month.")
    ] = None,
    until: Annotated[datetime | None, typer.Option(formats=DAY, help="payments: last day. Default: today.")] = None,
) -> None:
    """Export a kind as CSV with the columns of its import, or payments for bookkeeping. Recorded in the audit."""
    settings = load()
    from bot.cli import days, export_csv, progress, transfer
    from bot.runtime.database import open_database

    if store is not None and kind is None:
        counts = transfer.export_store(settings, store, progress=progress.bar, warn=partial(typer.echo, err=True))
        import_command.print_counts(counts, "written")
        return
    if kind is None or file is None or store is not None:
        raise OperatorError("Give what to export: KIND FILE.csv, or --store FOLDER.")
    with open_database(settings) as database, database.transaction() as session:
        if kind is Exportable.PAYMENTS:
            today = local_time.date_of(_now())
            first, last = since.date() if since else today.replace(day=1), until.date() if until else today
            days.require_period(first, last)
            count = export_csv.export_payments(session, file, first, last, now=_now())
        else:
            count = export_csv.export_register(
                session, ImportKind(kind.value), file, now=_now(), all_columns=all_columns
            )
    typer.echo(f"{kind}: {count} rows written to {file}")


@app.command()
def reconcile(
    since: Annotated[datetime | None, typer.Option(formats=DAY, help="First day. Default: yesterday.")] = None,
    until: Annotated[datetime | None, typer.Option(formats=DAY, help="Last day. Default: yesterday.")] = None,
) -> None:
    """Have the running desk compare the payment providers' bills of these days. Cashiers see differences in /refund."""
    settings = load()
    from bot.cli import reconciliation
    from bot.runtime.database import open_database

    with open_database(settings) as database, database.transaction() as session:
        days = reconciliation.order(session, since and since.date(), until and until.date(), now=_now())
    typer.echo(f"{days} days: the desk compares their bills, now or when it runs again.")


@app.command()
def verify(
    what: Annotated[str, typer.Argument(help="A picture, a PDF, or the text of the QR code.", metavar="FILE|TEXT")],
    keys: Annotated[Path, typer.Option(help="The issuer's published keys.", exists=True, dir_okay=False)],
    status: Annotated[Path | None, typer.Option(help="The signed status list.", exists=True, dir_okay=False)] = None,
) -> None:
    """Verify a certificate without bot, database or network. Exit code 0: genuine and valid; 1: anything else."""
    from bot.cli import verify as cli_verify

    raise typer.Exit(cli_verify.verify(what, keys, status, now=_now(), say=typer.echo))


@app.command()
def backup(file: Annotated[Path, typer.Argument(help="The file to write; it must not exist.")]) -> None:
    """Copy the database while the desk runs (SQLite), or print how to (PostgreSQL)."""
    from bot.cli import backup as cli_backup

    cli_backup.backup(load(), file, say=typer.echo)


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="The backup.")],
    bot: Annotated[str, typer.Option(help="Whose backup it is, without a token: a bot's number, or local.")] = "",
) -> None:
    """Put a checked backup in the place of the database (SQLite), or print how to (PostgreSQL). Stop the desk first."""
    from bot.cli import restore as cli_restore

    cli_restore.restore(load(), file, bot=bot, now=_now(), say=typer.echo)


@app.command()
def settings(
    as_env: Annotated[bool, typer.Option("--env", help="As a file to fill in: every line is a comment.")] = False,
) -> None:
    """Print every setting: its name, its default and what it means."""
    from bot.cli import settings_list

    for line in settings_list.as_env_file() if as_env else settings_list.as_lines():
        typer.echo(line)


@app.command()
def doctor() -> None:
    """Check the installation and the settings. Exit code 1 if a check fails."""
    settings = load()
    from bot.cli import doctor as cli_doctor

    raise typer.Exit(cli_doctor.diagnose(settings, say=typer.echo))


def _now() -> datetime:
    return datetime.now(UTC)
