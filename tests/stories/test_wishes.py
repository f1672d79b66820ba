"""Guests: what they asked for first waits through the registration, also over a restart, and goes on after it."""

import pytest

from tests.stories import cast, registration_steps
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver
from tests.stories.certificate_steps import owner_with_text
from tests.stories.pictures import jpeg
from tests.stories.qr_steps import link_of, picture_of, short_of, showing

PHONE = "+8613812345678"


@pytest.fixture
def guest(app: AppDriver) -> Actor:
    """Somebody who has not registered."""
    return app.person("小王", PHONE)


def registers(guest: Actor) -> None:
    """Register by the button of the refusal."""
    guest.taps("注册 / 登录")
    guest.taps("同意并开始注册")
    guest.taps("同意由服务商传送")
    guest.says("王小明")
    guest.says(cast.id_number(7))
    guest.shares_contact()
    registration_steps.go_on(guest)
    if any("确认注册" in label for label in guest.labels()):
        guest.taps("确认注册")
    assert guest.has_seen("注册成功")


@pytest.mark.parametrize(
    ("wish", "answer"),
    [
        ("/violations", "电子监控违法"),
        ("/progress 1234", "1234"),
        ("查违章", "电子监控违法"),
        ("#1234", "1234"),
        ("桂A12345", "不在您的机动车里"),
        ("我要注销账号", "资料"),
    ],
)
def test_what_a_guest_asks_for_goes_on_after_the_registration(
    app: AppDriver, guest: Actor, wish: str, answer: str
) -> None:
    guest.says(wish)
    if "注册好以后，会接着为您打开" not in guest.last():
        guest.sees(answer)  # It needs no registration.
        return
    registers(guest)
    guest.sees(answer)


def test_a_wish_waits_over_a_restart(app: AppDriver, guest: Actor) -> None:
    guest.says("查违章")
    guest.sees("请先注册", "注册好以后，会接着为您打开")
    app.restart()
    registers(guest)
    guest.sees("电子监控违法")


def test_a_tap_on_the_menu_waits_too(app: AppDriver, guest: Actor) -> None:
    guest.says("/progress")
    guest.says("/menu")
    assert "注册 / 登录" in guest.labels()
    registers(guest)
    guest.sees("还没有")


def test_the_last_wish_counts(app: AppDriver, guest: Actor) -> None:
    guest.says("/progress 1234")
    guest.says("查违章")
    registers(guest)
    guest.sees("电子监控违法")
    assert not guest.has_seen("1234。")


def test_a_code_of_a_vehicle_waits(app: AppDriver, guest: Actor) -> None:
    owner = showing(app)
    guest.says(f"/start {link_of(owner)}")
    guest.says("/cancel")
    guest.says(f"短码 {short_of(owner)}")
    guest.sees("注册好以后，会接着为您打开")
    registers(guest)
    guest.sees("您与车主是什么关系")


def test_a_picture_of_a_code_waits(app: AppDriver, guest: Actor) -> None:
    owner = showing(app)
    guest.sends_photo(jpeg(picture_of(app, owner)))
    guest.sees("服务条款")
    guest.taps("同意并开始注册")
    guest.taps("同意由服务商传送")
    guest.says("王小明")
    guest.says(cast.id_number(7))
    guest.shares_contact()
    registration_steps.go_on(guest)
    if any("确认注册" in label for label in guest.labels()):
        guest.taps("确认注册")
    guest.sees("您与车主是什么关系")


def test_a_guest_verifies_without_registering(app: AppDriver, guest: Actor) -> None:
    _, text = owner_with_text(app)
    guest.says(f"帮我看看 {text}")
    guest.sees("真实有效")


def test_cancelling_the_registration_forgets_the_wish(app: AppDriver, guest: Actor) -> None:
    guest.says("查违章")
    guest.taps("注册 / 登录")
    guest.says("/cancel")
    guest.says("/menu")
    registers(guest)
    assert not guest.has_seen("电子监控违法")


def test_a_wish_is_granted_once(app: AppDriver, guest: Actor) -> None:
    guest.says("查违章")
    registers(guest)
    guest.sees("电子监控违法")
    shown = len(guest.messages())
    app.later(minutes=5)
    assert len(guest.messages()) == shown


def test_a_wish_asked_for_during_the_registration_waits(app: AppDriver, guest: Actor) -> None:
    registration_steps.to_id_number(guest)
    guest.says("/violations")
    guest.sees("注册")
    guest.says(cast.id_number(7))
    guest.shares_contact()
    registration_steps.go_on(guest)
    if any("确认注册" in label for label in guest.labels()):
        guest.taps("确认注册")
    guest.sees("电子监控违法")
