"""The lock files are complete and hashed, and name no host."""

import re
import tomllib
from typing import Any

import pytest

from tests.conventions.source_tree import ROOT, none_of

SETS = {"run": (), "vision": ("vision",), "test": ("vision", "dev")}
ADVICE = "Update the lock files with `make lock`:"


def project() -> dict[str, Any]:
    """Return the project table of pyproject.toml."""
    facts: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return facts


def lock(name: str) -> str:
    """Return the content of a lock file."""
    return (ROOT / ".ci" / "locks" / f"{name}.txt").read_text()


def pins(name: str) -> set[tuple[str, str]]:
    """Return the packages of a lock file, with their versions."""
    return set(re.findall(r"^([a-z0-9-]+)(?:\[.*\])?==(\S+)", lock(name), re.MULTILINE))


@pytest.mark.parametrize("name", SETS)
def test_a_lock_file_holds_pins_and_hashes_and_names_no_host(name: str) -> None:
    line = re.compile(r"[a-z0-9-]+==\S+( ; [^:/]+)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?")
    none_of([text for text in lock(name).splitlines() if not line.fullmatch(text)], ADVICE)


@pytest.mark.parametrize("name", SETS)
def test_a_lock_file_holds_every_dependency(name: str) -> None:
    facts = project()
    asked = facts["dependencies"] + [wish for extra in SETS[name] for wish in facts["optional-dependencies"][extra]]
    names = {re.split(r"[^a-z0-9.-]", wish.lower())[0].replace(".", "-") for wish in asked}
    none_of(sorted(names - {package for package, _ in pins(name)}), ADVICE)


def test_the_tested_versions_are_the_ones_that_run() -> None:
    none_of(sorted((pins("run") | pins("vision")) - pins("test")), ADVICE)
