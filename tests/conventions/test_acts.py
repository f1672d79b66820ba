"""docs/acts.md names every way to act, and the functions and audit actions that it names exist."""

import re
from functools import cache
from types import FunctionType

from typer import Typer

from bot import cards, discovery
from bot.card import Button
from bot.cli.main import app
from bot.engine.inbound.dispatcher import Dispatcher
from bot.engine.listeners import OnTimer
from bot.web.route_policies import POLICIES, PORTAL
from handlers import every_handler, every_housekeeping_job
from storage.audit import Action
from tests.conventions.source_tree import PRODUCT, ROOT, none_of, python_files, text

TABLE = (ROOT / "docs" / "acts.md").read_text()
WRITE = "Write in docs/acts.md who may, asked where, told to whom, and what is recorded, with the name in the column"


def rows() -> list[dict[str, str]]:
    """Return the rows of all tables, each cell under the head of its column."""
    found: list[dict[str, str]] = []
    head: list[str] = []
    for line in TABLE.splitlines():
        cells = [cell.strip() for cell in line[1:-1].split("|")] if line.startswith("|") else []
        if not cells:
            head = []
        elif not head:
            head = cells
        elif not line.startswith("|-"):
            assert len(cells) == len(head), line
            found.append(dict(zip(head, cells, strict=True)))
    return found


@cache
def named(column: str) -> set[str]:
    """Return what stands in code marks in one column of the tables."""
    return {word for row in rows() for word in re.findall(r"`([^`]+)`", row.get(column, ""))}


def buttons() -> set[str]:
    """Return the verb of every button."""
    modules = discovery.modules(cards)
    return {value.verb for module in modules for value in vars(module).values() if isinstance(value, Button)}


def paths() -> set[str]:
    """Return every path of the web side as the table writes it: below the portal, or below the root."""
    short = {path.removeprefix(f"{PORTAL}/").removeprefix("/").replace(":uuid", "") for path in POLICIES}
    return (short - {PORTAL.removeprefix("/")}) | {PORTAL}


def commands(typer: Typer = app, group: str = "") -> set[str]:
    """Return every command of the command line."""
    callbacks = [(each.name, each.callback) for each in typer.registered_commands]
    names = {f"{group}{name or (callback.__name__ if callback else '')}" for name, callback in callbacks}
    return names.union(*(commands(each.typer_instance or app, f"{each.name} ") for each in typer.registered_groups))


def test_every_command_of_the_chat_is_named() -> None:
    existing = {f"/{name}" for name in Dispatcher(every_handler(), "chezhu_bot").commands}
    none_of(sorted(existing - named("by")), f"{WRITE} “by”:")
    none_of(
        sorted({name for name in named("by") if name.startswith("/")} - existing - {PORTAL}), "There is no command:"
    )


def test_every_button_is_named() -> None:
    none_of(sorted(buttons() - named("by")), f"{WRITE} “by”:")


def test_every_path_of_the_web_side_is_named() -> None:
    none_of(sorted(paths() - named("by")), f"{WRITE} “by”:")


def test_every_timer_is_named() -> None:
    timers = {handler.kind for handler in every_handler() if isinstance(handler, OnTimer)}
    none_of(sorted(timers - named("by")), f"{WRITE} “by” of “What acts by itself”:")


def test_every_housekeeping_job_is_named() -> None:
    jobs = [getattr(job, "func", job) for job in every_housekeeping_job(())]  # Of a partial, the function.
    names = {f"{job.__module__.rpartition('.')[2]}.{job.__name__}" for job in jobs if isinstance(job, FunctionType)}
    none_of(sorted(names - named("asked in")), f"{WRITE} “asked in” of “What acts by itself”:")


def test_every_command_of_the_command_line_is_named() -> None:
    none_of(sorted(commands() - named("command")), f"{WRITE} “command”:")


def test_everything_named_exists() -> None:
    timers = {handler.kind for handler in every_handler() if isinstance(handler, OnTimer)}
    plain = {name for name in named("by") if not name.startswith("/")}
    none_of(sorted(plain - buttons() - paths() - timers - {"import"}), "No button, path or timer has this name:")
    options = {name.split(" --")[0] for name in named("command")}
    none_of(sorted(options - commands()), "The command line has no such command:")


def test_every_audit_action_is_named() -> None:
    written = set(re.findall(r"`([a-z_]+:[a-z_]+)`", TABLE))
    none_of(sorted(set(Action) - written), f"{WRITE} “recorded”:")
    none_of(sorted(written - set(Action)), "There is no such action in storage/audit.py:")


def test_every_function_named_exists() -> None:
    defined = {
        f"{path.stem}.{name}"
        for path in python_files(*PRODUCT)
        for name in re.findall(r"^ *(?:async )?def (\w+)\b", text(path), re.MULTILINE)
    }
    functions = {word for word in named("asked in") | set(re.findall(r"`(\w+\.\w+)`", TABLE)) if "." in word}
    timers = {handler.kind for handler in every_handler() if isinstance(handler, OnTimer)}
    known = defined | timers | paths() | {"duties.md", "context.person", "context.registered_person"}
    none_of(sorted(functions - known), "docs/acts.md names functions that do not exist:")
