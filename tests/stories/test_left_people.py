"""Who leaves after false material, by a deletion or an identity case: what is decided reaches them, and its remedy."""

import pytest

from tests.stories import cast
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver
from tests.stories.blacklist_steps import confirmed
from tests.stories.cast import Citizen
from tests.stories.identity_case_steps import account_of, asks, person_of, take
from tests.stories.privacy_steps import deletes
from tests.stories.registration_steps import registers
from tests.stories.review_steps import case
from tests.stories.test_deletion_traces import every_row, reached

NAME, NUMBER = "王小明", cast.id_number(55)


@pytest.fixture
def guest(app: AppDriver, owner: Citizen, reviewer: Actor, second_reviewer: Actor) -> Citizen:
    """Somebody who has registered, and is proposed for the blacklist."""
    actor = app.person(NAME, "+8613700000055")
    registers(actor, NAME, NUMBER)
    cast.verify(app, actor)
    found = Citizen(app, actor.id, actor.name, account_of(app, actor), person_of(app, actor))
    case(app, found, cast.car(app, owner))
    reviewer.says("/take")
    reviewer.taps("虚假材料")
    reviewer.taps("冒用他人证件")
    app.later(minutes=11)
    return found


def test_who_comes_back_after_a_deletion_reads_the_entry_and_appeals(
    app: AppDriver, guest: Citizen, owner: Citizen, second_reviewer: Actor
) -> None:
    left = guest.person_id
    deletes(guest)
    app.later(minutes=11)
    confirmed(second_reviewer)
    for _ in range(2):
        app.later(seconds=7)
        app.settle()
    app.later(seconds=7)
    registers(guest, NAME, NUMBER)
    guest.says("/file")
    guest.sees("因提供过虚假材料")
    assert left.hex not in reached(every_row(app), guest.id)
    guest.says("/appeal 照片是我本人，请重新核对证件")
    guest.taps("提交申诉")
    guest.sees("申诉已提交")
    third = cast.greeted(cast.reviewer(app, "审核员小何"))
    third.says("/blacklist")
    third.taps("申诉")
    third.taps("申诉成立")
    guest.sees("申诉成立")
    app.later(days=1)
    guest.says("/file")
    guest.sees("车主在身边，用扫码最快")


def test_the_reviewer_of_an_identity_case_reads_what_is_proposed(
    app: AppDriver, guest: Citizen, second_reviewer: Actor
) -> None:
    asks(guest, "登记错了人", name="赵真名", id_number=cast.id_number(70), seed=8)
    take(second_reviewer)
    second_reviewer.sees("申请账号现在登记的人：已提出列入黑名单")
