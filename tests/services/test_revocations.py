"""Revocations by two people: who may propose and confirm, and what ends a proposal."""

from datetime import timedelta

import pytest

from bot.errors import NotStaff, OwnMatter
from bot.services.certificates import issue_revoke, revocations
from bot.services.staff import departures
from storage.certificates.certificates import Certificate, CertificateStatus
from storage.certificates.revocation_proposals import RevocationProposal
from storage.identity.accounts import Account
from storage.staff import members
from storage.staff.proposals import ProposalStatus
from tests.services.builders import NOW, DataBuilder
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
