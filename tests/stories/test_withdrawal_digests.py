"""Withdrawals: the owner is told of the first at once, and of the others of the day in one message."""

from tests.stories import cast
from tests.stories.app_driver import AppDriver
from tests.stories.cast import Citizen
from tests.stories.filing_steps import apply, asked_owner, withdraw

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
