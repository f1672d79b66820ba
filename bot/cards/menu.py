"""Cards of menu, help and language, and which commands a person may use, found in the modules of `bot.cards`."""

import html
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlmodel import Session

from bot import cards, discovery, profile
from bot.card import Button, Card, CardButton, Whose, column, grid
from bot.cards.navigation import go
from bot.cards.notification import Reader, notification_about
from bot.texts import LANGUAGES, Texts
from storage.identity.accounts import Account
from storage.register.people import Person
from storage.staff.members import StaffRole

LANGUAGE = Button("language", str, whose=Whose.NO_ROW)
ALL = Button("menu-all", str, whose=Whose.NO_ROW)
# The six of the menu; staff have their work instead of the last ones. Everything else is behind "more".
CHOICES = ("file", "vehicles", "certificate", "violations", "progress", "approvals")
MAX_OF_STAFF = 3


class Command:
    """A command in the menu, the help and Telegram's list. A module of `bot.cards` declares its own in `COMMANDS`.

    place: its own number; the smaller one comes first, among the commands of a role and among those of everybody.
    roles: staff, who are offered it before all others. registered, guests: whether these people are offered it.
    has_button: False for a command that needs a number or words: it is in the help, and has no button in the menu.
    concerns: whether the person has a use for it now, so that the full menu has its button; None: always.
    """

    def __init__(
        self,
        name: str,
        place: int,
        *roles: StaffRole,
        registered: bool = False,
        guests: bool = False,
        has_button: bool = True,
        concerns: "Callable[[Session, MenuReader], bool] | None" = None,
    ) -> None:
        self.name = name
        self.place = place
        self.roles = roles
        self.registered = registered
        self.guests = guests
        self.has_button = has_button
        self.concerns = concerns


COMMANDS = (
    Command("language", 210, registered=True, guests=True),
    Command("menu", 300, registered=True, guests=True, has_button=False),
    Command("help", 310, registered=True, guests=True),
    Command("cancel", 320, registered=True, guests=True, has_button=False),
)


@cache
def all_commands() -> Mapping[str, Command]:
    """Return the commands that the modules of `bot.cards` declare, by name, in the order of their places."""
    declared: Any = discovery.definitions(cards, "COMMANDS")
    found = discovery.merge({each.name: each} for commands in declared for each in commands)
    return dict(sorted(found.items(), key=lambda item: item[1].place))


def commands_for(roles: Collection[StaffRole], registered: bool) -> tuple[str, ...]:
    """Return every command that a person with these roles may use, in the order of help and menu."""
    every = all_commands().values()
    of_staff = [each for role in StaffRole if role in roles for each in every if role in each.roles]
    own = [each for each in every if (each.registered if registered else each.guests)]
    of_all = [*of_staff, *own] if registered else own  # The work of staff comes first.
    return tuple(dict.fromkeys(each.name for each in of_all if each.name not in profile.hidden().commands))


@dataclass(frozen=True, slots=True)
class MenuReader:
    """Whose menu it is, and when they read it."""

    person: Person
    texts: Texts
    now: datetime


def concerning(session: Session, reader: MenuReader, commands: Collection[str]) -> tuple[str, ...]:
    """Return those of these commands for which the person has a use now."""
    asked = {command: all_commands()[command].concerns for command in commands if command in all_commands()}
    return tuple(name for name in commands if (ask := asked.get(name)) is None or ask(session, reader))


@dataclass(frozen=True, slots=True)
class Waiting:
    """What may wait for a person, as buttons of their menu. A module of `bot.cards` declares it as `WAITING`.

    place: its own number; the smaller one comes first. buttons: returns them, none if nothing waits.
    """

    place: int
    buttons: Callable[[Session, MenuReader], Iterable[CardButton]]


def waiting(session: Session, reader: MenuReader) -> list[CardButton]:
    """Return a button for each thing that waits for this person, the most urgent kind first."""
    declared: Any = discovery.definitions(cards, "WAITING")
    kinds: list[Waiting] = sorted(declared, key=lambda each: each.place)
    return [button for kind in kinds for button in kind.buttons(session, reader)]


def menu(
    texts: Texts, commands: Collection[str], *, own: int = 0, filed: int = 0, waits: Sequence[CardButton] = ()
) -> Card:
    """Show what waits, six commands, and the way to all others. own, filed: numbers of vehicles."""
    shown, buttons = _with_button(commands), chosen(commands)
    more = [] if len(buttons) == len(shown) else [ALL.on(texts.plain("menu-more"), "")]
    rows = (*column(*waits), *grid([go(command, texts) for command in buttons]), *column(*more))
    return Card(_text(texts, shown, own=own, filed=filed), rows)


def full(texts: Texts, commands: Collection[str], *, own: int = 0, filed: int = 0) -> Card:
    """Show all commands as buttons, without those that need arguments. own, filed: numbers of vehicles."""
    shown = _with_button(commands)
    return Card(_text(texts, shown, own=own, filed=filed), grid([go(command, texts) for command in shown]))


def chosen(commands: Collection[str]) -> list[str]:
    """Return the commands that the menu offers at once, of all that a person may use."""
    shown = _with_button(commands)
    if len(shown) <= len(CHOICES):
        return shown
    every = all_commands()
    of_staff = [command for command in shown if not (every[command].registered or every[command].guests)]
    own = [command for command in CHOICES if command in shown] or shown
    first = of_staff[:MAX_OF_STAFF]
    return [*first, *own[: len(CHOICES) - len(first)]]


def _with_button(commands: Collection[str]) -> list[str]:
    every = all_commands()
    return [command for command in commands if command in every and every[command].has_button]


def _text(texts: Texts, shown: Collection[str], *, own: int, filed: int) -> str:
    return texts("menu-guest") if "start" in shown else texts("menu", all=own + filed, own=own, filed=filed)


def described(texts: Texts, command: str, roles: Collection[StaffRole]) -> str:
    """Return what a command does; of one that does more for staff with a role, all of it to them only."""
    of_staff = f"command-{command}-staff"
    for_staff = texts.has(of_staff) and not set(roles).isdisjoint(all_commands()[command].roles)
    return texts.plain(of_staff if for_staff else f"command-{command}")


def help_page(texts: Texts, commands: Collection[str], roles: Collection[StaffRole] = ()) -> Card:
    """Show every command, a line each."""
    lines = [f"/{command} – {html.escape(described(texts, command, roles), quote=False)}" for command in commands]
    return Card("\n".join([texts("help"), "", *lines]), ((go("menu", texts),),))


def languages(texts: Texts) -> Card:
    """Ask for the language."""
    return Card(texts("language-choose"), column(*(LANGUAGE.on(name, code) for code, name in LANGUAGES.items())))


def language_chosen(texts: Texts) -> Card:
    """Confirm the language, in the new one."""
    return Card(texts("language-chosen"), ((go("menu", texts),),))


@notification_about("desk.too-fast", Account)
def too_fast(_: Session, account: Account, reader: Reader) -> Card:
    """To who sends more than the desk handles: what was not handled has to be sent again."""
    return Card(reader.texts("too-fast"), ((go("menu", reader.texts),),))
