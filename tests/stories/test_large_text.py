"""The large-text profile: four choices, short texts, large pictures, kept on the account and in the export."""

from tests.stories import cast, filing_steps, registration_steps
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver
from tests.stories.certificate_steps import car


def turn_on(person: Actor, label: str = "长辈版") -> None:
    person.says("/language")
    person.taps(next(each for each in person.labels() if each.startswith(label)))


def test_the_menu_has_four_choices_and_leads_to_all_others(app: AppDriver) -> None:
    owner = cast.owner(app)
    car(app, owner)
    turn_on(owner)
    owner.sees("已换成长辈版", "字还嫌小")
    owner.taps("菜单")
    owner.sees("您有 1 辆车")
    assert owner.labels() == ["检验标志", "我的车", "查违章", "找人帮忙", "更多……"]
    owner.taps("更多……")
    assert len(owner.labels()) > 5
    owner.says("/vehicles")
    owner.sees("我的车", "看哪辆？")
    owner.says("/privacy")  # Has no large text: the usual one stands.
    owner.sees("我的资料")


def test_the_most_urgent_thing_that_waits_stands_above_the_choices(app: AppDriver) -> None:
    owner, driver = cast.owner(app), cast.driver(app)
    car(app, owner, engine_number="123456")
    turn_on(owner)
    filing_steps.apply(driver)
    owner.says("/menu")
    assert owner.labels() == ["待我确认 1", "检验标志", "我的车", "查违章", "找人帮忙", "更多……"]


def test_the_profile_ends_with_a_tap_and_is_each_persons_own(app: AppDriver) -> None:
    owner, driver = cast.owner(app), cast.driver(app)
    turn_on(owner)
    driver.says("/menu")
    assert "检验标志" not in driver.labels()
    owner.taps("换回普通版")
    owner.sees("已换回普通版")
    owner.says("/menu")
    owner.sees("我的机动车")


def test_a_guest_reads_it_in_english_too(app: AppDriver) -> None:
    guest = app.person("Ann", language="en")
    guest.says("/language")
    guest.taps("Large text: short, few buttons, large pictures")
    guest.says("/menu")
    guest.sees("You are not registered yet")
    assert guest.labels() == ["Register", "Check a certificate", "Get help", "What can I do?", "More…"]
    guest.says("/language")
    guest.taps("中文")
    guest.says("/menu")
    assert guest.labels()[0] == "注册"


def test_the_end_of_the_registration_has_the_four_choices(app: AppDriver) -> None:
    guest = app.person("王小明", phone="+8613800000077")
    turn_on(guest)
    registration_steps.registers(guest)
    guest.sees("注册好了")
    assert guest.labels() == ["检验标志", "我的车", "查违章", "找人帮忙", "更多……"]


def test_pictures_are_in_large_print(app: AppDriver) -> None:
    owner = cast.owner(app)
    car(app, owner)
    heights = []
    for _ in range(2):
        owner.says("/vehicles")
        owner.taps(next(each for each in owner.labels() if "12345" in each))
        owner.taps("二维码")
        heights.append(max(message["photo"][-1]["height"] for message in owner.messages() if "photo" in message))
        turn_on(owner, "长辈版" if len(heights) == 1 else "换回")
    assert heights[1] > heights[0]
    turn_on(owner)
    owner.says("/certificate")
    owner.taps("下载")
    assert owner.labels()[0] == "大字图片"
    owner.taps("大字图片")
    owner.sees("有效期到 2027年6月", "编号")
