"""Personal data: share codes of inspection certificates, paper copies, and the address remembered for them.

The certificates and their views belong to the vehicle and stay.
"""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.services.certificates import paper_changes
from bot.services.privacy.keeper import Keeper
from storage.certificates import delivery_addresses, paper_copies, share_codes
from storage.certificates.delivery_addresses import RememberedAddress
from storage.certificates.paper_copies import PaperCopy, PaperStatus
from storage.certificates.share_codes import ShareCode
from storage.register.people import Person
from storage.register.vehicles import Vehicle


def export(session: Session, person: Person) -> dict[str, Any]:
    """Return the share codes made (of the code itself only a hash is stored), the paper copies, and the address."""
    address = delivery_addresses.of_person(session, person.id)
    return {
        "certificate_shares": [_share(session, each) for each in share_codes.of_person(session, person.id)],
        "paper_copies": [_copy(session, each) for each in paper_copies.of_person(session, person.id, limit=None)],
        "delivery_address": _address(address) if address is not None else None,
    }


def erase(session: Session, person: Person, now: datetime) -> None:
    """Revoke share codes, cancel copies that are not printed yet, and delete every address."""
    delivery_addresses.forget(session, person.id)
    share_codes.revoke_all_by(session, person.id, at=now)
    for copy in paper_copies.of_person(session, person.id, limit=None):
        if copy.status is PaperStatus.REQUESTED:
            paper_changes.cancel(session, copy, by=person.id, now=now)
        paper_changes.forget_address(session, copy, now=now)


KEEPER = Keeper(export, erase)


def _share(session: Session, share: ShareCode) -> dict[str, Any]:
    return {
        "plate": session.get_one(Vehicle, share.vehicle_id).plate,
        "made_at": share.made_at.isoformat(),
        "expires_at": share.expires_at.isoformat(),
        "single_use": share.single_use,
        "views": share.view_count,
        "taken_back_at": share.revoked_at.isoformat() if share.revoked_at else None,
    }


def _address(row: RememberedAddress) -> dict[str, Any]:
    used = row.used_at.isoformat()
    return {"recipient": row.recipient, "phone": row.phone, "address": row.address, "used_at": used}


def _copy(session: Session, copy: PaperCopy) -> dict[str, Any]:
    return {
        "number": copy.number,
        "plate": session.get_one(Vehicle, copy.vehicle_id).plate,
        "way": copy.way,
        "recipient": copy.recipient,
        "phone": copy.phone,
        "address": copy.address,
        "status": copy.status,
        "tracking_number": copy.tracking_number,
        "requested_at": copy.requested_at.isoformat(),
    }
