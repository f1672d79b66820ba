"""What depends on an identity that a case gives or takes: duties, an organisation, money, an objection.

The reviewer reads it before they decide. If the identity is taken from who is verified with it under another name,
and anything depends on it, two approve the case, whatever has confirmed it.
"""

from enum import StrEnum
from uuid import UUID

from sqlmodel import Session

from bot.services.review import identity_holders
from bot.services.staff import moved_members
from storage import objections
from storage.identity import accounts
from storage.objections import ObjectionState
from storage.organisations import organisations
from storage.organisations.organisations import ADMINISTRATOR_SEAT
from storage.payments import payments, refunds
from storage.register import people
from storage.register.people import Person
from storage.review.identity_cases import IdentityCase
from storage.violations import decisions
from storage.violations.decisions import DecisionState


class Stake(StrEnum):
    """What depends on an identity."""

    STAFF = "staff"
    ADMINISTRATOR = "administrator"
    UNPAID = "unpaid"
    REFUND = "refund"
    OBJECTION = "objection"


def displaced_by(session: Session, case: IdentityCase) -> Person | None:
    """Return whose verification an approval would withdraw: who holds the number, not on record, under another name."""
    found = people.by_id_number(session, case.id_number) if case.id_number else None
    return found if found is not None and identity_holders.is_displaced(found, case) else None


def of_case(session: Session, case: IdentityCase) -> list[tuple[Person, list[Stake]]]:
    """Return what depends on whose identity: of who holds it now, and of who would leave the account that asks."""
    leaving = session.get(Person, case.person_id) if case.person_id is not None and case.id_number else None
    found = {each.id: each for each in (identity_holders.affected(session, case), leaving) if each is not None}
    return [(each, held) for each in found.values() if (held := of_person(session, each))]


def needs_two(session: Session, case: IdentityCase) -> bool:
    """Return whether two approve the case although a code has confirmed it."""
    displaced = displaced_by(session, case)
    return displaced is not None and bool(of_person(session, displaced))


def any_of_declarers(session: Session, id_number: str, *, but: UUID | None) -> bool:
    """Return whether anything depends on the identity of somebody else who only declares this ID number."""
    found = people.declared(session, id_number) if id_number else []
    return any(each.id != but and of_person(session, each) for each in found)


def of_person(session: Session, person: Person) -> list[Stake]:
    """Return what depends on the identity of this person."""
    account = accounts.of_person(session, person.id)
    seats = {each.organisation_seat for each in organisations.of_person(session, person.id)}
    held = {
        Stake.STAFF: account is not None and moved_members.serving(session, account) is not None,
        Stake.ADMINISTRATOR: ADMINISTRATOR_SEAT in seats,
        Stake.UNPAID: bool(decisions.of_person(session, person.id, DecisionState.UNPAID)),
        Stake.REFUND: _awaits_refund(session, person),
        Stake.OBJECTION: any(each.state is ObjectionState.OPEN for each in objections.of_person(session, person.id)),
    }
    return [stake for stake, applies in held.items() if applies]


def _awaits_refund(session: Session, person: Person) -> bool:
    return any(
        refund.is_unfinished
        for order in payments.of_payer(session, person.id)
        for transaction in payments.transactions_of(session, order.id)
        for refund in refunds.of_transaction(session, transaction.id)
    )
