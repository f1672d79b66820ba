"""Dissolutions, absorptions and claims to phone numbers beside other acts, in both orders, on both databases."""

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlmodel import Session, col, select

from bot.services.filing import (
    approvals as approval_service,
    dissolutions,
    filings as filing_service,
    question_reminders,
    vehicle_codes,
)
from bot.services.identity import accounts as account_service
from bot.services.organisations import authority, invitations, organisations as organisation_service
from bot.services.privacy import data_requests
from bot.services.review import identity_absorptions
from storage import audit_search
from storage.audit import Action
from storage.database import Database, add
from storage.engine.outbox import Delivery
from storage.filing import vehicle_codes as code_store
from storage.filing.filings import OPEN_STATUSES, Filing, FilingStatus, FilingWay, Relationship
from storage.filing.vehicle_codes import VehicleCodeStatus
from storage.identity.accounts import Account
from storage.organisations import organisations
from storage.organisations.invitations import Invitation
from storage.organisations.organisations import Organisation
from storage.register import people
from storage.register.people import Person
from storage.register.vehicles import Vehicle
from tests.services.builders import DataBuilder
from tests.services.concurrency import NOW, SessionAction, in_order
from tests.services.identity_case_builders import ID_NUMBER, NAME, NEW_PHONE, account

in_both_orders = pytest.mark.parametrize("is_first", [True, False], ids=["first", "second"])


class Firm:
    """An organisation with a car, a question that waits, a member, and an invitation."""

    def __init__(self, database: Database) -> None:
        with database.transaction() as session:
            data = DataBuilder(session, first=60)
            self.boss, self.member, self.guest = data.owner.id, data.stranger.id, data.person().id
            for each in (data.owner, data.filer):
                data.account(each)
            self.id = data.organisation(data.owner)
            self.car = data.vehicle(None, owner_organisation_id=self.id).id
            member = organisations.add_member(session, self.id, self.member, seat=1, person_seat=0, at=NOW)
            assert member is not None
            self.membership = member.id
            self.asked = data.approval(data.filing(vehicle_id=self.car)).id
            self.code, _ = invitations.create(session, self.id, by=data.owner, now=NOW)

    def dissolve(self, session: Session) -> None:
        """Let the register call it dissolved."""
        assert dissolutions.dissolve(session, session.get_one(Organisation, self.id), now=NOW)

    def join(self, session: Session) -> None:
        """Accept the invitation."""
        invitations.accept(session, self.code, by=session.get_one(Person, self.guest), now=NOW)

    def invite(self, session: Session) -> None:
        """Invite somebody else."""
        invitations.create(session, self.id, by=session.get_one(Person, self.boss), now=NOW)

    def hand_over(self, session: Session) -> None:
        """Hand the organisation over to the member."""
        by = session.get_one(Person, self.boss)
        organisation_service.hand_over(session, self.id, self.membership, by=by, now=NOW)

    def approve(self, session: Session) -> None:
        """Answer the question that waits."""
        approval_service.approve(session, self.asked, by=session.get_one(Person, self.boss), now=NOW)

    def draw(self, session: Session) -> None:
        """Draw the code of the car."""
        vehicle_codes.create(session, self.car, by=session.get_one(Person, self.boss), lane="1:1", now=NOW)

    def apply(self, session: Session) -> None:
        """Apply for the car."""
        person, relation = session.get_one(Person, self.guest), Relationship.FRIEND
        way = FilingWay.SMS
        filing_service.apply(session, person, self.car, way=way, relationship=relation, relationship_text="", now=NOW)

    def dissolve_again(self, session: Session) -> None:
        """Let the register call it dissolved, in another import at the same time."""
        dissolutions.dissolve(session, session.get_one(Organisation, self.id), now=NOW)


def test_an_organisation_is_dissolved_once_by_two_imports(database: Database) -> None:
    firm = Firm(database)
    assert in_order(database, firm.dissolve, firm.dissolve_again) == ("passed", "passed")
    with database.reading() as session:
        recorded = [each.action for each in audit_search.about(session, [firm.id])]
    assert recorded.count(Action.ORGANISATION_DISSOLVED) == 1


def test_two_reminders_at_once_about_two_cars_of_an_owner_are_one(database: Database) -> None:
    with database.transaction() as session:
        data = DataBuilder(session)
        data.account(data.owner)
        asked = [data.filing(vehicle_id=data.vehicle(data.owner).id) for _ in range(2)]
        filings = [data.approval(each).filing_id for each in asked]

    def reminding(filing_id: UUID) -> SessionAction:
        return lambda session: question_reminders.remind(session, filing_id, lane="1:1", now=NOW)

    assert in_order(database, *map(reminding, filings)) == ("passed", "passed")
    with database.reading() as session:
        assert len(session.exec(select(Delivery)).all()) == 1


ACTS: dict[str, Callable[[Firm, Session], None]] = {
    each.__name__: each for each in (Firm.join, Firm.invite, Firm.hand_over, Firm.approve, Firm.draw, Firm.apply)
}


@in_both_orders
@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_nothing_of_a_dissolved_organisation_is_left(
    database: Database, act: Callable[[Firm, Session], None], is_first: bool
) -> None:
    firm = Firm(database)

    def acting(session: Session) -> None:
        act(firm, session)

    found = in_order(database, firm.dissolve, acting) if is_first else in_order(database, acting, firm.dissolve)
    assert found[0 if is_first else 1] == "passed"
    assert (found[1] == "passed") is not is_first, found
    with database.reading() as session:
        assert organisations.members(session, firm.id) == []
        assert authority.acting_owner(session, firm.car) is None
        open_ones = select(Filing).where(Filing.vehicle_id == firm.car, col(Filing.status).in_(OPEN_STATUSES))
        assert session.exec(open_ones).all() == []
        assert all(each.withdrawn_at or each.used_at for each in session.exec(select(Invitation)).all())
        codes = code_store.of_person(session, firm.boss)
        assert [each for each in codes if each.status is VehicleCodeStatus.OPEN] == []


class Twins:
    """The holder of a number with an account, and a row that only declares it, in a lost account with a filing."""

    def __init__(self, database: Database) -> None:
        with database.transaction() as session:
            data = DataBuilder(session, first=80)
            holder = add(session, people.new(id_number=ID_NUMBER, name=NAME, phone=NEW_PHONE))
            facts = {"id_number": ID_NUMBER, "name": NAME, "phone": NEW_PHONE}
            lost = add(session, people.new(**facts, registered=False, is_held=True))
            self.holder, self.lost = holder.id, lost.id
            self.own, self.old = account(session, 501, holder).id, account(session, 502, lost).id
            data.filing(FilingStatus.ACTIVE, filer_id=lost.id)
            self.car: UUID = data.car.id

    def absorb(self, session: Session) -> None:
        """Take up what the lost account holds."""
        identity_absorptions.absorb(session, self.lost, now=NOW)

    def delete_own(self, session: Session) -> None:
        """The holder deletes their account."""
        self._delete(session, self.own, self.holder)

    def delete_lost(self, session: Session) -> None:
        """Whoever has the lost account deletes it."""
        self._delete(session, self.old, self.lost)

    def sign_out(self, session: Session) -> None:
        """Whoever has the lost account signs out."""
        found = session.get_one(Account, self.old)
        if found.person_id is not None:
            account_service.sign_out(session, found, now=NOW)

    def _delete(self, session: Session, account_id: UUID, person_id: UUID) -> None:
        found = session.get_one(Account, account_id)
        if found.person_id == person_id:
            data_requests.delete(session, found, session.get_one(Person, person_id), now=NOW)


BESIDE: dict[str, Callable[[Twins, Session], None]] = {
    each.__name__: each for each in (Twins.absorb, Twins.delete_own, Twins.delete_lost, Twins.sign_out)
}


@in_both_orders
@pytest.mark.parametrize("act", BESIDE.values(), ids=BESIDE)
def test_after_an_absorption_nothing_is_left_with_the_row_that_ended(
    database: Database, act: Callable[[Twins, Session], None], is_first: bool
) -> None:
    twins = Twins(database)

    def acting(session: Session) -> None:
        act(twins, session)

    actions: tuple[SessionAction, SessionAction] = (twins.absorb, acting) if is_first else (acting, twins.absorb)
    assert in_order(database, *actions) == ("passed", "passed")
    with database.reading() as session:
        active = select(Filing).where(Filing.vehicle_id == twins.car, Filing.status == FilingStatus.ACTIVE)
        for filing in session.exec(active).all():
            accounts = session.exec(select(Account).where(Account.person_id == filing.filer_id)).all()
            assert [each.ended_at for each in accounts] == [None]
        assert len(session.exec(select(Account).where(Account.person_id == twins.holder)).all()) <= 1
        assert session.get_one(Vehicle, twins.car).owner_person_id is not None


@in_both_orders
def test_of_two_who_show_one_number_at_once_one_has_it(database: Database, is_first: bool) -> None:
    with database.transaction() as session:
        found = [account(session, 601 + order).id for order in range(2)]

    def registering(order: int) -> SessionAction:
        def action(session: Session) -> None:
            own = session.get_one(Account, found[order])
            facts = {"name": NAME, "id_number": NUMBERS[order], "phone": NEW_PHONE, "verified_phone": ""}
            account_service.register(session, own, **facts, now=NOW)

        return action

    first, second = (0, 1) if is_first else (1, 0)
    assert in_order(database, registering(first), registering(second)) == ("passed", "passed")
    with database.reading() as session:
        assert len(people.by_phone(session, NEW_PHONE, limit=9)) == 1


NUMBERS = (ID_NUMBER, "45090319900517007X")
