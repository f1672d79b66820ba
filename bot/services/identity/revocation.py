"""Revocation of what a person has handed out or opened: codes, invitations, browsers, the Mini App.

Each ends with the right by which it was made, and stays ended when the right comes back. What somebody has used already
stays: an application can be stopped, a member removed.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from storage import files
from storage.certificates import share_codes
from storage.engine import outbox
from storage.filing import vehicle_codes
from storage.filing.vehicle_codes import VehicleCode
from storage.identity import accounts, app_sessions
from storage.organisations import invitations, sign_in_codes, web_sessions

CHANGED = "vehicle-code.changed"  # The notification that replaces the countdown of a code.


def revoke_unused(session: Session, person_id: UUID, *, now: datetime) -> None:
    """End the unused vehicle codes and invitations of a person who signs out, their browsers and codes to sign in."""
    revoke_codes(session, vehicle_codes.unapplied_of_maker(session, person_id), now=now)
    invitations.withdraw_all_by(session, person_id, at=now)
    app_sessions.end_all(session, person_id, at=now)
    web_sessions.end_all(session, person_id, at=now)
    account = accounts.of_person(session, person_id)
    if account is not None:
        sign_in_codes.end_all(session, account.id, at=now)


def revoke_all(session: Session, person_id: UUID, *, now: datetime) -> None:
    """End everything handed out by a person who leaves their account."""
    revoke_unused(session, person_id, now=now)
    share_codes.revoke_all_by(session, person_id, at=now)


def revoke_codes(session: Session, codes: Iterable[VehicleCode], *, now: datetime, but: int | None = None) -> None:
    """End these vehicle codes, scanned or not, and delete their pictures; the messages that show them say so.

    but: the message that shows something else.
    """
    for code in codes:
        if not vehicle_codes.revoke(session, code):
            continue
        tell_changed(session, code, now=now, but=but)
        if code.file_id is not None:
            files.delete_file(session, code.file_id)


def tell_changed(session: Session, code: VehicleCode, *, now: datetime, but: int | None = None) -> None:
    """Have the messages about a code show to its maker how it stands. but: the message that shows it otherwise."""
    outbox.replace(session, code.made_by, CHANGED, code.id, at=now, about=code.topic, but=but)
