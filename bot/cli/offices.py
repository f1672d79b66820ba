"""`offices`: checks a file of offices, and writes an example of one."""

from pathlib import Path
from typing import Annotated

import typer

from bot import offices
from bot.runtime import offices_file
from bot.runtime.operator_error import OperatorError
from bot.settings import load

app = typer.Typer(help="Counters, pick-up points and inspection stations.", no_args_is_help=True)


@app.command()
def template(file: Annotated[Path, typer.Argument(help="The file to write.")]) -> None:
    """Write an example of CHEZHU_OFFICES_FILE, with every column. It replaces no file."""
    try:
        with file.open("xb") as written:
            written.write(offices_file.TEMPLATE.read_bytes())
    except OSError as problem:
        raise OperatorError(f"{file}: {problem.strerror}") from None
    typer.echo(f"{file} written: replace its offices by yours, and set CHEZHU_OFFICES_FILE={file}")


@app.command("list")
def list_(
    file: Annotated[Path | None, typer.Argument(help="A file to check. Default: CHEZHU_OFFICES_FILE.")] = None,
) -> None:
    """List the offices of a file: code, kinds, name, address. Names every line that is wrong."""
    settings = load()
    if file is None:
        offices_file.load_offices(settings)
    found = offices.all_offices() if file is None else offices_file.read(file)
    for each in found:
        kinds = ";".join(sorted(each.kinds))
        typer.echo("  ".join((each.code, kinds, each.names["zh-CN"], each.addresses["zh-CN"])))
