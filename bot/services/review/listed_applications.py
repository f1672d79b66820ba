"""The open applications of everybody whom an entry of the blacklist bars, who has come back included."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from bot.services.filing import filings as filing_filings
from bot.services.identity import left_people
from bot.services.identity.same_person import alike
from storage.engine import outbox
from storage.filing import filings, open_filers
from storage.identity import shared_numbers
from storage.register.people import Person


def come_back(session: Session, person: Person) -> list[Person]:
    """Return who has open applications and counts as this person, who has left, by keys of before."""
    known = {each.id for each in _known(session, person)}
    found = left_people.for_whom(session, person, open_filers.all_of(session))
    return [each for each in found if each.id not in known]


def refuse(session: Session, person: Person, back: Sequence[Person], *, now: datetime) -> None:
    """Refuse what a person who is put on the blacklist has applied for. back: who has come back.

    Who is the same person learns of the entry; others that what somebody else did counts.
    """
    for one in _known(session, person):
        _refuse_all(session, one, why="false-material", now=now)
    for one in back:
        is_same = bool(left_people.own(session, one, {person.id}))
        if _refuse_all(session, one, why="false-material" if is_same else "used-by-others", now=now) and is_same:
            outbox.notify(session, one.id, "blacklist.left-listed", one.id, at=now)


def _known(session: Session, person: Person) -> list[Person]:
    return [*alike(session, person), *shared_numbers.holders_of(session, person.id)]


def _refuse_all(session: Session, person: Person, *, why: str, now: datetime) -> bool:
    refused = False
    for filing in filings.open_of_filer(session, person.id):
        if filings.is_still(session, filing, *filings.OPEN_STATUSES):
            filing_filings.refuse(session, filing, now=now, why=why, tell_owner=True)
            refused = True
    return refused
