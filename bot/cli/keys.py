"""`keys`: makes and rotates the secret key of the database, and manages the keys that sign certificates."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.program_name import PROGRAM
from bot.runtime.operator_error import OperatorError, not_written
from bot.settings import load
from storage.database.encryption import make_secret

if TYPE_CHECKING:
    from sqlmodel import Session

    from bot.adapters.certificates.keys import PrivateKeys

app = typer.Typer(
    help="Make a secret key and re-encrypt the database; list, rotate, withdraw and publish signing keys.",
    no_args_is_help=True,
)


@app.command()
def secret() -> None:
    """Print a new secret key for CHEZHU_SECRET_KEY."""
    typer.echo(make_secret())


@app.command()
def reseal() -> None:
    """Re-encrypt all data and look-up hashes with the newest secret key, beside the desk. Then all others can go."""
    from bot.runtime import secret_rotation
    from bot.runtime.database import open_database

    settings = load()
    with open_database(settings) as database:
        total = secret_rotation.reseal(database, now=datetime.now(UTC))
    typer.echo(f"{total} values re-encrypted; no value is left under an older key")
    if len(settings.keyring().secrets) > 1:
        typer.echo("Keep the newest secret key alone, restart every process of the desk, and run this once more.")


@app.command("list")
def list_() -> None:
    """List the signing keys of certificates, newest last. Creates the first one if there is none."""
    from bot.services.certificates import signing_keys

    _change(lambda session, now: signing_keys.private(session, now=now))


@app.command()
def rotate() -> None:
    """Replace the active signing key by a new one. Certificates signed by the old one still verify."""
    from bot.services.certificates import signing_keys

    _change(lambda session, now: signing_keys.rotate(session, now=now))


@app.command()
def withdraw(kid: str) -> None:
    """Declare a signing key compromised. Its certificates no longer verify."""
    from bot.adapters.certificates.keys import KeyFileError
    from bot.services.certificates import signing_keys

    try:
        _change(lambda session, now: signing_keys.withdraw(session, kid, now=now))
    except KeyFileError as problem:
        raise OperatorError(f"{problem}. `{PROGRAM} keys list` names them.") from None


@app.command()
def publish(
    keys: Annotated[Path, typer.Argument(help="File for the public keys.")],
    status: Annotated[Path | None, typer.Option(help="File for the signed status list.")] = None,
) -> None:
    """Write the public keys and the signed status list, for the command `verify`."""
    from bot.runtime.database import open_database
    from bot.services.certificates import signing_keys

    if status is not None and keys.resolve() == status.resolve():
        raise OperatorError(f"{keys} cannot hold both the keys and the status list: name two files.")
    now = datetime.now(UTC)
    with open_database(load()) as database, database.transaction() as session:
        listed = signing_keys.publish_list(session, now=now)  # May rotate a key that expires: first the list.
        written = {keys: signing_keys.public(session).to_json(), **({status: listed} if status is not None else {})}
    try:
        for path, text in written.items():
            path.write_text(text + "\n")
            path.chmod(0o644)  # For everybody, also where the umask of the desk keeps all else to itself.
            typer.echo(f"{path} written")
    except OSError as problem:
        raise not_written(problem.filename, problem) from None


def _change(action: "Callable[[Session, datetime], PrivateKeys]") -> None:
    """Change the keys and list them."""
    from bot.runtime.database import open_database

    with open_database(load()) as database, database.transaction() as session:
        keys = action(session, datetime.now(UTC))
    for key in keys.keys:
        typer.echo(f"{key.kid}  {key.state}  {key.not_before:%Y-%m-%d} to {key.not_after:%Y-%m-%d}")
