"""`profile`: checks a profile, and writes an example of one."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bot.profile import Journey
from bot.runtime import profile_file
from bot.runtime.operator_error import OperatorError

app = typer.Typer(help="What the desk offers, and how things are called.", no_args_is_help=True)


class Example(StrEnum):
    """Who runs the desk."""

    AUTHORITY = "authority"
    FLEET = "fleet"
    CAMPUS = "campus"


@app.command()
def template(
    example: Annotated[Example, typer.Argument(help="Who runs the desk.")],
    file: Annotated[Path, typer.Argument(help="The file to write.")],
) -> None:
    """Write an example of CHEZHU_PROFILE. It replaces no file."""
    try:
        with file.open("xb") as written:
            written.write((profile_file.TEMPLATES / f"{example}.toml").read_bytes())
    except OSError as problem:
        raise OperatorError(f"{file}: {problem.strerror}") from None
    typer.echo(f"{file} written: change what is different with you, and set CHEZHU_PROFILE={file}")


@app.command()
def check(file: Annotated[Path, typer.Argument(help="The file to check.")]) -> None:
    """Say what a profile offers and leaves out. Names everything that is wrong."""
    found = profile_file.read(file)
    left_out = [str(journey) for journey in Journey if journey in found.leave_out]
    typer.echo(f"offered: filing, {', '.join(journey for journey in Journey if journey not in found.leave_out)}")
    typer.echo(f"left out: {', '.join(left_out) or 'nothing'}")
    typer.echo(f"plate types: {', '.join(found.register_has.plate_types) or 'all'}")
    typer.echo(f"acts: {', '.join(found.register_has.acts) or 'all'}")
