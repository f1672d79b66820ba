"""A search for the name of a command finds the file that handles it, and no file that does something else."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.cards import menu
from tests.conventions.source_tree import ROOT, nodes, none_of, walked

# Commands whose handler has another name, and why. Command names are what people type and remember.
ELSEWHERE = {
    "start": ("identity/registration", "Telegram sends /start when somebody opens the bot; they register"),
    "terms": ("identity/consents", "the terms of service are one of the texts to which people consent"),
    "help": ("menu", "the menu with every command"),
    "language": ("menu", "of the menu and of everything else"),
    "queue": ("staff/work", "the inbox of all kinds of work"),
    "take": ("review/queue", "the reviewers' queue is worked off by five short commands"),
    "case": ("review/queue", "as /take"),
    "pass": ("review/queue", "as /take"),
    "return": ("review/queue", "as /take"),
    "release": ("review/queue", "as /take"),
    "block": ("review/blacklist", "proposes an entry of the blacklist"),
    "staff": ("staff/members", "the members of staff"),
    "certificate": ("certificates/live_views", "the certificate shown live"),
    "join": ("organisations", "accepts the invitation of an organisation"),
}
BY_DOMAIN = {"importing", "privacy"}  # Packages that have a file for each domain.
OF_ONE_KIND = {"review"}  # The queue of cases, one kind of the work of which /queue shows all.


def handler_of_each_command() -> dict[str, Path]:
    """Return the file in which each command is listened to."""
    return {
        str(node.args[0].value): place.path
        for place, node in nodes("handlers", kind=ast.Call)
        if ast.unparse(node.func) == "on_command" and isinstance(node.args[0], ast.Constant)
    }


def names_of(path: Path) -> Iterator[str]:
    """Yield what a module imports, as dotted names."""
    for node in walked(path):
        if isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def is_named_after(path: Path, command: str) -> bool:
    """Return whether a word of a file's name is the command, or a form of it: verification of /verify."""
    return any(word.startswith(command[:-1]) for word in path.stem.split("_"))


def namesakes(command: str) -> list[Path]:
    """Return the services and cards whose name is the command, in the singular or the plural."""
    forms = {command, f"{command}s", command.removesuffix("s")}
    paths = (path.relative_to(ROOT) for layer in ("services", "cards") for path in (ROOT / "bot" / layer).rglob("*.py"))
    return [path for path in paths if path.stem in forms and not (BY_DOMAIN | OF_ONE_KIND).intersection(path.parts)]


def test_a_command_is_handled_by_a_file_of_its_name() -> None:
    handled = handler_of_each_command()
    wrong = [name for name, path in handled.items() if name not in ELSEWHERE and not is_named_after(path, name)]
    none_of([f"/{name}: {handled[name]}" for name in wrong], "Name the file after the command, or say why not:")


def test_the_exceptions_are_true() -> None:
    handled = handler_of_each_command()
    assert {name: str(handled[name]) for name in ELSEWHERE} == {
        name: f"handlers/{place}.py" for name, (place, _) in ELSEWHERE.items()
    }
    none_of([name for name in ELSEWHERE if is_named_after(handled[name], name)], "Remove what is no exception:")


@pytest.mark.parametrize("command", sorted(menu.all_commands().keys()))
def test_services_and_cards_of_that_name_belong_to_the_command(command: str) -> None:
    used = " ".join(names_of(handler_of_each_command()[command]))
    strange = [path for path in namesakes(command) if ".".join(path.parent.parts) not in used]
    none_of(list(map(str, strange)), f"/{command} uses nothing of its package: name it after what it does:")
