"""What depends on an identity that a case takes or gives is on the reviewer's card, and asks for two reviewers."""

import pytest

from bot.cards.review import identity_queue as cards
from bot.services.review import identity_confirmations, identity_stakes
from bot.services.review.identity_queue import IdentityHolding
from bot.services.review.identity_stakes import Stake
from bot.texts import texts
from storage.database import add
from storage.identity.accounts import Account
from storage.objections import Objection
from storage.register import people
from storage.register.people import Person
from storage.review.identity_cases import IdentityCase, IdentityCaseKind
from tests.services.builders import NOW, DataBuilder, employ
from tests.services.identity_case_builders import ID_NUMBER, OLD_PHONE, account, open_case
from tests.services.payment_builders import debt
from tests.services.test_identity_confirmations import code


def holder(data: DataBuilder, name: str = "王大明") -> tuple[Person, Account]:
    """Return who is verified with the number under another name, and their account."""
    person = people.new(id_number=ID_NUMBER, name=name, phone=OLD_PHONE, registered=False)
    person.verified_at = NOW
    return add(data.session, person), account(data.session, 101, person)


def asked(data: DataBuilder) -> IdentityCase:
    return open_case(data.session, account(data.session, 102))


def test_the_reviewer_reads_what_depends_on_the_identity(data: DataBuilder) -> None:
    person, own = holder(data)
    case = asked(data)
    english = texts("en")
    assert identity_stakes.of_case(data.session, case) == []
    data.organisation(person)
    employ(data.session, own.telegram_id, "officer")
    owed = debt(data.session, 7).decision
    owed.person_id = person.id
    objection = Objection(number=1, violation_id=owed.violation_id, person_id=person.id, made_at=NOW)
    objection.said = "not me"
    add(data.session, objection)
    card = cards.case(data.session, english, case, holding=IdentityHolding.YOURS)
    assert "a staff role, the administration of an organisation, an unpaid fine, an unanswered objection" in card.text


def test_who_leaves_their_account_is_named_too(data: DataBuilder) -> None:
    person = data.person()
    data.organisation(person)
    case = open_case(data.session, data.account(person), IdentityCaseKind.WRONG_PERSON)
    assert identity_stakes.of_case(data.session, case) == [(person, [Stake.ADMINISTRATOR])]


@pytest.mark.parametrize(("name", "takes_two"), [("王大明", True), ("李建国", False)])
def test_a_code_saves_no_reviewer_where_the_identity_is_taken_from_somebody(
    data: DataBuilder, name: str, takes_two: bool
) -> None:
    person, _ = holder(data, name)
    data.organisation(person)
    case = asked(data)
    by = data.session.get_one(Account, case.account_id)
    identity_confirmations.confirm(data.session, case.id, code(data.session), by=by, now=NOW)
    assert (case.confirmed_at, case.takes_two) == (NOW, takes_two)
