"""Paper copies when a station has issued a certificate by mistake: they wait for the right one, and are not lost."""

from uuid import uuid4

import pytest

from bot.cards.certificates import paper_copies as cards
from bot.services.certificates import certificates, issue_revoke, lifecycle, paper_copies
from bot.services.certificates.paper_addresses import DeliveryAddress
from bot.services.values import plates
from bot.services.values.months import Month
from bot.texts import texts
from storage.certificates import certificates as store
from storage.certificates.certificates import Certificate, CertificateStatus, IssueWay
from storage.certificates.paper_copies import PaperCopy, PaperStatus, PaperWay
from storage.identity.accounts import Account
from storage.register.vehicles import VehicleState
from tests.services.builders import HOUR, NOW, DataBuilder
from tests.services.competing_transaction import nothing_written

POST, PICK_UP = PaperWay.POST, PaperWay.PICK_UP
HOME = DeliveryAddress("Li", "+8613800000001", "1 Minzu Avenue, Nanning")


@pytest.fixture
def station(data: DataBuilder) -> Account:
    """A station."""
    return data.staff("station")


@pytest.fixture
def wrong(data: DataBuilder, station: Account) -> Certificate:
    """What the station has issued by mistake."""
    data.car.inspection_valid_until = "2027-01"
    return certificates.issue_after_inspection(data.session, data.car, Month(2027, 1), by=station.id, now=NOW)


def copy_of(data: DataBuilder, certificate: Certificate, way: PaperWay, status: PaperStatus) -> PaperCopy:
    """Return a copy of a certificate that has come so far."""
    copy = PaperCopy(
        number=7,
        vehicle_id=data.car.id,
        certificate_id=certificate.id,
        person_id=data.owner.id,
        way=way,
        status=status,
        requested_at=NOW,
        changed_at=NOW,
    )
    copy.recipient, copy.phone, copy.address = (HOME.recipient, HOME.phone, HOME.address) if way is POST else ("",) * 3
    data.session.add(copy)
    data.session.flush()
    return copy


def take_back(data: DataBuilder, by: Account) -> None:
    issue_revoke.revoke(data.session, f"{data.car.plate} mistake", by=by, now=NOW + HOUR)


def issue_again(data: DataBuilder, by: Account) -> Certificate:
    return certificates.issue_after_inspection(data.session, data.car, Month(2027, 1), by=by.id, now=NOW + HOUR)


@pytest.mark.parametrize("way", list(PaperWay))
def test_a_requested_copy_waits_for_the_right_certificate(
    data: DataBuilder, station: Account, wrong: Certificate, way: PaperWay
) -> None:
    copy = copy_of(data, wrong, way, PaperStatus.REQUESTED)
    take_back(data, station)
    assert (copy.status, copy.address) == (PaperStatus.REQUESTED, HOME.address if way is POST else "")
    with nothing_written(data.session), pytest.raises(paper_copies.PaperVoid):
        paper_copies.advance(data.session, copy.id, PaperStatus.PRINTED, by=station, now=NOW + HOUR)
    assert copy.certificate_id == wrong.id
    right = issue_again(data, station)
    assert copy.certificate_id == right.id
    paper_copies.advance(data.session, copy.id, PaperStatus.PRINTED, by=station, now=NOW + HOUR)


def test_it_is_one_of_the_certificate_that_counts_again(data: DataBuilder, station: Account) -> None:
    before = lifecycle.issue(data.session, data.car, Month(2027, 1), IssueWay.ON_DEMAND, by=None, now=NOW - HOUR)
    wrong = certificates.issue_after_inspection(data.session, data.car, Month(2028, 1), by=station.id, now=NOW)
    copy = copy_of(data, wrong, PICK_UP, PaperStatus.REQUESTED)
    take_back(data, station)
    assert (before.status, copy.certificate_id) == (CertificateStatus.ACTIVE, before.id)


@pytest.mark.parametrize("was_revoked", [False, True])
def test_what_the_register_allows_counts_again_unless_staff_had_revoked_it(
    data: DataBuilder, station: Account, was_revoked: bool
) -> None:
    data.car.inspection_valid_until = "2027-01"
    if was_revoked:
        held = lifecycle.issue(data.session, data.car, Month(2027, 1), IssueWay.AUTOMATIC, by=None, now=NOW - HOUR)
        certificates.revoke(data.session, held, by=station.id, note="forged", now=NOW - HOUR / 2)
    certificates.issue_after_inspection(data.session, data.car, Month(2028, 1), by=station.id, now=NOW)
    take_back(data, station)
    active = store.active_of(data.session, data.car.id)
    assert (active is None) is was_revoked
    if active is not None:
        assert (active.valid_until, active.how) == ("2027-01", IssueWay.AUTOMATIC)
        shown = certificates.get_or_issue(data.session, data.owner, data.car.id, now=NOW + HOUR)
        assert shown.certificate.id == active.id


@pytest.mark.parametrize("status", [PaperStatus.PRINTED, PaperStatus.READY])
def test_a_printed_copy_is_destroyed_and_printed_anew(
    data: DataBuilder, station: Account, wrong: Certificate, status: PaperStatus
) -> None:
    copy = copy_of(data, wrong, PICK_UP, status)
    take_back(data, station)
    right = issue_again(data, station)
    with nothing_written(data.session), pytest.raises(paper_copies.PaperVoid):
        paper_copies.advance(data.session, copy.id, paper_copies.STEPS[PICK_UP][status], by=station, now=NOW + HOUR)
    paper_copies.void(data.session, copy.id, by=station, now=NOW + HOUR)
    assert (copy.status, copy.certificate_id) == (PaperStatus.REQUESTED, right.id)


@pytest.mark.parametrize("lacks", ["certificate", "address"])
def test_without_another_certificate_or_an_address_a_destroyed_copy_is_cancelled(
    data: DataBuilder, station: Account, wrong: Certificate, lacks: str
) -> None:
    copy = copy_of(data, wrong, POST, PaperStatus.PRINTED)
    take_back(data, station)
    if lacks == "address":
        issue_again(data, station)
        copy.address = ""
    paper_copies.void(data.session, copy.id, by=station, now=NOW + HOUR)
    assert copy.status is PaperStatus.CANCELLED


@pytest.mark.parametrize("change", ["sale", "scrapped"])
def test_a_copy_that_waits_ends_with_the_vehicle(
    data: DataBuilder, station: Account, wrong: Certificate, change: str
) -> None:
    copy = copy_of(data, wrong, POST, PaperStatus.REQUESTED)
    take_back(data, station)
    if change == "scrapped":
        data.car.state = VehicleState.SCRAPPED
    certificates.on_vehicle_changed(data.session, data.car, NOW + HOUR, owner_changed=change == "sale")
    assert (copy.status, copy.address) == (PaperStatus.CANCELLED, "")


def test_what_two_people_revoke_is_no_mistake(data: DataBuilder, wrong: Certificate) -> None:
    copy = copy_of(data, wrong, PICK_UP, PaperStatus.REQUESTED)
    certificates.revoke(data.session, wrong, by=uuid4(), note="false", now=NOW)
    assert copy.status is PaperStatus.CANCELLED


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_who_prints_a_copy_reads_of_which_certificate(data: DataBuilder, wrong: Certificate, language: str) -> None:
    copy = copy_of(data, wrong, POST, PaperStatus.REQUESTED)
    said = cards.work(data.session, copy, texts(language)).text
    assert all(part in said for part in (wrong.number, plates.display(data.car.plate), "2027", HOME.address))
