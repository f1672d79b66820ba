"""A paper copy needs a valid certificate, and its address does not stay for ever."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from bot.cards.certificates import paper_copies as cards
from bot.services.certificates import certificates, lifecycle, paper_changes, paper_copies
from bot.services.certificates.paper_addresses import DeliveryAddress
from bot.services.values.months import Month
from bot.texts import texts
from storage.certificates.certificates import Certificate, CertificateStatus, IssueWay
from storage.certificates.paper_copies import PaperCopy, PaperStatus, PaperWay
from storage.register.vehicles import VehicleState
from tests.services.builders import HOUR, NOW, DataBuilder
from tests.services.competing_transaction import nothing_written
from tests.services.own_builders import notices_of
from tests.storage.rows import put


@pytest.mark.parametrize(
    ("state", "until"),
    [(VehicleState.NORMAL, NOW), (VehicleState.NORMAL, NOW - HOUR), (VehicleState.LOCKED, NOW + HOUR)],
)
def test_no_copy_of_an_expired_certificate_or_of_an_abnormal_vehicle_is_printed(
    data: DataBuilder, state: VehicleState, until: Any
) -> None:
    data.car.state, data.car.inspection_valid_until = state, "2026-10"
    data.session.flush()
    put(data.session, Certificate, vehicle_id=data.car.id, valid_until="2026-10", expires_at=until)
    to = DeliveryAddress()
    with nothing_written(data.session), pytest.raises(paper_copies.PaperNeedsValid):
        paper_copies.request(data.session, data.owner, data.car.id, PaperWay.PICK_UP, to, after_loss=False, now=NOW)
    assert not data.session.exec(select(PaperCopy)).all()


@pytest.mark.parametrize(
    ("status", "days", "ends"),
    [
        (PaperStatus.POSTED, 61, True),
        (PaperStatus.POSTED, 59, False),
        (PaperStatus.PRINTED, 400, False),
        (PaperStatus.READY, 400, False),
    ],
)
def test_what_was_posted_long_ago_counts_as_delivered_and_keeps_no_address(
    data: DataBuilder, status: PaperStatus, days: int, ends: bool
) -> None:
    certificate = put(data.session, Certificate, vehicle_id=data.car.id)
    about = {"certificate_id": certificate, "vehicle_id": data.car.id, "person_id": data.owner.id}
    more = {"tracking_number": "EM123456", "changed_at": NOW - timedelta(days=days)}
    copy = data.session.get_one(PaperCopy, put(data.session, PaperCopy, status=status, **about, **more))
    copy.recipient, copy.phone, copy.address = "somebody", "+8613800000000", "somewhere far away"
    data.session.flush()
    paper_changes.finish_posted(data.session, NOW)
    assert (copy.status is PaperStatus.DONE, copy.address == "", copy.recipient == "") == (ends, ends, ends)


@pytest.mark.parametrize("is_speaker", [True, False])
@pytest.mark.parametrize(
    ("status", "reason"), [(CertificateStatus.REVOKED, "by_staff"), (CertificateStatus.SUPERSEDED, "newer")]
)
def test_a_copy_becomes_one_of_the_next_certificate_only_for_who_speaks_for_the_vehicle(
    data: DataBuilder, is_speaker: bool, status: CertificateStatus, reason: str
) -> None:
    closed = {"closed_at": NOW, "close_reason": reason}
    revoked = put(data.session, Certificate, vehicle_id=data.car.id, status=status, **closed)
    person = data.owner if is_speaker else data.stranger  # Who has administered the organisation until now.
    about = {"certificate_id": revoked, "vehicle_id": data.car.id, "person_id": person.id}
    copy = data.session.get_one(PaperCopy, put(data.session, PaperCopy, status=PaperStatus.REQUESTED, **about))
    following = data.session.get_one(Certificate, put(data.session, Certificate, vehicle_id=data.car.id))
    paper_changes.follow(data.session, following, now=NOW)
    assert copy.certificate_id == (following.id if is_speaker else revoked)


@pytest.mark.parametrize("status", [PaperStatus.PRINTED, PaperStatus.READY])
def test_what_is_printed_of_a_replaced_certificate_is_not_handed_out_but_printed_anew(
    data: DataBuilder, status: PaperStatus
) -> None:
    session, station = data.session, data.staff("station")
    before = lifecycle.issue(session, data.car, Month(2027, 1), IssueWay.ON_DEMAND, by=None, now=NOW - HOUR)
    about = {"certificate_id": before.id, "vehicle_id": data.car.id, "person_id": data.owner.id}
    copy = session.get_one(PaperCopy, put(session, PaperCopy, way=PaperWay.PICK_UP, status=status, **about))
    paper_copies.open_for_staff(session, copy.id, by=station, now=NOW)
    following = certificates.issue_after_inspection(session, data.car, Month(2028, 1), by=station.id, now=NOW)
    assert notices_of(session, station)["paper.changed"] == 1
    assert "replaced by a newer one" in cards.work(session, copy, texts("en").at(NOW)).text
    to = paper_copies.STEPS[PaperWay.PICK_UP][status]
    with nothing_written(session), pytest.raises(paper_copies.PaperVoid):
        paper_copies.advance(session, copy.id, to, by=station, now=NOW)
    paper_copies.void(session, copy.id, by=station, now=NOW)
    assert (copy.status, copy.certificate_id) == (PaperStatus.REQUESTED, following.id)
