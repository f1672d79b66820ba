"""/metrics: right figures, no person in them, and only for those who may read them."""

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.engine.metrics import BUCKETS, Figures
from bot.web.metrics import of_process
from tests.stories import cast
from tests.stories.app_driver import Town
from tests.web.visitor import Visitor


def told(visitor: Visitor, **headers: str) -> dict[str, float]:
    """Return the figures by name and labels."""
    assert visitor.asks("GET", "/metrics", headers=headers) == 200
    return {
        sample.name + "".join(f" {value}" for name, value in sorted(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(visitor.answer.text)
        for sample in family.samples
    }


def test_what_waits_and_what_was_done_is_told(town: Town) -> None:
    before = told(Visitor(town))
    driver = cast.driver(town)
    driver.says("/menu")
    driver.says("/nothing")
    found = told(Visitor(town))
    assert found["chezhu_store_up"] == 1
    assert found["chezhu_inbox_waiting"] == found["chezhu_outbox_waiting chat"] == found["chezhu_reviews_waiting"] == 0
    assert found["chezhu_turn_seconds_count"] - before["chezhu_turn_seconds_count"] == 2
    refused = "chezhu_refusals_total refused-unknown-command"
    assert found[refused] - before.get(refused, 0) == 1
    delivered = "chezhu_deliveries_total chat done"
    assert found[delivered] - before.get(delivered, 0) == 2


def test_an_event_that_waits_has_an_age(town: Town) -> None:
    driver = cast.driver(town)
    town.ask("POST", f"/world/people/{driver.id}/messages", json={"text": "/menu"})
    updates = town.wait(town.bot.call("getUpdates", timeout=0))
    town.wait(town.desk.receiver.take(updates))
    town.now += (later := town.now - town.now.replace(hour=1))
    found = told(Visitor(town))
    assert found["chezhu_inbox_waiting"] == found["chezhu_lanes_waiting"] == 1
    assert found["chezhu_inbox_age_seconds"] == later.total_seconds()


def test_nothing_personal_is_told(town: Town) -> None:
    driver = cast.driver(town)
    driver.says("/privacy")
    visitor = Visitor(town)
    told(visitor)
    for secret in (driver.name, driver.phone, driver.id_number, str(driver.id), str(driver.person_id)):
        assert secret not in visitor.answer.text


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        ("10.0.0.7", {}),
        ("127.0.0.1", {"X-Forwarded-For": "203.0.113.9"}),
        ("127.0.0.1", {"Forwarded": "for=203.0.113.9"}),
        ("127.0.0.1", {"X-Real-IP": "203.0.113.9"}),
    ],
)
def test_without_a_token_only_this_machine_reads(town: Town, address: str, headers: dict[str, str]) -> None:
    assert Visitor(town, address=address).asks("GET", "/metrics", headers=headers) == 403


def test_with_a_token_only_who_has_it_reads(town: Town) -> None:
    near = Visitor(town, metrics_token="a-token")
    far = Visitor(town, metrics_token="a-token", address="10.0.0.7")
    assert near.asks("GET", "/metrics") == 401
    assert far.asks("GET", "/metrics", headers={"Authorization": "Bearer another"}) == 401
    assert far.asks("GET", "/metrics", headers=httpx.Headers({b"Authorization": "Bearer a-tokén".encode()})) == 401
    assert told(far, Authorization="Bearer a-token")["chezhu_store_up"] == 1


def test_a_store_that_is_away_is_a_figure(town: Town) -> None:
    visitor = Visitor(town)
    town.database.close()
    assert told(visitor)["chezhu_store_up"] == 0


def test_a_turn_falls_into_the_bucket_of_its_time() -> None:
    counted = Figures()
    for seconds in (0.0, 0.001, 0.0011, 2.5, 99.0):
        counted.turn(seconds)
    samples = next(iter(of_process(counted))).samples
    by_edge = {sample.labels["le"]: sample.value for sample in samples if sample.name.endswith("_bucket")}
    assert by_edge["0.001"] == 2
    assert by_edge["0.0025"] == 3
    assert by_edge[str(BUCKETS[-1])] == 4
    assert by_edge["+Inf"] == 5
