"""What the desk's profile leaves out is refused, however somebody comes to it: a command, a button, a link, words."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from bot.card import Whose
from bot.cards.menu import all_commands
from bot.engine.listeners import Flow, Handler, Listener, OnCommand, OnLink, OnTap
from bot.errors import NotOffered
from bot.profile import Hidden, Journey

# Which modules of handlers belong to a journey: the first that fits, by the beginning of its name.
MODULES: Mapping[str, Journey] = {
    "handlers.certificates.paper_": Journey.PAPERS,
    "handlers.certificates.": Journey.CERTIFICATES,
    "handlers.violations.": Journey.VIOLATIONS,
    "handlers.payments.": Journey.VIOLATIONS,
    "handlers.objections": Journey.OBJECTIONS,
    "handlers.organisations": Journey.ORGANISATIONS,
}


def require_offered(left_out: Mapping[str, Journey], name: str) -> None:
    """Raise NotOffered if this command, verb or prefix belongs to a journey that the profile leaves out."""
    if name in left_out:
        raise NotOffered(journey=left_out[name].value)


def hidden_names(handlers: Iterable[Handler], left_out: Collection[Journey]) -> Hidden:
    """Return what belongs to these journeys. What only staff use stays, so that they can finish what is open."""
    found = [(listener, journey) for listener, journey in _public(handlers) if journey in left_out]
    return Hidden(
        commands={each.name: journey for each, journey in found if isinstance(each, OnCommand)},
        verbs={each.button.verb: journey for each, journey in found if isinstance(each, OnTap)},
        links={each.prefix: journey for each, journey in found if isinstance(each, OnLink)},
    )


def journey_of(module: str) -> Journey | None:
    """Return the journey to which this module of handlers belongs, None if every desk has it."""
    return next((journey for beginning, journey in MODULES.items() if module.startswith(beginning)), None)


def _public(handlers: Iterable[Handler]) -> Iterator[tuple[Listener, Journey]]:
    """Yield what people outside the staff begin, with its journey. Buttons of a step are reached only from its flow."""
    for handler in handlers:
        for listener in handler.entry_points if isinstance(handler, Flow) else [handler]:
            journey = journey_of(listener.do.__module__)
            if journey is not None and isinstance(listener, Listener) and not _is_of_staff(listener):
                yield listener, journey


def _is_of_staff(listener: Listener) -> bool:
    if isinstance(listener, OnTap):
        return listener.button.whose in (Whose.STAFF, Whose.STAFF_LIST)
    if isinstance(listener, OnCommand):
        command = all_commands().get(listener.name)
        return command is not None and not (command.registered or command.guests)
    return False
