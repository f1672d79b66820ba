"""Every chat command exists, is listed in the help, has texts in both languages, and names its file."""

import ast
import re
from collections import Counter

import pytest

from bot.cards import menu
from bot.cards.menu import commands_for
from bot.engine.inbound.dispatcher import Dispatcher
from bot.texts import LANGUAGES, texts
from handlers import every_handler
from storage.staff.members import StaffRole
from tests.conventions.source_tree import ROOT, nodes, none_of, tree

EXISTING = Dispatcher(every_handler(), "chezhu_bot").commands
LISTED = {*commands_for((), registered=False), *commands_for(tuple(StaffRole), registered=True)}


def test_every_command_is_in_the_help_of_a_role() -> None:
    none_of(
        sorted(EXISTING - LISTED - {"back"}),
        "Write Command(name, place, …) of bot/cards/menu.py into COMMANDS of its cards module, with who is offered it:",
    )


def test_every_place_in_the_menu_is_taken_once() -> None:
    taken = Counter(each.place for each in menu.all_commands().values())
    twice = [f"{each.name} ({each.place})" for each in menu.all_commands().values() if taken[each.place] > 1]
    none_of(twice, "Give each command a place of its own in the menu:")


def test_every_command_in_the_menus_is_offered_to_somebody() -> None:
    none_of(
        sorted(menu.all_commands().keys() - LISTED), "Write a role, registered=True or guests=True into Command(…):"
    )


def test_every_listed_command_exists() -> None:
    none_of(sorted(LISTED - EXISTING), "Handle it with on_command, or remove its Command(…):")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_has_a_description(language: str) -> None:
    words = texts(language)
    listed = sorted(EXISTING & LISTED)
    none_of([one for one in listed if not words.has(f"command-{one}")], "Add a text command-… to its catalogue:")
    plain = {one: words.plain(f"command-{one}") for one in listed}
    none_of([one for one, text in plain.items() if not 1 <= len(text) <= 256], "Telegram allows 1 to 256 characters:")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_button_of_the_menu_has_a_label(language: str) -> None:
    words = texts(language)
    shown = {each.name for each in menu.all_commands().values() if each.has_button}
    none_of([one for one in sorted(shown) if not words.has(f"go-{one}")], "Add a text go-… to its catalogue:")


def test_a_command_that_needs_arguments_has_no_button() -> None:
    card = menu.menu(texts("en"), ("approve", "pass", "menu"))
    assert card.rows == ()
    assert menu.menu(texts("en"), ("queue",)).rows != ()


ROWS_OF_STAFF = {
    StaffRole.REVIEWER: "reviewers",
    StaffRole.STATION: "inspection stations",
    StaffRole.CASHIER: "cashiers",
    StaffRole.OFFICER: "officers",
    StaffRole.ADMIN: "admins",
}


def commands_in_readme() -> dict[str, set[str]]:
    """Return the commands in each row of the README's table of commands, by the row's last cell."""
    rows = re.findall(r"^\| (`/.+) \| (.+) \|$", (ROOT / "README.md").read_text(), re.MULTILINE)
    return {who: set(re.findall(r"`/([a-z]+)", commands)) for commands, who in rows}


def test_the_table_of_the_readme_lists_every_command() -> None:
    listed = set().union(*commands_in_readme().values())
    none_of(sorted(EXISTING - listed - {"back"}), "Add it to the table of commands in the README:")
    none_of(sorted(listed - EXISTING), "The README lists commands that do not exist:")


@pytest.mark.parametrize("role", StaffRole)
def test_the_readme_lists_the_commands_of_each_role(role: StaffRole) -> None:
    rows = [found for who, found in commands_in_readme().items() if who.startswith(ROWS_OF_STAFF[role])]
    expected = {each.name for each in menu.all_commands().values() if role in each.roles}
    assert rows == [expected], f"Write in the row of {ROWS_OF_STAFF[role]} in the README: {sorted(expected)}"


def test_a_search_for_a_command_finds_its_handler() -> None:
    commands = [
        (place, str(node.args[0].value))
        for place, node in nodes("handlers", kind=ast.Call)
        if ast.unparse(node.func) == "on_command" and isinstance(node.args[0], ast.Constant)
    ]
    assert {name for _, name in commands} >= LISTED
    none_of(
        [
            f"{place} /{name}"
            for place, name in commands
            if f"/{name}" not in (ast.get_docstring(tree(place.path)) or "")
        ],
        "Name the command in the docstring of its module:",
    )
