"""Withdrawals: the owner is told of the first at once, and of the others of the day in one message."""

import pytest

from storage.register import people
from storage.register.people import Person
from storage.staff.rules import DatedRule
from tests.stories import cast
from tests.stories.app_driver import AppDriver
from tests.stories.cast import Citizen
from tests.stories.filing_steps import apply, asked_owner, withdraw
from tests.stories.privacy_steps import deletes

TOLD = "撤回了"


def told(owner: Citizen) -> int:
    return sum(TOLD in message.get("text", "") for message in owner.messages())


def test_withdrawals_of_a_day_are_one_message_with_what_is_still_open(app: AppDriver) -> None:
    driver, others = cast.driver(app), cast.crowd(app, 3)
    owner = asked_owner(app, driver)
    withdraw(driver)
    owner.sees("李*国 撤回了备案")
    for person in others:
        app.later(minutes=2)
        apply(person)
    for person in others[:2]:
        withdraw(person)
    assert told(owner) == 1
    app.later(hours=24)
    assert told(owner) == 2
    (digest,) = [message["text"] for message in owner.messages() if "2 件" in message.get("text", "")]
    assert all(part in digest for part in ("#1002", "#1003", "还在等您答复", "#1004"))
    assert "#1001" not in digest
    owner.taps("同意 #1004")
    others[2].sees("车主同意了")
    assert told(owner) == 1  # The digest has become the confirmation.
    app.later(hours=24, minutes=5)
    assert told(owner) == 1


def test_the_agreement_loses_its_buttons_at_once_and_the_filer_reads_when_the_owner_is_told(app: AppDriver) -> None:
    driver, (other,) = cast.driver(app), cast.crowd(app, 1)
    owner = asked_owner(app, driver)
    owner.taps("同意")
    withdraw(driver)
    assert driver.has_seen("已撤回，会通知车主")
    assert owner.has_seen("已撤回，不用再处理")
    assert told(owner) == 1
    app.later(minutes=2)
    apply(other)
    owner.taps("同意")
    owner.taps("30 天")
    withdraw(other)
    assert other.has_seen("一天之内会通知车主")
    for label in ("终止", "改期限", "30 天"):
        with pytest.raises(AssertionError):
            owner.button(label)
    assert told(owner) == 1
    app.later(hours=24)
    assert told(owner) == 2


@pytest.mark.parametrize("first_too", [False, True])
def test_a_deletion_reaches_the_digest(app: AppDriver, *, first_too: bool) -> None:
    """The digest waits in the lane of who has withdrawn first, also after their account is deleted."""
    driver, (other,) = cast.driver(app), cast.crowd(app, 1)
    owner = asked_owner(app, driver)
    withdraw(driver)
    app.later(minutes=2)
    apply(other)
    deletes(other)
    if first_too:
        deletes(driver)
    assert told(owner) == 1
    app.later(hours=24)
    assert told(owner) == 2
    assert owner.has_seen("1 件")


def test_a_deletion_that_is_told_first_has_others_of_the_day_told_later(app: AppDriver) -> None:
    driver, (other,) = cast.driver(app), cast.crowd(app, 1)
    owner = asked_owner(app, driver)
    deletes(driver)
    assert told(owner) == 1
    apply(other)
    withdraw(other)
    assert told(owner) == 1
    app.later(hours=24)
    assert told(owner) == 2


def test_repeats_of_one_person_are_one_line_with_their_count(app: AppDriver) -> None:
    """The person counts, not the account: 路人乙 uses the phone number of 路人甲."""
    driver, (one, same, other) = cast.driver(app), cast.crowd(app, 3)
    rule = DatedRule(name="filings_a_day", value="5", valid_from=app.now, set_at=app.now)
    app.write(lambda session: session.add(rule))
    app.write(lambda session: people.set_phone(session.get_one(Person, same.person_id), "+8613800000100"))
    owner = asked_owner(app, driver)
    withdraw(driver)
    for person in (one, same, one, other):
        app.later(minutes=2)
        apply(person)
        withdraw(person)
    app.later(hours=24)
    (digest,) = [message["text"] for message in owner.messages() if "4 件" in message.get("text", "")]
    lines = [line for line in digest.splitlines() if line.startswith("•")]
    assert [line.partition("：")[2] for line in lines] == ["路*丙", "路*甲（共 3 次）"]
    assert "#1004" in lines[1]


def test_after_a_day_without_withdrawals_the_next_is_told_at_once(app: AppDriver) -> None:
    driver = cast.driver(app)
    owner = asked_owner(app, driver)
    withdraw(driver)
    app.later(hours=24, minutes=5)
    apply(driver)
    withdraw(driver)
    owner.sees("撤回了备案")
    assert told(owner) == 2


def test_an_owner_without_the_chat_gets_one_text_message_a_day(app: AppDriver) -> None:
    person = cast.register_person(app, "王秀英", cast.id_number(2), "+8613800000002")
    cast.car(app, person)
    people = [cast.driver(app), *cast.crowd(app, 2)]
    for each in people:
        apply(each)
        app.later(minutes=2)
        withdraw(each)
    assert sum(TOLD in text for text in app.sms(person.phone)) == 1
    app.later(hours=24)
    app.later(hours=12)
    (_, digest) = [text for text in app.sms(person.phone) if TOLD in text]
    assert "2 件" in digest
