"""`rules`: lists and sets the dated rules."""

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from bot import local_time, money
from bot.runtime.operator_error import OperatorError
from bot.services.rules.definitions import RuleProblem, RuleUnit
from bot.services.rules.names import RuleName
from bot.settings import load

if TYPE_CHECKING:
    from storage.staff.rules import DatedRule

app = typer.Typer(help="List and set the dated rules.", no_args_is_help=True)


@app.command("list")
def list_(
    history: Annotated[str, typer.Option(help="Show all past, present and future values of this rule.")] = "",
) -> None:
    """List the rules in force; * marks values that differ from the default."""
    from bot.runtime.database import open_database
    from bot.services.rules import catalogue
    from storage.staff import rules as store

    now, wanted = datetime.now(UTC), _name(history) if history else None
    with open_database(load()) as database, database.reading() as session:
        if wanted is not None:
            for row in store.history(session, wanted):
                typer.echo(f"{_shown(wanted, row.value)} from {_local_time(row.valid_from)} {_until(row)}: {row.why}")
            return
        for name, definition in catalogue.DEFINITIONS.items():
            stored = store.in_force(session, name, at=now)
            value = catalogue.format_value(definition.default) if stored is None else stored
            typer.echo(f"{' ' if stored is None else '*'} {_shown(name, value)}")


@app.command("set")
def set_(
    name: Annotated[str, typer.Argument(help="The name as `rules list` shows it.")],
    value: str,
    why: Annotated[str, typer.Option(help="The official notice that orders it.")],
    since: Annotated[str, typer.Option("--from", help="First day, such as 2026-12-01. Default: now.")] = "",
    until: Annotated[str, typer.Option(help="Last day on which the value is in force, such as 2027-03-01.")] = "",
) -> None:
    """Set the value of a rule from a day on; staff are told in the chat. Amounts are in yuan: fine_limit 200."""
    settings, rule_name = load(), _name(name)
    from bot.runtime.database import open_database
    from bot.services.rules import catalogue, parser, setting
    from bot.services.staff import rule_changes

    now, why = datetime.now(UTC), _reason(why)
    with open_database(settings) as database, database.transaction() as session:
        first = local_time.at(_day(since)) if since else now
        last = local_time.at(_day(until) + timedelta(days=1)) if until else None
        if last is not None and last <= first:
            raise OperatorError("--until must not be before --from.")
        parsed = catalogue.parse(rule_name, parser.in_fen(name, value))
        if isinstance(parsed, RuleProblem):
            raise OperatorError(f"{name}: {_explain(parsed)}")
        try:
            rule = setting.set_value(
                session, rule_name, parsed, valid_from=first, valid_until=last, why=why, by=None, now=now
            )
        except setting.RulesOutOfOrder as clash:
            smaller, greater, since = (clash.values[one] for one in ("smaller", "greater", "since"))
            raise OperatorError(f"{name}: {smaller} must not be greater than {greater}, from {since} on.") from None
        rule_changes.tell_staff(session, rule, now=now, admins_too=True)
    typer.echo(f"{_shown(rule_name, rule.value)} from {_local_time(first)}")


def _name(typed: str) -> RuleName:
    try:
        return RuleName.parse(typed)
    except ValueError:
        raise OperatorError(f"No rule is called {typed}; `rules list` shows all names.") from None


def _reason(typed: str) -> str:
    """Return the reason of a rule, which everybody can read. Raises OperatorError for none, or a long one."""
    from bot.services.rules.parser import MAX_REASON_LENGTH

    why = " ".join(typed.split())
    if not why or len(why) > MAX_REASON_LENGTH:
        raise OperatorError(f"--why names the notice that orders the rule, in 1 to {MAX_REASON_LENGTH} characters.")
    return why


def _shown(name: RuleName, value: str) -> str:
    """Return a rule as it is typed, with its unit: fine_limit = 200  (yuan)."""
    from bot.services.rules import catalogue

    unit = catalogue.DEFINITIONS[name].unit
    if unit is RuleUnit.FEN:
        return f"{name.typed} = {money.yuan(int(value))}  (yuan)"
    return f"{name} = {value or '(none)'}  ({unit})"


def _until(row: "DatedRule") -> str:
    from bot.services.rules import pages

    return f"until {pages.last_day(row.valid_until)} (inclusive)" if row.valid_until else "until further notice"


def _local_time(moment: datetime) -> str:
    return f"{local_time.local(moment):%Y-%m-%d %H:%M}"


def _explain(problem: RuleProblem) -> str:
    reason, definition = problem.reason.replace("_", " "), problem.definition
    if definition.unit is RuleUnit.SWITCH:
        return f"{reason}; allowed: on or off."
    if definition.unit is RuleUnit.WORDS:
        return f"{reason}; write it like {definition.example}."
    if definition.unit is RuleUnit.FEN:
        return f"{reason}; allowed: {money.yuan(definition.lower)} to {money.yuan(definition.upper)} (yuan)."
    allowed = " or ".join(definition.choices) if definition.choices else f"{definition.lower} to {definition.upper}"
    return f"{reason}; allowed: {allowed} ({definition.unit})."


def _day(text: str) -> date:
    from bot.services.rules import parser

    try:
        return parser.parse_day(text)
    except parser.RuleDayUnreadable:
        raise OperatorError(f"{text} is not a day; write it as 2026-12-01.") from None
    except parser.RuleDayOutOfRange:
        years = f"{parser.FIRST_YEAR} to {parser.LAST_YEAR}"
        raise OperatorError(
            f"{text} is not in the years {years}; leave --until out for a rule without an end."
        ) from None
