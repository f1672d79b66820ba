"""Ends what belongs to persons who no longer speak for a vehicle: their blocks, terms and vehicle codes.

Each service also asks who speaks for the vehicle now, so that no row left over decides; this tidies up at once.
"""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from storage import files
from storage.engine import outbox
from storage.filing import filings, owner_blocks, vehicle_codes
from storage.filing.vehicle_codes import VehicleCodeStatus


def end_of_vehicle(session: Session, vehicle_id: UUID, *, now: datetime) -> None:
    """End the blocks and codes of a vehicle that is sold; its filings end with their terms. The vehicle is locked."""
    owner_blocks.end_of_vehicle(session, vehicle_id, at=now)
    code = vehicle_codes.open_of(session, vehicle_id)
    if code is not None:
        _cancel(session, code, now=now)


def end_of_organisation(session: Session, organisation_id: UUID, administrator_id: UUID, *, now: datetime) -> None:
    """End the blocks, codes and terms of an organisation's former administrators; filers are told of an ended term.

    The caller has locked the organisation.
    """
    owner_blocks.end_of_organisation(session, organisation_id, administrator_id, at=now)
    for code in vehicle_codes.open_of_organisation(session, organisation_id):
        if code.made_by != administrator_id:
            _cancel(session, code, now=now)
    for filing in filings.limited_of_organisation(session, organisation_id):
        if filing.term_by != administrator_id:
            filings.set_term(session, filing, None, by=None)
            filings.add_event(session, filing, "term-ended", at=now)
            outbox.notify(session, filing.filer_id, "filing.term", filing.id, at=now)


def _cancel(session: Session, code: vehicle_codes.VehicleCode, *, now: datetime) -> None:
    if vehicle_codes.close(session, code, VehicleCodeStatus.CANCELLED, at=now) and code.file_id is not None:
        files.delete_file(session, code.file_id)
