"""The fleet of an organisation: its cars a page at a time, searched, narrowed, with what other nouns know of each."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlmodel import Session

from bot import local_time
from bot.errors import NotYours
from bot.services.organisations.organisations import Membership
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from bot.services.values import text_cleaning
from bot.services.values.months import Month
from storage import audit
from storage.filing import filings
from storage.filing.filings import Filing
from storage.identity.accounts import Account
from storage.organisations import fleet as store
from storage.organisations.fleet import Wanted
from storage.register import vehicles
from storage.register.vehicles import Vehicle
from storage.violations import violations
from storage.violations.violations import ViolationState

PAGE = 50
MOST_WORDS = 40
INSURANCE_NOTICE = timedelta(days=30)
MOST_EXPORTED = 100_000
MOST_ASKED = 5_000


class Only(StrEnum):
    """Which cars a list is narrowed to."""

    ALL = "all"
    FILED = "filed"
    VIOLATIONS = "violations"
    INSPECTION = "inspection"
    INSURANCE = "insurance"
    ABNORMAL = "abnormal"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that another noun knows of each car. key: `fleet-figure-…` in the catalogue; one question for a page."""

    key: str
    count: Callable[[Session, Sequence[UUID]], Mapping[UUID, int]]


@dataclass(frozen=True, slots=True)
class FleetCar:
    """A car with its figures, in the order of FIGURES, and what runs out soon."""

    vehicle: Vehicle
    figures: tuple[int, ...]
    inspection_due: bool
    insurance_due: bool


@dataclass(frozen=True, slots=True)
class FleetPage:
    """Some cars of a list. number, pages: from 1; total: cars wanted; of_all: cars there are."""

    cars: tuple[FleetCar, ...]
    number: int
    pages: int
    total: int
    of_all: int


def page(
    session: Session,
    acting: Membership,
    *,
    now: datetime,
    words: str = "",
    only: Only = Only.ALL,
    number: int = 1,
    size: int = PAGE,
) -> FleetPage:
    """Return a page of the cars wanted; a number past the last page gives the last."""
    organisation_id = acting.organisation.id
    edge = _edge(session, now=now)
    wanted = _wanted(words, only, edge)
    total = store.count(session, organisation_id, wanted)
    of_all = total if wanted == Wanted() else store.count(session, organisation_id, Wanted())
    pages = max(1, -(-total // size))
    number = min(max(1, number), pages)
    found = store.page(session, organisation_id, wanted, start=(number - 1) * size, most=size)
    return FleetPage(_with_figures(session, found, edge), number, pages, total, of_all)


def export(
    session: Session,
    acting: Membership,
    *,
    by: Account,
    now: datetime,
    words: str = "",
    only: Only = Only.ALL,
) -> tuple[FleetCar, ...]:
    """Return every car wanted, for a file; written down in the audit."""
    edge = _edge(session, now=now)
    found = store.page(session, acting.organisation.id, _wanted(words, only, edge), start=0, most=MOST_EXPORTED)
    audit.record(session, audit.Action.FLEET_EXPORTED, by=by.id, on=acting.organisation.id, at=now, cars=len(found))
    return _with_figures(session, found, edge)


def one(session: Session, acting: Membership, vehicle_id: UUID, *, now: datetime) -> FleetCar:
    """Return a car of the organisation. Raises NotYours."""
    vehicle = vehicles.get(session, vehicle_id)
    if vehicle is None or vehicle.owner_organisation_id != acting.organisation.id:
        raise NotYours
    return _with_figures(session, [vehicle], _edge(session, now=now))[0]


def filing(session: Session, acting: Membership, vehicle_id: UUID, filing_id: UUID) -> Filing:
    """Return a filing of a car of the organisation. Raises NotYours."""
    vehicle, found = vehicles.get(session, vehicle_id), filings.get(session, filing_id)
    if vehicle is None or vehicle.owner_organisation_id != acting.organisation.id:
        raise NotYours
    if found is None or found.vehicle_id != vehicle.id:
        raise NotYours
    return found


def _unhandled(session: Session, vehicle_ids: Sequence[UUID]) -> dict[UUID, int]:
    found = violations.counts(session, vehicle_ids).items()
    return {vehicle: count for (vehicle, state), count in found if state is ViolationState.UNHANDLED}


# What each car is counted for; a noun that knows another number of a car adds a line.
FIGURES = (Figure("filers", store.filers), Figure("violations", _unhandled))


@dataclass(frozen=True, slots=True)
class _Edge:
    """Until when something is due. inspection: a month, YYYY-MM."""

    inspection: str
    insurance: datetime


def _edge(session: Session, *, now: datetime) -> _Edge:
    today = local_time.local(now)
    months = rules.number(session, RuleName.APPLY_WINDOW_MONTHS, at=now)
    return _Edge(str(Month.of(today.date()).plus(months)), today + INSURANCE_NOTICE)


def _wanted(words: str, only: Only, edge: _Edge) -> Wanted:
    said = " ".join(words.split())[:MOST_WORDS]
    return Wanted(
        plate=text_cleaning.compact(said),
        words=said,
        inspection_until=edge.inspection if only is Only.INSPECTION else "",
        insurance_until=edge.insurance.date() if only is Only.INSURANCE else None,
        filed=only is Only.FILED,
        abnormal=only is Only.ABNORMAL,
        unhandled=only is Only.VIOLATIONS,
    )


def _counted(session: Session, figure: Figure, ids: Sequence[UUID]) -> dict[UUID, int]:
    """Ask for a figure of many cars, so many at a time that every database takes the question."""
    counts: dict[UUID, int] = {}
    for start in range(0, len(ids), MOST_ASKED):
        counts |= figure.count(session, ids[start : start + MOST_ASKED])
    return counts


def _with_figures(session: Session, found: Sequence[Vehicle], edge: _Edge) -> tuple[FleetCar, ...]:
    counted = [_counted(session, figure, [vehicle.id for vehicle in found]) for figure in FIGURES]
    return tuple(
        FleetCar(
            vehicle,
            tuple(counts.get(vehicle.id, 0) for counts in counted),
            inspection_due=vehicle.inspection_valid_until <= edge.inspection,
            insurance_due=vehicle.insurance_valid_until is None
            or vehicle.insurance_valid_until <= edge.insurance.date(),
        )
        for vehicle in found
    )
