"""Imports only go down."""

import ast
import subprocess
import sys

import pytest

from tests.conventions.source_tree import OURS, ROOT, nodes, none_of

MAY_IMPORT = {
    "storage": ("storage",),
    "bot/simulator": ("bot.simulator",),
    "bot/errors.py": ("storage",),
    "bot/settings.py": ("bot.errors", "storage"),
    "bot/texts.py": ("bot.errors", "storage"),
    "bot/card.py": ("bot.errors", "bot.texts", "storage"),
    "bot/adapters": ("bot.adapters", "bot.errors", "bot.settings", "storage"),
    "bot/services": ("bot.services", "bot.errors", "bot.adapters", "storage"),
    "bot/cards": ("bot.cards", "bot.card", "bot.errors", "bot.texts", "bot.services", "bot.adapters", "storage"),
}
"""For these, what of ours they may know; import-linter watches the rest."""


def imported(node: ast.AST) -> list[str]:
    """Return the modules that a statement imports."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if not isinstance(node, ast.ImportFrom):
        return []
    module = node.module or ""
    # `from bot import errors` names the module after the import.
    return [f"{module}.{alias.name}" for alias in node.names] if module == "bot" else [module]


def test_the_contracts_of_the_layers_are_kept() -> None:
    command = [
        sys.executable,
        "-c",
        "from importlinter.cli import lint_imports_command; lint_imports_command()",
        "--no-cache",
        "--no-logo",
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"An import goes up or across:\n{done.stdout}{done.stderr}"


def is_ours(name: str, *packages: str) -> bool:
    """Tell whether a module is one of these packages or inside one."""
    return any(name == package or name.startswith(f"{package}.") for package in packages)


@pytest.mark.parametrize("folder", MAY_IMPORT)
def test_the_lower_modules_know_only_those_below(folder: str) -> None:
    known = MAY_IMPORT[folder]
    none_of(
        [
            f"{place} {name}"
            for place, node in nodes(folder)
            for name in imported(node)
            if is_ours(name, "run_bot", "bot", "handlers", "storage") and not is_ours(name, *known)
        ],
        f"{folder} may know {', '.join(known)} alone. Take what you need as an argument, or move it down:",
    )


def test_nobody_imports_the_front_door() -> None:
    none_of(
        [place for place, node in nodes(*OURS[1:]) if "run_bot" in imported(node)],
        "run_bot.py puts the desk together and nobody needs it. Move what you need down into bot/:",
    )


def test_the_desk_does_not_know_its_tests() -> None:
    none_of(
        [place for place, node in nodes(*OURS) if any(name.split(".")[0] == "tests" for name in imported(node))],
        "The desk must run without its tests. What it needs ships in bot/:",
    )
