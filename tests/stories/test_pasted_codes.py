"""Text messages, links and codes that people paste, and the words that name registration and the identity check."""

import pytest

from storage.filing.filings import FilingStatus
from tests.stories import cast
from tests.stories.app_driver import AppDriver
from tests.stories.cast import Citizen
from tests.stories.filing_steps import apply, asked_owner, code_of, status
from tests.stories.pictures import give_portrait
from tests.stories.qr_steps import link_of, short_of, show_code, showing
from tests.stories.registration_steps import to_code


def test_the_owners_text_message_is_taken_at_the_step_and_opens_nothing_elsewhere(
    app: AppDriver, driver: Citizen
) -> None:
    owner = asked_owner(app, driver)
    owner.says(owner.sms[-1])
    owner.sees("下面的申请在等您答复")
    driver.says(owner.sms[-1])
    assert status(app, driver) is FilingStatus.CHECKING
    assert owner.sms[-1] not in [message.get("text") for message in driver.messages()]


@pytest.mark.parametrize("text", ["{sms}", "验证码：{code}", "the code is {code}"])
def test_a_registration_code_is_read_out_of_words(app: AppDriver, text: str) -> None:
    person = cast.register_person(app, "欧阳明", cast.id_number(3), "+8613800000003")
    guest = app.person("欧阳明", "+8613812345678", "zh-hans")
    to_code(guest, person.name, person.id_number)
    sms = app.sms(person.phone)[-1]
    guest.says(text.format(sms=sms, code=sms.partition("验证码 ")[2][:8]))
    guest.sees("注册成功")


@pytest.mark.parametrize("text", ["不是 {code} 吗", "{code} 和 123456", "我等 {code}"])
def test_digits_in_other_words_are_no_try(app: AppDriver, driver: Citizen, text: str) -> None:
    owner = asked_owner(app, driver)
    driver.says(text.format(code=code_of(owner)))
    driver.sees("不计次数")
    assert status(app, driver) is FilingStatus.WAITING_OWNER


def test_a_guest_reads_what_the_code_of_an_application_is_for(app: AppDriver, driver: Citizen) -> None:
    person = cast.register_person(app, "欧阳明", cast.id_number(3), "+8613800000003")
    cast.car(app, person)
    apply(driver)
    guest = app.person("欧阳明", person.phone, "zh-hans")
    for words in (app.sms(person.phone)[-1], app.sms(person.phone)[-1].partition("验证码 ")[2][:6]):
        guest.says(words)
        guest.sees("把验证码告诉申请人本人", "不认识")
        assert guest.labels() == ["注册 / 登录", "菜单"]


@pytest.mark.parametrize("words", ["注册", "怎么注册", "登录", "register", "sign up"])
def test_the_words_for_registering_register(app: AppDriver, words: str) -> None:
    guest = app.person("欧阳明", "+8613812345678", "zh-hans")
    guest.says(words)
    guest.sees("同意后开始注册")


@pytest.mark.parametrize("words", ["实人认证", "刷脸", "identity check"])
def test_the_words_for_the_check_open_the_application_that_waits_for_it(
    app: AppDriver, driver: Citizen, words: str
) -> None:
    driver.says(words)
    driver.sees("身份核实")
    driver.says("/cancel")
    asked_owner(app, driver).says("同意")
    driver.taps("先离开")
    driver.says(words)
    driver.sees("#1001", "现在轮到您")
    driver.taps("开始实人认证")
    driver.says(words)
    driver.button("先离开")


def test_work_is_opened_by_its_word_for_staff_alone(driver: Citizen, app: AppDriver) -> None:
    reviewer = cast.greeted(cast.reviewer(app))
    for actor, answer in ((reviewer, "待办"), (driver, "没明白")):
        actor.says("待办")
        actor.sees(answer)


def test_a_link_a_short_code_and_a_forwarded_message_open_the_filing(app: AppDriver, driver: Citizen) -> None:
    owner = showing(app)
    give_portrait(app, driver)
    driver.says(f"车主发来的：https://t.me/chezhu_bot?start={link_of(owner)} 请扫")
    driver.sees("关系")
    driver.says("/cancel")
    show_code(owner)
    driver.says(f"短码是 {short_of(owner)}")
    driver.sees("关系")


def test_an_unknown_short_code_is_refused_and_counted(app: AppDriver, driver: Citizen) -> None:
    driver.says("2345-BCDE-FG")
    driver.sees("没有这个二维码或短码")


def test_the_code_typed_after_leaving_is_still_taken(app: AppDriver, driver: Citizen) -> None:
    owner = asked_owner(app, driver)
    give_portrait(app, driver)
    driver.taps("先离开")
    driver.says(code_of(owner))
    assert driver.has_seen("实人认证")
