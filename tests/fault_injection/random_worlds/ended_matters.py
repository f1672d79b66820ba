"""Invariants: nobody files their own vehicle, and nothing goes on for the vehicles of a dissolved organisation."""

from collections.abc import Iterator
from typing import Any

from sqlmodel import SQLModel

from storage.filing.filings import OPEN_STATUSES, Filing, FilingStatus
from storage.organisations.organisations import Organisation
from storage.register.vehicles import Vehicle
from tests.fault_injection.random_worlds.observations import Observation

READ: frozenset[type[SQLModel]] = frozenset({Filing, Vehicle, Organisation})
GO_ON = (*OPEN_STATUSES, FilingStatus.ACTIVE)


def check(observation: Observation) -> Iterator[str]:
    """Return what is wrong."""
    vehicles, organisations = (observation.after.table(kind) for kind in (Vehicle, Organisation))
    for filing in observation.after.table(Filing).values():
        if filing.status in GO_ON:
            yield from _wrong(filing, vehicles[filing.vehicle_id], organisations)


def _wrong(filing: Any, vehicle: Any, organisations: Any) -> Iterator[str]:
    if vehicle.owner_person_id == filing.filer_id:
        yield f"#{filing.number} is {filing.status} for the filer's own vehicle"
    if vehicle.owner_organisation_id is not None and organisations[vehicle.owner_organisation_id].dissolved_at:
        yield f"#{filing.number} is {filing.status} for a vehicle of a dissolved organisation"
