"""The list of guards is complete, each can be removed alone, and a test that should notice a removal does."""

import ast
import re
import shutil
from pathlib import Path

import pytest

from tests import report
from tests.mutation import mutants, redundant_guards, scoring
from tests.mutation.choosing import Recordings
from tests.mutation.kinds import CONSTRAINTS
from tests.mutation.mutants import ROOT, Guard
from tests.mutation.runner import MutationOutcome, MutationRunner

KINDS = {"condition", "refusal", "rejection", "permission", "demand", "signature", "constraint", "counting"}


@pytest.fixture(scope="module")
def guards() -> list[Guard]:
    """Return every guard of the tree. To find them takes seconds, which is no time for the collection of tests."""
    return mutants.every_guard()


def test_every_file_with_guards_is_listed(guards: list[Guard]) -> None:
    listed = {guard.path for guard in guards}
    for path in mutants.files():
        source = (ROOT / path).read_text()
        if path.startswith("storage/") and any(f"{name}(" in source for name in CONSTRAINTS):
            assert path in listed
        if "compare_digest(" in source or re.search(
            r"raise (NotYours|NotStaff|InvalidCallbackData)\b(?! from)", source
        ):
            assert path in listed


def test_each_guard_can_be_removed_alone(guards: list[Guard]) -> None:
    for guard in guards:
        source = (ROOT / guard.path).read_text()
        without = guard.remove_from(source)
        ast.parse(without)
        assert without != source


def test_every_kind_of_guard_occurs(guards: list[Guard]) -> None:
    assert {guard.kind for guard in guards} == KINDS


def test_the_report_lists_the_score_of_each_kind_and_the_unnoticed_guards(guards: list[Guard], tmp_path: Path) -> None:
    first, second, third, *_ = [guard for guard in guards if guard.kind == "refusal"]
    right = next(guard for guard in guards if guard.kind == "permission")
    path = tmp_path / "BENCHMARKS.md"
    outcomes = (MutationOutcome.NOTICED, MutationOutcome.HELD, MutationOutcome.SURVIVED, MutationOutcome.NOTICED)
    tried = list(zip((first, second, third, right), outcomes, strict=True))
    scoring.record(tried, path=path)
    written = report.section(scoring.TITLE, report=path)
    assert written.splitlines()[-4:-2] == ["| refusal | 3 | 1 | 1 | 1 |", "| all | 4 | 2 | 1 | 1 |"]
    assert "| permission | 1 | 1 | 0 | 0 |" in written
    assert written.splitlines()[-1].startswith(f"- {third.name}: ")
    assert not scoring.good(tried)


@pytest.mark.parametrize(
    "source",
    [
        "def use(code):\n    update(Code).where(col(Code.id) == code.id, col(Code.used_at).is_(None))",
        "def close(code):\n    update_if(session, code, col(Code.used_at).is_(None), used_at=at)",
        "def count(code):\n    update_if(session, code, attempts=col(Code.attempts) + 1)",
        "def of(person_id):\n    return select(Filing).where(Filing.filer_id == person_id)",
        "if found is None or found.owner_id != by.id:\n    raise NotYours",
        "if person.blacklisted_until > now:\n    refusals.append(Blacklisted())",
        "def take(row, by):\n    permissions.require(session, by, StaffRole.CASHIER)",
        "async def approve(request):\n    await request.require_user()",
        "def use(row):\n    database.lock_row(session, Code, row.id)",
        "def fits(one, other) -> bool:\n    return hmac.compare_digest(one, other)",
        'class Slot(SQLModel):\n    __tablename__ = "slots"\n    __table_args__ = (UniqueConstraint("lane"),)',
        "def count(code):\n    update(Code).values(attempts=col(Code.attempts) + 1)",
    ],
)
def test_a_new_guard_is_found(source: str) -> None:
    assert mutants.guards_of("storage/identity/sms_codes.py", source)


def test_a_check_that_only_avoids_a_crash_belongs_to_the_next_reason() -> None:
    found = mutants.guards_of("bot/services/x.py", "if row is None or row.person_id != by.id:\n    raise NotYours")
    assert [guard.text for guard in found] == ["row.person_id != by.id"]


def test_redundant_guards_name_existing_guards(guards: list[Guard]) -> None:
    keys = {guard.key for guard in guards}
    assert keys >= redundant_guards.BACKED_UP.keys()
    for guard in guards:
        redundant_guards.backups_of(guard, guards)


def test_a_removed_guard_is_noticed_by_a_test_and_restored(tmp_path: Path) -> None:
    for name in (
        "__init__.py",
        "mutation/__init__.py",
        "mutation/trying.py",
        "mutation/kinds.py",
        "mutation/mutants.py",
    ):
        (tmp_path / "tests" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / "tests" / name, tmp_path / "tests" / name)
    (tmp_path / "storage").mkdir()
    spending = tmp_path / "storage" / "spending.py"
    spending.write_text(SPENDING)
    (tmp_path / "tests" / "test_spending.py").write_text(TRIED)
    guards = mutants.guards_of("storage/spending.py", SPENDING)
    with MutationRunner(tmp_path, Chosen()) as ground:
        outcomes = [ground.without([guard]) for guard in guards]
        assert not ground.failing([TEST])
    assert outcomes == [(MutationOutcome.NOTICED, TEST), (MutationOutcome.SURVIVED, "")]
    assert spending.read_text() == SPENDING


TEST = "tests/test_spending.py::test_a_used_code_cannot_be_used_again"
SPENDING = """
class Spent(Exception):
    pass


def use(code, now):
    if code["used"] or code["until"] < now:
        raise Spent
"""
TRIED = """
import pytest
from storage import spending


def test_a_used_code_cannot_be_used_again():
    with pytest.raises(spending.Spent):
        spending.use({"used": True, "until": 2}, 1)
"""


class Chosen(Recordings):
    """A recording with one test that runs everything."""

    def __init__(self) -> None:
        super().__init__([])

    def tests_for(self, guard: Guard, *, most: int, seconds: float) -> list[str]:
        """Return the one test."""
        return [TEST]
