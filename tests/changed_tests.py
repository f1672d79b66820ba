"""Selects the tests that a change can affect, for `make quick`.

A test is selected if it, a conftest.py of its folders, or anything they import has changed. A file that imports a
package as a whole depends on all its modules, which `bot.discovery` finds there; so does a file that names it in a
string, because other processes are started by name. The conventions are always tested: they read the whole tree.
A change that is not in a Python file of this graph selects all tests, except documents (*.md).

    python -m tests.changed_tests [BASE]    prints files and folders for pytest; BASE is a commit, by default HEAD
"""

import ast
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
ALL, CONVENTIONS = "tests", "tests/conventions"
STARTS_NOTHING = "bot/program_name.py"  # It names the entry point to people.
UNTRACED = "storage/migrations/"  # Alembic finds its revisions by folder.
MODULE_IN_STRING = re.compile(r"([a-z_]\w*(?:[./][a-z_]\w*)+)(?::\w+)?")  # A module, a file, or module:function.


def select(changed: Iterable[str]) -> list[str]:
    """Return the test files and folders that a change of these files can affect."""
    files = _python_files()
    affected = {path for path in changed if not path.endswith(".md")}
    if any(path not in files or path.startswith(UNTRACED) for path in affected):
        return [ALL]
    importers = _importers(frozenset(files))
    waiting = list(affected)
    while waiting:
        new = importers[waiting.pop()] - affected
        affected |= new
        waiting.extend(new)
    tests = (path for path in affected if Path(path).name.startswith("test_") and not path.startswith(CONVENTIONS))
    return [CONVENTIONS, *sorted(tests)]


def changed_files(base: str) -> list[str]:
    """Return the files that differ from a commit, deleted and untracked files included."""
    return [*_git("diff", "--name-only", "--no-renames", base), *_git("ls-files", "--others", "--exclude-standard")]


@cache
def _importers(files: frozenset[str]) -> dict[str, set[str]]:
    """Return for each file the files that depend on it directly."""
    importers: dict[str, set[str]] = defaultdict(set)
    for path in files:
        conftests = {str(folder / "conftest.py") for folder in Path(path).parents}
        for file in conftests | {file for name in _names(path) for file in _files_of(name, files)}:
            importers[file].add(path)
    return importers


def _names(path: str) -> Iterator[str]:
    """Yield the dotted names that a file imports or names in a string. `x.*` stands for the attributes of x."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        match node:
            case ast.Import():
                yield from (alias.name for alias in node.names)
            case ast.ImportFrom(module=str(module)):
                yield from (name for alias in node.names for name in (f"{module}.*", f"{module}.{alias.name}"))
            case ast.Constant(value=str(text)) if path != STARTS_NOTHING and (
                found := MODULE_IN_STRING.fullmatch(text)
            ):
                yield found[1].removesuffix(".py").replace("/", ".")


def _files_of(name: str, files: frozenset[str]) -> set[str]:
    """Return the module or all modules of the package of this name, and the __init__.py of its parents."""
    path = name.removesuffix(".*").replace(".", "/")
    found = {f"{path}.py", f"{path}/__init__.py"} & files
    if f"{path}/__init__.py" in found and not name.endswith(".*"):
        found |= {file for file in files if file.startswith(f"{path}/")}
    parents = {f"{folder}/__init__.py" for folder in Path(path).parents}
    return found | (parents & files if found else set())


def _python_files() -> set[str]:
    listed = _git("ls-files", "--cached", "--others", "--exclude-standard", "*.py")
    return {path for path in listed if (ROOT / path).is_file()}


def _git(*arguments: str) -> list[str]:
    return subprocess.run(["git", *arguments], cwd=ROOT, check=True, capture_output=True, text=True).stdout.splitlines()


if __name__ == "__main__":
    sys.stdout.write("\n".join(select(changed_files(*(sys.argv[1:] or ["HEAD"])))) + "\n")
