"""The rules for handling violations (业务须知): the numbers that they name, and who has agreed to them as they are.

The text has a version, and its numbers are dated rules. A consent counts for one version with the numbers that were in
force when it was given; when either has changed, the person agrees again.
"""

import hashlib
from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session

from bot.services.identity import consents
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from storage.identity import consents as store
from storage.identity.consents import ConsentText
from storage.register.people import Person

NAMED = (
    RuleName.FINE_LIMIT_FEN,
    RuleName.LATE_FEE_PERMILLE,
    RuleName.PAY_WITHIN_DAYS,
    RuleName.RECONSIDERATION_DAYS,
    RuleName.RECORD_POINTS,
    RuleName.TOTAL_POINTS,
)
DIGEST_LENGTH = 8  # Hexadecimal digits: enough to notice a change, short enough for a button.


def numbers(session: Session, *, at: datetime) -> Mapping[RuleName, int]:
    """Return the numbers of the rules at this moment, in the unit of each."""
    return {name: rules.number(session, name, at=at) for name in NAMED}


def edition(session: Session, *, now: datetime) -> str:
    """Return what tells the rules in force from all others: the version and a digest of the numbers, 2026-11-0f3a90bc.

    It has no full stop, which separates the parts of callback data.
    """
    found = ",".join(f"{name.value}={number}" for name, number in numbers(session, at=now).items())
    digest = hashlib.sha256(found.encode()).hexdigest()[:DIGEST_LENGTH]
    return f"{consents.VERSIONS[ConsentText.VIOLATIONS]}-{digest}".replace(".", "-")


def has_agreed(session: Session, person: Person, *, now: datetime) -> bool:
    """Return whether this person has agreed to the version in force, and with the numbers in force."""
    if not consents.has_agreed(session, person, ConsentText.VIOLATIONS):
        return False
    given = store.active(session, person.id, ConsentText.VIOLATIONS)
    return given is not None and numbers(session, at=given.agreed_at) == numbers(session, at=now)


def agree(session: Session, person: Person, *, shown: str, now: datetime) -> bool:
    """Record the consent to the rules in force, unless it is recorded.

    shown: the edition that the person has seen. Returns False, and records nothing, if it is not in force.
    """
    if shown != edition(session, now=now):
        return False
    if not has_agreed(session, person, now=now):
        consents.agree(session, person, ConsentText.VIOLATIONS, now=now, again=True)
    return True
