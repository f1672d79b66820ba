"""Revocations by two people: who may propose and confirm, and what ends a proposal."""

from datetime import date, timedelta

import pytest

from bot.errors import NotStaff, OwnMatter
from bot.services.certificates import certificates, issue_revoke, lifecycle, revocations
from bot.services.staff import departures
from bot.services.values.months import Month
from storage.certificates.certificates import Certificate, CertificateStatus, IssueWay
from storage.certificates.revocation_proposals import RevocationProposal
from storage.identity.accounts import Account
from storage.staff import members
from storage.staff.proposals import ProposalStatus
from tests.services.builders import HOUR, NOW, DataBuilder
from tests.services.competing_transaction import nothing_written
from tests.services.own_builders import notified
from tests.storage.rows import put


@pytest.fixture
def active(data: DataBuilder) -> Certificate:
    """An active certificate of the owner's vehicle."""
    return data.session.get_one(Certificate, put(data.session, Certificate, vehicle_id=data.car.id))


def proposed(data: DataBuilder, by: Account) -> RevocationProposal:
    _, _, row = issue_revoke.revoke(data.session, f"{data.car.plate} false paper", by=by, now=NOW)
    assert row is not None
    return row


def test_another_admin_confirms_what_an_admin_has_proposed(data: DataBuilder, active: Certificate) -> None:
    first, second = data.staff("admin"), data.staff("admin")
    row = proposed(data, first)
    assert active.status is CertificateStatus.ACTIVE
    assert notified(data, second, "revocation.proposed")
    assert not notified(data, first, "revocation.proposed")
    with nothing_written(data.session), pytest.raises(revocations.RevocationProposedAlready):
        proposed(data, second)
    with nothing_written(data.session), pytest.raises(revocations.SecondForRevocation):
        revocations.confirm(data.session, row.id, by=first, now=NOW)
    for by in (data.staff("station"), data.staff("reviewer")):
        with nothing_written(data.session), pytest.raises(NotStaff):
            revocations.confirm(data.session, row.id, by=by, now=NOW)
    revocations.confirm(data.session, row.id, by=second, now=NOW)
    assert (active.status, active.note) == (CertificateStatus.REVOKED, "false paper")
    with nothing_written(data.session), pytest.raises(revocations.RevocationDecided):
        revocations.refuse(data.session, row.id, by=second, now=NOW)


def test_a_station_proposes_only_what_it_has_issued_once_its_hours_are_over(
    data: DataBuilder, active: Certificate
) -> None:
    station, admin = data.staff("station"), data.staff("admin")
    with nothing_written(data.session), pytest.raises(issue_revoke.NotOwnCertificate):
        proposed(data, station)
    active.issued_by, active.issued_at = station.id, NOW - timedelta(hours=24, seconds=1)
    data.session.flush()
    revocations.confirm(data.session, proposed(data, station).id, by=admin, now=NOW)
    assert active.status is CertificateStatus.REVOKED


def test_who_has_issued_it_revokes_it_alone_within_the_hours(data: DataBuilder, active: Certificate) -> None:
    station = data.staff("station")
    active.issued_by, active.issued_at = station.id, NOW - timedelta(hours=24)
    data.session.flush()
    _, _, row = issue_revoke.revoke(data.session, f"{data.car.plate} false paper", by=station, now=NOW)
    assert (row, active.status) == (None, CertificateStatus.REVOKED)


@pytest.fixture
def mistaken(data: DataBuilder) -> tuple[Certificate, Certificate, Account]:
    """The owner's certificate, the one by which a station has superseded it by mistake, and the station."""
    station = data.staff("station")
    before = lifecycle.issue(data.session, data.car, Month(2027, 1), IssueWay.ON_DEMAND, by=None, now=NOW - HOUR)
    data.car.inspection_valid_until = "2027-01"
    issued = certificates.issue_after_inspection(data.session, data.car, Month(2028, 1), by=station.id, now=NOW)
    return before, issued, station


Mistaken = tuple[Certificate, Certificate, Account]


def test_a_certificate_taken_back_gives_back_the_one_that_it_has_superseded(
    data: DataBuilder, mistaken: Mistaken
) -> None:
    before, issued, station = mistaken
    issue_revoke.revoke(data.session, f"{data.car.plate} mistake", by=station, now=NOW + HOUR)
    assert (before.status, before.closed_at, before.close_reason) == (CertificateStatus.ACTIVE, None, None)
    assert issued.status is CertificateStatus.REVOKED
    shown = certificates.get_or_issue(data.session, data.owner, data.car.id, now=NOW + HOUR)
    assert shown.certificate.number == before.number
    data.car.first_registered_on = date(2014, 1, 10)
    checked = issue_revoke.check(data.session, data.car.plate, by=station, now=NOW + HOUR)
    assert checked.month == Month(2028, 1)
    data.car.inspection_valid_until = "2028-01"  # The register has heard of the mistake.
    again = certificates.get_or_issue(data.session, data.owner, data.car.id, now=NOW + HOUR)
    assert again.certificate.number == before.number
    with pytest.raises(certificates.CertificateRevoked):
        certificates.get_or_issue(data.session, data.owner, data.car.id, now=before.expires_at)


def test_a_certificate_that_counts_again_ends_with_a_sale(data: DataBuilder, mistaken: Mistaken) -> None:
    before, _, station = mistaken
    issue_revoke.revoke(data.session, f"{data.car.plate} mistake", by=station, now=NOW + HOUR)
    certificates.on_vehicle_changed(data.session, data.car, NOW + HOUR, owner_changed=True)
    assert before.status is CertificateStatus.REVOKED


def test_neither_an_expired_certificate_nor_what_two_people_revoke_gives_anything_back(
    data: DataBuilder, mistaken: Mistaken
) -> None:
    before, issued, station = mistaken
    before.expires_at, data.car.inspection_valid_until = NOW + HOUR, "2020-01"
    issue_revoke.revoke(data.session, f"{data.car.plate} mistake", by=station, now=NOW + HOUR)
    assert before.status is CertificateStatus.SUPERSEDED
    before.expires_at = issued.expires_at
    issued.status, issued.closed_at, issued.close_reason = CertificateStatus.ACTIVE, None, None
    data.session.flush()
    revocations.confirm(data.session, proposed(data, data.staff("admin")).id, by=data.staff("admin"), now=NOW + HOUR)
    assert before.status is CertificateStatus.SUPERSEDED


def test_after_a_later_certificate_is_revoked_by_two_the_next_one_follows_the_register(
    data: DataBuilder, mistaken: Mistaken
) -> None:
    _, _, station = mistaken
    row = proposed(data, data.staff("admin"))
    revocations.confirm(data.session, row.id, by=data.staff("admin"), now=NOW + HOUR)
    data.car.first_registered_on = date(2014, 1, 10)
    checked = issue_revoke.check(data.session, data.car.plate, by=station, now=NOW + HOUR)
    assert (checked.valid_until, checked.month) == (Month(2027, 1), Month(2028, 1))
    data.car.inspection_valid_until = "2028-01"  # The register has heard of it: that period is inspected once more.
    assert issue_revoke.check(data.session, data.car.plate, by=station, now=NOW + HOUR).month == Month(2028, 1)


def test_nobody_decides_about_their_own_vehicle(data: DataBuilder, active: Certificate) -> None:
    row, own = proposed(data, data.staff("admin")), data.staff("admin", person=data.owner)
    for act in (revocations.confirm, revocations.refuse):
        with nothing_written(data.session), pytest.raises(OwnMatter):
            act(data.session, row.id, by=own, now=NOW)
    with pytest.raises(OwnMatter):
        revocations.find(data.session, row.id, by=own)
    assert not notified(data, own, "revocation.proposed")


@pytest.mark.parametrize("is_first", [True, False])
def test_a_refused_or_withdrawn_proposal_leaves_the_certificate(
    data: DataBuilder, active: Certificate, is_first: bool
) -> None:
    first, second = data.staff("admin"), data.staff("admin")
    row = proposed(data, first)
    revocations.refuse(data.session, row.id, by=first if is_first else second, now=NOW)
    assert row.status is (ProposalStatus.WITHDRAWN if is_first else ProposalStatus.REFUSED)
    assert active.status is CertificateStatus.ACTIVE
    assert proposed(data, first).status is ProposalStatus.OPEN


def test_a_proposal_of_who_has_left_is_not_confirmed(data: DataBuilder, active: Certificate) -> None:
    first, second = data.staff("admin"), data.staff("admin")
    row, member = proposed(data, first), members.by_telegram(data.session, first.telegram_id)
    assert member is not None
    member.roles = "reviewer"
    data.session.flush()
    with nothing_written(data.session), pytest.raises(departures.FirstHasLeft):
        revocations.confirm(data.session, row.id, by=second, now=NOW)
    departures.end_begun(data.session, member, now=NOW)
    assert row.status is ProposalStatus.WITHDRAWN


def test_a_certificate_that_has_ended_meanwhile_is_not_revoked(data: DataBuilder, active: Certificate) -> None:
    row = proposed(data, data.staff("admin"))
    active.status, active.closed_at = CertificateStatus.SUPERSEDED, NOW
    data.session.flush()
    with pytest.raises(revocations.RevocationDecided):
        revocations.confirm(data.session, row.id, by=data.staff("admin"), now=NOW)
    assert active.status is CertificateStatus.SUPERSEDED
