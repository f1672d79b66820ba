"""Withdrawing a wrong verification or date of birth, or a phone number that is somebody else's, by two admins.

the card of /find ─ tap ─► the proposal ─► the other admins ─ tap ─► confirmed, or refused
"""

from collections.abc import Iterator

from bot.cards.staff import wrong_verifications as cards
from bot.context import DeskContext
from bot.engine.listeners import Handler, on_tap
from bot.services.staff import wrong_verifications as service
from storage.staff.verification_withdrawals import VerificationWithdrawal, WithdrawalSubject


def handlers() -> Iterator[Handler]:
    """Return what this module listens to."""
    yield on_tap(cards.PROPOSE, propose)
    yield on_tap(cards.PROPOSE_PHONE, propose_phone)
    yield on_tap(cards.PROPOSE_BIRTH_DATE, propose_birth_date)
    yield on_tap(cards.OPEN, show)
    yield on_tap(cards.CONFIRM, confirm)
    yield on_tap(cards.REFUSE, refuse)


def propose(context: DeskContext) -> None:
    """Propose to withdraw the verification of a person found."""
    person_id = context.tapped(cards.PROPOSE)
    _show(context, service.propose(context.session, person_id, by=context.account, now=context.now))


def propose_phone(context: DeskContext) -> None:
    """Propose to end the claim of a person found to their phone number."""
    person_id, about = context.tapped(cards.PROPOSE_PHONE), WithdrawalSubject.PHONE
    _show(context, service.propose(context.session, person_id, about, by=context.account, now=context.now))


def propose_birth_date(context: DeskContext) -> None:
    """Propose to take the date of birth of a person found away, which they or the register have given wrongly."""
    person_id, about = context.tapped(cards.PROPOSE_BIRTH_DATE), WithdrawalSubject.BIRTH_DATE
    _show(context, service.propose(context.session, person_id, about, by=context.account, now=context.now))


def show(context: DeskContext) -> None:
    """Show a proposal that is open."""
    _show(context, service.find(context.session, context.tapped(cards.OPEN), by=context.account))


def confirm(context: DeskContext) -> None:
    """Confirm a proposal as the second admin."""
    row_id = context.tapped(cards.CONFIRM)
    _show(context, service.confirm(context.session, row_id, by=context.account, now=context.now))


def refuse(context: DeskContext) -> None:
    """Refuse a proposal as the second admin, or withdraw it as the first."""
    row_id = context.tapped(cards.REFUSE)
    _show(context, service.refuse(context.session, row_id, by=context.account, now=context.now))


def _show(context: DeskContext, row: VerificationWithdrawal) -> None:
    context.show(cards.proposal(context.session, row, context.texts))
