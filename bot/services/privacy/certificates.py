"""What the desk keeps of a person around certificates: told to him, and ended when he goes.

The certificates themselves speak of cars, and stay; so do the looks at them, which are the car's.
"""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.services.certificates import paper_copies as service
from storage.certificates import paper_copies, share_codes
from storage.certificates.paper_copies import PaperCopy, PaperStatus
from storage.certificates.share_codes import Share
from storage.register import vehicles
from storage.register.people import Person

EVERY = 10_000


def export(session: Session, person: Person) -> dict[str, Any]:
    """Return the share codes he gave (not the codes themselves: nobody has them) and his paper copies."""
    return {
        "certificate_shares": [_share(session, one) for one in share_codes.of_person(session, person.id)],
        "paper_copies": [_copy(session, one) for one in paper_copies.of_person(session, person.id, most=EVERY)],
    }


def forget(session: Session, person: Person, now: datetime) -> None:
    """Take his share codes back, cancel what is not printed yet, and empty every address."""
    share_codes.revoke_all_by(session, person.id, at=now)
    for copy in paper_copies.of_person(session, person.id, most=EVERY):
        if copy.status is PaperStatus.REQUESTED:
            service.cancel(session, copy.id, by=person, now=now)
        paper_copies.forget_address(session, copy)


def _share(session: Session, share: Share) -> dict[str, Any]:
    return {
        "plate": _plate(session, share),
        "made_at": share.made_at.isoformat(),
        "expires_at": share.expires_at.isoformat(),
        "single_use": share.single_use,
        "looks": share.looks,
        "taken_back_at": share.revoked_at.isoformat() if share.revoked_at else None,
    }


def _copy(session: Session, copy: PaperCopy) -> dict[str, Any]:
    return {
        "number": copy.number,
        "plate": _plate(session, copy),
        "way": copy.way.value,
        "recipient": copy.recipient,
        "phone": copy.phone,
        "address": copy.address,
        "status": copy.status.value,
        "tracking_number": copy.tracking_number,
        "requested_at": copy.requested_at.isoformat(),
    }


def _plate(session: Session, row: Share | PaperCopy) -> str:
    vehicle = vehicles.get(session, row.vehicle_id)
    return vehicle.plate if vehicle else ""
