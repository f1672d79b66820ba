"""Codes of decisions and receipts, verified against the store, and names on papers: in full only for whom they are."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from bot.adapters.certificates import cose
from bot.adapters.certificates.papers import PaperClaims, PaperKind
from bot.adapters.certificates.status_list import ListedStatus, read_status
from bot.adapters.certificates.verifier import CertificateVerdict
from bot.cards.certificates import verification as cards
from bot.services.certificates import signed_papers, signing_keys, verification
from bot.services.certificates.verification import VerificationResult
from bot.services.payments import receipts, settlement
from bot.services.payments.settlement import ReceivedPayment
from bot.services.violations import decisions
from bot.tasks.decisions import decision_content, receipt_content
from bot.texts import texts
from storage.certificates.views import CertificateView, ViewWay
from storage.violations.decisions import Decision, DecisionState
from storage.violations.violations import Violation
from tests.services import payment_builders
from tests.services.builders import NOW, DataBuilder
from tests.services.payment_builders import Debt
from tests.storage.rows import put

NUMBER = "4501001000010018"


@pytest.fixture
def made(data: DataBuilder) -> Decision:
    """A decision on the filer about the owner's vehicle."""
    violation = put(data.session, Violation, vehicle_id=data.car.id, authority_code="450100")
    described = {"violation_id": violation, "person_id": data.filer.id, "vehicle_id": data.car.id, "number": NUMBER}
    more = {"fine": 20_000, "decided_at": NOW, "points": 3, "points_after": 5}
    return data.session.get_one(Decision, put(data.session, Decision, **described, **more))


def paid(data: DataBuilder, made: Decision) -> Decision:
    made.state, made.paid_at, made.late_fee = DecisionState.PAID, NOW + timedelta(hours=1), 600
    data.session.flush()
    return made


def verify(data: DataBuilder, text: str) -> VerificationResult:
    return verification.verify(data.session, text, way=ViewWay.TEXT, by=None, now=NOW + timedelta(days=1))


def test_a_decision_and_its_receipt_are_verified_with_their_state(data: DataBuilder, made: Decision) -> None:
    found = verify(data, signed_papers.decision(data.session, made.id, now=NOW))
    assert (found.verdict, found.plate, found.vehicle, found.number) == ("paper", data.car.plate, None, "")
    said = cards.result(data.session, found, texts("en"), now=NOW).text
    assert all(each in said for each in ("Genuine penalty decision", "not an inspection", NUMBER, "200", "Now: unpaid"))
    text = signed_papers.receipt(data.session, paid(data, made).id, now=NOW)
    said = cards.result(data.session, verify(data, text), texts("en"), now=NOW).text
    assert all(each in said for each in ("Genuine receipt", NUMBER, "206", "Now: paid"))
    assert data.filer.name not in said
    assert not data.session.exec(select(CertificateView)).all()


def test_the_papers_of_a_revoked_decision_count_no_more(data: DataBuilder, made: Decision) -> None:
    codes = [
        signed_papers.decision(data.session, made.id, now=NOW),
        signed_papers.receipt(data.session, paid(data, made).id, now=NOW),
    ]
    decisions.revoke(data.session, made, now=NOW)
    for code, said in zip(codes, ("this paper is no longer valid", "will be refunded"), strict=True):
        found = verify(data, code)
        assert found.verdict is CertificateVerdict.PAPER_REVOKED
        assert said in cards.result(data.session, found, texts("en"), now=NOW).text
    listed = read_status(signing_keys.publish_list(data.session, now=NOW), signing_keys.public(data.session))
    assert listed.entries == {f"paper:{NUMBER}": ListedStatus.REVOKED}


@pytest.mark.parametrize(
    "changes",
    [
        {"number": "4501001000010026"},
        {"fen": 19_900},
        {"plate": "桂A99999"},
        {"plate_type": "52"},
        {"at": NOW + timedelta(seconds=1)},
        {"kind": PaperKind.RECEIPT},
    ],
)
def test_what_the_store_does_not_say_is_not_ours(data: DataBuilder, made: Decision, changes: dict[str, Any]) -> None:
    key = signing_keys.signing_key(data.session, now=NOW)
    said: dict[str, Any] = {"number": NUMBER, "fen": 20_000, "plate": data.car.plate, "plate_type": "02", "at": NOW}
    said |= {"kind": PaperKind.DECISION, **changes}
    found = verify(data, cose.sign_paper(PaperClaims(issuer="chezhu", issued_at=NOW, **said), key))
    assert (found.verdict, found.detail) == (CertificateVerdict.NOT_OURS, "paper_not_in_store")


def test_a_receipt_is_signed_only_once_it_is_paid(data: DataBuilder, made: Decision) -> None:
    with pytest.raises(LookupError):
        signed_papers.receipt(data.session, made.id, now=NOW)


def test_the_party_is_named_in_full_on_their_own_copy_only(data: DataBuilder, made: Decision) -> None:
    own = decision_content(data.session, made.id, NOW, reader=data.filer.id)
    assert (own.party, own.licence) == (data.filer.name, data.filer.licence_number)
    for reader in (None, data.owner.id):
        other = decision_content(data.session, made.id, NOW, reader=reader)
        assert "*" in other.party
        assert data.filer.licence_number == "" or "*" in other.licence
    assert (own.points, own.points_after, own.points_full) == (3, 5, 12)


def test_the_payer_is_named_in_full_on_their_own_copy_only(data: DataBuilder) -> None:
    owed: Debt = payment_builders.begun(data.session, payment_builders.debt(data.session, 1))
    assert owed.order is not None
    number, amount = owed.order.number, owed.order.amount
    money = ReceivedPayment(owed.order.provider, number, "T1", amount, "CNY", NOW)
    settlement.settle(data.session, owed.order.id, money, now=NOW)
    receipts.number(data.session, owed.decision.id)
    assert receipt_content(data.session, owed.decision.id, NOW, reader=owed.person.id).payer == owed.person.name
    for reader in (None, data.owner.id):
        assert receipt_content(data.session, owed.decision.id, NOW, reader=reader).payer != owed.person.name
