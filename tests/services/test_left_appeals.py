"""People who have left and come back appeal against their entry, and hear what becomes of it."""

import pytest

from bot.cards import menu
from bot.cards.notification import Reader
from bot.cards.review import blacklist as blacklist_cards
from bot.cards.staff import groups as group_cards, work as work_cards
from bot.services.review import appeals
from bot.services.review.appeals import AlreadyAppealed
from bot.services.review.work import entry_label
from bot.services.staff import work_inbox
from bot.texts import texts
from storage import audit_search
from storage.audit import Action
from storage.register.people import Person
from storage.review.blacklist import BlacklistStatus, FalseMaterial
from storage.staff import work_items
from tests.services.builders import NOW, DataBuilder
from tests.services.limit_builders import DAY, delete_and_return, obstacles, sign_up
from tests.services.own_builders import notified
from tests.services.test_left_people import confirm, proposed


def is_offered(data: DataBuilder, person: Person) -> bool:
    """Return whether this person's full menu has the appeal."""
    return menu.concerning(data.session, menu.MenuReader(person, texts("zh-CN"), NOW), ["appeal"]) == ("appeal",)


def test_the_menu_offers_an_appeal_while_there_is_one(data: DataBuilder) -> None:
    first, other = sign_up(data), sign_up(data)
    assert not is_offered(data, first.person)
    confirm(data, proposed(data, first.person))
    assert [is_offered(data, each.person) for each in (first, other)] == [True, False]
    appeals.appeal(data.session, first.person, "it was not me", now=NOW)
    assert not is_offered(data, first.person)


def test_the_menu_offers_an_appeal_against_an_entry_of_the_register(data: DataBuilder) -> None:
    assert is_offered(data, data.person(blacklisted_until=NOW + DAY))
    assert not is_offered(data, data.person(blacklisted_until=NOW))


def test_the_menu_offers_an_appeal_to_who_comes_back(data: DataBuilder) -> None:
    first = sign_up(data)
    confirm(data, proposed(data, first.person))
    assert is_offered(data, delete_and_return(data, first, "Telegram user").person)


def test_who_comes_back_appeals_and_is_free_once_the_entry_is_lifted(data: DataBuilder) -> None:
    first = sign_up(data)
    entry = proposed(data, first.person)
    back = delete_and_return(data, first, "Telegram user")
    confirm(data, entry)
    assert appeals.appeal(data.session, back.person, "it was not me", now=NOW).id == entry.id
    with pytest.raises(AlreadyAppealed):
        appeals.appealable(data.session, back.person, now=NOW)
    appeals.decide(data.session, entry.id, lift=True, by=data.staff("reviewer"), now=NOW)
    assert obstacles(data, back.person) == []
    assert notified(data, back.account, "blacklist.left-lifted")


@pytest.mark.parametrize("leaves", [False, True])
def test_no_row_leads_from_who_comes_back_to_who_has_left(data: DataBuilder, leaves: bool) -> None:
    first = sign_up(data)
    entry = proposed(data, first.person)
    confirm(data, entry)
    who = (delete_and_return(data, first, "Telegram user") if leaves else first).person
    appeals.appeal(data.session, who, "it was not me", now=NOW)
    [made] = [each for each in audit_search.about(data.session, [entry.id]) if each.action == Action.BLACKLIST_APPEALED]
    assert made.by == (None if leaves else who.id)
    assert entry.appellant == (who.id.hex if leaves else "")


def test_an_appeal_that_was_made_before_the_deletion_frees_who_comes_back(data: DataBuilder) -> None:
    first = sign_up(data)
    entry = proposed(data, first.person)
    confirm(data, entry)
    appeals.appeal(data.session, first.person, "it was not me", now=NOW)
    others = [delete_and_return(data, first, "Telegram user"), sign_up(data, phone=first.person.phone)]
    appeals.decide(data.session, entry.id, lift=True, by=data.staff("reviewer"), now=NOW)
    assert [obstacles(data, each.person) for each in others] == [[], []]


def test_who_comes_back_is_told_that_the_entry_stays(data: DataBuilder) -> None:
    first = sign_up(data)
    entry = proposed(data, first.person)
    back = delete_and_return(data, first, "Telegram user")
    confirm(data, entry)
    appeals.appeal(data.session, back.person, "it was not me", now=NOW)
    appeals.decide(data.session, entry.id, lift=False, by=data.staff("reviewer"), now=NOW)
    assert notified(data, back.account, "blacklist.left-upheld")
    assert obstacles(data, back.person) == ["Blacklisted"]


def test_an_imported_entry_can_be_appealed_after_the_deletion(data: DataBuilder) -> None:
    first = sign_up(data)
    first.person.blacklisted_until = NOW + DAY
    back = delete_and_return(data, first, "Telegram user")
    entry = appeals.appeal(data.session, back.person, "it was not me", now=NOW)
    assert (entry.person_id, entry.reason, entry.status) == (
        first.person.id,
        FalseMaterial.REGISTER,
        BlacklistStatus.CONFIRMED,
    )
    appeals.decide(data.session, entry.id, lift=True, by=data.staff("reviewer"), now=NOW)
    assert obstacles(data, back.person) == []


def test_an_appeal_without_an_application_is_told_apart_by_the_masked_name_except_in_the_group(
    data: DataBuilder,
) -> None:
    person, reviewer = data.person(name="李建国", blacklisted_until=NOW + DAY), data.staff("reviewer")
    entry = appeals.appeal(data.session, person, "it was not me", now=NOW)
    english = texts("en").at(NOW)
    labels = [
        button.label
        for card in (
            work_cards.inbox(data.session, work_inbox.inbox(data.session, by=reviewer, now=NOW), english),
            blacklist_cards.listing(data.session, [], [entry], english),
        )
        for row in card.rows
        for button in row
    ]
    assert [label for label in labels if "李*国" in label] == ["Blacklist appeal 李*国", "李*国  appeal"]
    item = work_items.find(data.session, "appeal", entry.id)
    assert item is not None
    item.told_at = NOW
    in_group = group_cards.cases.card(data.session, item.id, Reader(None, english))
    assert in_group is not None
    assert "appeal" in in_group.text.lower()
    assert "李" not in in_group.text


def test_an_appeal_of_who_has_no_name_any_more_has_a_label(data: DataBuilder) -> None:
    entry = appeals.appeal(data.session, data.person(name="", blacklisted_until=NOW + DAY), "it was not me", now=NOW)
    assert entry_label(data.session, entry) == entry.id.hex[:6].upper()
