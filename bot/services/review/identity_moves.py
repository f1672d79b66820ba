"""What goes on after a person has got another account: their timers and events, and checks that were under way.

A selfie or photos that were sent from the old account may be somebody else's: a comparison that is under way ends
without a result, and the person is told how to begin again.
"""

from datetime import datetime

from sqlmodel import Session

from bot.services.certificates import live_views
from bot.services.filing import owner_requests, step_cards, vehicle_codes
from bot.services.organisations import question_messages
from bot.services.review import case_decisions, face_checks, face_verdicts, photo_access
from storage.engine import button_removal, lane_moves, outbox
from storage.filing import approvals, filings
from storage.identity.accounts import Account
from storage.register.people import Person

IDENTITY_LEASE_TIMER = "identity.lease"
# They change messages in the chat of the old account, and do nothing else.
CHAT_TIMERS = (
    live_views.REFRESH,
    vehicle_codes.TICK,
    case_decisions.LEASE_TIMER,
    photo_access.VIEWING_TIMER,
    IDENTITY_LEASE_TIMER,
)


def move_business(session: Session, old_lane: str, account: Account, person: Person, *, now: datetime) -> None:
    """Have timers and events of the person's old account handled in the lane of this one; end checks under way.

    Questions that wait for the person's approval are asked in the new account, too.
    """
    lane_moves.move(session, old_lane, account.lane, but=CHAT_TIMERS)
    for filing in interrupt_checks(session, person, now=now):
        outbox.notify_account(session, account, "identity.check-again", filing.id, at=now)
    for approval in approvals.pending_of(session, person.id):
        outbox.notify(session, person.id, "approval.asked", approval.id, at=now, sms=False, about=approval.topic)


def take_buttons(session: Session, old: Account, person: Person, *, now: datetime) -> None:
    """Take the buttons of what the chat of the person's old account asks them, as owner and as filer."""
    topics = [question_messages.list_topic(person.id)]
    for approval in approvals.pending_of(session, person.id):
        topics += [approval.topic, f"{approval.topic}{outbox.ASKED_AGAIN}"]
    topics += [filing.topic for filing in owner_requests.agreed_to(session, person)]
    for filing in filings.open_of_filer(session, person.id):
        topics += [step_cards.topic(filing), step_cards.topic_of_return(filing)]
    for about in topics:
        button_removal.take_for_good(session, old, about, at=now)


def interrupt_checks(session: Session, person: Person, *, now: datetime) -> list[filings.Filing]:
    """End the comparisons that are under way. Returns the applications whose applicant has to be checked."""
    waiting = [each for each in filings.open_of_filer(session, person.id) if each.status in face_checks.OPEN]
    for filing in waiting:
        face_verdicts.interrupt(session, filing, now=now)
    return waiting
