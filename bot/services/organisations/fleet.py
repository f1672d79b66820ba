"""The fleet of an organisation: its vehicles in pages, searched and filtered, with figures of other domains."""

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
from bot.services.values.page_numbers import page_within
from storage import audit
from storage.filing.filings import Filing
from storage.identity.accounts import Account
from storage.organisations import fleet as store
from storage.organisations.fleet import FleetFilter
from storage.register.vehicles import Vehicle
from storage.violations import violations
from storage.violations.violations import ViolationState

PAGE_SIZE = 50
MAX_WORDS = 40
INSURANCE_NOTICE = timedelta(days=30)
MAX_EXPORTED = 100_000
QUERY_CHUNK = 5_000


class FleetSubset(StrEnum):
    """Which part of the fleet a list shows."""

    ALL = "all"
    FILED = "filed"
    VIOLATIONS = "violations"
    INSPECTION = "inspection"
    INSURANCE = "insurance"
    ABNORMAL = "abnormal"


@dataclass(frozen=True, slots=True)
class FleetFigure:
    """A number per vehicle that another domain provides. key: `fleet-figure-…` in the catalogue.

    count: returns the numbers of many vehicles with one query.
    """

    key: str
    count: Callable[[Session, Sequence[UUID]], Mapping[UUID, int]]


@dataclass(frozen=True, slots=True)
class FleetVehicle:
    """A vehicle with its figures, in the order of FIGURES, and what expires soon."""

    vehicle: Vehicle
    figures: tuple[int, ...]
    inspection_due: bool
    insurance_due: bool


@dataclass(frozen=True, slots=True)
class FleetPage:
    """One page of a list. number, pages: from 1; total: vehicles that match; of_all: vehicles of the organisation."""

    cars: tuple[FleetVehicle, ...]
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
    only: FleetSubset = FleetSubset.ALL,
    number: int = 1,
    size: int = PAGE_SIZE,
) -> FleetPage:
    """Return a page of the vehicles that match; a number past the last page gives the last."""
    organisation_id = acting.organisation.id
    deadlines = _deadlines(session, now=now)
    wanted = _filter(words, only, deadlines)
    total = store.count(session, organisation_id, wanted)
    of_all = total if wanted == FleetFilter() else store.count(session, organisation_id, FleetFilter())
    number, pages = page_within(number, total, size=size)
    found = store.page(session, organisation_id, wanted, start=(number - 1) * size, limit=size)
    return FleetPage(_with_figures(session, found, deadlines), number, pages, total, of_all)


def count(session: Session, organisation_id: UUID, only: FleetSubset, *, now: datetime) -> int:
    """Return how many vehicles of an organisation belong to this part of the fleet."""
    return store.count(session, organisation_id, _filter("", only, _deadlines(session, now=now)))


def export(
    session: Session,
    acting: Membership,
    *,
    by: Account,
    now: datetime,
    words: str = "",
    only: FleetSubset = FleetSubset.ALL,
) -> tuple[FleetVehicle, ...]:
    """Return every vehicle that matches, for a file, and record the export in the audit."""
    deadlines = _deadlines(session, now=now)
    found = store.page(session, acting.organisation.id, _filter(words, only, deadlines), start=0, limit=MAX_EXPORTED)
    audit.record(session, audit.Action.FLEET_EXPORTED, by=by.id, on=acting.organisation.id, at=now, cars=len(found))
    return _with_figures(session, found, deadlines)


def find(session: Session, acting: Membership, vehicle_id: UUID, *, now: datetime) -> FleetVehicle:
    """Return a vehicle of the organisation. Raises NotYours."""
    vehicle = _vehicle(session, acting, vehicle_id)
    return _with_figures(session, [vehicle], _deadlines(session, now=now))[0]


def find_filing(session: Session, acting: Membership, vehicle_id: UUID, filing_id: UUID) -> Filing:
    """Return a filing of a vehicle of the organisation. Raises NotYours."""
    vehicle, found = _vehicle(session, acting, vehicle_id), session.get(Filing, filing_id)
    if found is None or found.vehicle_id != vehicle.id:
        raise NotYours
    return found


def _vehicle(session: Session, acting: Membership, vehicle_id: UUID) -> Vehicle:
    vehicle = session.get(Vehicle, vehicle_id)
    if vehicle is None or vehicle.owner_organisation_id != acting.organisation.id:
        raise NotYours
    return vehicle


def _unhandled(session: Session, vehicle_ids: Sequence[UUID]) -> dict[UUID, int]:
    found = violations.counts(session, vehicle_ids).items()
    return {vehicle: count for (vehicle, state), count in found if state is ViolationState.UNHANDLED}


# The figures of every vehicle in the fleet; a domain with another number adds a line.
FIGURES = (FleetFigure("filers", store.filer_counts), FleetFigure("violations", _unhandled))


@dataclass(frozen=True, slots=True)
class _Deadlines:
    """What expires by then is marked as due. inspection: a month, YYYY-MM."""

    inspection: str
    insurance: datetime


def _deadlines(session: Session, *, now: datetime) -> _Deadlines:
    today = local_time.local(now)
    months = rules.number(session, RuleName.APPLY_WINDOW_MONTHS, at=now)
    return _Deadlines(str(Month.of(today.date()).plus(months)), today + INSURANCE_NOTICE)


def _filter(words: str, only: FleetSubset, deadlines: _Deadlines) -> FleetFilter:
    typed = " ".join(words.split())[:MAX_WORDS]
    return FleetFilter(
        plate=text_cleaning.compact(typed),
        words=typed,
        inspection_until=deadlines.inspection if only is FleetSubset.INSPECTION else "",
        insurance_until=deadlines.insurance.date() if only is FleetSubset.INSURANCE else None,
        filed=only is FleetSubset.FILED,
        abnormal=only is FleetSubset.ABNORMAL,
        unhandled=only is FleetSubset.VIOLATIONS,
    )


def _counted(session: Session, figure: FleetFigure, ids: Sequence[UUID]) -> dict[UUID, int]:
    """Return a figure of many vehicles, queried in chunks because databases limit the parameters of a query."""
    counts: dict[UUID, int] = {}
    for start in range(0, len(ids), QUERY_CHUNK):
        counts |= figure.count(session, ids[start : start + QUERY_CHUNK])
    return counts


def _with_figures(session: Session, found: Sequence[Vehicle], deadlines: _Deadlines) -> tuple[FleetVehicle, ...]:
    counted = [_counted(session, figure, [vehicle.id for vehicle in found]) for figure in FIGURES]
    return tuple(
        FleetVehicle(
            vehicle,
            tuple(counts.get(vehicle.id, 0) for counts in counted),
            inspection_due=vehicle.inspection_valid_until <= deadlines.inspection,
            insurance_due=vehicle.insurance_valid_until is None
            or vehicle.insurance_valid_until <= deadlines.insurance.date(),
        )
        for vehicle in found
    )
