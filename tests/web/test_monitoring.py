"""The alert rules and the dashboard for operators ask only for metrics and labels that /metrics has."""

import json
import re
from collections.abc import Iterator

import pytest
import yaml
from prometheus_client.metrics_core import Metric
from prometheus_client.parser import text_string_to_metric_families

from tests.conventions.source_tree import ROOT
from tests.stories import cast
from tests.stories.app_driver import AppDriver
from tests.web.visitor import Visitor

ALERTS = ROOT / ".deploy/alerts.yaml"
DASHBOARD = ROOT / ".deploy/dashboard.json"
# Prometheus adds these to whatever it fetches; `up` is its own.
ADDED_LABELS = {"job", "instance", "le"}
SELECTOR = re.compile(r"\b((?:chezhu|process)_\w+)(?:\{([^}]*)\})?")


def rules() -> list[dict[str, object]]:
    return [rule for group in yaml.safe_load(ALERTS.read_text())["groups"] for rule in group["rules"]]


def panels() -> list[dict[str, object]]:
    return [panel for panel in json.loads(DASHBOARD.read_text())["panels"] if panel["type"] != "row"]


def expressions() -> Iterator[str]:
    yield from (str(rule["expr"]) for rule in rules())
    yield from (str(target["expr"]) for panel in panels() for target in panel["targets"])  # type: ignore[attr-defined]


@pytest.fixture
def labels(app: AppDriver) -> dict[str, dict[str, set[str]]]:
    """The labels of each sample that /metrics reports, with their values, once the desk has done something."""
    driver = cast.driver(app)
    driver.says("/nothing")
    app.write(app.desk.versions.renew)
    visitor = Visitor(app)
    assert visitor.asks("GET", "/metrics") == 200
    found: dict[str, dict[str, set[str]]] = {}
    for family in text_string_to_metric_families(visitor.answer.text):
        collect(family, found)
    return found


def collect(family: Metric, found: dict[str, dict[str, set[str]]]) -> None:
    for sample in family.samples:
        of_sample = found.setdefault(sample.name, {})
        for name, value in sample.labels.items():
            of_sample.setdefault(name, set()).add(value)


def test_every_metric_and_label_of_rules_and_dashboard_exists(labels: dict[str, dict[str, set[str]]]) -> None:
    for expression in expressions():
        for name, selected in SELECTOR.findall(expression):
            assert name in labels, f"{name}: /metrics has no such metric ({expression})"
            for label in re.findall(r"(\w+)\s*(?:=|!=|=~|!~)", selected):
                assert label in labels[name].keys() | ADDED_LABELS, f"{name} has no label {label} ({expression})"
        for grouped in re.findall(r"by \(([^)]*)\)", expression):
            known = {label for name, _ in SELECTOR.findall(expression) for label in labels[name]}
            assert set(grouped.replace(" ", "").split(",")) <= known | ADDED_LABELS, expression


def test_the_values_that_rules_name_are_those_that_are_reported(labels: dict[str, dict[str, set[str]]]) -> None:
    named = re.findall(r"(chezhu_\w+)\{(channel|outcome)=~?\"([^\"]*)\"", "\n".join(expressions()))
    reported = {"outcome": {"done", "failed", "again", "postponed", "set_aside"}, "channel": set()}
    for of_sample in labels.values():
        reported["channel"] |= of_sample.get("channel", set())
    assert {(label, value) for _, label, values in named for value in values.split("|")} <= {
        (label, value) for label, values in reported.items() for value in values
    }
    assert "group" in reported["channel"]


def test_every_alert_says_what_happens_what_to_do_and_whom_to_wake() -> None:
    found = rules()
    assert len({rule["alert"] for rule in found}) == len(found) > 10
    for rule in found:
        assert set(rule["annotations"]) == {"summary", "action"}  # type: ignore[call-overload]
        assert rule["labels"]["severity"] in {"page", "ticket"}  # type: ignore[index]


def test_every_panel_of_the_dashboard_says_what_it_shows() -> None:
    found = panels()
    assert len({panel["id"] for panel in found}) == len(found) > 10
    assert all(panel["title"] and panel["description"] and panel["targets"] for panel in found)
