"""A dissolved organisation: nobody speaks for its vehicles, and whatever its administrators decided or gave ends."""

from collections.abc import Mapping

import pytest

from bot.errors import NotYours, Refusal
from bot.services.filing import approvals as approval_service, eligibility
from bot.services.importing import organisation_batches, organisations as organisation_import
from bot.services.importing.comparison import ReadRow
from bot.services.importing.organisations import OrganisationRow
from bot.services.importing.rows import ImportContext, InvalidRow, RowChange
from bot.services.organisations import authority, invitations, organisations as organisation_service
from storage import audit
from storage.database import add
from storage.filing import owner_blocks
from storage.filing.approvals import Approval, ApprovalStatus
from storage.filing.filings import EndReason, Filing, FilingStatus
from storage.organisations import organisations, web_sessions
from storage.organisations.organisations import Organisation
from storage.register.people import Person
from storage.register.vehicles import Vehicle
from tests.services.builders import HOUR, NOW, DataBuilder
from tests.services.own_builders import notified

CODE = "91450100MADEMQC017"


@pytest.fixture
def boss(data: DataBuilder) -> Person:
    """The administrator of an organisation that owns a car."""
    return data.person()


@pytest.fixture
def company(data: DataBuilder, boss: Person) -> Organisation:
    """An organisation with an administrator and a user."""
    found = data.session.get_one(Organisation, data.organisation(boss))
    found.credit_code = CODE
    organisations.add_member(data.session, found.id, data.stranger.id, seat=1, person_seat=0, at=NOW)
    return found


@pytest.fixture
def truck(data: DataBuilder, company: Organisation) -> Vehicle:
    """A car of the organisation."""
    return data.vehicle(None, owner_organisation_id=company.id)


def cells(boss: Person, **changed: str) -> Mapping[str, str]:
    return {"credit_code": CODE, "name": "firm", "phone": "", "administrator_id_number": boss.id_number, **changed}


def imported(data: DataBuilder, boss: Person, **changed: str) -> RowChange:
    """Import the organisation's row."""
    row = OrganisationRow.read(cells(boss, **changed), today=NOW.date())
    return organisation_import.put(data.session, row, ImportContext(NOW + HOUR, silently=True))


def dissolved(data: DataBuilder, boss: Person) -> RowChange:
    """Import it as dissolved, which needs no administrator."""
    return imported(data, boss, dissolved="yes", administrator_id_number="")


def test_the_open_question_and_the_filing_end_and_filers_are_told(
    data: DataBuilder, boss: Person, truck: Vehicle
) -> None:
    asked, active = (
        data.filing(vehicle_id=truck.id),
        data.filing(FilingStatus.ACTIVE, vehicle_id=truck.id, filer_id=data.owner.id),
    )
    approval, filer, admin = data.approval(asked, owner_id=boss.id), data.account(data.filer), data.account(boss)
    assert dissolved(data, boss) is RowChange.CHANGED
    assert (asked.status, asked.return_reason) == (FilingStatus.REFUSED, "organisation")
    assert (active.status, active.end_reason) == (FilingStatus.ENDED, EndReason.OWNER_CHANGED)
    assert data.session.get_one(Approval, approval.id).status is not ApprovalStatus.PENDING
    assert notified(data, filer, "filing.closed")
    assert notified(data, admin, "organisation.dissolved")
    with pytest.raises(Refusal):
        approval_service.approve(data.session, approval.id, by=boss, now=NOW + HOUR)


def test_blocks_codes_invitations_and_terms_end_whoever_gave_them(
    data: DataBuilder, boss: Person, company: Organisation, truck: Vehicle
) -> None:
    for by in (boss, data.stranger):
        owner_blocks.block(data.session, truck.id, data.filer.id if by is boss else data.owner.id, by=by.id, at=NOW)
    code, _ = invitations.create(data.session, company.id, by=boss, now=NOW)
    dissolved(data, boss)
    assert owner_blocks.of_person(data.session, data.filer.id) == owner_blocks.of_person(data.session, data.owner.id)
    assert owner_blocks.of_person(data.session, data.owner.id) == []
    with pytest.raises(Refusal):
        invitations.accept(data.session, code, by=data.owner, now=NOW + HOUR)


def test_nobody_is_a_member_or_speaks_for_a_vehicle_any_more(
    data: DataBuilder, boss: Person, company: Organisation, truck: Vehicle
) -> None:
    assert authority.acting_owner(data.session, truck.id) == boss
    dissolved(data, boss)
    assert organisations.members(data.session, company.id) == []
    assert authority.acting_owner(data.session, truck.id) is None
    refused = eligibility.vehicle_obstacles(data.session, data.filer, truck, now=NOW + HOUR)
    assert [type(each).__name__ for each in refused] == ["OwnerUnreachable"]
    for each in (boss, data.stranger):
        with pytest.raises(NotYours):
            organisation_service.require_member(data.session, company.id, by=each.id)
    assert audit.count(data.session, audit.Action.ORGANISATION_DISSOLVED, since=NOW, on=company.id) == 1


@pytest.mark.parametrize("how", ["dissolved", "left"])
def test_browsers_of_the_portal_are_signed_out_and_those_of_staff_go_on(
    data: DataBuilder, boss: Person, company: Organisation, how: str
) -> None:
    account, person = data.account(data.stranger), data.stranger.id
    portal, staff = (
        web_sessions.new(data.session, token, account_id=account.id, person_id=person,
                         organisation_id=None, device="", at=NOW, for_staff=token == "staff")
        for token in ("portal", "staff")
    )  # fmt: skip
    if how == "dissolved":
        dissolved(data, boss)
    else:
        organisation_service.leave(data.session, company.id, by=data.stranger, now=NOW)
    data.session.expire_all()
    assert (portal.ended_at is None, staff.ended_at is None) == (False, True)


def test_the_same_row_changes_nothing_and_a_correction_seats_the_administrator_alone(
    data: DataBuilder, boss: Person, company: Organisation, truck: Vehicle
) -> None:
    active = data.filing(FilingStatus.ACTIVE, vehicle_id=truck.id)
    dissolved(data, boss)
    assert dissolved(data, boss) is RowChange.UNCHANGED
    assert imported(data, boss, dissolved="no") is RowChange.CHANGED
    assert [each.person_id for each in organisations.members(data.session, company.id)] == [boss.id]
    assert company.dissolved_at is None
    assert data.session.get_one(Filing, active.id).status is FilingStatus.ENDED


def test_an_organisation_that_goes_on_needs_an_administrator(boss: Person) -> None:
    for one in ({"dissolved": "no"}, {}):
        with pytest.raises(InvalidRow):
            OrganisationRow.read(cells(boss, administrator_id_number="", **one), today=NOW.date())


def read(boss: Person, **changed: str) -> ReadRow:
    found = cells(boss, **changed)
    return ReadRow(1, OrganisationRow.read(found, today=NOW.date()), dict(found))


def test_a_batch_finds_what_has_been_dissolved(data: DataBuilder, boss: Person, company: Organisation) -> None:
    company.name = "firm"
    gone, context = {"dissolved": "yes", "administrator_id_number": ""}, ImportContext(NOW)
    changes = [read(boss, dissolved="no"), read(boss, **gone)]
    found = [organisation_batches.compare(data.session, [each], context) for each in changes]
    assert [(len(each.changed), each.unchanged, each.faults) for each in found] == [(0, 1, []), (1, 0, [])]
    dissolved(data, boss)
    found = [organisation_batches.compare(data.session, [each], context) for each in changes]
    assert [(len(each.changed), each.unchanged, each.faults) for each in found] == [(1, 0, []), (0, 1, [])]
    assert organisation_batches.compare(data.session, [read(boss)], context).unchanged == 1


def test_a_row_without_that_column_revives_nothing(data: DataBuilder, boss: Person, company: Organisation) -> None:
    dissolved(data, boss)
    company.name = "firm"
    assert imported(data, boss) is RowChange.UNCHANGED
    assert company.dissolved_at is not None
    assert organisations.members(data.session, company.id) == []


def test_a_new_one_may_be_dissolved_already(data: DataBuilder, boss: Person) -> None:
    row = read(boss, dissolved="YES", administrator_id_number="")
    (new,) = organisation_batches.compare(data.session, [row], ImportContext(NOW)).new
    assert new.sequel_cells == ("dissolved",)
    made = add(data.session, Organisation(credit_code="another", name="firm"))
    organisation_batches.follow(data.session, made.id, {"dissolved": "YES"}, ImportContext(NOW))
    assert made.dissolved_at == NOW
    (exported,) = [each for each in organisation_import.export_rows(data.session) if each["credit_code"] == "another"]
    assert (exported["dissolved"], exported["administrator_id_number"]) == ("yes", "")


def test_without_an_administrator_what_the_former_one_gave_ends(
    data: DataBuilder, boss: Person, company: Organisation, truck: Vehicle
) -> None:
    owner_blocks.block(data.session, truck.id, data.filer.id, by=boss.id, at=NOW)
    data.seat(company.id, None)
    authority.follow_administrator(data.session, company.id, now=NOW)
    assert owner_blocks.of_person(data.session, data.filer.id) == []
