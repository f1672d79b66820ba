"""The command line of the desk. `python run_bot.py` alone runs it."""

import sys
from typing import NoReturn

import typer

from bot.front.mistakes import Mistake
from bot.settings import Settings, WrongSettings, load

app = typer.Typer(
    help="Chezhu, the vehicle owners' chat desk. Without a command it runs.",
    no_args_is_help=False,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def main() -> NoReturn:
    """Do what the command line says; an operator's mistake is a sentence and exit code 2."""
    try:
        app()
    except Mistake as mistake:
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
    from bot.front import running

    running.run(settings(), say=typer.echo)


def settings() -> Settings:
    """Read the settings. Raises WrongSettings."""
    return load()
