"""The looks of the menu, the help and the choice of language."""

from bot.card import Button, Card, column, grid
from bot.cards.shell import go
from bot.texts import LANGUAGES, Texts

LANGUAGE = Button("language", str)

# What everyone may do, in the order of the menu; staff get their own lines below.
EVERYONE = (
    "file",
    "vehicles",
    "progress",
    "certificate",
    "violations",
    "verify",
    "approvals",
    "rules",
    "language",
    "privacy",
)
GUEST = ("start", "verify", "rules", "language")


def menu(texts: Texts, *, registered: bool, staff: tuple[str, ...] = ()) -> Card:
    """What can be done. Guests see what needs no registration; staff see their own commands too."""
    commands = [*(EVERYONE if registered else GUEST), *staff, "help"]
    text = texts("menu" if registered else "menu-guest")
    return Card(text, grid([go(command, texts) for command in commands]))


def help_page(texts: Texts, commands: tuple[str, ...]) -> Card:
    """Every command this person may use, a line each."""
    lines = [f"/{command} – {texts(f'command-{command}')}" for command in commands]
    return Card("\n".join([texts("help"), "", *lines]), ((go("menu", texts),),))


def languages(texts: Texts) -> Card:
    """Choose a language."""
    return Card(texts("language-choose"), column(*(LANGUAGE.on(name, code) for code, name in LANGUAGES.items())))


def language_chosen(texts: Texts) -> Card:
    """The language was changed; said in the new one."""
    return Card(texts("language-chosen"), ((go("menu", texts),),))
