"""A conversation with a fault of the Bot API at one call, and what is found wrong in what it leaves."""

from collections import Counter
from pathlib import Path

import pytest

from storage.filing.filings import FilingStatus
from tests import databases
from tests.fault_injection import bot_api_faults
from tests.fault_injection.bot_api_faults import Fault, Run

SHOWN = {"a": Counter({"question": 1, "answer": 1})}
PLAIN = Run(SHOWN, {"a": "answer"}, FilingStatus.REFUSED, ["getUpdates"])


def seen(**texts: int) -> Run:
    """Return a run in which one person sees these texts so often."""
    return Run({"a": Counter(texts)}, {"a": "answer"}, FilingStatus.REFUSED, [])


def test_a_drawn_handful_of_faults_leaves_nothing_lost_or_held(tmp_path: Path) -> None:
    databases.use_test_secret()
    template = tmp_path / "empty.sqlite3"
    databases.fill(f"sqlite:///{template}")
    result = bot_api_faults.run(count=6, seed=4, template=template, folder=tmp_path, on_progress=lambda done: None)
    assert result.wrong == ()
    assert "6 of" in result.how_many


@pytest.mark.parametrize(
    ("faulty", "fault", "words"),
    [
        (seen(answer=1), Fault.SERVER_ERROR, "does not see ['question']"),
        (seen(answer=1), Fault.BROKEN_AFTER, "does not see ['question']"),
        (seen(question=1, answer=2), Fault.SERVER_ERROR, "sees as well ['answer']"),
        (seen(question=2, answer=2), Fault.LATE, "sees as well"),
        (Run(SHOWN, {"a": "question"}, FilingStatus.REFUSED, []), Fault.BLOCKED, "the last messages are"),
        (Run(SHOWN, {"a": "answer"}, FilingStatus.WAITING_OWNER, []), Fault.REFUSED, "the application is"),
    ],
)
def test_what_is_lost_doubled_or_left_is_found(faulty: Run, fault: Fault, words: str) -> None:
    (found,) = bot_api_faults.problems(PLAIN, faulty, fault)
    assert words in found


def test_one_repetition_after_an_effect_and_a_refused_message_are_no_faults() -> None:
    assert bot_api_faults.problems(PLAIN, seen(question=1, answer=2), Fault.HALF) == []
    assert bot_api_faults.problems(PLAIN, seen(answer=1), Fault.REFUSED) == []
