"""What a person has handed out ends with the right by which it was made, for good: also if the right comes back."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from bot.services.filing import approvals, endings, vehicle_codes
from bot.services.identity import accounts
from bot.services.identity.sms_codes import CodeExpired
from bot.services.organisations import authority, invitations
from bot.services.privacy import filing as privacy_filing
from storage.certificates import share_codes
from storage.filing.filings import EndReason, Filing, FilingStatus, Relationship
from storage.filing.vehicle_codes import VehicleCode, VehicleCodeStatus
from storage.identity import sms_codes
from storage.identity.accounts import Account
from storage.identity.sms_codes import CodePurpose
from storage.organisations.invitations import Invitation
from storage.register import people
from storage.register.people import Person
from storage.register.vehicles import Vehicle
from tests.services.builders import HOUR, NOW, DataBuilder
from tests.storage.rows import put

Act = Callable[[DataBuilder], None]


def code(data: DataBuilder, car: Vehicle, used_by: Person | None = None, filing: Filing | None = None) -> UUID:
    """Add a code of the owner, scanned by this person, who has made this application with it."""
    values = {"vehicle_id": car.id, "made_by": data.owner.id, "expires_at": NOW + HOUR}
    if used_by is not None:
        values |= {"status": VehicleCodeStatus.USED, "used_by": used_by.id, "used_at": NOW}
    if filing is not None:
        values |= {"filing_id": filing.id}
    found: UUID = put(data.session, VehicleCode, **values)
    return found


def status(data: DataBuilder, key: UUID) -> VehicleCodeStatus:
    data.session.expire_all()
    return data.session.get_one(VehicleCode, key).status


def own_account(data: DataBuilder) -> Account:
    return data.account(data.owner)


def sell_there_and_back(data: DataBuilder) -> None:
    for owner in (data.stranger, data.owner):
        data.car.owner_person_id = owner.id
        endings.end_all_of(data.session, data.car, EndReason.OWNER_CHANGED, now=NOW)


def sign_out(data: DataBuilder) -> None:
    accounts.sign_out(data.session, own_account(data), now=NOW)


def end_account(data: DataBuilder) -> None:
    accounts.end(data.session, own_account(data), now=NOW)


def leave_account(data: DataBuilder) -> None:
    accounts.detach(data.session, own_account(data), now=NOW)


def erase(data: DataBuilder) -> None:
    privacy_filing.KEEPER.erase(data.session, data.owner, NOW)


@pytest.mark.parametrize("act", [sell_there_and_back, sign_out, end_account, leave_account, erase])
def test_neither_a_shown_nor_a_scanned_code_outlives_the_right_of_its_maker(data: DataBuilder, act: Act) -> None:
    shown, scanned = code(data, data.vehicle(data.owner)), code(data, data.car, data.filer)
    if act is sell_there_and_back:
        shown = code(data, data.car)
    act(data)
    assert status(data, shown) is status(data, scanned) is VehicleCodeStatus.CANCELLED
    answers = {"relationship": Relationship.FAMILY, "relationship_text": "", "lane": "1:1"}
    with pytest.raises(vehicle_codes.VehicleCodeCancelled):
        vehicle_codes.apply(data.session, scanned, **answers, by=data.filer, now=NOW)  # type: ignore[arg-type]


@pytest.mark.parametrize("act", [sell_there_and_back, sign_out, end_account])
def test_a_code_with_an_application_stays_its_record(data: DataBuilder, act: Act) -> None:
    applied = code(data, data.car, data.filer, data.filing(FilingStatus.CHECKING))
    act(data)
    assert status(data, applied) is VehicleCodeStatus.USED


def test_codes_of_others_stay(data: DataBuilder) -> None:
    other = code(data, data.vehicle(data.stranger))
    data.session.get_one(VehicleCode, other).made_by = data.stranger.id
    sign_out(data)
    sell_there_and_back(data)
    assert status(data, other) is VehicleCodeStatus.OPEN


def test_a_hand_over_there_and_back_ends_codes_and_invitations(data: DataBuilder) -> None:
    firm = data.organisation(data.owner)
    data.car.owner_person_id, data.car.owner_organisation_id = None, firm
    scanned, (typed, _) = code(data, data.car, data.filer), invite(data, firm)
    shared = share(data, data.car)
    for administrator in (data.stranger, data.owner):
        data.seat(firm, administrator)
        authority.follow_administrator(data.session, firm, now=NOW)
    assert status(data, scanned) is VehicleCodeStatus.CANCELLED
    assert shared.revoked_at == NOW
    with pytest.raises(invitations.InvitationInvalid):
        invitations.accept(data.session, typed, by=data.filer, now=NOW)


def test_a_code_by_sms_that_a_hand_over_made_void_stays_void(data: DataBuilder) -> None:
    firm = data.organisation(data.owner)
    data.car.owner_person_id, data.car.owner_organisation_id = None, firm
    filing = data.filing()
    data.approval(filing)
    until = {"to": people.phone_index(data.owner.phone), "at": NOW, "expires_at": NOW + HOUR}
    sms_codes.new(data.session, CodePurpose.OWNER_APPROVAL, filing.id, digits="123456", **until)  # type: ignore[arg-type]
    for administrator in (data.stranger, data.owner):
        data.seat(firm, administrator)
        authority.follow_administrator(data.session, firm, now=NOW)
    with pytest.raises(CodeExpired):
        approvals.approve_by_code(data.session, filing, "123456", by=data.filer, now=NOW)


@pytest.mark.parametrize("act", [sign_out, end_account, leave_account])
def test_an_invitation_ends_when_its_maker_leaves_the_account(data: DataBuilder, act: Act) -> None:
    typed, _ = invite(data, data.organisation(data.owner))
    other, _ = invitations.create(data.session, data.organisation(data.stranger), by=data.stranger, now=NOW)
    act(data)
    with pytest.raises(invitations.InvitationInvalid):
        invitations.accept(data.session, typed, by=data.filer, now=NOW)
    assert invitations.accept(data.session, other, by=data.filer, now=NOW).person_id == data.filer.id


def test_share_codes_outlive_a_sign_out_only(data: DataBuilder) -> None:
    shared, account = share(data, data.car), own_account(data)
    accounts.sign_out(data.session, account, now=NOW)
    data.session.refresh(shared)
    assert shared.revoked_at is None
    accounts.end(data.session, account, now=NOW)
    data.session.refresh(shared)
    assert shared.revoked_at == NOW


def invite(data: DataBuilder, firm: UUID) -> tuple[str, Invitation]:
    return invitations.create(data.session, firm, by=data.owner, now=NOW)


def share(data: DataBuilder, car: Vehicle, *, until: datetime = NOW + timedelta(days=1)) -> share_codes.ShareCode:
    return share_codes.new(
        data.session, "ABCDEFGHJK", vehicle_id=car.id, made_by=data.owner.id, made_at=NOW, expires_at=until
    )
