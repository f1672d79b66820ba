"""The list of guards is whole, and taking one away takes that one away."""

import ast

import pytest

from tests.guards import finding
from tests.guards.finding import CONSTRAINTS, ROOT


def test_every_file_that_guards_is_on_the_list() -> None:
    listed = {guard.path for guard in finding.every_guard()}
    for path in finding.files():
        source = (ROOT / path).read_text()
        if path.startswith("storage/") and any(f"{name}(" in source for name in CONSTRAINTS):
            assert path in listed
        if "compare_digest(" in source:
            assert path in listed


@pytest.mark.parametrize(
    "path",
    ["bot/marks.py", "storage/codes.py", "storage/filings.py", "bot/services/approvals.py", "bot/web/webhook.py"],
)
def test_each_guard_can_be_taken_away_alone(path: str) -> None:
    source = (ROOT / path).read_text()
    guards = finding.guards_of(path, source)
    assert guards
    for guard in guards:
        without = guard.taken_from(source)
        ast.parse(without)
        assert without != source


def test_the_kinds_of_guards_are_all_there() -> None:
    assert {guard.kind for guard in finding.every_guard()} == {"condition", "refusal", "signature", "constraint"}
