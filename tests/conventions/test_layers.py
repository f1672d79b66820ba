"""Imports only go down the layers; import-linter checks them."""

import ast
import subprocess
import sys
import tomllib

from tests.conventions.source_tree import PRODUCT, ROOT, nodes, none_of

IMPORT = ast.Import | ast.ImportFrom


def imported(node: ast.AST) -> list[str]:
    """Return the modules that a statement imports."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if not isinstance(node, ast.ImportFrom):
        return []
    return [node.module or ""]


def test_the_import_contracts_are_kept() -> None:
    command = [
        sys.executable,
        "-c",
        "from importlinter.cli import lint_imports_command; lint_imports_command()",
        "--no-cache",
        "--no-logo",
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"An import breaks a contract of pyproject.toml:\n{done.stdout}{done.stderr}"


def test_every_small_module_stands_in_a_contract() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    listed = {name for each in contracts if each["name"].startswith("Small modules") for name in each["source_modules"]}
    modules = {f"bot.{path.stem}" for path in (ROOT / "bot").glob("*.py") if path.stem != "__init__"}
    none_of(sorted(modules - listed), 'Add to a contract "Small modules …" of pyproject.toml what it may import:')


def test_nothing_imports_run_bot() -> None:
    none_of(
        [place for place, node in nodes(*PRODUCT[1:], kind=IMPORT) if "run_bot" in imported(node)],
        "run_bot.py only starts the command line. Move what you need into bot/:",
    )


def test_the_product_does_not_import_tests() -> None:
    none_of(
        [
            place
            for place, node in nodes(*PRODUCT, kind=IMPORT)
            if any(name.split(".")[0] == "tests" for name in imported(node))
        ],
        "The product runs without its tests. Move what it needs into bot/:",
    )
