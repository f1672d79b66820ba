"""What the papers tell people to type can be typed."""

import os
import re
import subprocess
import sys

from bot.settings import Settings
from tests.conventions.source_tree import ROOT, none_of

PAPERS = ("README.md", "ARCHITECTURE.md", "CHANGELOG.md", "DECISIONS.md")


def told(pattern: str) -> set[str]:
    """Return what the papers tell people to type, where it is set as code."""
    papers = "\n".join((ROOT / name).read_text() for name in PAPERS if (ROOT / name).exists())
    code = re.findall(r"```.*?```|`[^`\n]+`", papers, re.DOTALL)
    return {word for piece in code for word in re.findall(pattern, piece)}


def targets() -> dict[str, str]:
    """Return the commands of the Makefile, with their sentences."""
    return dict(re.findall(r"^([a-z]+):.*## (.+)$", (ROOT / "Makefile").read_text(), re.MULTILINE))


def test_every_make_command_of_the_papers_exists() -> None:
    none_of(sorted(told(r"\bmake ([a-z]+)") - set(targets())), "The Makefile has no such command:")


def test_every_make_command_says_what_it_does() -> None:
    said = subprocess.run(["make", "--no-print-directory"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    none_of([name for name in targets() if f"make {name} " not in said], "`make` does not mention:")
    phony = re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert phony is not None
    assert set(phony[1].split()) == set(targets()), "Every command of the Makefile has a sentence after ##"


def test_every_command_of_the_desk_in_the_papers_exists() -> None:
    commands = told(r"\brun_bot\.py ([a-z]+)")
    asked = [sys.executable, "run_bot.py", "--help"]
    answer = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
    none_of(sorted(name for name in commands if name not in answer.stdout), "`python run_bot.py --help` does not know:")


def test_continuous_integration_runs_the_tests() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert script.read_text().splitlines()[-1] == "make test"


def test_every_setting_stands_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text()
    missing = [f"CHEZHU_{name.upper()}" for name in Settings.model_fields if f"CHEZHU_{name.upper()}" not in readme]
    none_of(missing, "Say in the README what these settings are for:")
