"""Wrong codes: a run of them alarms the admins and tells the target once a day; the person's other ways stay open."""

from storage.filing import filings
from storage.filing.filings import FilingStatus
from storage.staff.members import StaffRole
from tests.stories import cast
from tests.stories.app_driver import AppDriver
from tests.stories.cast import Citizen
from tests.stories.filing_steps import apply, asked_owner, code_of, status
from tests.stories.registration_steps import NUMBER, REGISTERED_PHONE, code_in, other_than, to_code

TOLD = "⚠ 一天之内"


def type_wrong_codes(app: AppDriver, driver: Citizen, owner: Citizen) -> None:
    """Type six wrong codes for the application on the screen, the last one after a second text message."""
    for _ in range(5):
        driver.says(other_than(code_of(owner)))
    app.later(seconds=61)
    driver.taps("重新发送")
    driver.says(other_than(code_of(owner)))


def times_told(person: Citizen) -> int:
    return sum(TOLD in message.get("text", "") for message in person.messages())


def test_a_run_of_wrong_codes_alarms_the_admins_and_tells_the_owner_once_a_day(app: AppDriver) -> None:
    admin = cast.reviewer(app, "管理员老陈", (StaffRole.ADMIN,))
    admin.says("/menu")
    owner = asked_owner(app, cast.driver(app))
    driver, *others = cast.third(app), *cast.crowd(app, 2)
    owner.says("/menu")
    app.later(seconds=61)
    apply(driver)
    type_wrong_codes(app, driver, owner)
    app.run_housekeeping()
    admin.sees("反复输错短信验证码", "owner_consent")
    owner.sees(TOLD, "备案您的车", "6 次输错验证码", "没有一次猜中")
    app.run_housekeeping()
    assert times_told(owner) == 1
    app.later(hours=24, minutes=5)
    for other in others:
        apply(other)
        for _ in range(5):
            other.says(other_than(code_of(owner)))
        app.later(seconds=61)
    app.run_housekeeping()
    assert times_told(owner) == 2
    owner.taps("我的车")


def test_who_is_told_by_sms_gets_a_text_message(app: AppDriver) -> None:
    """Somebody tries to register as a person who does not use the desk."""
    cast.register_person(app, "王小明", NUMBER, REGISTERED_PHONE)
    for name in ("小王", "小张", "小赵"):
        guest = app.person(name, "+8613812345678")
        to_code(guest)
        for _ in range(5):
            guest.says(other_than(code_in(app.sms(REGISTERED_PHONE)[-1])))
        app.later(seconds=61)
    app.run_housekeeping()
    told = [text for text in app.sms(REGISTERED_PHONE) if "冒用您的身份" in text]
    assert len(told) == 1
    assert "10 次输错" in told[0]


def test_after_too_many_wrong_codes_the_owner_still_answers_in_the_chat(app: AppDriver) -> None:
    driver = cast.driver(app)
    owner = asked_owner(app, driver)
    type_wrong_codes(app, driver, owner)
    driver.says(code_of(owner))
    driver.sees("输错太多次", "在聊天里答复")
    assert status(app, driver) is FilingStatus.WAITING_OWNER
    owner.says("/approve 1001")
    assert status(app, driver) is FilingStatus.CHECKING


def test_wrong_codes_of_strangers_leave_the_owners_own_codes_alone(app: AppDriver) -> None:
    owner = asked_owner(app, cast.driver(app))
    stranger = cast.third(app)
    app.later(seconds=61)
    apply(stranger)
    type_wrong_codes(app, stranger, owner)
    owner.says("/privacy")
    owner.taps("退出登录")
    owner.taps("确认退出")
    owner.taps("用验证码解锁")
    owner.sees("验证码发往您的手机")


def test_an_owner_in_the_chat_is_asked_without_a_code_while_none_can_be_sent(app: AppDriver) -> None:
    owner = asked_owner(app, cast.driver(app))
    second = cast.third(app)
    apply(second)  # Within a minute of the first code.
    assert len(owner.sms) == 1
    second.sees("#1002 已提交", "没有可以输入的验证码", "已收到别的验证码")
    owner.sees("欧阳*")
    second.says("123456")
    second.sees("已经失效")
    app.later(seconds=61)
    second.taps("重新发送")
    second.sees("验证码正在发往")
    assert len(owner.sms) == 2


def test_an_owner_outside_the_chat_is_not_asked_while_no_code_can_be_sent(app: AppDriver) -> None:
    person = cast.register_person(app, "王秀英", cast.id_number(2), "+8613800000002")
    cast.car(app, person)
    driver, second = cast.driver(app), cast.third(app)
    apply(driver)
    apply(second)
    second.sees("验证码刚发过")
    assert app.read(lambda session: filings.all_of_filer(session, second.person_id)) == []
    app.later(seconds=61)
    second.taps("确认，请车主验证")
    second.sees("验证码正在发往车主手机")
