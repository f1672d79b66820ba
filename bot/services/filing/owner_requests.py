"""Requests of an owner's vehicles (/approvals): applications and active filings of every vehicle they speak for."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from bot.services.filing import in_force, outcomes, owner_blocks
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from bot.services.values.page_numbers import page_within
from storage.filing import approvals, owner_requests as store
from storage.filing.approvals import Approval, ApprovalStatus
from storage.filing.filings import Filing
from storage.organisations import organisations
from storage.register.people import Person

PAGE_SIZE = 5
JUST = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class OwnerRequest:
    """A filing that has not ended. left: how many more people may have filed the vehicle, of `limit` in all.

    approval: the owner's answer; None if a vehicle code has spoken for them.
    """

    filing: Filing
    approval: Approval | None
    left: int
    limit: int


@dataclass(frozen=True, slots=True)
class OwnerRequestPage:
    """One page. number, pages: from 1; blocks: how many people are blocked by this person."""

    requests: tuple[OwnerRequest, ...]
    number: int
    pages: int
    blocks: int


def page(session: Session, person: Person, *, now: datetime, number: int = 1) -> OwnerRequestPage:
    """Return a page of the requests this person may decide now; a number past the last page gives the last."""
    administered = _administered(session, person)
    total = store.count(session, person.id, administered)
    number, pages = page_within(number, total, size=PAGE_SIZE)
    found = store.page(session, person.id, administered, start=(number - 1) * PAGE_SIZE, limit=PAGE_SIZE)
    limit = rules.number(session, RuleName.USERS_PER_VEHICLE, at=now)
    requests = tuple(_request(session, filing, limit, now=now) for filing in found)
    return OwnerRequestPage(requests, number, pages, len(owner_blocks.in_force(session, person)))


def count_waiting(session: Session, person: Person, *, now: datetime) -> int:
    """Return how many questions wait for this person's answer."""
    return sum(approval.expires_at > now for approval in approvals.pending_of(session, person.id))


def includes(session: Session, person: Person, number: int, *, now: datetime) -> bool:
    """Return whether this person may decide application or filing `number` now: answer it, stop or unbind it."""
    asked = approvals.of_number(session, person.id, number)
    if asked is not None and asked.status is ApprovalStatus.PENDING:
        return asked.expires_at > now
    return any(filing.number == number for filing in agreed_to(session, person))


def count(session: Session, person: Person) -> int:
    """Return how many requests this person may decide now."""
    return store.count(session, person.id, _administered(session, person))


def agreed_to(session: Session, person: Person) -> list[Filing]:
    """Return the filings that this person, who speaks for the vehicles, may stop or unbind now, the newest first."""
    return store.agreed(session, person.id, _administered(session, person))


def just_taken_back(session: Session, person: Person, *, now: datetime) -> Filing | None:
    """Return the application that was stopped last for who speaks for the vehicle, if that was minutes ago."""
    administered, since = _administered(session, person), now - JUST
    return store.ended_for(session, person.id, administered, outcomes.WITHDRAWN_APPROVAL, since=since)


def _administered(session: Session, person: Person) -> list[UUID]:
    return [
        member.organisation_id
        for member in organisations.of_person(session, person.id)
        if member.organisation_seat == organisations.ADMINISTRATOR_SEAT
    ]


def _request(session: Session, filing: Filing, limit: int, *, now: datetime) -> OwnerRequest:
    taken = len(in_force.of_vehicle(session, filing.vehicle_id, now=now))
    return OwnerRequest(filing, approvals.of_filing(session, filing.id), max(0, limit - taken), limit)
