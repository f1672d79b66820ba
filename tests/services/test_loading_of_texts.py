"""Texts are parsed on their first use, by whichever thread needs them first."""

from typing import Any

import pytest

from bot.texts import Texts


def test_a_text_is_there_only_with_those_that_stand_within_it(monkeypatch: pytest.MonkeyPatch) -> None:
    catalogue, added = Texts("zh-CN"), list[str]()
    add = catalogue._bundle.add_resource

    def note(resource: Any) -> None:
        added.append(resource.body[0].id.name)
        add(resource)

    monkeypatch.setattr(catalogue._bundle, "add_resource", note)
    catalogue("command-offices")
    assert added == ["counters", "command-offices"]
