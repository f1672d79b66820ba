"""Filing by SMS: all steps, the code, the progress page."""

from storage.filing.filings import FilingStatus
from storage.identity import consents
from storage.identity.consents import ConsentText
from tests.stories import cast
from tests.stories.app_driver import AppDriver
from tests.stories.filing_steps import apply, code_of, status


def test_a_filing_is_made_step_by_step_with_the_code_from_the_owner(app: AppDriver) -> None:
    driver, owner = cast.driver(app), cast.owner(app)
    cast.car(app, owner)
    driver.says("/file")
    driver.sees("先看这几条", "请先和车主说好", "最多备案 3 辆", "最多被 3 位")
    driver.taps("短信验证备案")
    driver.says("桂a·12345")
    driver.sees("桂A·12345", "后六位")
    driver.says("１２３４５６")
    driver.taps("朋友")
    driver.sees("请核对", "小型汽车", "桂A·12345", "123456", "朋友")
    driver.taps("确认，请车主验证")
    driver.sees("申请 #1001 已提交", "138****0002")
    driver.says(code_of(owner))
    driver.sees("车主已同意", "实人认证")
    assert status(app, driver) is FilingStatus.CHECKING


def test_the_text_message_to_the_owner_names_filer_vehicle_and_purpose_and_has_no_link(app: AppDriver) -> None:
    driver, owner = cast.driver(app), cast.owner(app)
    cast.car(app, owner)
    apply(driver)
    (text,) = owner.sms
    assert "李*国" in text
    assert "桂A·12345" in text
    assert "http" not in text
    assert "李建国" not in text


def test_a_wrong_owner_code_counts_and_the_right_one_still_works(app: AppDriver) -> None:
    driver, owner = cast.driver(app), cast.owner(app)
    cast.car(app, owner)
    apply(driver)
    right = code_of(owner)
    driver.says("000000" if right != "000000" else "111111")
    driver.sees("验证码")
    driver.says(right)
    driver.sees("车主已同意")


def test_five_wrong_owner_codes_exhaust_the_code(app: AppDriver) -> None:
    driver, owner = cast.driver(app), cast.owner(app)
    cast.car(app, owner)
    apply(driver)
    right = code_of(owner)
    wrong = "000000" if right != "000000" else "111111"
    for _ in range(5):
        driver.says(wrong)
    driver.says(right)
    assert status(app, driver) is FilingStatus.WAITING_OWNER


def test_an_owner_code_can_be_sent_again_after_a_minute(app: AppDriver) -> None:
    driver, owner = cast.driver(app), cast.owner(app)
    cast.car(app, owner)
    apply(driver)
    first = code_of(owner)
    driver.taps("重新发送")
    assert len(owner.sms) == 1
    app.later(seconds=61)
    driver.taps("重新发送")
    assert len(owner.sms) == 2
    if first != code_of(owner):
        driver.says(first)
    driver.says(code_of(owner))
    driver.sees("车主已同意")


def test_an_expired_owner_code_is_refused(app: AppDriver) -> None:
    driver, owner = cast.driver(app), cast.owner(app)
    cast.car(app, owner)
    apply(driver)
    code = code_of(owner)
    app.later(minutes=6)
    driver.says(code)
    assert status(app, driver) is FilingStatus.WAITING_OWNER


def test_the_progress_page_leads_back_to_entering_the_code(app: AppDriver) -> None:
    driver, owner = cast.driver(app), cast.owner(app)
    cast.car(app, owner)
    apply(driver)
    driver.says("/cancel")
    driver.says("/progress")
    driver.taps("#1001")
    driver.taps("输入验证码")
    driver.says(code_of(owner))
    driver.sees("车主已同意")


def test_applying_records_consent_to_the_version_of_the_terms(app: AppDriver) -> None:
    driver, owner = cast.driver(app), cast.owner(app)
    cast.car(app, owner)
    driver.says("/file")
    driver.sees("即表示您同意以上《备案业务须知》（2026-11 版）")
    driver.says("/file 02 桂A12345 123456")
    driver.taps("朋友")
    driver.sees("确认即表示您同意《备案业务须知》（2026-11 版")
    assert not agreed(app, driver)
    driver.taps("确认")
    assert agreed(app, driver) == ["2026-11"]


def agreed(app: AppDriver, driver: cast.Citizen) -> list[str]:
    found = app.read(lambda session: consents.of_person(session, driver.person_id))
    return [one.version for one in found if one.kind is ConsentText.FILING]


def test_a_line_may_contain_full_width_spaces(app: AppDriver) -> None:
    driver, owner = cast.driver(app), cast.owner(app)
    cast.car(app, owner)
    driver.says("/file\u300002\u3000桂A12345\u3000１２３４５６")
    driver.sees("您与车主是什么关系")


def test_a_filing_is_made_in_english(app: AppDriver) -> None:
    driver, owner = cast.driver(app), cast.owner(app)
    cast.car(app, owner)
    driver.says("/language")
    driver.taps("English")
    driver.says("/file 02 桂A12345 123456")
    driver.sees("What is your relationship to the owner")
    driver.taps("Friend")
    driver.sees("Please check")
    driver.taps("Confirm")
    driver.sees("Application #1001 has been submitted")
    owner.taps("同意")
    driver.sees("Good news")


def test_a_flow_continues_after_a_restart_of_the_desk(app: AppDriver) -> None:
    driver, owner = cast.driver(app), cast.owner(app)
    cast.car(app, owner)
    apply(driver)
    app.restart()
    driver.says(code_of(owner))
    driver.sees("车主已同意")
