"""What the desk keeps of a person's checks: face checks, photos and vehicle codes; told to him, ended when he goes."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from storage.filing import filings, vehicle_codes
from storage.filing.vehicle_codes import VehicleCodeStatus
from storage.register.people import Person
from storage.review import face_checks, photos, reviews
from storage.review.photos import PhotoState

EVERY = 10_000


def export(session: Session, person: Person) -> dict[str, Any]:
    """Return every face check, photo (what was seen in it, not the picture), review and vehicle code."""
    return {
        "face_checks": [
            {
                "filing": filing.number,
                "asked_at": check.asked_at.isoformat(),
                "came_out": check.state.value,
                "reason": check.reason,
                "similarity_permille": check.similarity_permille,
            }
            for filing in filings.all_of_filer(session, person.id, most=EVERY)
            for check in face_checks.of_filing(session, filing.id)
        ],
        "photos": [
            {"at": photo.at.isoformat(), "for": photo.slot.value, "state": photo.state.value, "seen": photo.findings}
            for photo in photos.of_person(session, person.id)
        ],
        "reviews": [
            {
                "filing": filing.number,
                "handed_in": review.submitted_at.isoformat(),
                "came_out": review.status.value,
                "reason": review.reason,
                "words": review.text,
            }
            for filing in filings.all_of_filer(session, person.id, most=EVERY)
            for review in reviews.of_filing(session, filing.id)
        ],
        "vehicle_codes": [
            {
                "made_at": code.made_at.isoformat(),
                "made_by_me": code.made_by == person.id,
                "status": code.status.value,
                "used_at": code.used_at.isoformat() if code.used_at else None,
            }
            for code in vehicle_codes.of_person(session, person.id)
        ],
    }


def forget(session: Session, person: Person, now: datetime) -> None:
    """Let no code of his hold any more, and put away what he had not sent; used photos stay known by their marks."""
    for code in vehicle_codes.of_person(session, person.id):
        if code.made_by == person.id:
            vehicle_codes.close(session, code, VehicleCodeStatus.CANCELLED, at=now)
    for photo in photos.of_person(session, person.id):
        if photo.state in (PhotoState.LOOKING, PhotoState.READY):
            photos.put_away(session, photo, PhotoState.REPLACED)
