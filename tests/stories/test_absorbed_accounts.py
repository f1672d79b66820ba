"""Whoever has lost an account in which they only declared their number has everything in one once they are verified."""

from typing import Any

from storage.database import add
from storage.filing.owner_blocks import OwnerBlock
from tests.stories import cast, identity_case_steps as steps
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver
from tests.stories.certificate_steps import car
from tests.stories.qr_steps import link_of, showing
from tests.stories.registration_steps import PHONE, account_of, person_of, registers
from tests.stories.test_ended_steps import labels_of


def test_the_lost_account_ends_when_the_same_person_is_verified_in_another(app: AppDriver, reviewer: Actor) -> None:
    lost = app.person("王小明", PHONE, "zh-hans")
    registers(lost)
    again = app.person("王小明", PHONE, "zh-hans")
    registers(again)
    steps.asks(again, "核实我的身份", contact=False)
    steps.approve(reviewer)
    assert again.has_seen("您的另一个账号已并入这里")
    lost.sees("这个账号已停用")
    assert account_of(app, lost).person_id is None
    lost.says("/vehicles")
    assert "已停用" in lost.last() or "身份核实" in lost.labels()


def test_the_chat_of_the_lost_account_asks_for_no_step_any_more(app: AppDriver, reviewer: Actor) -> None:
    owner, lost = showing(app), app.person("王小明", PHONE, "zh-hans")
    registers(lost)
    lost.says(f"/start {link_of(owner)}")
    lost.taps("朋友")
    assert {"撤回申请", "先离开"} <= labels_of(lost)
    again = app.person("王小明", PHONE, "zh-hans")
    registers(again)
    steps.asks(again, "核实我的身份", contact=False)
    steps.take(reviewer)
    reviewer.says("/identity 1001 approve 同一人 证件、人脸与登记一致")
    assert again.has_seen("您的另一个账号已并入这里")
    assert not labels_of(lost) & {"撤回申请", "先离开"}


def test_staff_say_that_it_is_the_same_person_with_another_phone_number(app: AppDriver, reviewer: Actor) -> None:
    lost = app.person("王小明", "+8613700000009", "zh-hans")
    registers(lost)
    lost.says("/language")
    lost.taps("English")
    owner = cast.owner(app)
    vehicle, before = car(app, owner), person_of(app, lost)

    def block(session: Any) -> None:
        add(session, OwnerBlock(vehicle_id=vehicle.id, person_id=before.id, by=owner.person_id, since=app.now))

    app.write(block)
    again = app.person("王小明", PHONE, "zh-hans")
    registers(again)
    steps.asks(again, "核实我的身份", contact=False)
    steps.take(reviewer)
    reviewer.sees("另一个账号并入后停用")
    reviewer.says("/identity 1001 approve 同一人 证件、人脸与登记一致")
    assert again.has_seen("您的另一个账号已并入这里")
    assert lost.has_seen("This account is closed")
    assert "it is part of that one now" in "".join(app.sms("+8613700000009"))
    assert person_of(app, again).name == "王小明"
