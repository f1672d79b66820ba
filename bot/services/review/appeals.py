"""Appeals against blacklist entries: made once by the person, decided by a third member of staff.

appeal ──► lift: the person may apply again      uphold: the entry stays in force until its end
"""

import re
import unicodedata
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from bot.errors import Refusal
from bot.services.filing import eligibility
from bot.services.identity import left_people, limits
from bot.services.identity.limits import Limit
from bot.services.review import blacklist as entries
from bot.services.review.blacklist import EntryDecided
from bot.services.staff import work_news
from bot.services.values import reasons, text_cleaning, yes_no
from bot.services.values.simplified import simplified
from storage import audit, database
from storage.engine import outbox
from storage.identity import shared_numbers
from storage.identity.accounts import Account
from storage.register import people
from storage.register.people import Person
from storage.review import blacklist
from storage.review.blacklist import BlacklistEntry, BlacklistStatus, FalseMaterial

MAX_CHARACTERS = 500
# 提交, “ok, please submit it”: with words around it that say nothing of their own.
_POLITE = (
    "好的?|行|可以|是的?|对的?|嗯|确认|确定|没问题|请|麻烦|帮我|帮忙|我要?|想|现在|马上|就|那|这样|直接|申诉|理由|一下|吧|了|的|您|你们?|"
    "okay|ok|yes|yeah|sure|fine|please|just|now|iwantto|idliketo|to|it|this|that|my|the|appeal|thanks|and|for|me"
)
_SUBMIT = re.compile(rf"(?:{_POLITE})*+(?:提交|递交|发送|submit|send)(?:{_POLITE})*+")


class NotListed(Refusal, key="refused-not-listed", offers=("menu",)):
    """The person is not on the blacklist."""


class AlreadyAppealed(Refusal, key="refused-already-appealed", offers=("offices", "menu")):
    """The person has appealed already, and there is one appeal."""


class AppealTooLong(Refusal, key="refused-appeal-too-long"):
    """An appeal has 1 to `most` characters."""


def appealable(session: Session, person: Person, *, now: datetime) -> BlacklistEntry:
    """Return the entry that this person may appeal against, also one under an account of theirs that is deleted.

    Raises NotListed or AlreadyAppealed.
    """
    listed = people.listed(session, at=now)
    same = (person.id, *shared_numbers.same_as(session, person.id), *left_people.own(session, person, listed))
    found = [entry for each in same for entry in blacklist.in_force(session, each, at=now)]
    if not found:
        found = [_imported(each, until=listed[each], now=now) for each in same if each in listed]
    if not found:
        raise NotListed
    free = next((entry for entry in found if entry.appealed_at is None or _is_of_another(session, entry, person)), None)
    if free is None:
        raise AlreadyAppealed
    return free


def may_appeal(session: Session, person: Person, *, now: datetime) -> bool:
    """Return whether there is an entry that this person may appeal against."""
    try:
        appealable(session, person, now=now)
    except (NotListed, AlreadyAppealed):
        return False
    return True


def parse_words(words: str) -> str:
    """Return the words of an appeal, harmless. Raises ReasonIsAnswer or AppealTooLong."""
    reasons.require_statement(words)
    said = text_cleaning.display_safe(words)
    if not 0 < len(said) <= MAX_CHARACTERS:
        raise AppealTooLong(most=MAX_CHARACTERS)
    return said


def is_answer(words: str) -> bool:
    """Return whether words say to the question whether to submit an appeal yes or no, or “please submit it”."""
    said = simplified(unicodedata.normalize("NFKC", words).casefold())
    return yes_no.read(words) is not None or _SUBMIT.fullmatch(re.sub(r"[\W_]+", "", said)) is not None


def appeal(session: Session, person: Person, words: str, *, now: datetime) -> BlacklistEntry:
    """Appeal against the entry, and notify the staff who may decide it.

    Raises what `parse_words` raises, NotListed or AlreadyAppealed.
    """
    said = parse_words(words)
    held = database.lock_row(session, Person, person.id) or person
    entry = appealable(session, held, now=now)
    if entry not in session:
        database.add(session, entry)
    is_own = entry.person_id in eligibility.own_ids(session, person)
    # Of who has left, no row leads to who comes back, and no moment either.
    at = now if is_own else left_people.moment_apart(now)
    make = blacklist.make_appeal if entry.appealed_at is None else blacklist.appeal_anew
    if not make(session, entry, said, appellant="" if is_own else person.id.hex, at=at):
        raise AlreadyAppealed
    audit.record(session, audit.Action.BLACKLIST_APPEALED, by=person.id if is_own else None, on=entry.id, at=at)
    entries.retain_evidence(session, entry, now=at)
    if is_own:
        work_news.arrive(session, entries.APPEAL, entry.id, now=now)
    else:
        work_news.arrive_silently(session, entries.APPEAL, entry.id)
    return entry


def decide(session: Session, entry_id: UUID, *, lift: bool, by: Account, now: datetime) -> BlacklistEntry:
    """Lift or uphold an entry as a third member of staff, and notify the person.

    Raises NotStaff, AlreadyInvolved, OwnCase or EntryDecided.
    """
    entry, member = entries.find_for_second(session, entry_id, by=by)
    if not entry.waits_for_appeal:
        raise EntryDecided
    person = database.lock_row(session, Person, entry.person_id)
    assert person is not None
    to = BlacklistStatus.LIFTED if lift else BlacklistStatus.CONFIRMED
    at = left_people.moment_apart(now) if entry.told else now
    if not blacklist.decide_appeal(session, entry, to, by=member.id, person=by.person_id, at=at):
        raise EntryDecided
    action = audit.Action.BLACKLIST_LIFTED if lift else audit.Action.BLACKLIST_UPHELD
    audit.record(session, action, by=by.id, on=entry.id, at=at)
    if lift:
        left = blacklist.in_force(session, person.id, at=now)
        person.blacklisted_until = left[0].until if left else None
        session.add(person)
        if not left:
            limits.forget(session, Limit.BLACKLIST, limits.keys_of(session, person))
    for told in (person, *shared_numbers.holders_of(session, person.id)):
        outbox.notify(session, told.id, "blacklist.lifted" if lift else "blacklist.upheld", entry.id, at=at)
    for who in entry.told:
        outbox.notify(session, who, "blacklist.left-lifted" if lift else "blacklist.left-upheld", who, at=now)
    return entry


def _is_of_another(session: Session, entry: BlacklistEntry, person: Person) -> bool:
    """Return whether somebody else has appealed, who had the Telegram user alone: it does not use up the appeal."""
    by = entry.appealed_by
    return by is not None and by != person.id and left_people.is_another(session, person, entry.person_id, by)


def _imported(person_id: UUID, *, until: datetime, now: datetime) -> BlacklistEntry:
    """Return the entry of a person whom an import has put on the blacklist."""
    reason, status = FalseMaterial.REGISTER, BlacklistStatus.CONFIRMED
    return BlacklistEntry(person_id=person_id, reason=reason, status=status, proposed_at=now, until=until)
