"""All listeners of the desk by what they listen to; two for the same command, button or link are an error."""

from collections.abc import Collection, Iterable
from typing import Any

from bot.engine.inbound.flows import Flows
from bot.engine.listeners import (
    Flow,
    Handler,
    Listener,
    OnCommand,
    OnGroup,
    OnLink,
    OnMessage,
    OnOwnWords,
    OnResult,
    OnTap,
    OnTimer,
)


class ListenerTable:
    """Listeners by command, button, link, task, timer and event in groups, each with the flow that it starts."""

    def __init__(self, handlers: Iterable[Handler], flows: Flows) -> None:
        self.commands: dict[str, tuple[Listener, Flow | None]] = {}
        self.taps: dict[str, tuple[Listener, Flow | None]] = {}
        self.results: dict[str, Listener] = {}
        self.timers: dict[str, Listener] = {}
        self.links: dict[str, tuple[OnLink, Flow | None]] = {}
        self.messages: list[tuple[OnMessage, Flow | None]] = []
        self.own_words: list[OnOwnWords] = []
        self.groups: dict[str, OnGroup] = {}
        for each in handlers:
            self._add(each, flows)

    @property
    def names(self) -> tuple[Collection[str], ...]:
        """The names that are stored, of each kind."""
        return self.commands, self.taps, self.results, self.timers, self.links

    def _add(self, handler: Handler, flows: Flows) -> None:
        if isinstance(handler, Flow):
            flows.add(handler)
            for entry in handler.entry_points:
                self._add_listener(entry, handler)
        elif isinstance(handler, OnGroup):
            _unique(self.groups, handler.event, handler)
        else:
            self._add_listener(handler, None)

    def _add_listener(self, listener: Listener, flow: Flow | None) -> None:
        if isinstance(listener, OnCommand):
            _unique(self.commands, listener.name, (listener, flow))
        elif isinstance(listener, OnTap):
            _unique(self.taps, listener.button.verb, (listener, flow))
        elif isinstance(listener, OnResult):
            _unique(self.results, listener.task, listener)
        elif isinstance(listener, OnTimer):
            _unique(self.timers, listener.kind, listener)
        elif isinstance(listener, OnLink):
            _unique(self.links, listener.prefix, (listener, flow))
        elif isinstance(listener, OnOwnWords):
            self.own_words.append(listener)
        elif isinstance(listener, OnMessage):
            self.messages.append((listener, flow))


def _unique(table: dict[str, Any], name: str, value: Any) -> None:
    if name in table:
        raise ValueError(f"two listeners for {name}")
    table[name] = value
