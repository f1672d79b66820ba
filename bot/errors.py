"""Refusals: everything the desk says no to, one class per reason a person can understand.

Refusal
├── NotRegistered, NotStaff, NotYours        who may
├── Expected, StaleButton                    what the chat waits for
└── one group a noun, beside the noun's service (each a subclass of Refusal)

The key of a refusal's sentence is its class's name in the catalogue: `QuotaFull` says
`refused-quota-full`. Anything that is not a Refusal is a bug: logged under a reference
number that the person gets too.
"""

import re
from typing import Any, ClassVar


class Refusal(Exception):
    """The desk says no, for a reason a person can understand.

    offers: commands offered as buttons, the way out, to whoever has them. keeps: what the turn wrote stays,
    where the refusal itself must be remembered (a try that counts).
    """

    offers: ClassVar[tuple[str, ...]] = ()
    keeps: ClassVar[bool] = False

    def __init__(self, **values: Any) -> None:
        super().__init__(type(self).__name__)
        self.values = values

    @property
    def key(self) -> str:
        """The key of its sentence in the catalogue."""
        return "refused-" + re.sub(r"(?<!^)(?=[A-Z])", "-", type(self).__name__).lower()

    def reasons(self) -> "tuple[Refusal, ...]":
        """Every reason in it: itself, or those gathered."""
        return (self,)


class Several(Refusal):
    """Several reasons, named at once, so that nobody runs into one after the other."""

    def __init__(self, refusals: "list[Refusal]") -> None:
        super().__init__()
        self.refusals = tuple(refusals)

    def reasons(self) -> tuple[Refusal, ...]:
        """Return each of them."""
        return self.refusals


def raise_all(refusals: "list[Refusal]") -> None:
    """Raise what has gathered: one as itself, several together, none not at all."""
    if len(refusals) == 1:
        raise refusals[0]
    if refusals:
        raise Several(refusals)


class NotRegistered(Refusal):
    """This needs a registered user."""

    offers = ("start",)


class NotStaff(Refusal):
    """This needs a staff role that the account has not. Said as for a command that does not exist: nothing is told."""

    offers = ("menu", "help")


class NotYours(Refusal):
    """The thing belongs to somebody else, or is not there: one answer for both."""

    offers = ("menu",)


class NumberMissing(Refusal):
    """A command needs the number of an application behind it; `command` says which."""


class StaleButton(Refusal):
    """A button of a screen that no longer holds."""


class Forged(Refusal):
    """Callback data that the desk never made for this person."""
