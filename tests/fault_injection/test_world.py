"""The whole desk as it is run, shot under a crowd that acts at random; and payment notices in a storm."""

from pathlib import Path

from tests import log_scanner
from tests.fault_injection import notices, world

CERTAIN = {"payments settled": 3, "refunds proposed": 2, "review decisions": 1, "filings decided": 1}
"""What was on its way when the first desk started: it comes, whoever is shot and whatever the crowd does meanwhile."""


def test_everything_holds_whenever_the_desk_is_shot(tmp_path: Path) -> None:
    lived = world.run(tmp_path, kills=2, seed=3, drivers=3, owners=3)
    assert lived.kills >= 2
    assert lived.deeds >= 10
    for step, least in CERTAIN.items():
        assert lived.steps[step] >= least, f"{least} {step}? {lived.told()}"


def test_a_log_that_names_somebody_is_found() -> None:
    assert log_scanner.findings("chezhu.turn ERROR: 桂A12345")


def test_a_storm_of_notices_settles_each_order_once(template: Path, tmp_path: Path) -> None:
    told, wrong = notices.stormed(count=500, seed=1, template=template, folder=tmp_path, tell=lambda _: None)
    assert told >= 500
    assert wrong == []


def test_no_garbled_notice_is_believed() -> None:
    brought, believed = notices.garbled(count=1_000, seed=2, tell=lambda _: None)
    assert (brought, believed) == (1_000, [])
