"""Refusals: what the desk says no to, one class for each reason that a person can understand.

Refusal
├── NotRegistered, AccountLocked, AccountEnded, NumberContested, NotStaff, NotYours        permissions
├── NumberMissing, StaleButton, InvalidCallbackData       input
├── NotOffered                                            what the operator's profile leaves out
└── the others beside the services and handlers that raise them

Each class names the key of its text in the catalogues. Any other exception is a bug: it is logged with a reference
number, and the person is given that number.
"""

from typing import Any, ClassVar


class Refusal(Exception):
    """Base class of refusals.

    key: the text's key in the catalogues; of a class with several texts, what their keys begin with.
    offers: commands offered as buttons to people who may use them. keeps: what the turn wrote is kept,
    where the refusal itself must be remembered (an attempt that counts).
    """

    key: str
    offers: ClassVar[tuple[str, ...]] = ()
    keeps: ClassVar[bool] = False

    def __init_subclass__(cls, *, key: str, offers: tuple[str, ...] = (), keeps: bool = False) -> None:
        super().__init_subclass__()
        cls.key, cls.offers, cls.keeps = key, offers, keeps

    def __init__(self, variant: str = "", /, **values: Any) -> None:
        super().__init__(type(self).__name__)
        self.values = values
        if variant:
            self.key = f"{self.key}-{variant.replace('_', '-')}"

    def reasons(self) -> "tuple[Refusal, ...]":
        """Return the reasons: the refusal itself, or those in it."""
        return (self,)


class SeveralRefusals(Refusal, key="refused-several"):
    """Several reasons, shown together, so that nobody meets one after the other."""

    def __init__(self, refusals: "list[Refusal]") -> None:
        super().__init__()
        self.refusals = tuple(refusals)

    def reasons(self) -> tuple[Refusal, ...]:
        """Return each of them."""
        return self.refusals


def raise_all(refusals: "list[Refusal]") -> None:
    """Raise a single refusal as itself and several as SeveralRefusals; do nothing for none."""
    if len(refusals) == 1:
        raise refusals[0]
    if refusals:
        raise SeveralRefusals(refusals)


class AccountLocked(Refusal, key="refused-signed-out", offers=("start",)):
    """The person has signed out: their account is locked until they unlock it with a code."""


class AccountEnded(Refusal, key="refused-account-ended", offers=("identity",)):
    """The person who had this account was given another one; only an identity case makes it of use again."""


class NumberContested(Refusal, key="refused-number-contested", offers=("identity", "privacy")):
    """Somebody else, on record or verified, holds the ID number that this person only declares."""


class NotRegistered(Refusal, key="refused-not-registered", offers=("start",)):
    """The action requires registration."""


class NotOffered(Refusal, key="refused-not-offered", offers=("menu", "offices")):
    """The desk does not offer this journey."""


class NotStaff(Refusal, key="refused-not-staff", offers=("menu", "help")):
    """The account lacks the staff role. The text is that of an unknown command, so that it reveals nothing."""


class OwnMatter(Refusal, key="refused-own-matter", offers=("menu",)):
    """The duty concerns the member of staff themselves, their vehicle or their organisation."""


class NotYours(Refusal, key="refused-not-yours", offers=("menu",)):
    """The row belongs to another person or does not exist; one text for both, so that it reveals nothing."""


class NumberMissing(Refusal, key="refused-number-missing", offers=("progress", "approvals")):
    """A command lacks the application number that it requires. Value: command."""


class StaleButton(Refusal, key="refused-stale-button", offers=("menu",)):
    """The button is outdated."""


class InvalidCallbackData(Refusal, key="refused-forged", offers=("menu",)):
    """The callback data was not made for this person."""
