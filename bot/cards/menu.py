"""Cards of menu, help and language, and which commands a person may use."""

from collections.abc import Collection

from bot.card import Button, Card, Whose, column, grid
from bot.cards.navigation import go
from bot.texts import LANGUAGES, Texts
from storage.staff.members import StaffRole

LANGUAGE = Button("language", str, whose=Whose.NO_ROW)

# In the order of the menu.
REGISTERED = (
    "file",
    "vehicles",
    "progress",
    "certificate",
    "papers",
    "violations",
    "verify",
    "approvals",
    "organisation",
    "rules",
    "language",
    "privacy",
    "identity",
    "terms",
)
UNREGISTERED = ("start", "verify", "rules", "language", "privacy", "identity")
STAFF = {
    StaffRole.REVIEWER: (
        *("queue", "take", "case", "pass", "return", "release"),
        *("objections", "identity", "blacklist", "block"),
    ),
    StaffRole.STATION: ("issue", "papers"),
    StaffRole.CASHIER: ("refund",),
    StaffRole.OFFICER: ("lookup", "find"),
    StaffRole.ADMIN: ("blacklist", "find", "issue", "revoke", "papers", "block", "rule", "staff", "audit", "stats"),
}
GENERAL = ("menu", "help", "cancel")
# Commands that need a number or words: they are in the help, and have no button in the menu.
NEEDS_ARGUMENTS = frozenset({"take", "case", "pass", "return", "release", "approve", "refuse", "join", "find", "block"})
ONE_LINE = ("approve", "refuse", "join", "appeal")


def commands_for(roles: Collection[StaffRole], registered: bool) -> tuple[str, ...]:
    """Return every command that a person with these roles may use, in the order of help and menu."""
    of_staff = [command for role in STAFF if role in roles for command in STAFF[role]]
    own = (*of_staff, *REGISTERED, *ONE_LINE) if registered else UNREGISTERED  # The work of staff comes first.
    return tuple(dict.fromkeys((*own, *GENERAL)))


def menu(texts: Texts, commands: Collection[str], *, own: int = 0, filed: int = 0) -> Card:
    """Show commands as buttons, without those that need arguments. own, filed: numbers of vehicles."""
    shown = [command for command in commands if command not in NEEDS_ARGUMENTS and command not in ("menu", "cancel")]
    kind = "menu-guest" if "start" in shown else "menu"
    text = texts(kind, all=own + filed, own=own, filed=filed) if kind == "menu" else texts(kind)
    return Card(text, grid([go(command, texts) for command in shown]))


def help_page(texts: Texts, commands: Collection[str]) -> Card:
    """Show every command, a line each."""
    lines = [f"/{command} – {texts(f'command-{command}')}" for command in commands]
    return Card("\n".join([texts("help"), "", *lines]), ((go("menu", texts),),))


def languages(texts: Texts) -> Card:
    """Ask for the language."""
    return Card(texts("language-choose"), column(*(LANGUAGE.on(name, code) for code, name in LANGUAGES.items())))


def language_chosen(texts: Texts) -> Card:
    """Confirm the language, in the new one."""
    return Card(texts("language-chosen"), ((go("menu", texts),),))
