"""`make quick` selects every test that a change can affect."""

import pytest

from tests.changed_tests import select


@pytest.mark.parametrize(
    ("changed", "test"),
    [
        ("bot/services/values/plates.py", "tests/services/test_plates.py"),
        ("handlers/filing/by_sms.py", "tests/stories/test_filing_by_sms.py"),  # Found by its package.
        ("bot/cli/backup.py", "tests/cli/test_run.py"),  # Started by name in another process.
        ("tests/stories/conftest.py", "tests/stories/test_menu.py"),
        ("tests/cli/test_backup.py", "tests/cli/test_backup.py"),
    ],
)
def test_a_change_selects_the_tests_that_depend_on_it(changed: str, test: str) -> None:
    assert test in select([changed])


def test_a_change_selects_no_other_tests() -> None:
    assert "tests/services/test_plates.py" not in select(["bot/cli/backup.py"])
    assert select(["README.md"]) == ["tests/conventions"]


@pytest.mark.parametrize("changed", ["bot/locales/en/menu.ftl", "pyproject.toml", "bot/web/deleted.py"])
def test_a_change_outside_the_import_graph_selects_all_tests(changed: str) -> None:
    assert select([changed]) == ["tests"]
