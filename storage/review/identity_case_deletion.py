"""Deleting identity cases, or what they say of a person, with their photos."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col, select

from storage import files
from storage.review.identity_cases import IdentityCase


def with_number(session: Session, index: str) -> list[IdentityCase]:
    """Return the cases in which the ID number with this keyed hash was typed, oldest first."""
    query = select(IdentityCase).where(IdentityCase.number_index == index)
    return list(session.exec(query.order_by(col(IdentityCase.number))))


def empty(session: Session, case: IdentityCase) -> None:
    """Delete what a case says of people, and its photos; the hashes stay by which a photo is recognised."""
    case.name, case.id_number, case.phone, case.reason, case.number_index = "", "", "", "", ""
    session.add(case)
    delete_photos(session, case)
    session.flush()


def forget(session: Session, case: IdentityCase) -> None:
    """Delete what a case says, and by which its photos are recognised; only its kind, times and outcome stay."""
    case.document_hash, case.document_perceptual_hash = None, None
    case.selfie_hash, case.selfie_perceptual_hash = None, None
    empty(session, case)


def delete(session: Session, case: IdentityCase) -> None:
    """Delete a case and its photos."""
    delete_photos(session, case)
    session.delete(case)
    session.flush()


def delete_photos(session: Session, case: IdentityCase) -> None:
    """Delete the photos of a case."""
    for photo in case.photo_ids.values():
        files.delete_file(session, photo)


def forget_person(session: Session, person_id: UUID) -> None:
    """Remove this person from the cases of others."""
    session.execute(update(IdentityCase).where(col(IdentityCase.person_id) == person_id).values(person_id=None))
    session.execute(update(IdentityCase).where(col(IdentityCase.holder_id) == person_id).values(holder_id=None))


def delete_closed(session: Session, *, before: datetime, limit: int = 500) -> int:
    """Delete cases closed before this moment. Returns how many."""
    query = select(IdentityCase).where(col(IdentityCase.closed_at) < before)
    found = session.exec(query.order_by(col(IdentityCase.closed_at)).limit(limit)).all()
    for case in found:
        delete(session, case)
    return len(found)
