"""Races for seats, invitations and sign-in codes, on both databases."""

from datetime import timedelta
from uuid import UUID

from sqlmodel import Session, select

from bot.services.organisations import invitations, organisations, web_sessions
from storage.database import Database, add
from storage.identity import accounts
from storage.identity.accounts import Account
from storage.organisations import organisations as store
from storage.organisations.organisations import Organisation, OrganisationMember
from storage.organisations.web_sessions import WebSession
from storage.register import people
from storage.register.people import Person
from storage.staff.rules import DatedRule
from tests.services.concurrency import NOW, SessionAction, counted
from tests.stories.cast import id_number


def person(database: Database, order: int) -> Person:
    with database.transaction() as session:
        found = add(session, people.new(id_number=id_number(order), name="李建国", phone=f"+86138{order:08}"))
        account = Account(bot_id=1, telegram_id=order, person_id=found.id, created_at=NOW, registered_at=NOW)
        add(session, account)
        return found


def organisation(database: Database, administrator: Person, code: str = "1") -> UUID:
    with database.transaction() as session:
        made = add(session, Organisation(credit_code=code, name="青山物流"))
        seats = len(store.of_person(session, administrator.id))
        assert store.add_member(session, made.id, administrator.id, seat=0, person_seat=seats, at=NOW)
        return made.id


def admitting(organisation_id: UUID, who: Person) -> SessionAction:
    return lambda session: organisations.add_member(session, organisation_id, who, now=NOW)


def test_of_sixteen_concurrent_joins_ten_get_a_seat(database: Database) -> None:
    company = organisation(database, person(database, 1))
    crowd = [person(database, order) for order in range(2, 18)]
    went = counted(database, [admitting(company, who) for who in crowd])
    assert went == {"passed": 10, "OrganisationFull": 6}
    with database.reading() as session:
        assert [member.organisation_seat for member in store.members(session, company)] == list(range(11))


def test_concurrent_joins_stay_within_three_organisations(database: Database) -> None:
    everywhere = person(database, 1)
    companies = [organisation(database, person(database, order), str(order)) for order in range(2, 10)]
    went = counted(database, [admitting(company, everywhere) for company in companies])
    assert went == {"passed": 3, "TooManyOrganisations": 5}
    with database.reading() as session:
        assert [member.person_seat for member in store.of_person(session, everywhere.id)] == [0, 1, 2]


def test_concurrent_joins_give_one_seat_per_organisation(database: Database) -> None:
    company, who = organisation(database, person(database, 1)), person(database, 2)
    assert counted(database, [admitting(company, who)] * 8) == {"passed": 1, "AlreadyMember": 7}


def test_an_invitation_admits_one_of_many_concurrent_people(database: Database) -> None:
    administrator = person(database, 1)
    company = organisation(database, administrator)
    with database.transaction() as session:
        code, _ = invitations.create(session, company, by=administrator, now=NOW)
    crowd = [person(database, order) for order in range(2, 10)]

    def accepting(who: Person) -> SessionAction:
        return lambda session: invitations.accept(session, code, by=who, now=NOW)

    assert counted(database, [accepting(who) for who in crowd]) == {"passed": 1, "InvitationInvalid": 7}
    with database.reading() as session:
        assert len(store.members(session, company)) == 2


def test_concurrent_membership_changes_keep_one_administrator(database: Database) -> None:
    administrator = person(database, 1)
    company = organisation(database, administrator)
    crowd = [person(database, order) for order in range(2, 8)]
    counted(database, [admitting(company, who) for who in crowd])
    with database.reading() as session:
        users = [member for member in store.members(session, company) if member.organisation_seat]

    def handing(member: OrganisationMember) -> SessionAction:
        return lambda session: organisations.hand_over(session, company, member.id, by=administrator, now=NOW)

    def removing(member: OrganisationMember) -> SessionAction:
        return lambda session: organisations.remove(session, company, member.id, by=administrator, now=NOW)

    def leaving(member: OrganisationMember) -> SessionAction:
        def action(session: Session) -> None:
            organisations.leave(session, company, by=session.get_one(Person, member.person_id), now=NOW)

        return action

    actions = [action(member) for member in users for action in (handing, removing, leaving)]
    counted(database, actions)
    with database.reading() as session:
        seats = [member.organisation_seat for member in store.members(session, company)]
        every = session.exec(select(OrganisationMember).where(OrganisationMember.organisation_id == company)).all()
    assert seats.count(0) == 1
    assert len(seats) == len(set(seats))
    assert all(member.ended_at is None or member.ended_at == NOW for member in every)


def test_a_sign_in_code_signs_in_one_of_many_concurrent_browsers(database: Database) -> None:
    who = person(database, 1)
    organisation(database, who)
    with database.transaction() as session:
        account = accounts.of_person(session, who.id)
        assert account is not None
        code, _ = web_sessions.make_code(session, account, now=NOW)

    def signing(address: str) -> SessionAction:
        return lambda session: web_sessions.sign_in(session, code, address=address, device="", now=NOW)

    went = counted(database, [signing(f"10.0.0.{at}") for at in range(8)])
    assert went == {"passed": 1, "SignInCodeInvalid": 7}
    with database.reading() as session:
        assert len(session.exec(select(WebSession)).all()) == 1


def test_concurrent_wrong_codes_from_one_address_are_limited(database: Database) -> None:
    def guessing(session: Session) -> None:
        web_sessions.sign_in(session, "AAAAAAAA", address="10.0.0.1", device="", now=NOW)

    went = counted(database, [guessing] * 24)
    assert went == {
        "SignInCodeInvalid": web_sessions.MAX_ATTEMPTS[0],
        "TooManySignInAttempts": 24 - web_sessions.MAX_ATTEMPTS[0],
    }


def test_membership_limits_follow_the_rules(database: Database) -> None:
    company = organisation(database, person(database, 1))
    with database.transaction() as session:
        for name in ("users_per_organisation", "organisations_per_person"):
            since = NOW - timedelta(days=1)
            session.add(DatedRule(name=name, value="1", valid_from=since, set_at=since))
    first, second = person(database, 2), person(database, 3)
    assert counted(database, [admitting(company, first)]) == {"passed": 1}
    assert counted(database, [admitting(company, second)]) == {"OrganisationFull": 1}
    other = organisation(database, person(database, 4), "2")
    assert counted(database, [admitting(other, first)]) == {"TooManyOrganisations": 1}


def test_open_invitations_reserve_the_free_seats(database: Database) -> None:
    administrator = person(database, 1)
    company = organisation(database, administrator)

    def inviting(session: Session) -> None:
        invitations.create(session, company, by=administrator, now=NOW)

    went = counted(database, [inviting] * 14)
    assert went == {"passed": 10, "OrganisationFull": 4}
