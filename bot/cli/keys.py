"""`keys`: the secret key of the store, and the keys that sign certificates."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.runtime.operator_error import Mistake
from bot.settings import load
from storage.database.encryption import make_secret

if TYPE_CHECKING:
    from sqlmodel import Session

    from bot.adapters.certificates.keys import PrivateKeys

app = typer.Typer(
    help="Secret keys: make one for the settings, seal all with it; list, rotate, withdraw and publish the others.",
    no_args_is_help=True,
)


@app.command()
def secret() -> None:
    """Make a secret key for CHEZHU_SECRET_KEY."""
    typer.echo(make_secret())


@app.command()
def reseal() -> None:
    """Seal everything with the newest secret key; then those between it and the oldest can be left out."""
    from bot.runtime import open_store
    from storage import reencryption

    done = 0
    with open_store.store(load()) as database:
        while True:
            with database.transaction() as session:
                resealed = reencryption.reseal(session)
            if not resealed:
                break
            done += resealed
    typer.echo(f"{done} values resealed; none is left under an older key")


@app.command("list")
def list_() -> None:
    """List the keys that sign certificates, newest last; the first one is made if there is none."""
    from bot.services.certificates import keyring

    _change(lambda session, now: keyring.private(session, now=now))


@app.command()
def rotate() -> None:
    """Retire the active key and let a new one follow; what the old one signed still verifies."""
    from bot.services.certificates import keyring

    _change(lambda session, now: keyring.rotate(session, now=now))


@app.command()
def withdraw(kid: str) -> None:
    """Declare a key compromised: no certificate of it verifies any more."""
    from bot.adapters.certificates.keys import KeyFileError
    from bot.services.certificates import keyring

    try:
        _change(lambda session, now: keyring.withdraw(session, kid, now=now))
    except KeyFileError as problem:
        raise Mistake(f"{problem}.") from None


@app.command()
def publish(
    keys: Annotated[Path, typer.Argument(help="Where verifiers get the public keys from.")],
    status: Annotated[Path | None, typer.Option(help="Where they get the signed status list from.")] = None,
) -> None:
    """Write the public keys, and the signed status list, as `verify` takes them."""
    from bot.runtime import open_store
    from bot.services.certificates import keyring

    now = datetime.now(UTC)
    with open_store.store(load()) as database, database.transaction() as session:
        keyring.private(session, now=now)
        written = {keys: keyring.public(session).to_json()}
        if status is not None:
            written[status] = keyring.publish_list(session, now=now)
    try:
        for path, text in written.items():
            path.write_text(text + "\n")
            typer.echo(f"{path} written")
    except OSError as problem:
        raise Mistake(f"{problem.filename} cannot be written: {problem.strerror}.") from None


def _change(deed: "Callable[[Session, datetime], PrivateKeys]") -> None:
    """Do something to the keys and say how each stands then."""
    from bot.runtime import open_store

    with open_store.store(load()) as database, database.transaction() as session:
        keys = deed(session, datetime.now(UTC))
    for key in keys.keys:
        typer.echo(f"{key.kid}  {key.state}  {key.not_before:%Y-%m-%d} to {key.not_after:%Y-%m-%d}")
