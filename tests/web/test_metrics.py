"""/metrics: correct values, no personal data, and access only for the operator."""

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.engine.metrics import TURN_SECONDS, EngineMetrics
from bot.web.metrics import process_metrics
from storage.engine.processes import SILENCE
from tests.stories import cast
from tests.stories.app_driver import AppDriver
from tests.web.visitor import Visitor


def metrics(visitor: Visitor, **headers: str) -> dict[str, float]:
    """Return the values by name and labels."""
    assert visitor.asks("GET", "/metrics", headers=headers) == 200
    return {
        sample.name + "".join(f" {value}" for name, value in sorted(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(visitor.answer.text)
        for sample in family.samples
    }


def test_backlogs_and_counters_are_reported(app: AppDriver) -> None:
    before = metrics(Visitor(app))
    driver = cast.driver(app)
    driver.says("/menu")
    driver.says("/nothing")
    found = metrics(Visitor(app))
    assert found["chezhu_store_up"] == 1
    assert found["chezhu_inbox_waiting"] == found["chezhu_outbox_waiting chat"] == found["chezhu_reviews_waiting"] == 0
    assert found["chezhu_turn_seconds_count"] - before["chezhu_turn_seconds_count"] == 2
    refused = "chezhu_refusals_total refused-unknown-command"
    assert found[refused] - before.get(refused, 0) == 1
    delivered = "chezhu_deliveries_total chat done"
    assert found[delivered] - before.get(delivered, 0) == 2


def test_the_age_of_the_oldest_waiting_event_is_reported(app: AppDriver) -> None:
    driver = cast.driver(app)
    app.ask("POST", f"/world/people/{driver.id}/messages", json={"text": "/menu"})
    updates = app.wait(app.bot.call("getUpdates", timeout=0))
    app.wait(app.desk.receiver.receive(updates))
    app.now += (later := app.now - app.now.replace(hour=1))
    found = metrics(Visitor(app))
    assert found["chezhu_inbox_waiting"] == found["chezhu_lanes_waiting"] == 1
    assert found["chezhu_inbox_age_seconds"] == later.total_seconds()


def test_no_personal_data_is_reported(app: AppDriver) -> None:
    driver = cast.driver(app)
    driver.says("/privacy")
    visitor = Visitor(app)
    metrics(visitor)
    for secret in (driver.name, driver.phone, driver.id_number, str(driver.id), str(driver.person_id)):
        assert secret not in visitor.answer.text


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        ("10.0.0.7", {}),
        ("127.0.0.1", {"X-Forwarded-For": "203.0.113.9"}),
        ("127.0.0.1", {"Forwarded": "for=203.0.113.9"}),
        ("127.0.0.1", {"X-Real-IP": "203.0.113.9"}),
        ("127.0.0.1", {"X-Forwarded-Proto": "https"}),
        ("127.0.0.1", {"X-Forwarded-Host": "desk.example"}),
        ("127.0.0.1", {"X-Original-URI": "/metrics"}),
        ("127.0.0.1", {"CF-Connecting-IP": "203.0.113.9"}),
        ("127.0.0.1", {"True-Client-IP": "203.0.113.9"}),
        ("127.0.0.1", {"X-Client-IP": "203.0.113.9"}),
        ("127.0.0.1", {"X-ProxyUser-Ip": "203.0.113.9"}),
        ("127.0.0.1", {"X-Azure-ClientIP": "203.0.113.9"}),
        ("127.0.0.1", {"Via": "1.1 proxy"}),
    ],
)
def test_without_a_token_only_this_machine_has_access(app: AppDriver, address: str, headers: dict[str, str]) -> None:
    assert Visitor(app, address=address).asks("GET", "/metrics", headers=headers) == 403


def test_a_configured_token_is_required(app: AppDriver) -> None:
    local = Visitor(app, metrics_token="a-token")
    remote = Visitor(app, metrics_token="a-token", address="10.0.0.7")
    assert local.asks("GET", "/metrics") == 401
    assert remote.asks("GET", "/metrics", headers={"Authorization": "Bearer another"}) == 401
    assert remote.asks("GET", "/metrics", headers=httpx.Headers({b"Authorization": "Bearer a-tokén".encode()})) == 401
    assert metrics(remote, Authorization="Bearer a-token")["chezhu_store_up"] == 1


def test_a_database_that_does_not_respond_is_reported(app: AppDriver) -> None:
    visitor = Visitor(app)
    app.database.close()
    assert metrics(visitor)["chezhu_store_up"] == 0


def test_a_turn_is_counted_in_the_bucket_of_its_duration() -> None:
    counted = EngineMetrics()
    for seconds in (0.0, 0.001, 0.0011, 2.5, 99.0):
        counted.turn(seconds)
    samples = next(iter(process_metrics(counted))).samples
    by_edge = {sample.labels["le"]: sample.value for sample in samples if sample.name.endswith("_bucket")}
    assert by_edge["0.001"] == 2
    assert by_edge["0.0025"] == 3
    assert by_edge[str(TURN_SECONDS[-1])] == 4
    assert by_edge["+Inf"] == 5


def test_the_versions_that_run_are_reported_until_they_fall_silent(app: AppDriver) -> None:
    app.write(app.desk.versions.renew)
    name = f"chezhu_processes all {app.desk.versions.identity.version}"
    assert metrics(Visitor(app))[name] == 1
    app.now += SILENCE
    assert name not in metrics(Visitor(app))
