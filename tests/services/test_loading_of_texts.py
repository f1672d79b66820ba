"""Texts are parsed on their first use, by whichever thread needs them first."""

from typing import Any

from fluent.runtime import FluentBundle

from bot.texts import Texts


class NotingBundle(FluentBundle):
    """Notes which texts are added, in their order."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.added: list[str] = []

    def add_resource(self, resource: Any, allow_overrides: bool = False) -> None:
        self.added.append(resource.body[0].id.name)
        super().add_resource(resource, allow_overrides)


def test_a_text_is_there_only_with_those_that_stand_within_it() -> None:
    catalogue = Texts("zh-CN")
    catalogue._bundle = bundle = NotingBundle(["zh-CN"], functions=catalogue._bundle._functions)
    catalogue("command-offices")
    assert bundle.added == ["counters", "command-offices"]
