"""However many strangers act, an owner gets a handful of messages: reminders and views are told once a day."""

from bot.services.certificates import view_digests
from tests.stories import cast
from tests.stories.app_driver import AppDriver
from tests.stories.cast import Citizen
from tests.stories.certificate_steps import guest, owner_with_text
from tests.stories.filing_steps import apply, withdraw
from tests.stories.test_certificate_views import share_code

OFTEN = "合并通知一次"


def count(owner: Citizen, words: str) -> int:
    """Return how many messages of the chat have these words."""
    return sum(words in message.get("text", "") for message in owner.messages())


def shared(app: AppDriver) -> tuple[Citizen, str]:
    """Return the owner of a certificate and a share code."""
    owner, _ = owner_with_text(app)
    owner.taps("分享码")
    owner.taps("7 天")
    return owner, share_code(owner)


def test_many_views_by_a_share_code_are_told_once_a_day(app: AppDriver) -> None:
    owner, code = shared(app)
    other = guest(app)
    for _ in range(8):
        other.says(f"/verify {code}")
        app.later(seconds=20)
    assert count(owner, "有人用分享码查看了") == view_digests.AT_ONCE
    app.later(days=1)
    assert count(owner, OFTEN) == 1
    owner.sees(OFTEN, "桂A·12345")
    app.later(seconds=20)
    for _ in range(2):
        other.says(f"/verify {code}")
    app.later(days=1)
    assert (count(owner, "有人用分享码查看了"), count(owner, OFTEN)) == (view_digests.AT_ONCE, 2)
    app.later(days=2)
    assert count(owner, OFTEN) == 2
    other.says(f"/verify {code}")
    assert count(owner, "有人用分享码查看了") == view_digests.AT_ONCE + 1


def test_views_of_the_holder_are_neither_told_nor_counted(app: AppDriver) -> None:
    owner, code = shared(app)
    for _ in range(view_digests.AT_ONCE + 1):
        owner.says(f"/verify {code}")
    assert not owner.has_seen("有人用分享码查看了")
    guest(app).says(f"/verify {code}")
    app.later(days=1)
    assert not owner.has_seen(OFTEN)


def test_reminders_of_a_day_are_one_message_with_all_that_waits(app: AppDriver) -> None:
    owner, people = cast.owner(app), cast.crowd(app, 3)
    cast.car(app, owner)
    for person in people:
        apply(person)
        app.later(minutes=2)
    app.later(hours=25)
    assert count(owner, "还有 3 份申请在等您答复") == 1
    assert not owner.has_seen("<b>还在等您答复</b>")
    owner.taps("同意 #1002")
    people[1].sees("车主同意了")
    app.later(hours=23)
    assert count(owner, "在等您答复") <= 1


def test_reminders_by_sms_are_one_message_a_day(app: AppDriver) -> None:
    phone, people = "+8613800000002", cast.crowd(app, 3)
    cast.car(app, cast.register_person(app, "王秀英", cast.id_number(2), phone))
    for person in people:
        apply(person)
        app.later(minutes=2)
    before = len(app.sms(phone))
    app.later(hours=25)
    (reminder,) = app.sms(phone)[before:]
    assert "有 3 份备案您机动车的申请还在等您答复" in reminder


def test_a_question_that_waits_alone_is_named_and_one_asked_later_is_reminded_of_too(app: AppDriver) -> None:
    owner, people = cast.owner(app), cast.crowd(app, 2)
    cast.car(app, owner)
    apply(people[0])
    app.later(hours=25)
    assert count(owner, "还在等您答复") == 1
    apply(people[1])
    withdraw(people[0])
    app.later(hours=25)
    assert count(owner, "还在等您答复") >= 1
    assert any("还在等您答复" in message.get("text", "") and "#1002" in message["text"] for message in owner.messages())
