"""Personal data: face checks, photos, reviews, blacklist entries."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.services.identity import left_people
from bot.services.privacy import words
from bot.services.privacy.keeper import Keeper
from storage.filing import filings
from storage.filing.filings import Filing
from storage.register.people import Person
from storage.review import blacklist, face_checks, photos, reviews
from storage.review.blacklist import BlacklistEntry


def export(session: Session, person: Person) -> dict[str, Any]:
    """Return every face check, photo (what was found in it, not the picture), review and blacklist entry."""
    mine = filings.all_of_filer(session, person.id, limit=None)
    return {
        "face_checks": [row for filing in mine for row in _face_checks(session, filing)],
        "photos": [
            {
                "at": photo.at.isoformat(),
                "for": photo.slot,
                "state": photo.state,
                "seen": words.findings(photo.findings),
            }
            for photo in photos.of_person(session, person.id)
        ],
        "reviews": [row for filing in mine for row in _reviews(session, filing)],
        "blacklist": [_entry(each, person) for each in _entries(session, person)],
    }


def erase(session: Session, person: Person, now: datetime) -> None:
    """Delete photos that were not submitted; submitted ones are still recognised by their keyed hashes."""
    photos.discard_unsent(session, person.id)


KEEPER = Keeper(export, erase)


def _face_checks(session: Session, filing: Filing) -> list[dict[str, Any]]:
    return [
        {
            "filing": filing.number,
            "asked_at": check.asked_at.isoformat(),
            "came_out": check.state,
            "reason": words.face_check_reason(check.reason),
            "similarity_permille": check.similarity_permille,
        }
        for check in face_checks.of_filing(session, filing.id)
    ]


def _reviews(session: Session, filing: Filing) -> list[dict[str, Any]]:
    return [
        {
            "filing": filing.number,
            "handed_in": review.submitted_at.isoformat(),
            "came_out": review.status,
            "reason": words.reasons(review.reason),
            "words": review.text,
        }
        for review in reviews.of_filing(session, filing.id)
    ]


def _entries(session: Session, person: Person) -> list[BlacklistEntry]:
    """Return the entries of a person, and those from before they came back that count for them."""
    before = left_people.own(session, person, blacklist.confirmed_people(session))
    found = [entry for each in before for entry in blacklist.of_person(session, each)]
    return blacklist.of_person(session, person.id) + [each for each in found if each.until is not None]


def _entry(entry: BlacklistEntry, reader: Person) -> dict[str, Any]:
    return {
        "reason": entry.reason,
        "status": entry.status,
        "since": entry.decided_at.isoformat() if entry.decided_at else None,
        "until": entry.until.isoformat() if entry.until else None,
        # Who had the same Telegram user may be somebody else: their words are theirs.
        "appeal": entry.appeal if reader.id in (entry.person_id, entry.appealed_by) else "",
    }
