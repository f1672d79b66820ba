"""`clients`: lists, makes and revokes the keys of the machine API."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from bot.runtime.operator_error import OperatorError
from bot.settings import load

app = typer.Typer(help="Keys of the machine API, for programs of other systems.", no_args_is_help=True)


@app.command("list")
def list_() -> None:
    """List the clients whose keys count: name, end of the key, scopes, day of the last use."""
    from bot.runtime.database import open_database
    from storage.staff import api_clients

    with open_database(load()) as database, database.reading() as session:
        for each in api_clients.serving(session):
            used = f"used {each.last_used_on}" if each.last_used_on else "never used"
            typer.echo("  ".join((each.name, f"…{each.key_end}", each.scopes, used)))


@app.command()
def add(
    name: Annotated[str, typer.Argument(help="2 to 31 of a-z, 0-9 and hyphens.")],
    scopes: Annotated[
        list[str],
        typer.Argument(help="The kinds that it may write, such as people vehicles; events: it may read them."),
    ],
) -> None:
    """Make a client and print its key, once. The admins are told."""
    from bot.runtime.database import open_database
    from bot.services.importing.api_client_proposals import SCOPES
    from bot.services.staff import api_clients

    if unknown := sorted(set(scopes) - set(SCOPES)):
        raise OperatorError(f"No such kind: {', '.join(unknown)}. Kinds: {', '.join(SCOPES)}.")
    with open_database(load()) as database, database.transaction() as session:
        try:
            _, key = api_clients.create(session, name, set(scopes), now=datetime.now(UTC))
        except api_clients.InvalidClientName:
            raise OperatorError(f"{name}: a name has 2 to 31 of a-z, 0-9 and hyphens.") from None
        except api_clients.ApiClientExists:
            raise OperatorError(f"{name} is a client already. Revoke its key first, or choose another name.") from None
    typer.echo(f"{name} has a key for {', '.join(sorted(set(scopes)))}. It is not shown again:\n{key}")


@app.command()
def revoke(name: str) -> None:
    """Revoke the key of a client at once. The admins are told."""
    from bot.runtime.database import open_database
    from bot.services.staff import api_clients
    from storage.staff import api_clients as store

    with open_database(load()) as database, database.transaction() as session:
        client = store.by_name(session, name)
        if client is None or not api_clients.revoke(session, client, now=datetime.now(UTC)):
            raise OperatorError(f"There is no client {name}.")
    typer.echo(f"{name}: its key counts no more")
