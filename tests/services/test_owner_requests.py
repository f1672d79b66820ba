"""The page of an owner's requests: filings of the vehicles they speak for now, and of no others."""

from bot.services.filing import owner_requests
from bot.services.filing.owner_requests import OwnerRequestPage
from storage.filing.filings import OPEN_STATUSES, FilingStatus
from storage.organisations import organisations
from storage.register.people import Person
from tests.services.builders import NOW, DataBuilder


def page(data: DataBuilder, person: Person, number: int = 1) -> OwnerRequestPage:
    return owner_requests.page(data.session, person, now=NOW, number=number)


def numbers(data: DataBuilder, person: Person) -> list[int]:
    return [request.filing.number for request in page(data, person).requests]


def test_open_applications_and_active_filings_are_shown_those_that_wait_first(data: DataBuilder) -> None:
    found = {status: data.filing(status, filer_id=data.person().id) for status in FilingStatus}
    shown = [request.filing.status for request in page(data, data.owner).requests]
    assert shown[0] is FilingStatus.WAITING_OWNER
    assert set(shown) == {*OPEN_STATUSES, FilingStatus.ACTIVE}
    newest = [found[status].number for status in reversed((*OPEN_STATUSES[1:], FilingStatus.ACTIVE))]
    assert numbers(data, data.owner)[1:] == newest


def test_only_the_owner_and_the_administrator_of_now_see_them(data: DataBuilder) -> None:
    organisation = data.organisation(data.stranger)
    member = data.person()
    organisations.add_member(data.session, organisation, member.id, seat=1, person_seat=0, at=NOW)
    fleet = data.filing(vehicle_id=data.vehicle(None, owner_organisation_id=organisation).id)
    own = data.filing()
    assert numbers(data, data.owner) == [own.number]
    assert numbers(data, data.stranger) == [fleet.number]
    for somebody in (member, data.filer):
        assert not numbers(data, somebody)
    data.seat(organisation, None)
    data.car.owner_person_id = data.stranger.id
    data.session.flush()
    assert not numbers(data, data.owner)
    assert numbers(data, data.stranger) == [own.number]


def test_a_number_past_either_end_gives_the_nearest_page(data: DataBuilder) -> None:
    for _ in range(owner_requests.PAGE_SIZE + 1):
        data.filing(filer_id=data.person().id)
    assert [(page(data, data.owner, number).number, page(data, data.owner, number).pages) for number in (-1, 9)] == [
        (1, 2),
        (2, 2),
    ]
    assert len(page(data, data.owner).requests) == owner_requests.PAGE_SIZE
    assert len(page(data, data.owner, 2).requests) == 1


def test_a_request_says_how_many_more_people_may_file_the_vehicle(data: DataBuilder) -> None:
    for slot in (1, 2, 3):
        (request,) = page(data, data.owner).requests[-1:] or [None]
        assert request is None or (request.left, request.limit) == (3 - slot + 1, 3)
        data.filing(FilingStatus.ACTIVE, filer_id=data.person().id, vehicle_slot=slot)
    assert page(data, data.owner).requests[0].left == 0
