"""Every limit is described in docs/personal-data.md, and an invariant of the random worlds or a test holds it."""

import re
from pathlib import Path

import pytest

from bot.services.identity.limits import Limit

ROOT = Path(__file__).parents[2]
INVARIANTS = "tests/fault_injection/random_worlds/limits.py"

# The limit: words of its row in *Limits* in docs/personal-data.md, and the function of INVARIANTS that holds it, or the
# file of its tests.
LIMITS: dict[Limit, tuple[str, str]] = {
    Limit.APPLICATION_OF_DAY: ("applications a day", "_application"),
    Limit.APPLICATION_OF_YEAR: ("applications a day, a year", "_application"),
    Limit.VEHICLE_LOOKUP: ("look-ups of vehicles", "tests/services/test_limit_races.py"),
    Limit.PERSON_LOOKUP: ("look-ups of people", "tests/services/test_limits.py"),
    Limit.LOOKUP_OF_PLATE: ("attempts on one plate", "tests/services/test_limit_races.py"),
    Limit.FIRST_LOOKUP_OF_PLATE: ("attempts on one plate of one person", "tests/services/test_limits.py"),
    Limit.IDENTITY_CASE: ("identity cases", "tests/services/test_limits.py"),
    Limit.STAFF_IDENTITY_ASKED: ("to have their identity checked", "tests/services/test_limit_races.py"),
    Limit.CODE_REQUEST: ("SMS codes to other people", "_code_sent"),
    Limit.CODE_OF_DAY: ("to one of them a day", "_code_sent"),
    Limit.CODE_OF_MONTH: ("in 30 days", "tests/services/test_code_requesters.py"),
    Limit.WRONG_CODE_OF_DAY: ("wrong codes to one phone number by one requester", "_guessed"),
    Limit.WRONG_CODE_OF_MONTH: ("wrong codes to one phone number by one requester", "_guessed"),
    Limit.OWNER_BLOCK: ("an owner's block", "_barred"),
    Limit.BLACKLIST: ("the blacklist", "_barred"),
}


@pytest.mark.parametrize("limit", Limit)
def test_a_limit_is_described_and_held(limit: Limit) -> None:
    assert limit in LIMITS, f"{limit}: add its row of docs/personal-data.md and its invariant in {INVARIANTS} to LIMITS"
    words, held_by = LIMITS[limit]
    section = (ROOT / "docs/personal-data.md").read_text().partition("\n## Limits\n")[2].partition("\n## ")[0]
    rows = [row.split("|")[1] for row in re.findall(r"^\| .*\|$", section, re.MULTILINE)]
    assert any(words in row for row in rows), f"{limit}: write a row about “{words}” into *Limits* of personal-data.md"
    if held_by.startswith("_"):
        invariants = (ROOT / INVARIANTS).read_text()
        assert f"def {held_by}(" in invariants, f"{limit}: write the invariant {held_by} into {INVARIANTS}"
    else:
        assert (ROOT / held_by).exists(), f"{limit}: write its test into {held_by}"
