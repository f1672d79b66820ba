"""What is decided about people who have left reaches those who have come back, and no row leads from them there."""

from datetime import timedelta

import pytest

from bot.cards.filing import owner_requests
from bot.services.filing import owner_blocks as block_service
from bot.services.identity import accounts as account_service, person_merges, verification
from bot.services.identity.left_people import follow_appeals
from bot.services.privacy import data_requests, review
from bot.services.review import appeals, blacklist
from bot.texts import Texts
from storage import audit_search
from storage.engine.outbox import Delivery
from storage.filing.filings import FilingStatus, Relationship
from storage.identity.accounts import Account
from storage.staff.work_items import WorkItem
from tests.services.builders import NOW, DataBuilder
from tests.services.limit_builders import DAY, delete_and_return, sign_up
from tests.services.own_builders import notified
from tests.services.test_left_people import confirm, proposed
from tests.stories.app_driver import stored
from tests.stories.cast import id_number


@pytest.mark.parametrize("key", ["Telegram user", "phone number"])
def test_an_entry_that_is_confirmed_later_ends_what_who_has_come_back_applied_for(data: DataBuilder, key: str) -> None:
    first = sign_up(data)
    entry = proposed(data, first.person)
    back, stranger = delete_and_return(data, first, key), sign_up(data)
    filings = [data.filing(FilingStatus.WAITING_OWNER, filer_id=each.person.id) for each in (back, stranger)]
    confirm(data, entry)
    is_same = key == "Telegram user"
    assert [each.status for each in filings] == [FilingStatus.REFUSED, FilingStatus.WAITING_OWNER]
    assert filings[0].return_reason == ("false-material" if is_same else "used-by-others")
    assert notified(data, back.account, "blacklist.left-listed") is is_same
    assert not notified(data, stranger.account, "blacklist.left-listed")


def test_an_answer_reaches_who_has_come_back_since_the_appeal(data: DataBuilder) -> None:
    first = sign_up(data)
    entry = proposed(data, first.person)
    confirm(data, entry)
    appeals.appeal(data.session, first.person, "it was not me", now=NOW)
    back = delete_and_return(data, first, "Telegram user")
    follow_appeals(data.session, back.person)
    follow_appeals(data.session, back.person)
    assert (entry.told, entry.appealed_by) == ([back.person.id], None)
    appeals.decide(data.session, entry.id, lift=True, by=data.staff("reviewer"), now=NOW)
    assert notified(data, back.account, "blacklist.left-lifted")


def test_an_answer_reaches_who_holds_the_number_once_they_are_verified(data: DataBuilder) -> None:
    first = sign_up(data)
    first.person.verified_at = NOW
    entry = proposed(data, first.person)
    confirm(data, entry)
    appeals.appeal(data.session, first.person, "it was not me", now=NOW)
    back = delete_and_return(data, first, "ID number")
    verification.verify(data.session, back.person, now=NOW)
    assert entry.told == [back.person.id]


def test_who_registers_again_hears_of_their_appeal(data: DataBuilder) -> None:
    first = sign_up(data)
    entry = proposed(data, first.person)
    confirm(data, entry)
    appeals.appeal(data.session, first.person, "it was not me", now=NOW)
    number, telegram_id = first.person.id_number, first.account.telegram_id
    data_requests.delete(data.session, first.account, first.person, now=NOW)
    account = Account(bot_id=1, telegram_id=telegram_id, created_at=NOW)
    data.session.add(account)
    back = account_service.register(
        data.session, account, name="王小明", id_number=number, phone="+8613812345678", verified_phone="", now=NOW
    )
    assert entry.told == [back.id]


def test_an_appeal_follows_its_appellant_into_another_row(data: DataBuilder) -> None:
    first = sign_up(data)
    entry = proposed(data, first.person)
    back = delete_and_return(data, first, "Telegram user")
    confirm(data, entry)
    appeals.appeal(data.session, back.person, "it was not me", now=NOW)
    holder = data.person()
    person_merges.merge(data.session, back.person, holder, by=None, now=NOW)
    assert entry.told == [holder.id]


def test_no_moment_leads_from_who_comes_back_to_who_has_left(data: DataBuilder) -> None:
    first = sign_up(data)
    entry = proposed(data, first.person)
    back = delete_and_return(data, first, "Telegram user")
    data.filing(FilingStatus.WAITING_OWNER, filer_id=back.person.id)
    now = NOW + DAY
    blacklist.confirm(data.session, entry.id, by=data.staff("reviewer"), now=now)
    before = len(stored(data.session, Delivery))
    appeals.appeal(data.session, back.person, "it was not me", now=now)
    [item] = [each for each in stored(data.session, WorkItem) if each.subject == entry.id]
    assert (item.since, item.told_at, len(stored(data.session, Delivery))) == (entry.appealed_at, None, before)
    appeals.decide(data.session, entry.id, lift=True, by=data.staff("reviewer"), now=now)
    moments = {entry.decided_at, entry.appealed_at, entry.appeal_decided_at}
    moments |= {each.at for each in audit_search.about(data.session, [entry.id])}
    assert now not in moments
    assert all(now - timedelta(hours=1) <= each < now for each in moments if each is not None)


def test_who_comes_back_exports_the_entry_and_their_appeal(data: DataBuilder) -> None:
    first = sign_up(data)
    entry = proposed(data, first.person)
    back = delete_and_return(data, first, "Telegram user")
    assert review.export(data.session, back.person)["blacklist"] == []
    confirm(data, entry)
    [found] = review.export(data.session, back.person)["blacklist"]
    assert (found["reason"], found["status"], found["appeal"]) == ("altered", "confirmed", "")
    appeals.appeal(data.session, back.person, "it was not me", now=NOW)
    [found] = review.export(data.session, back.person)["blacklist"]
    assert found["appeal"] == "it was not me"
    assert review.export(data.session, sign_up(data).person)["blacklist"] == []


def test_words_of_who_had_the_telegram_user_before_are_not_exported(data: DataBuilder) -> None:
    first = sign_up(data)
    entry = proposed(data, first.person)
    confirm(data, entry)
    appeals.appeal(data.session, first.person, "it was not me", now=NOW)
    back = delete_and_return(data, first, "Telegram user")
    [found] = review.export(data.session, back.person)["blacklist"]
    assert (found["reason"], found["appeal"]) == ("altered", "")


def test_an_owner_can_tell_whom_a_block_means_after_a_deletion(data: DataBuilder) -> None:
    first, texts = sign_up(data), Texts("en")
    filing = data.filing(FilingStatus.REFUSED, filer_id=first.person.id, relationship=Relationship.FRIEND)
    block_service.block(data.session, filing.id, by=data.owner, now=NOW)
    delete_and_return(data, first, "Telegram user")
    found = block_service.in_force(data.session, data.owner)
    shown = owner_requests.blocks(data.session, found, texts, number=1).text
    assert f"(account deleted) friend #{filing.number}" in shown


@pytest.mark.parametrize("decided", [False, True])
def test_an_appeal_of_another_with_the_telegram_user_leaves_the_holder_theirs(data: DataBuilder, decided: bool) -> None:
    first = sign_up(data)
    first.person.verified_at = NOW
    entry, number, user = proposed(data, first.person), first.person.id_number, first.account.telegram_id
    data_requests.delete(data.session, first.account, first.person, now=NOW)
    other = sign_up(data, telegram_id=user, number=id_number(998))
    confirm(data, entry)
    appeals.appeal(data.session, other.person, "whatever", now=NOW)
    if decided:
        appeals.decide(data.session, entry.id, lift=False, by=data.staff("reviewer"), now=NOW)
    holder = sign_up(data, number=number)
    verification.verify(data.session, holder.person, now=NOW)
    appeals.appeal(data.session, holder.person, "it was not me", now=NOW)
    assert (entry.appeal, entry.waits_for_appeal) == ("whatever\nit was not me", True)
    for each in (holder, other):
        with pytest.raises(appeals.AlreadyAppealed):
            appeals.appealable(data.session, each.person, now=NOW)
    appeals.decide(data.session, entry.id, lift=True, by=data.staff("reviewer"), now=NOW)
    assert notified(data, holder.account, "blacklist.left-lifted")
    assert notified(data, other.account, "blacklist.left-lifted") is not decided
