"""Refusals: everything the desk says no to, one class per reason a person can understand.

Refusal
├── NotRegistered, NotStaff, NotYours        who may
├── Expected, StaleButton                    what the chat waits for
└── one group a noun, beside the noun's service (each a subclass of Refusal)

Each class names the key of its text in the catalogues. Anything that is not a Refusal is a bug: logged under
a reference number that the person gets too.
"""

from typing import Any, ClassVar


class Refusal(Exception):
    """The desk says no, for a reason a person can understand.

    key: the text's key in the catalogues; of a class with several texts, what their keys begin with.
    offers: commands offered as buttons to people who may use them. keeps: what the turn wrote is kept,
    where the refusal itself must be remembered (an attempt that counts).
    """

    key: str
    offers: ClassVar[tuple[str, ...]] = ()
    keeps: ClassVar[bool] = False

    def __init__(self, variant: str = "", /, **values: Any) -> None:
        super().__init__(type(self).__name__)
        self.values = values
        if variant:
            self.key = f"{self.key}-{variant.replace('_', '-')}"

    def reasons(self) -> "tuple[Refusal, ...]":
        """Every reason in it: itself, or those gathered."""
        return (self,)


class Several(Refusal):
    """Several reasons, named at once, so that nobody runs into one after the other."""

    key = "refused-several"

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

    key = "refused-not-registered"
    offers = ("start",)


class NotStaff(Refusal):
    """This needs a staff role that the account has not. Said as for a command that does not exist: nothing is told."""

    key = "refused-not-staff"
    offers = ("menu", "help")


class NotYours(Refusal):
    """The thing belongs to somebody else, or is not there: one answer for both."""

    key = "refused-not-yours"
    offers = ("menu",)


class NumberMissing(Refusal):
    """A command needs the number of an application behind it; `command` says which."""

    key = "refused-number-missing"


class StaleButton(Refusal):
    """A button of a screen that no longer holds."""

    key = "refused-stale-button"


class Forged(Refusal):
    """Callback data that the desk never made for this person."""

    key = "refused-forged"
