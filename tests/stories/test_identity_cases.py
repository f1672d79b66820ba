"""Identity cases: a lost account, a new number, the wrong person, verification; both sides are told."""

import pytest

from bot.services.identity.levels import IdentityLevel, level_of
from storage.identity import consents
from storage.identity.consents import ConsentText
from storage.review.identity_cases import IdentityCaseKind
from tests.stories import cast
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver
from tests.stories.cast import Citizen
from tests.stories.identity_case_steps import (
    account_of,
    approve,
    approve_by_two,
    asks,
    case_of,
    lost,
    person_of,
    sends_photos,
    take,
)
from tests.stories.registration_steps import registers, to_code, to_confirm
from tests.stories.review_steps import photos_of, small

PHONE = "+8613812345678"


@pytest.fixture
def guest(app: AppDriver) -> Actor:
    """The same driver with another Telegram account."""
    return app.person("李建国", PHONE, "zh-hans")


def test_a_refusal_leads_to_a_case_and_the_old_account_ends(
    app: AppDriver, driver: Citizen, guest: Actor, reviewer: Actor, second_reviewer: Actor
) -> None:
    to_code(guest, "李建国", driver.id_number)
    guest.sees("另一个手机号")
    guest.taps("号码不用了")
    guest.taps("原来的账号登不上了")
    guest.sees("证件照片使用同意书", "2026-12.3 版", "是不是用过", "特征值")
    guest.taps("同意，继续")
    guest.says("李建国")
    guest.says(driver.id_number)
    guest.shares_contact()
    sends_photos(guest, seed=5)
    guest.sees("请核对", "证件上的字看得清")
    guest.taps("重拍照片")
    guest.sees("第一张")
    sends_photos(guest)
    guest.sees("请核对", "李建国", "138 1234 5678")
    guest.taps("提交核实")
    assert guest.has_seen("已提交核实（#ID1001）")
    driver.sees("有人申请接管您的账号")
    assert "验证码" in driver.sms[-1]
    reviewer.sees("新的核实申请")
    app.later(hours=72)
    reviewer.taps("核实 #ID1001")
    assert len(photos_of(reviewer)) == 2
    reviewer.sees("找回账号", "李*国", "姓名一致", "登记的手机还没有确认", "先后通过才算数")
    reviewer.taps("通过")
    reviewer.says("证件、人脸与登记一致")
    reviewer.sees("还要另一位工作人员通过")
    assert not photos_of(reviewer)
    approve(second_reviewer)
    second_reviewer.sees("#ID1001 已通过")
    assert driver.has_seen("这个账号已停用")
    assert guest.has_seen("核实通过")
    assert "已换成新号码" in driver.sms[-1]
    assert account_of(app, guest).person_id == driver.person_id
    assert account_of(app, driver).person_id is None
    assert account_of(app, driver).ended_at is not None
    person = person_of(app, guest)
    assert (level_of(person), person.phone) == (IdentityLevel.VERIFIED, PHONE)


def test_an_ended_account_is_of_no_use_any_more(app: AppDriver, driver: Citizen, guest: Actor, reviewer: Actor) -> None:
    lost(guest, driver)
    approve_by_two(app, reviewer)
    driver.says("/start")
    driver.sees("这个账号已停用")
    assert driver.labels() == ["身份核实"]
    driver.says("/vehicles")
    driver.sees("这个账号已停用", "请申请核实")


def test_a_mismatch_leads_to_a_case_that_puts_the_right_person_on_record(
    app: AppDriver, guest: Actor, reviewer: Actor
) -> None:
    person = cast.register_person(app, "李建國", cast.id_number(8), "")
    to_confirm(guest, "李建", cast.id_number(8))
    guest.sees("没有与登记系统对上")
    guest.taps("身份核实")
    guest.taps("登记错了人")
    guest.taps("同意，继续")
    guest.says("李建")
    guest.says(cast.id_number(8))
    guest.shares_contact()
    sends_photos(guest)
    guest.taps("提交核实")
    take(reviewer)
    reviewer.sees("姓名不一致", "未注册", "没有登记手机号")
    approve_by_two(app, reviewer)
    assert account_of(app, guest).person_id == person.id


def test_an_unknown_id_number_gives_a_new_verified_person(app: AppDriver, guest: Actor, reviewer: Actor) -> None:
    asks(guest, "登不上", name="李建国", id_number=cast.id_number(9))
    take(reviewer)
    reviewer.sees("没有登记")
    approve_by_two(app, reviewer)
    person = person_of(app, guest)
    assert (person.id_number, person.registered, level_of(person)) == (cast.id_number(9), False, IdentityLevel.VERIFIED)
    guest.says("/file")
    guest.sees("同意")  # Nobody has asked for the consents of registration yet.


def test_a_locked_account_gets_a_new_number(app: AppDriver, driver: Citizen, reviewer: Actor) -> None:
    driver.says("/privacy")
    driver.taps("退出登录")
    driver.taps("确认退出")
    driver.says("/start")
    driver.taps("号码不用了")
    driver.taps("换了手机号")
    driver.taps("同意，继续")
    app.world.people[driver.id].phone = PHONE
    driver.shares_contact()
    sends_photos(driver)
    driver.taps("提交核实")
    assert "手机号" in driver.sms[-1]
    approve_by_two(app, reviewer)
    driver.sees("核实通过")
    account = account_of(app, driver)
    assert account.is_signed_in
    assert person_of(app, driver).phone == PHONE
    assert "已换成新号码" in driver.sms[-1]


def test_another_person_on_the_account_leaves_the_first_without_one(
    app: AppDriver, driver: Citizen, reviewer: Actor
) -> None:
    other = cast.register_person(app, "李大国", cast.id_number(8), "+8613800000008")
    asks(driver, "登记错了人", name="李大国", id_number=cast.id_number(8))
    approve_by_two(app, reviewer)
    assert account_of(app, driver).person_id == other.id


def test_verification_by_photos(app: AppDriver, guest: Actor, reviewer: Actor) -> None:
    registers(guest)
    asks(guest, "核实我的身份", contact=False)
    assert app.read(lambda session: consents.active(session, person_of(app, guest).id, ConsentText.ID_PHOTOS)), (
        "the consent is recorded"
    )
    take(reviewer)
    reviewer.taps("放回队列")
    reviewer.sees("#ID1001 已放回队列")
    assert not photos_of(reviewer)
    approve(reviewer)
    guest.sees("您的身份已核实")
    assert level_of(person_of(app, guest)) is IdentityLevel.VERIFIED
    guest.says("/identity")
    assert "核实我的身份" not in guest.labels()


def test_one_case_at_a_time_and_three_a_month(app: AppDriver, driver: Citizen, guest: Actor) -> None:
    for seed in (1, 2, 3):
        lost(guest, driver, seed=seed)
        guest.says("/identity")
        guest.sees("核实申请 #", "登不上")
        guest.taps("撤回申请")
        guest.sees("30 天内最多申请 3 次，这一次仍计入")
        guest.taps("确认撤回")
        guest.sees("已撤回")
    guest.says("/identity")
    guest.sees("30 天内最多申请 3 次")


def test_whoever_keeps_their_case_sees_it_and_begins_no_other_once_it_is_over(
    app: AppDriver, driver: Citizen, guest: Actor
) -> None:
    lost(guest, driver)
    guest.says("/identity")
    guest.taps("撤回申请")
    message, keep = guest.button("不撤回，等结果")
    guest.taps("不撤回，等结果")
    guest.sees("核实申请 #", "登不上")
    guest.taps("撤回申请")
    guest.taps("确认撤回")
    guest.forges(keep, message["message_id"])
    guest.sees("已经结束")


def test_a_bad_photo_and_the_same_one_twice_are_refused(app: AppDriver, guest: Actor) -> None:
    guest.says("/identity")
    guest.taps("登不上")
    guest.taps("同意，继续")
    guest.says("李建国")
    guest.says(cast.id_number(9))
    guest.shares_contact()
    guest.sends_photo(b"no picture", as_file=True)
    guest.sees("不是照片", "第一张")
    guest.sends_photo(small(2))
    guest.sees("第二张")
    guest.sends_photo(small(2))
    guest.sees("以前用过", "第二张")
    guest.sends_photo(small(3))
    guest.sees("请核对")


def test_a_typed_number_is_no_proof(guest: Actor) -> None:
    guest.says("/identity")
    guest.taps("登不上")
    guest.taps("同意，继续")
    guest.says("李建国")
    guest.says("450903199005170018")
    guest.says(cast.id_number(9))
    guest.says(PHONE)
    guest.sees("手动输入的号码不能作准")


def test_closed_cases_are_deleted_with_their_photos(app: AppDriver, driver: Citizen, guest: Actor) -> None:
    lost(guest, driver)
    guest.says("/identity")
    guest.taps("撤回申请")
    guest.taps("确认撤回")
    app.later(days=90)
    app.run_housekeeping()
    assert case_of(app).kind is IdentityCaseKind.LOST_ACCOUNT
    app.later(seconds=1)
    app.run_housekeeping()
    with pytest.raises(AssertionError):
        case_of(app)
