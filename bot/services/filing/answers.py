"""Typed answers (文字答复): which approval a yes or no answers, which given approval it takes back, or what to ask.

A reply to a message about an application is about that application. Any other text answers only if one question is open
and is the newest message of the desk; else a clear reply (同意, no) is asked about, and a weak one (好的, 👌) is no
answer. A word that takes back (拒绝, 终止) takes back an approval under the same conditions, once no question is open.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from sqlmodel import Session

from bot.services.filing import approval_withdrawal, owner_requests
from bot.services.values.yes_no import Reply
from storage.engine import chat_messages
from storage.filing import approvals
from storage.filing.approvals import Approval, ApprovalStatus
from storage.filing.filings import AGREED_STATUSES, Filing, FilingStatus
from storage.identity.accounts import Account
from storage.register.people import Person
from storage.register.vehicles import Vehicle

STOPPABLE = (*AGREED_STATUSES, FilingStatus.ACTIVE)
MAX_CHOICES = 8


@dataclass(frozen=True)
class Meaning:
    """What a reply means: it answers one approval or takes back one that was given, or it may mean one of several.

    Without any of them it is no answer.
    """

    answers: Approval | None = None
    ends: Filing | None = None
    may_answer: Sequence[Approval] = ()
    may_end: Sequence[Filing] = ()


@dataclass(frozen=True)
class _Matter:
    """An application and the approval for which the person was asked; None if a vehicle code has spoken for them."""

    filing: Filing
    approval: Approval | None

    @property
    def waits(self) -> bool:
        """Whether it waits for the person's answer."""
        return self.approval is not None and self.approval.status is ApprovalStatus.PENDING


NO_ANSWER = Meaning()


def meaning_of(
    session: Session,
    reply: Reply,
    account: Account,
    person: Person,
    *,
    message_id: int,
    reply_to: int | None,
    step_takes_text: bool,
) -> Meaning:
    """Return what a reply means.

    message_id: its own id; reply_to: the id of the message to which it replies; step_takes_text: whether the person is
    at a step that takes text, where an answer without a message or number is asked about. An approval that is answered
    already is returned too, so that the person learns it. A reply to one question that names another is asked about.
    """
    replied = _of_message(session, account, person, reply_to) if reply_to is not None else None
    named = _of_number(session, person, reply.number) if reply.number is not None else None
    if replied is not None and reply.number is not None and (named is None or replied.filing.id != named.filing.id):
        return _one_of(reply, [matter for matter in (replied, named) if matter is not None])
    if replied is not None or named is not None:
        return _about(reply, replied or named)
    waiting = approvals.pending_of(session, person.id)
    agreed = [] if reply.is_yes else owner_requests.agreed_to(session, person)
    is_newest = partial(chat_messages.is_newest, session, lane=account.lane, before=message_id)
    if reply_to is None and reply.number is None:  # A number of nothing is a slip: the person is asked.
        direct = _direct(reply, waiting, agreed, is_newest)
        if direct != NO_ANSWER:
            return _asked(direct) if step_takes_text else direct
    if not reply.is_clear:
        return NO_ANSWER
    asked = [] if reply.is_stop and reply.number is not None else waiting
    return Meaning(may_answer=asked[:MAX_CHOICES], may_end=_may_end(reply, waiting, agreed)[:MAX_CHOICES])


def about_plate(session: Session, reply: Reply, person: Person, plate: str, number: int | None) -> Meaning:
    """Return what a reply may mean that names the plate of a vehicle: what waits for it, or what can be taken back.

    number: of the application that it names besides, if any; one of the person's own may be meant, whatever the plate.
    """
    named = _of_number(session, person, number) if number is not None else None
    by_number = _one_of(reply, [named]) if named is not None else NO_ANSWER
    by_plate = _of_plate(session, reply, person, plate)
    answers = {each.id: each for each in (*by_number.may_answer, *by_plate.may_answer)}
    ends = {each.id: each for each in (*by_number.may_end, *by_plate.may_end)}
    return Meaning(may_answer=tuple(answers.values())[:MAX_CHOICES], may_end=tuple(ends.values())[:MAX_CHOICES])


def is_own_of_plate(session: Session, person: Person, number: int, plate: str) -> bool:
    """Return whether a matter of this person has this number and is about this plate; False for one of others."""
    matter = _of_number(session, person, number)
    return matter is not None and _plate_of(session, matter.filing.id) == plate


def open_matters(session: Session, account: Account, person: Person) -> Meaning:
    """Return what words that are no answer may be about.

    The applications that wait for the person; if there are none, what the newest message says that they agreed to.
    """
    waiting = approvals.pending_of(session, person.id)
    if waiting:
        return Meaning(may_answer=waiting[:MAX_CHOICES])
    topic = chat_messages.newest_topic(session, account.lane)
    agreed = [filing for filing in owner_requests.agreed_to(session, person) if filing.topic == topic]
    return Meaning(may_end=agreed) if agreed else NO_ANSWER


def _of_plate(session: Session, reply: Reply, person: Person, plate: str) -> Meaning:
    waiting = [each for each in approvals.pending_of(session, person.id) if _plate_of(session, each.filing_id) == plate]
    agreed = [] if reply.is_yes else owner_requests.agreed_to(session, person)
    agreed = [each for each in agreed if _plate_of(session, each.id) == plate]
    return Meaning(may_answer=waiting, may_end=_may_end(reply, waiting, agreed))


def _plate_of(session: Session, filing_id: UUID) -> str:
    return session.get_one(Vehicle, session.get_one(Filing, filing_id).vehicle_id).plate


def _asked(direct: Meaning) -> Meaning:
    """Return what is to be asked about, instead of what a reply would do outside a step."""
    answers = [direct.answers] if direct.answers is not None else direct.may_answer
    return Meaning(may_answer=answers, may_end=[direct.ends] if direct.ends is not None else direct.may_end)


def _direct(
    reply: Reply, waiting: Sequence[Approval], agreed: Sequence[Filing], is_newest: Callable[[str], bool]
) -> Meaning:
    """Return what a reply means right below the message about the only matter that is open."""
    if len(waiting) == 1 and not reply.is_stop and is_newest(waiting[0].topic):
        return Meaning(answers=waiting[0])
    open_ones = _in_progress(agreed) or agreed
    if waiting or len(open_ones) != 1 or not is_newest(open_ones[0].topic):
        return NO_ANSWER
    return Meaning(ends=open_ones[0]) if reply.takes_back else Meaning(may_end=open_ones)


def _about(reply: Reply, matter: _Matter | None) -> Meaning:
    """Return what a reply means that is about this matter. A bare or weak no after the approval is asked about."""
    if matter is None:
        return NO_ANSWER
    if reply.is_yes or matter.waits or matter.filing.status not in STOPPABLE:
        return Meaning(answers=matter.approval)
    return Meaning(ends=matter.filing) if reply.takes_back else Meaning(may_end=(matter.filing,))


def _one_of(reply: Reply, matters: Sequence[_Matter]) -> Meaning:
    ends = [matter.filing for matter in matters if not matter.waits and matter.filing.status in STOPPABLE]
    if reply.is_yes:
        return Meaning(may_answer=[matter.approval for matter in matters if matter.approval is not None])
    rest = [matter.approval for matter in matters if matter.approval is not None and matter.filing not in ends]
    return Meaning(may_answer=rest, may_end=ends)


def _may_end(reply: Reply, waiting: Sequence[Approval], agreed: Sequence[Filing]) -> Sequence[Filing]:
    """Return what a clear reply may take back.

    A stop: everything; a no: what is not completed; a refusal also what is completed, if nothing else is open.
    """
    if reply.is_stop:
        return agreed
    return _in_progress(agreed) or (agreed if reply.takes_back and not waiting else ())


def _in_progress(agreed: Sequence[Filing]) -> list[Filing]:
    return [filing for filing in agreed if filing.status in AGREED_STATUSES]


def _of_message(session: Session, account: Account, person: Person, message_id: int) -> _Matter | None:
    """Return the application that a message of the desk is about."""
    asked = {
        topic: each for each in approvals.of_owner(session, person.id) for topic in (each.topic, each.filing_topic)
    }
    agreed = {filing.topic: filing for filing in owner_requests.agreed_to(session, person)}
    topic = chat_messages.topic_of(session, account.lane, message_id, [*asked, *agreed])
    if topic in agreed:
        return _Matter(agreed[topic], approvals.of_filing(session, agreed[topic].id))
    return _Matter(session.get_one(Filing, asked[topic].filing_id), asked[topic]) if topic in asked else None


def _of_number(session: Session, person: Person, number: int) -> _Matter | None:
    approval = approvals.of_number(session, person.id, number)
    if approval is not None:
        return _Matter(session.get_one(Filing, approval.filing_id), approval)
    filing = approval_withdrawal.find_agreed(session, number, by=person)
    return _Matter(filing, None) if filing is not None else None
