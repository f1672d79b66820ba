"""Who declares an ID number that is on record under another name: staff see it, and nobody verifies them."""

import pytest
from sqlmodel import Session

from bot.cards.review import identity_queue as cards
from bot.services.identity import verification
from bot.services.identity.verification import NumberHeldByOther
from bot.services.review.identity_queue import IdentityHolding
from bot.texts import texts
from storage.database import add
from storage.register import people
from storage.review.identity_cases import IdentityCaseKind
from tests.services.concurrency import NOW
from tests.services.identity_case_builders import ID_NUMBER, OLD_PHONE, account, open_case


def test_the_reviewer_sees_who_holds_the_number_and_cannot_verify(session: Session) -> None:
    declarer = people.new(id_number=ID_NUMBER, name="王大明", phone=OLD_PHONE, registered=False, is_disputed=True)
    asks = account(session, 102, add(session, declarer))
    case, english = open_case(session, asks, IdentityCaseKind.VERIFY), texts("en")
    card = cards.case(session, english, case, holding=IdentityHolding.YOURS)
    assert "on record for somebody else" not in card.text
    add(session, people.new(id_number=ID_NUMBER, name="李建国"))
    assert people.other_holder(session, declarer) is not None
    card = cards.case(session, english, case, holding=IdentityHolding.YOURS)
    assert "on record for somebody else" in card.text
    with pytest.raises(NumberHeldByOther):
        verification.verify(session, declarer, now=NOW)


def test_who_holds_a_number_has_no_other_holder(session: Session) -> None:
    assert people.other_holder(session, add(session, people.new(id_number=ID_NUMBER, name="李建国"))) is None
