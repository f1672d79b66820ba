"""Filings in force: active ones whose term is not over, asked at the moment of each act and view.

The timer that ends a filing with its term may be late, after an outage for instance; no right outlasts the term by it.
"""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from storage.filing import filings
from storage.filing.filings import Filing, FilingStatus


def is_over(filing: Filing, *, now: datetime) -> bool:
    """Return whether the term of a filing or application is over, whether or not its timer has ended it."""
    return filing.term_until is not None and filing.term_until <= now


def is_in_force(filing: Filing, *, now: datetime) -> bool:
    """Return whether a filing is active, and its term not over."""
    return filing.status is FilingStatus.ACTIVE and not is_over(filing, now=now)


def of_filer(session: Session, person_id: UUID, *, now: datetime) -> list[Filing]:
    """Return this person's filings in force."""
    return [each for each in filings.active_of_filer(session, person_id) if not is_over(each, now=now)]


def of_vehicle(session: Session, vehicle_id: UUID, *, now: datetime) -> list[Filing]:
    """Return the filings in force of this vehicle."""
    return [each for each in filings.active_of_vehicle(session, vehicle_id) if not is_over(each, now=now)]


def of_pair(session: Session, vehicle_id: UUID, person_id: UUID, *, now: datetime) -> Filing | None:
    """Return the filing in force of this person for this vehicle."""
    filing = filings.active_pair(session, vehicle_id, person_id)
    return None if filing is None or is_over(filing, now=now) else filing
