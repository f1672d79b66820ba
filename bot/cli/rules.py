"""`rules`: the dated rules, for an operator at the machine."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from bot import local_time
from bot.runtime.operator_error import OperatorError
from bot.services.rules.names import RuleName
from bot.settings import load

app = typer.Typer(help="The dated rules: list, set.", no_args_is_help=True)


@app.command("list")
def list_(
    history: Annotated[RuleName | None, typer.Option(help="All values one rule had, has and will have.")] = None,
) -> None:
    """List the rules in force now, those that differ from the default marked with *."""
    from bot.runtime.database import open_database
    from bot.services.rules import catalogue
    from storage.staff import rules as store

    now = datetime.now(UTC)
    with open_database(load()) as database, database.reading() as session:
        if history is not None:
            for row in store.history(session, history):
                until = _written(row.valid_until) if row.valid_until else "further notice"
                typer.echo(f"{row.value}  from {_written(row.valid_from)} until {until}  {row.why}")
            return
        for name, definition in catalogue.TABLE.items():
            stored = store.in_force(session, name, at=now)
            value = catalogue.write(definition.default) if stored is None else stored
            typer.echo(f"{' ' if stored is None else '*'} {name} = {value or '(none)'}  ({definition.unit})")


@app.command("set")
def set_(
    name: RuleName,
    value: str,
    why: Annotated[str, typer.Option(help="The notice it rests on.")],
    since: Annotated[str, typer.Option("--from", help="First day, 2026-12-01; now unless given.")] = "",
    until: Annotated[str, typer.Option(help="First day on which it no longer holds.")] = "",
) -> None:
    """Set a rule's value, from a day on."""
    settings = load()
    from bot.runtime.database import open_database
    from bot.services.rules import setting
    from storage.staff.rules import Rule

    now = datetime.now(UTC)
    with open_database(settings) as database, database.transaction() as session:
        first = _day(since) if since else now
        last = _day(until) if until else None
        if last is not None and last <= first:
            raise OperatorError("--until has to be after --from.")
        done = setting.put(session, name, value, valid_from=first, valid_until=last, why=why, by=None, now=now)
        if not isinstance(done, Rule):
            raise OperatorError(f"{name}: {_wrong(done)}")
    typer.echo(f"{name} = {done.value} from {_written(first)}")


def _written(moment: datetime) -> str:
    return f"{local_time.local(moment):%Y-%m-%d %H:%M}"


def _wrong(problem: object) -> str:
    from bot.services.rules.catalogue import RuleProblem

    if not isinstance(problem, RuleProblem):
        return f"the rules would be out of order: {' has to stay below '.join(map(str, problem))}."  # type: ignore[call-overload]
    definition = problem.definition
    allowed = " or ".join(definition.choices) if definition.choices else f"{definition.lower} to {definition.upper}"
    return f"{problem.reason.replace('_', ' ')}; allowed: {allowed} ({definition.unit})."


def _day(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=local_time.zone())
    except ValueError:
        raise OperatorError(f"{text} is no day; write it as 2026-12-01.") from None
