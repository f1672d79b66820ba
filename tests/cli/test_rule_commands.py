"""Rules and days that an operator types at the command line."""

from pathlib import Path

import pytest

from tests.cli.test_commands import error, output, run


@pytest.mark.parametrize("command", [("export", "payments"), ("audit", "export")], ids=" ".join)
@pytest.mark.parametrize(("since", "until"), [("0001-01-01", "2026-11-01"), ("2026-11-01", "9999-12-31")])
def test_an_export_of_days_out_of_range_is_refused(
    tmp_path: Path, command: tuple[str, ...], since: str, until: str
) -> None:
    for first, last in ((since, until), ("2026-11-02", "2026-11-01")):
        done = run(tmp_path, *command, str(tmp_path / "days.csv"), "--since", first, "--until", last)
        assert "The days lie between 2000-01-01 and 2999-12-31, and --since is not after --until." in error(done)
    assert not (tmp_path / "days.csv").exists()


def test_a_rule_is_set_from_a_day_on_and_has_a_history(tmp_path: Path) -> None:
    listed = output(run(tmp_path, "rules", "list"))
    assert "  vehicles_per_user = 3  (count)" in listed
    assert "  fine_limit = 200  (yuan)" in listed
    done = run(tmp_path, "rules", "set", "vehicles_per_user", "5", "--why", "notice 7", "--from", "2020-02-01")
    assert "vehicles_per_user = 5  (count) from 2020-02-01 00:00" in output(done)
    assert "* vehicles_per_user = 5  (count)" in output(run(tmp_path, "rules", "list"))
    one_day = ("--from", "2020-03-01", "--until", "2020-03-01")
    output(run(tmp_path, "rules", "set", "vehicles_per_user", "6", "--why", "one day", *one_day))
    history = output(run(tmp_path, "rules", "list", "--history", "vehicles_per_user"))
    assert "vehicles_per_user = 5  (count) from 2020-02-01 00:00 until further notice: notice 7" in history
    assert "from 2020-03-01 00:00 until 2020-03-01 (inclusive): one day" in history


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("vehicles_per_user", "many", "--why", "x"), "not a number; allowed: 0 to 20"),
        (("vehicles_per_user", "21", "--why", "x"), "too high"),
        (("vehicles_per_user", "4", "--why", " "), "--why names the notice that orders the rule"),
        (("fine_limit", "20000", "--why", "x"), "too high; allowed: 0 to 10000 (yuan)"),
        (("never_heard", "1", "--why", "x"), "No rule is called never_heard"),
        (("exempt_calendar", "never", "--why", "x"), "not a choice"),
        (("qr_owner_code", "perhaps", "--why", "x"), "not a switch; allowed: on or off."),
        (("code_tries", "4", "--why", "x", "--until", "9999-12-31"), "is not in the years 2000 to 2999"),
        (("check_rules", "45=never", "--why", "x"), "not understood; write it like 45=all-fifteen 450900=iso-7064."),
        (("owner_lapse_hours", "5", "--why", "x"), "owner_reminder_hours must not be greater than owner_lapse_hours"),
        (("vehicles_per_user", "4", "--why", "x", "--from", "soon"), "is not a day"),
        (("vehicles_per_user", "4", "--why", "x", "--until", "2020-01-01"), "must not be before"),
    ],
)
def test_an_invalid_rule_value_is_refused(tmp_path: Path, words: tuple[str, ...], complaint: str) -> None:
    assert complaint in error(run(tmp_path, "rules", "set", *words))
