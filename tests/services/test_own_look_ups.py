"""Staff neither find themselves, read the audit of their application, nor confirm roles of their own."""

import pytest

from bot.errors import OwnMatter
from bot.services.review import appeals, blacklist
from bot.services.staff import audit, find_person, members, work_news
from bot.services.staff.members import OwnRoles
from storage.identity.accounts import Account
from storage.review.blacklist import FalseMaterial
from storage.staff import members as store
from storage.staff.members import StaffRole
from tests.services.builders import NOW, DataBuilder
from tests.services.own_builders import notified, owned, review


def test_nobody_finds_themselves(data: DataBuilder, own: Account, colleague: Account) -> None:
    filing = data.filing()
    for typed in (data.filer.phone, f"#{filing.number}"):
        with pytest.raises(OwnMatter):
            find_person.find(data.session, typed, by=own, now=NOW)
        assert find_person.find(data.session, typed, by=colleague, now=NOW)


def test_nobody_finds_who_applies_for_their_own_vehicle_by_the_application(
    data: DataBuilder, own: Account, colleague: Account
) -> None:
    filing = data.filing(vehicle_id=owned(data).id, filer_id=data.stranger.id)
    with pytest.raises(OwnMatter):
        find_person.find(data.session, str(filing.number), by=own, now=NOW)
    assert find_person.find(data.session, str(filing.number), by=colleague, now=NOW)


def test_the_audit_of_an_own_application_is_refused(data: DataBuilder, own: Account, colleague: Account) -> None:
    of_own_vehicle = data.filing(vehicle_id=owned(data).id, filer_id=data.stranger.id)
    for filing in (data.filing(), of_own_vehicle):
        with pytest.raises(OwnMatter):
            audit.read(data.session, str(filing.number), before=None, by=own, now=NOW)
        audit.read(data.session, str(filing.number), before=None, by=colleague, now=NOW)


def test_nobody_confirms_more_roles_for_themselves(data: DataBuilder) -> None:
    first, second, third = (data.staff("admin") for _ in range(3))
    member = store.by_telegram(data.session, second.telegram_id)
    assert member is not None
    more = frozenset({StaffRole.ADMIN, StaffRole.CASHIER})
    proposal = members.change(data.session, member.id, more, by=first, now=NOW)
    with pytest.raises(OwnRoles):
        members.confirm(data.session, proposal.id, by=second, now=NOW)
    members.confirm(data.session, proposal.id, by=third, now=NOW)
    assert member.role_set() == more
    fewer = members.change(data.session, member.id, frozenset({StaffRole.CASHIER}), by=first, now=NOW)
    members.confirm(data.session, fewer.id, by=second, now=NOW)
    assert member.role_set() == {StaffRole.CASHIER}


def test_overdue_own_cases_are_told_to_everybody_else(data: DataBuilder, own: Account, colleague: Account) -> None:
    review(data)
    work_news.keep(data.session, NOW)
    assert notified(data, colleague, "review.overdue")
    assert not notified(data, own, "review.overdue")


def test_whom_a_listing_concerns_hears_of_it_only_as_that_person(
    data: DataBuilder, own: Account, colleague: Account
) -> None:
    third = data.staff("reviewer")
    found = review(data, "returned")
    entry = blacklist.propose(data.session, found, FalseMaterial.ALTERED, by=colleague, now=NOW)
    assert notified(data, third, "blacklist.proposed")
    assert not notified(data, own, "blacklist.proposed")
    blacklist.confirm(data.session, entry.id, by=third, now=NOW)
    fourth = data.staff("reviewer")
    appeals.appeal(data.session, data.filer, "it was not me", now=NOW)
    assert notified(data, fourth, "blacklist.appealed")
    assert not notified(data, own, "blacklist.appealed")
