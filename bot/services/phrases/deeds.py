"""Which concepts are a deed: a list of rules, of which the first that applies to a part of a text decides.

Rules about two things stand before those about one of them. No rule starts anything: a deed opens the page or asks the
question that its command does, and what changes something needs a tap there.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum


class Deed(StrEnum):
    """What somebody may mean. The values are commands, but for those with a line of their own."""

    APPEAL = "appeal"
    APPROVALS = "approvals"
    BIRTHDAY = "birthday"
    CANCEL = "cancel"
    CERTIFICATE = "certificate"
    FILE = "file"
    HELP = "help"
    IDENTITY = "identity"
    LANGUAGE = "language"
    MENU = "menu"
    OFFICES = "offices"
    ORGANISATION = "organisation"
    PAPERS = "papers"
    PRIVACY = "privacy"
    PROGRESS = "progress"
    QUEUE = "queue"
    RULES = "rules"
    START = "start"
    TERMS = "terms"
    VEHICLES = "vehicles"
    VERIFY = "verify"
    VIOLATIONS = "violations"
    CHECK = "check"  # Opens the application that waits for the identity check, or else /identity.
    BACK = "back"  # Shows which button goes back; outside flows the menu.
    CONTINUE = "continue"  # Shows the question of the present step again.
    HELLO = "hello"  # Answered with the menu.
    THANKS = "thanks"  # Answered kindly.


@dataclass(frozen=True)
class Rule:
    """All of these concepts, and one of some others, are a deed. is_minor: it counts only if nothing else is meant.

    or_deed: a second deed that the same words may mean: the person is asked.
    """

    deed: Deed
    all_of: frozenset[str]
    one_of: frozenset[str] = frozenset()
    is_minor: bool = False
    or_deed: Deed | None = None

    def applies(self, concepts: Collection[str]) -> bool:
        """Return whether the rule applies to these concepts."""
        return self.all_of <= set(concepts) and (not self.one_of or not self.one_of.isdisjoint(concepts))


def _rule(deed: Deed, all_of: str, one_of: str = "", *, is_minor: bool = False, or_deed: Deed | None = None) -> Rule:
    return Rule(deed, frozenset(all_of.split()), frozenset(one_of.split()), is_minor, or_deed)


RULES: tuple[Rule, ...] = (
    _rule(Deed.APPROVALS, "block"),
    _rule(Deed.APPROVALS, "unblock", or_deed=Deed.APPEAL),
    _rule(Deed.APPEAL, "blacklist"),
    _rule(Deed.CHECK, "check"),
    _rule(Deed.IDENTITY, "", "identity idcard"),
    _rule(Deed.IDENTITY, "changed", "phone account"),
    _rule(Deed.APPROVALS, "disallow"),
    _rule(Deed.APPROVALS, "retract", or_deed=Deed.TERMS),
    _rule(Deed.APPROVALS, "endfiling", or_deed=Deed.VEHICLES),
    _rule(Deed.TERMS, "terms"),
    _rule(Deed.PRIVACY, "privacy"),
    _rule(Deed.PRIVACY, "undo account"),
    _rule(Deed.VIOLATIONS, "objection", "violation fine points"),
    _rule(Deed.VIOLATIONS, "objecting", "violation fine points decision"),
    _rule(Deed.VIOLATIONS, "appeal", "violation fine points decision"),
    _rule(Deed.PAPERS, "paper", "certificate inspection application progress undo withdraw"),
    _rule(Deed.CERTIFICATE, "unshare", "certificate inspection paper"),
    _rule(Deed.APPROVALS, "unshare", "car mycar other who"),
    _rule(Deed.CERTIFICATE, "unshare"),
    _rule(Deed.VERIFY, "share", "received verify"),
    _rule(Deed.CERTIFICATE, "share", "certificate inspection"),
    _rule(Deed.VEHICLES, "share", "mycar", or_deed=Deed.CERTIFICATE),
    _rule(Deed.CERTIFICATE, "share"),
    _rule(Deed.VERIFY, "verify"),
    _rule(Deed.PROGRESS, "withdraw"),
    _rule(Deed.PROGRESS, "undo application"),
    _rule(Deed.PROGRESS, "unbind application"),
    _rule(Deed.VEHICLES, "makecode"),
    _rule(Deed.VEHICLES, "scan", "make mycar"),
    _rule(Deed.PROGRESS, "application decision"),
    _rule(Deed.RULES, "rules filing"),
    _rule(Deed.APPROVALS, "request"),
    _rule(Deed.APPROVALS, "who application mycar"),
    _rule(Deed.APPROVALS, "who", "filing use"),
    _rule(Deed.VIOLATIONS, "", "violation fine points decision"),
    _rule(Deed.CERTIFICATE, "", "certificate inspection"),
    _rule(Deed.PAPERS, "paper"),
    _rule(Deed.VEHICLES, "unbind"),
    _rule(Deed.VEHICLES, "unused", "filing filed mycar car other"),
    _rule(Deed.VEHICLES, "undo", "filing filed mycar car other"),
    _rule(Deed.PROGRESS, "progress", "filing application filed"),
    _rule(Deed.PROGRESS, "how", "filing application filed"),
    _rule(Deed.VEHICLES, "filed"),
    _rule(Deed.FILE, "filing"),
    _rule(Deed.FILE, "scan"),
    _rule(Deed.FILE, "add", "car mycar other"),
    _rule(Deed.FILE, "register", "car mycar other"),
    _rule(Deed.RULES, "rules"),
    _rule(Deed.OFFICES, "transfer"),
    _rule(Deed.FILE, "other", "car use", is_minor=True),
    _rule(Deed.PROGRESS, "", "progress application"),
    _rule(Deed.VIOLATIONS, "appeal", or_deed=Deed.APPEAL),
    _rule(Deed.VIOLATIONS, "objecting", is_minor=True, or_deed=Deed.APPEAL),
    _rule(Deed.ORGANISATION, "organisation"),
    _rule(Deed.OFFICES, "", "offices phone"),
    _rule(Deed.VEHICLES, "mycar", is_minor=True),
    _rule(Deed.LANGUAGE, "language"),
    _rule(Deed.IDENTITY, "register fails"),
    _rule(Deed.START, "register"),
    _rule(Deed.VEHICLES, "car", is_minor=True),
    _rule(Deed.APPROVALS, "term", is_minor=True, or_deed=Deed.VEHICLES),
    _rule(Deed.BIRTHDAY, "birthday", is_minor=True),
    _rule(Deed.QUEUE, "queue", is_minor=True),
    _rule(Deed.HELP, "help", is_minor=True),
    _rule(Deed.HELP, "can what", is_minor=True),
    _rule(Deed.CANCEL, "", "quit undo"),
    _rule(Deed.MENU, "menu", is_minor=True),
    _rule(Deed.BACK, "back", is_minor=True),
    _rule(Deed.CONTINUE, "continue", is_minor=True),
    _rule(Deed.HELLO, "greet", is_minor=True),
    _rule(Deed.THANKS, "thanks", is_minor=True),
)
# What can be undone: named in another part of the text, it is still what is to be undone.
UNDONE = frozenset({"filing", "filed", "mycar", "car", "other", "application"})
# What “不想再用” and “no longer use” are about; anything else behind them is not wanted.
UNUSED = UNDONE | {"unbind", "undo"}


def rule_of(concepts: Collection[str]) -> Rule | None:
    """Return the rule that applies to the concepts of a part of a text, None if they mean nothing."""
    return next((rule for rule in RULES if rule.applies(concepts)), None)
