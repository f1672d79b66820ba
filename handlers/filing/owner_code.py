"""The owner's code, typed by the filer: the last step of filing by SMS, and by rule of filing by QR.

CODE ─ six digits ─► approved: the face check begins      tap Resend ─► CODE      tap Leave ─► the application goes on
CODE, and the owner agrees in the chat ─► the face check begins; elsewhere ─► a message with its button
six digits outside any flow ─► the face check begins, if one application waits for a code
six digits in the face check of another application ─► approved likewise; its own face check has a button
"""

import re
from datetime import timedelta
from uuid import UUID

from bot.card import Card
from bot.cards.filing import copying, filings as cards, notifications, withdrawal as withdrawal_cards
from bot.context import DeskContext
from bot.engine.listeners import AGAIN, END, NOT_HANDLED, Ask, FlowStep, NextStep, on_tap, on_words
from bot.errors import NotYours
from bot.services.filing import approvals, eligibility, filings
from bot.services.identity import consents
from bot.services.organisations import authority
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from bot.services.values import code_words, text_cleaning
from handlers.filing.draft import CreatedApplication
from storage.filing import filings as store
from storage.filing.filings import AGREED_STATUSES, Filing, FilingStatus
from storage.identity import sms_codes
from storage.identity.sms_codes import CodePurpose
from storage.register.vehicles import Vehicle

LATE = timedelta(days=1)  # A code that was sent within it still leads to its application, whatever has become of it.
# The digits of a code, alone or behind a word for it.
CODE = re.compile(rf"\s*(?:{code_words.BEFORE_DIGITS})?(\d{{3}}\s?\d{{3}}|\d{{5}}\s*\d{{5}})[\s.。”\"]*", re.IGNORECASE)


class CodeStep(FlowStep):
    """What the flow waits for."""

    CODE = "code"


def steps() -> dict[FlowStep, Ask]:
    """Return the step that this module adds to the flow of filing."""
    listening = on_words(take_code, is_sensitive=True), on_tap(cards.RESEND, resend)
    return {CodeStep.CODE: Ask(code, *listening, bars_back=True, on_leave=leave)}


def code(context: DeskContext) -> Card:
    """Ask for the code that the owner passes on, as long as the application waits for it. Raises ApplicationDecided."""
    filing = _application(context)
    if filing.status is not FilingStatus.WAITING_OWNER:
        raise filings.ApplicationDecided(number=filing.number)
    owner = authority.acting_owner(context.session, filing.vehicle_id)
    if owner is None:
        raise eligibility.OwnerUnreachable
    vehicle = context.session.get_one(Vehicle, filing.vehicle_id)
    return cards.ask_code(
        context.texts,
        filing,
        owner_phone=owner.phone,
        is_sent=approvals.is_code_usable(context.session, filing, owner, now=context.now),
        minutes=rules.number(context.session, RuleName.CODE_MINUTES, at=context.now),
        for_owner=copying.words_for_owner(context.texts, filing, vehicle, links=context.links),
    )


def enter_code(context: DeskContext) -> CodeStep | None:
    """Return from the progress page to entering the code; if the application has moved on, show where it stands."""
    filing = own_application(context, context.tapped(cards.ENTER_CODE))
    if filing.status is not FilingStatus.WAITING_OWNER:
        context.show(cards.progress(context.session, filing, context.texts, now=context.now))
        return None
    return wait_for_code(context, filing)


def wait_for_code(context: DeskContext, filing: Filing) -> CodeStep:
    """Wait for the code of an application; what was typed to make it is forgotten."""
    context.conversation.draft = {}
    context.store_draft(CreatedApplication(filing=filing.id))
    return CodeStep.CODE


def take_code(context: DeskContext) -> NextStep:
    """Approve with the six digits; if the application has moved on meanwhile, show where it stands."""
    filing = _application(context)
    if filing.status not in (FilingStatus.WAITING_OWNER, FilingStatus.CHECKING):
        context.show(cards.progress(context.session, filing, context.texts, now=context.now))
        return END
    if filing.status is FilingStatus.WAITING_OWNER:
        typed = CODE.fullmatch(context.words)
        digits = typed[1] if typed is not None else context.words
        approvals.approve_by_code(context.session, filing, digits, by=context.person, now=context.now)
    return begin_check(context, filing, cards.agreed(context.texts, filing))


def begin_check(context: DeskContext, filing: Filing, agreed: Card) -> NextStep:
    """Begin the face check with the words of this card above it; without a consent in force, show the card instead."""
    if consents.missing(context.session, context.person) is not None:
        context.show(agreed)
        return END
    context.heading = agreed.text
    return cards.check_button(context.texts, filing)


def go_on_after_agreement(context: DeskContext) -> NextStep:
    """Begin the face check of who waits here for the owner's agreement; others get a message with its button."""
    filing, conversation = context.session.get(Filing, context.subject), context.conversation
    if filing is None or filing.status is not FilingStatus.CHECKING or filing.filer_id != context.account.person_id:
        return None
    is_waiting = conversation.step == CodeStep.CODE and conversation.draft.get("filing") == filing.id.hex
    if not is_waiting or not context.account.is_signed_in:
        approvals.tell_agreed(context.session, filing, now=context.now)
        return None
    return begin_check(context, filing, notifications.agreed_card(context.session, filing, context.texts))


def take_code_after_leaving(context: DeskContext) -> NextStep:
    """Take a code that is typed outside the step, if one application waits for one; another message is not for it.

    A late code leads to where its application stands.
    """
    typed = CODE.fullmatch(context.words)
    if typed is None or not context.account.is_signed_in:
        return NOT_HANDLED
    if context.conversation.flow:
        return _take_behind_step(context, typed[1])
    found = [filing for filing in waiting_for_owner(context) if _has_usable_code(context, filing)]
    if not found:
        return _take_late(context, typed[1])
    if len(found) != 1:
        return NOT_HANDLED
    context.delete_message()
    approvals.approve_by_code(context.session, found[0], typed[1], by=context.person, now=context.now)
    return begin_check(context, found[0], cards.agreed(context.texts, found[0]))


def _take_behind_step(context: DeskContext, digits: str) -> NextStep:
    """Show the step again behind the code step, of the same application; the code is deleted from the chat.

    Unless it is that application's own code, it is for another one that waits for a code.
    """
    draft, session = context.conversation.draft, context.session
    filing = session.get(Filing, UUID(hex=draft["filing"])) if "filing" in draft else None
    if filing is None or not _was_sent_a_code(context, filing):
        return NOT_HANDLED
    if not _is_own_code(context, filing, digits) and (waiting := waiting_for_owner(context)):
        return _take_for_another(context, waiting, digits)
    context.delete_message()
    context.heading = context.texts("code-not-needed")
    return AGAIN


def _take_for_another(context: DeskContext, waiting: list[Filing], digits: str) -> NextStep:
    """Approve the only one of these that waits for a code; its check has a button, as the current step goes on."""
    usable = [each for each in waiting if _has_usable_code(context, each)]
    if len(usable) != 1:
        return NOT_HANDLED
    context.delete_message()
    approvals.approve_by_code(context.session, usable[0], digits, by=context.person, now=context.now)
    context.say(cards.agreed(context.texts, usable[0]))
    return AGAIN


def _take_late(context: DeskContext, digits: str) -> NextStep:
    """Go on with the application to which its owner has agreed, or show how the one with this code has ended."""
    session = context.session
    if waiting_for_owner(context) or context.conversation.parked:
        return NOT_HANDLED  # It may be meant for these: the person is asked.
    found = [each for each in store.all_of_filer(session, context.person.id) if _was_sent_a_code(context, each)]
    filing = next((each for each in found if _is_meant(context, each, digits)), None)
    if filing is None:
        return NOT_HANDLED
    context.delete_message()
    if filing.status is FilingStatus.CHECKING:
        return begin_check(context, filing, cards.agreed(context.texts, filing))
    context.show(cards.progress(session, filing, context.texts, now=context.now))
    return None


def _is_meant(context: DeskContext, filing: Filing, digits: str) -> bool:
    """Whether a late code is about this application: any code once the owner has agreed, else its own."""
    return filing.status in AGREED_STATUSES or _is_own_code(context, filing, digits)


def _is_own_code(context: DeskContext, filing: Filing, digits: str) -> bool:
    code = sms_codes.current(context.session, CodePurpose.OWNER_APPROVAL, filing.id)
    typed = text_cleaning.compact(digits)
    return code is not None and len(typed) == code.length and sms_codes.matches(code, typed)


def _was_sent_a_code(context: DeskContext, filing: Filing) -> bool:
    """Whether a code was sent to the owner within a day."""
    purpose, since = CodePurpose.OWNER_APPROVAL, context.now - LATE
    return bool(sms_codes.made_since(context.session, purpose, filing.id, since))


def waiting_for_owner(context: DeskContext) -> list[Filing]:
    """Return the person's applications that wait for the owner, newest first; none of who is not signed in."""
    if not context.account.is_signed_in:
        return []
    found = store.open_of_filer(context.session, context.person.id)
    return [filing for filing in found if filing.status is FilingStatus.WAITING_OWNER]


def _has_usable_code(context: DeskContext, filing: Filing) -> bool:
    owner = authority.acting_owner(context.session, filing.vehicle_id)
    return owner is not None and approvals.is_code_usable(context.session, filing, owner, now=context.now)


def resend(context: DeskContext) -> CodeStep:
    """Send another code to the owner."""
    filing = _application(context)
    approvals.resend(context.session, filing, by=context.person, now=context.now)
    context.heading = context.texts("code-again")
    return CodeStep.CODE


def leave(context: DeskContext) -> Card:
    """Say that the application goes on."""
    return withdrawal_cards.left(context.session, _application(context), context.texts)


def own_application(context: DeskContext, filing_id: UUID) -> Filing:
    """Return one of the person's own applications. Raises NotYours."""
    filing = context.session.get(Filing, filing_id)
    if filing is None or filing.filer_id != context.person.id:
        raise NotYours
    return filing


def _application(context: DeskContext) -> Filing:
    return own_application(context, context.load_draft(CreatedApplication).filing)
