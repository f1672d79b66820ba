"""What a reviewer reads of an identity case: what a machine has read, and no button that the service would refuse."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session

from bot.card import CardButton
from bot.cards.review import identity_cases as own_cards, identity_queue as cards, machine_advice
from bot.services.review.identity_queue import IdentityHolding
from bot.texts import texts
from storage.review.identity_cases import IdentityCase
from tests.services.concurrency import NOW
from tests.services.identity_case_builders import ID_NUMBER, NAME, account, open_case


@pytest.fixture
def case(session: Session) -> IdentityCase:
    """A case that a guest has opened."""
    return open_case(session, account(session, 102))


@pytest.mark.parametrize(
    ("read", "said"),
    [
        ({}, "Text on the document: not read"),
        ({"number": "applicant", "name": "applicant"}, "Number on the document: the applicant's"),
        ({"number": "another", "name": "another"}, "Number on the document: someone else's"),
        ({"number": "illegible", "name": "another"}, "Name on the document: neither the applicant's nor the owner's"),
        ({"number": "applicant another", "name": "owner"}, "⚠ more than one: the applicant's, someone else's"),
    ],
)
def test_the_facts_say_what_a_machine_has_read(
    session: Session, case: IdentityCase, read: dict[str, str], said: str
) -> None:
    card = cards.facts(session, texts("en"), case, read=read)
    assert said in card.text
    assert NAME in card.text
    assert ID_NUMBER in card.text


def test_a_passport_is_written_as_people_know_it(session: Session, case: IdentityCase) -> None:
    stored, words = "foreign_passport:USA123456789", texts("en")
    case.id_number = stored
    facts = {"name": NAME, "id_number": stored, "phone": ""}
    own = own_cards.confirmation(words, kind=case.kind, **facts)
    for card in (own, cards.facts(session, words, case, read={})):
        assert "Document number: Foreign passport USA123456789" in card.text


def test_a_document_on_the_other_photo_is_pointed_out() -> None:
    read = {"number": "applicant", "name": "illegible"}
    said = "\n".join(
        machine_advice.lines({"seen": {}, "read": read, "read_scene": {**read, "number": "another"}}, texts("en"))
    )
    assert "The selfie shows an ID number too: someone else's" in said
    assert "shows a name too" not in said


@pytest.mark.parametrize(
    ("stored", "said"),
    [
        ({"face": {"state": "failed", "reason": "", "permille": 312}}, ["Face check 1: did not match (312‰)"]),
        (
            {
                "faces": [
                    {"state": "unclear", "reason": "too_dark", "permille": None},
                    {"state": "doubtful", "reason": "wrong_digits", "permille": 7},
                ]
            },
            ["Face check 1: could not tell, too dark", "Face check 2: left to staff (7‰), digits may be wrong"],
        ),
    ],
)
def test_every_earlier_face_check_is_told(stored: dict[str, Any], said: list[str]) -> None:
    lines = machine_advice.lines({"seen": {}, "read": {}, **stored}, texts("en"))
    assert [line for line in lines if line.startswith("Face check ")] == said


def verbs(session: Session, case: IdentityCase, **more: object) -> set[str]:
    """Return the verbs of the buttons for the reviewer who has taken the case."""
    card = cards.case(session, texts("en"), case, holding=IdentityHolding.YOURS, **more)  # type: ignore[arg-type]
    return {button.verb for row in card.rows for button in row if isinstance(button, CardButton)}


def test_nobody_is_offered_to_approve_in_the_time_to_object(session: Session, case: IdentityCase) -> None:
    assert cards.APPROVE.verb not in verbs(session, case, until=NOW + timedelta(hours=1))
    assert {cards.APPROVE.verb, cards.REJECT.verb} <= verbs(session, case)


@pytest.mark.parametrize(("unasked", "said"), [(True, "was not asked"), (False, "has not agreed")])
def test_the_advice_says_why_faces_were_not_compared(unasked: bool, said: str) -> None:
    advice = {"seen": {}, "read": {}, **({"unasked": True} if unasked else {})}
    assert said in "\n".join(machine_advice.lines(advice, texts("en")))
