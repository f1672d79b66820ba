"""People who declare an ID number that is on record under another name: staff see it, and nobody verifies them."""

from uuid import uuid4

import pytest
from sqlmodel import Session

from bot.adapters.certificates.verifier import CertificateVerdict
from bot.cards.certificates import verification as certificate_cards
from bot.cards.review import identity_queue as cards, queue as review_cards
from bot.cards.staff import find_person as find_cards
from bot.services.certificates.verification import VerificationResult
from bot.services.identity import verification
from bot.services.identity.verification import NumberHeldByOther
from bot.services.review.identity_queue import IdentityHolding
from bot.services.review.queue import Holding
from bot.services.staff.find_person import FoundPerson
from bot.texts import texts
from storage.certificates.views import ViewerRole
from storage.database import add
from storage.filing.filings import FilingStatus
from storage.register import people
from storage.register.people import Person
from storage.review import reviews
from storage.review.identity_cases import IdentityCaseKind
from storage.review.reviews import Review
from tests.services.builders import DataBuilder
from tests.services.concurrency import NOW
from tests.services.identity_case_builders import ID_NUMBER, OLD_PHONE, account, open_case

WARNING = "on record for someone else"


def declare_anothers_number(session: Session, person: Person) -> None:
    """Let this person have only declared the number of somebody on record."""
    person.registered = False
    person.id_number, person.id_number_index = ID_NUMBER, people.held_number_index(ID_NUMBER)
    add(session, person)
    add(session, people.new(id_number=ID_NUMBER, name="李建国"))


def test_the_reviewer_sees_who_holds_the_number_and_cannot_verify(session: Session) -> None:
    declarer = people.new(id_number=ID_NUMBER, name="王大明", phone=OLD_PHONE, registered=False, is_held=True)
    asks = account(session, 102, add(session, declarer))
    case, english = open_case(session, asks, IdentityCaseKind.VERIFY), texts("en")
    card = cards.case(session, english, case, holding=IdentityHolding.YOURS)
    assert "on record for someone else" not in card.text
    add(session, people.new(id_number=ID_NUMBER, name="李建国"))
    assert people.other_holder(session, declarer) is not None
    card = cards.case(session, english, case, holding=IdentityHolding.YOURS)
    assert "on record for someone else" in card.text
    with pytest.raises(NumberHeldByOther):
        verification.verify(session, declarer, now=NOW)


def test_who_holds_a_number_has_no_other_holder(session: Session) -> None:
    assert people.other_holder(session, add(session, people.new(id_number=ID_NUMBER, name="李建国"))) is None


def test_the_reviewer_of_photos_sees_that_somebody_else_holds_the_number(session: Session) -> None:
    build = DataBuilder(session)
    filing = build.filing(FilingStatus.IN_REVIEW)
    review = Review(filing_id=filing.id, round=1, handheld_id=uuid4(), scene_id=uuid4(), submitted_at=NOW, due_at=NOW)
    reviews.new(session, review, {})

    def shown() -> str:
        return str(review_cards.case(session, review, filing, texts("en"), holding=Holding.FREE).text)

    assert WARNING not in shown()
    declare_anothers_number(session, build.filer)
    assert WARNING in shown()


def test_who_finds_a_person_sees_that_somebody_else_holds_the_number(session: Session) -> None:
    build = DataBuilder(session)
    found = [FoundPerson(build.filer, None, [])]
    assert WARNING not in find_cards.found(session, found, texts("en")).text
    declare_anothers_number(session, build.filer)
    assert WARNING in find_cards.found(session, found, texts("en")).text


def test_officers_who_look_a_vehicle_up_see_that_somebody_else_holds_the_number(session: Session) -> None:
    build = DataBuilder(session)
    found = VerificationResult(CertificateVerdict.VALID, role=ViewerRole.OFFICER, vehicle=build.car)
    assert WARNING not in certificate_cards.result(session, found, texts("en"), now=NOW).text
    declare_anothers_number(session, build.owner)
    assert WARNING in certificate_cards.result(session, found, texts("en"), now=NOW).text
    public = VerificationResult(CertificateVerdict.VALID, vehicle=build.car)
    assert WARNING not in certificate_cards.result(session, public, texts("en"), now=NOW).text
