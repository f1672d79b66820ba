"""Random worlds: the whole desk is killed under a crowd that acts at random; and large numbers of webhook events."""

from pathlib import Path

from tests import log_scanner
from tests.fault_injection import webhook_events, world

# Steps that were in progress when the first desk started: they are reached whatever else happens.
CERTAIN = {"payments settled": 3, "refunds proposed": 2, "review decisions": 1, "filings decided": 1}


def test_all_invariants_hold_after_kills_of_the_whole_desk(tmp_path: Path) -> None:
    result = world.run(tmp_path, kills=2, seed=3, drivers=3, owners=3)
    assert result.kills >= 2
    assert result.actions >= 10
    for step, least in CERTAIN.items():
        assert result.steps[step] >= least, f"{least} {step}? {result.summary()}"


def test_a_plate_in_a_log_is_found() -> None:
    assert log_scanner.findings("chezhu.turn ERROR: 桂A12345")


def test_many_webhook_events_settle_each_order_once(template: Path, tmp_path: Path) -> None:
    sent, wrong = webhook_events.run_storm(
        count=500, seed=1, template=template, folder=tmp_path, on_progress=lambda _: None
    )
    assert sent >= 500
    assert wrong == []


def test_corrupted_webhook_events_are_rejected() -> None:
    sent, accepted = webhook_events.run_corrupted(count=1_000, seed=2, on_progress=lambda _: None)
    assert (sent, accepted) == (1_000, [])
