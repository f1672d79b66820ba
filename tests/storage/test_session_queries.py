"""Web sessions and sign-in codes of one person do not affect those of others, and ended ones stay ended."""

from datetime import timedelta
from uuid import UUID

from sqlmodel import Session

from storage.database import Database
from storage.identity.accounts import Account
from storage.organisations import sign_in_codes, web_sessions
from storage.organisations.sign_in_codes import SignInCode
from storage.organisations.web_sessions import WebSession
from storage.register.people import Person
from tests.storage.rows import NOW, put

HOUR = timedelta(hours=1)


def test_ending_sessions_affects_one_person_and_keeps_the_first_end(lite: Database) -> None:
    with lite.transaction() as session:
        one, other = put(session, Person), put(session, Person)
        rows = [put(session, WebSession, person_id=person) for person in (one, one, other)]
        found = [session.get_one(WebSession, row) for row in rows]
        assert web_sessions.end(session, rows[0], at=NOW)
        assert not web_sessions.end(session, rows[0], at=NOW + HOUR)
        web_sessions.end_all(session, one, at=NOW + HOUR)
        for row in found:
            session.refresh(row)
        assert [row.ended_at for row in found] == [NOW, NOW + HOUR, None]


def code_of(session: Session, account: UUID, code: str) -> SignInCode:
    return sign_in_codes.new(session, account, code, at=NOW, until=NOW + HOUR)


def test_a_sign_in_code_is_used_once_before_it_expires(lite: Database) -> None:
    with lite.transaction() as session:
        one, other = put(session, Account), put(session, Account)
        code_of(session, one, "AAAA")
        code_of(session, other, "BBBB")
        assert sign_in_codes.use(session, "CCCC", at=NOW) is None
        assert sign_in_codes.use(session, "AAAA", at=NOW + HOUR) is None
        used = sign_in_codes.use(session, "AAAA", at=NOW)
        assert used is not None
        assert used.account_id == one
        assert sign_in_codes.use(session, "AAAA", at=NOW) is None


def test_a_newer_sign_in_code_ends_older_ones_of_its_account_alone(lite: Database) -> None:
    with lite.transaction() as session:
        one, other = put(session, Account), put(session, Account)
        for account, letters in ((one, "AAAA"), (other, "BBBB"), (one, "CCCC")):
            if letters == "CCCC":
                sign_in_codes.end_all(session, account, at=NOW)
            code_of(session, account, letters)
        assert sign_in_codes.use(session, "AAAA", at=NOW) is None
        assert sign_in_codes.use(session, "BBBB", at=NOW) is not None
        assert sign_in_codes.use(session, "CCCC", at=NOW) is not None


def test_an_ended_session_is_neither_found_nor_touched(lite: Database) -> None:
    with lite.transaction() as session:
        account, person = put(session, Account), put(session, Person)
        row = session.get_one(WebSession, put(session, WebSession, account_id=account, person_id=person))
        other = session.get_one(WebSession, put(session, WebSession, person_id=put(session, Person)))
        before = {"seen_after": NOW - HOUR, "begun_after": NOW - HOUR}
        assert web_sessions.of_person(session, person, **before) == [row]
        assert not web_sessions.of_person(session, person, seen_after=NOW, begun_after=NOW - HOUR)
        assert not web_sessions.of_person(session, person, seen_after=NOW - HOUR, begun_after=NOW)
        assert web_sessions.all_of_person(session, person) == [row]
        web_sessions.end(session, row.id, at=NOW)
        web_sessions.touch(session, row.id, at=NOW + HOUR)
        session.refresh(row)
        assert row.seen_at == NOW
        assert not web_sessions.of_person(session, person, **before)
        web_sessions.delete_old(session, begun_before=NOW)
        assert web_sessions.all_of_person(session, other.person_id) == [other]
        web_sessions.delete_old(session, begun_before=NOW + HOUR)
        assert not web_sessions.all_of_person(session, other.person_id)


def test_failed_sign_ins_are_counted_by_network_and_time(lite: Database) -> None:
    with lite.transaction() as session:
        for hours, network in ((0, "a"), (2, "a"), (3, "b")):
            sign_in_codes.record_failure(session, [network], at=NOW + hours * HOUR, forget_before=NOW - HOUR)
        assert sign_in_codes.count_failures(session, since=NOW + HOUR, network="a") == 1
        assert sign_in_codes.count_failures(session, since=NOW - HOUR, network="a") == 2
        assert sign_in_codes.has_rows(session, 2, since=NOW + HOUR)
        assert not sign_in_codes.has_rows(session, 3, since=NOW + HOUR)
        sign_in_codes.record_failure(session, ["b", "c"], at=NOW + 3 * HOUR, forget_before=NOW + HOUR)
        assert sign_in_codes.has_rows(session, 4, since=NOW - HOUR)
        assert not sign_in_codes.has_rows(session, 5, since=NOW - HOUR)
