"""The commands, settings and files that the documents name exist."""

import os
import re
import subprocess

from typer.testing import CliRunner

from bot.cli.main import app
from bot.services.importing.api_kinds import ApiKind
from bot.services.staff import published_events
from bot.settings import Settings
from storage.filing.filings import EndReason
from tests.conventions.source_tree import ROOT, none_of
from tests.forgery import registry, test_forged

DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]


def commands_in_documents(pattern: str) -> set[str]:
    """Return what matches the pattern in the code of all documents."""
    texts = "\n".join(document.read_text() for document in DOCUMENTS)
    code = re.findall(r"```.*?```|`[^`\n]+`", texts, re.DOTALL)
    return {word for piece in code for word in re.findall(pattern, piece)}


def make_targets() -> dict[str, str]:
    """Return the targets of the Makefile with their help texts."""
    return dict(re.findall(r"^([a-z]+):.*## (.+)$", (ROOT / "Makefile").read_text(), re.MULTILINE))


def test_every_make_command_in_the_documents_exists() -> None:
    none_of(
        sorted(commands_in_documents(r"\bmake ([a-z]+)") - set(make_targets())), "The Makefile has no such command:"
    )


def test_every_make_command_has_a_help_text() -> None:
    said = subprocess.run(["make", "--no-print-directory"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    none_of([name for name in make_targets() if f"make {name} " not in said], "`make` does not mention:")
    phony = re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert phony is not None
    assert set(phony[1].split()) == set(make_targets()), "Every command of the Makefile has a sentence after ##"


def test_every_run_bot_command_in_the_documents_exists() -> None:
    commands = commands_in_documents(r"\brun_bot\.py ([a-z]+)")
    answer = CliRunner().invoke(app, ["--help"])
    assert answer.exit_code == 0, answer.output
    none_of(sorted(name for name in commands if name not in answer.output), "`python run_bot.py --help` does not know:")


def test_commands_in_the_documents_use_the_python_of_the_environment() -> None:
    instructions = ["README.md", "CONTRIBUTING.md", "docs/operating.md", "docs/scaling.md", "docs/testing.md"]
    bare = re.compile(r"^.*(?<!\.venv/bin/)\bpython (?:run_bot\.py|-m )", re.MULTILINE)
    found = [f"{name}: {line}" for name in instructions for line in bare.findall((ROOT / name).read_text())]
    none_of(found, "Write .venv/bin/python, another Python lacks the packages:")


def test_the_readme_lists_every_make_command() -> None:
    readme = (ROOT / "README.md").read_text()
    none_of(
        [name for name in make_targets() if f"`make {name}`" not in readme and f"make {name} " not in readme],
        "The README does not name the make commands:",
    )


def test_continuous_integration_runs_the_checks_and_the_tests() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert script.read_text().splitlines()[-1] == "make check test"


def test_every_setting_is_documented_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text()
    missing = [f"CHEZHU_{name.upper()}" for name in Settings.model_fields if f"CHEZHU_{name.upper()}" not in readme]
    none_of(missing, "Say in the README what these settings are for:")


def test_the_document_of_the_machine_api_names_every_kind_event_and_end_of_a_filing() -> None:
    said = (ROOT / "docs" / "machine-api.md").read_text()
    names = [*(kind.value for kind in ApiKind), *published_events.TYPES, *(reason.value for reason in EndReason)]
    none_of([name for name in names if f"`{name}`" not in said], "Write in docs/machine-api.md what they say:")


def test_every_path_in_the_documents_exists() -> None:
    paths = commands_in_documents(r"(?<![\w/.:-])((?:bot|handlers|storage|tests|docs|\.ci|\.deploy)/[\w./@-]*\w/?)")
    written_by_operators = {".deploy/chezhu.env"}
    missing = sorted(path for path in paths - written_by_operators if not (ROOT / path).exists())
    none_of(missing, "The documents name paths that do not exist:")


def test_every_function_in_the_tables_of_the_architecture_exists() -> None:
    rows = re.findall(r"^\| `(\S+\.py)` \| (`.+?`) \|", (ROOT / "ARCHITECTURE.md").read_text(), re.MULTILINE)
    assert len(rows) > 25
    missing = [
        f"{path} {name}"
        for path, names in rows
        for name in re.findall(r"`(\w+)`", names)
        if not re.search(rf"\bdef {name}\b", (ROOT / path).read_text())
    ]
    none_of(missing, "ARCHITECTURE.md names functions that do not exist:")


def test_the_document_of_the_tests_says_how_many_forged_inputs_are_sent() -> None:
    document = (ROOT / "docs" / "testing.md").read_text()
    for said in (f"in {registry.CLASSES} classes", f"sends {test_forged.COUNT:,} inputs"):
        assert said in document, f"Write in docs/testing.md, under “Forged inputs”: {said}"
