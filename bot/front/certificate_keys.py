"""`keys`: the secret key of the store, and the keys that sign certificates."""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.front.mistakes import Mistake
from bot.settings import load
from storage.sealing import make_secret

if TYPE_CHECKING:
    from bot.adapters.certificate_keys import PrivateKeys

app = typer.Typer(help="Secret keys: make one for the settings; make, rotate and publish those of certificates.")
NAME = "certificate_keys.json"


@app.command()
def secret() -> None:
    """Make a secret key for CHEZHU_SECRET_KEY."""
    typer.echo(make_secret())


@app.command()
def make() -> None:
    """Make the first key that signs certificates."""
    from bot.adapters import certificate_keys

    if _path().exists():
        raise Mistake(f"{_path()} is there already; `keys rotate` lets a new key follow.")
    _keep(certificate_keys.make(now=datetime.now(UTC)))


@app.command("list")
def list_() -> None:
    """List the keys that sign certificates, newest last."""
    for key in _read().keys:
        typer.echo(f"{key.kid}  {key.state}  {key.not_before:%Y-%m-%d} to {key.not_after:%Y-%m-%d}")


@app.command()
def rotate() -> None:
    """Retire the active key and let a new one follow; what the old one signed still verifies."""
    from bot.adapters import certificate_keys

    _keep(certificate_keys.rotate(_read(), now=datetime.now(UTC)))


@app.command()
def withdraw(kid: str) -> None:
    """Declare a key compromised: no certificate of it verifies any more."""
    from bot.adapters import certificate_keys

    try:
        _keep(certificate_keys.withdraw(_read(), kid, now=datetime.now(UTC)))
    except certificate_keys.KeyFileError as problem:
        raise Mistake(f"{problem}.") from None


@app.command()
def publish(file: Annotated[Path, typer.Argument(help="Where verifiers get it from.")]) -> None:
    """Write the public keys, as verifiers need them."""
    try:
        file.write_text(_read().public().to_json() + "\n")
    except OSError as problem:
        raise Mistake(f"{file} cannot be written: {problem.strerror}.") from None
    typer.echo(f"Public keys written to {file}")


def _path() -> Path:
    return load().data_dir / NAME


def _read() -> "PrivateKeys":
    from bot.adapters import certificate_keys

    try:
        return certificate_keys.read_private(_path().read_text())
    except FileNotFoundError:
        raise Mistake("There are no certificate keys yet: python run_bot.py keys make") from None
    except (OSError, certificate_keys.KeyFileError) as problem:
        raise Mistake(f"{_path()}: {problem}") from None


def _keep(keys: "PrivateKeys") -> None:
    """Write the file anew, for its owner alone; a crash half way leaves the old one."""
    path = _path()
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(path.name + ".new")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(keys.to_json())
    fresh.replace(path)
    for key in keys.keys:
        typer.echo(f"{key.kid}  {key.state}")
