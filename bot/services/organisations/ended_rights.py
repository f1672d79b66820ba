"""Ends what belongs to persons who no longer speak for a vehicle: their blocks, terms, codes and invitations.

Each service also asks who speaks for the vehicle now, so that no row left over decides; this tidies up at once.
"""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from bot.services.identity import revocation
from storage.certificates import share_codes
from storage.engine import outbox
from storage.filing import filings, owner_blocks, vehicle_codes
from storage.organisations import invitations


def end_of_vehicle(session: Session, vehicle_id: UUID, *, now: datetime) -> None:
    """End the blocks and codes of a vehicle that is sold; its filings end with their terms. The vehicle is locked."""
    owner_blocks.end_of_vehicle(session, vehicle_id, at=now)
    revocation.revoke_codes(session, vehicle_codes.unapplied_of_vehicle(session, vehicle_id), now=now)


def end_of_organisation(
    session: Session, organisation_id: UUID, administrator_id: UUID | None, *, now: datetime
) -> None:
    """End blocks, codes, invitations and terms of an organisation's former administrators.

    administrator_id: whose stay; None of an organisation that has nobody any more. Filers are told of an ended term.
    The caller has locked the organisation.
    """
    owner_blocks.end_of_organisation(session, organisation_id, administrator_id, at=now)
    codes = vehicle_codes.unapplied_of_organisation(session, organisation_id)
    revocation.revoke_codes(session, [code for code in codes if code.made_by != administrator_id], now=now)
    share_codes.revoke_of_organisation(session, organisation_id, administrator_id, at=now)
    invitations.withdraw_all(session, organisation_id, at=now)
    for filing in filings.limited_of_organisation(session, organisation_id):
        if filing.term_by != administrator_id:
            filings.set_term(session, filing, None, by=None)
            filings.add_event(session, filing, "term-ended", at=now)
            outbox.notify(session, filing.filer_id, "filing.term", filing.id, at=now)
