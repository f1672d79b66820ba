"""How an application or filing stands, in more detail than its status: a refused one says who or what ended it."""

from datetime import datetime

from bot.services.filing import in_force
from storage.filing.filings import AGREED_STATUSES, Filing, FilingStatus

WITHDRAWN_APPROVAL = "owner-withdrew"  # The reason of a refusal: the owner has taken their approval back.
OWN = "own"  # The filer speaks for the vehicle by now, as the administrator of its organisation.

_BY_OWNER = "owner"  # Begins the reasons of refusals by the owner.
_CHANGED = frozenset(
    {"vehicle", "vehicle-state", "organisation", "term", OWN}
)  # Nobody has refused: something has changed.


def of(filing: Filing) -> str:
    """Return the outcome of a filing, its status if there is no more to say."""
    return of_reason(filing.return_reason) if filing.status is FilingStatus.REFUSED else filing.status.value


def at(filing: Filing, *, now: datetime) -> str:
    """Return the outcome of a filing, which the end of its term decides even if its timer has not yet."""
    if not in_force.is_over(filing, now=now):
        return of(filing)
    if filing.status is FilingStatus.ACTIVE:
        return FilingStatus.ENDED.value
    return of_reason("term") if filing.status in AGREED_STATUSES else of(filing)


def of_reason(reason: str) -> str:
    """Return the outcome of a refusal for this reason: taken_back, refused_by_owner, closed or refused."""
    if reason == WITHDRAWN_APPROVAL:
        return "taken_back"
    if reason in _CHANGED:
        return "closed"
    return "refused_by_owner" if reason.partition("-")[0] == _BY_OWNER else FilingStatus.REFUSED.value
