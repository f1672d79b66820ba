"""`authorities`: lists the authorities that decide on violations, and replaces them by those of a CSV file."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.runtime.operator_error import OperatorError
from bot.settings import load

app = typer.Typer(help="List and set the authorities named on decisions and receipts.", no_args_is_help=True)


@app.command("list")
def list_() -> None:
    """List the authorities: code, name, seal, check rule, account."""
    from bot.runtime.database import open_database
    from storage.violations import authorities

    with open_database(load()) as database, database.reading() as session:
        for each in authorities.all_of(session):
            typer.echo("  ".join((each.code, each.name, each.seal, each.check_rule or "-", each.account or "-")))


@app.command("set")
def set_(
    file: Annotated[
        Path, typer.Argument(help="UTF-8 CSV: code,name,seal,check_rule,account; the last three may be empty.")
    ],
) -> None:
    """Replace all authorities by those of the file; the admins are told. A code may be the beginning of codes."""
    from bot.runtime.database import open_database
    from bot.services.violations import authorities

    try:
        found = authorities.parse(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, authorities.AuthorityFileError) as problem:
        raise OperatorError(f"{file.name}: {problem}.") from None
    with open_database(load()) as database, database.transaction() as session:
        authorities.set_all(session, found, now=datetime.now(UTC))
    typer.echo(f"{len(found)} authorities set")
