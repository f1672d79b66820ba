"""The owner takes their agreement back until the filing is completed, however they gave it; afterwards they unbind."""

from collections.abc import Callable

import pytest
from sqlmodel import Session

from bot.services.filing import activation, approval_withdrawal
from storage.engine import conversations
from storage.filing import filings as store
from storage.filing.filings import Filing, FilingStatus
from storage.register.people import Person
from tests.stories import cast, review_steps
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver
from tests.stories.cast import Citizen
from tests.stories.filing_steps import apply, asked_owner, code_of, status, withdraw
from tests.stories.pictures import photo
from tests.stories.qr_steps import link_of, showing


def in_chat(app: AppDriver, driver: Citizen) -> Citizen:
    """Return an owner who has agreed in the chat."""
    owner = asked_owner(app, driver)
    owner.taps("同意")
    owner.sees("您已同意")
    return owner


def by_code(app: AppDriver, driver: Citizen) -> Citizen:
    """Return an owner whose SMS code has agreed for them."""
    owner = asked_owner(app, driver)
    driver.says(code_of(owner))
    owner.sees("您的短信验证码已被使用", "李*国")
    return owner


def by_qr(app: AppDriver, driver: Citizen) -> Citizen:
    """Return an owner whose vehicle code has agreed for them."""
    owner = showing(app)
    driver.says(f"/start {link_of(owner)}")
    driver.taps("朋友")
    owner.sees("扫了您", "对方使用二维码即表示您同意")
    return owner


def complete(app: AppDriver, driver: Citizen) -> None:
    """Complete the driver's application, as a passed identity check does."""

    def action(session: Session) -> None:
        filing = store.all_of_filer(session, driver.person_id)[0]
        assert activation.activate(session, filing, by=None, now=app.now)

    app.write(action)
    app.settle()


WAYS = [in_chat, by_code, by_qr]


@pytest.mark.parametrize("agree", WAYS)
def test_the_owner_stops_an_application_they_agreed_to(
    app: AppDriver, driver: Citizen, agree: Callable[[AppDriver, Citizen], Citizen]
) -> None:
    owner = agree(app, driver)
    driver.says("/progress 1001")
    driver.button("开始实人认证")
    owner.taps("终止")
    owner.sees("确定收回同意", "#1001")
    assert status(app, driver) is FilingStatus.CHECKING
    owner.taps("确定终止")
    owner.sees("已终止", "会通知对方")
    driver.sees("车主已收回同意", "车主收回了同意")
    with pytest.raises(AssertionError):
        driver.button("开始实人认证")
    assert status(app, driver) is FilingStatus.REFUSED
    owner.taps("以后不接受")
    owner.sees("不能再申请")


@pytest.mark.parametrize("agree", WAYS)
def test_the_owner_changes_their_mind_and_lets_it_go_on(
    app: AppDriver, driver: Citizen, agree: Callable[[AppDriver, Citizen], Citizen]
) -> None:
    owner = agree(app, driver)
    owner.taps("终止")
    owner.taps("不终止")
    owner.sees("#1001")
    assert status(app, driver) is FilingStatus.CHECKING


def test_the_question_loses_its_buttons_when_the_code_has_answered(app: AppDriver, driver: Citizen) -> None:
    owner = by_code(app, driver)
    assert owner.has_seen("您已同意 李*国 备案")
    with pytest.raises(AssertionError):
        owner.button("拒绝")


def test_the_step_of_the_filer_is_over_at_once(app: AppDriver, driver: Citizen) -> None:
    owner = in_chat(app, driver)
    owner.taps("终止")
    owner.taps("确定终止")
    driver.sends_photo(photo(1))
    driver.sees("现在没有其他事项需要图片")
    driver.says("/progress 1001")
    driver.sees("车主收回同意", "车主已收回同意")
    assert "未通过" not in driver.last()
    assert driver.labels()[0] == "网办进度"  # Today's application is spent.
    driver.sees("11月26日 起可以再申请")
    assert owner.has_seen("您已收回同意")
    assert not any("未通过" in (message.get("text") or "") for message in owner.messages())


def test_a_parked_step_of_an_ended_application_is_not_offered_again(app: AppDriver, driver: Citizen) -> None:
    owner = in_chat(app, driver)
    driver.says("/identity")
    driver.taps("换了手机号")
    assert driver.app.read(lambda session: parked_of(session, driver)) == {"check"}
    owner.taps("终止")
    owner.taps("确定终止")
    driver.says("/cancel")
    assert not driver.has_seen("还没办完")
    assert driver.app.read(lambda session: parked_of(session, driver)) == set()


def parked_of(session: Session, person: Citizen) -> set[str]:
    return set(conversations.load(session, person.account.lane).parked)


def test_a_reviewer_cannot_pass_what_the_owner_has_stopped(
    app: AppDriver, driver: Citizen, owner: Citizen, reviewer: Actor
) -> None:
    review = review_steps.case(app, driver, cast.car(app, owner))
    reviewer.says("/take")
    _, pass_it = reviewer.button("通过")
    stop(app, owner, review_steps.filing_of(app, review))
    reviewer.forges(pass_it)
    assert reviewer.has_seen("#1001 已有结果")
    assert status(app, driver) is FilingStatus.REFUSED


def stop(app: AppDriver, owner: Citizen, filing: Filing) -> None:
    """Stop an application as the owner, without the message that offers it."""

    def action(session: Session) -> None:
        by = session.get_one(Person, owner.person_id)
        approval_withdrawal.withdraw(session, filing.id, by=by, now=app.now)

    app.write(action)


def test_the_same_button_unbinds_after_completion(app: AppDriver, driver: Citizen) -> None:
    owner = by_code(app, driver)
    message, stale = owner.button("终止")
    owner.taps("终止")
    complete(app, driver)
    owner.taps("确定终止")
    assert owner.has_seen("确定解除 李*国")
    assert status(app, driver) is FilingStatus.ACTIVE
    owner.taps("确定解除")
    assert owner.has_seen("已解除 桂A·12345")
    driver.sees("已解除", "由车主解除")
    assert status(app, driver) is FilingStatus.ENDED
    owner.forges(stale, message["message_id"])
    assert owner.has_seen("备案 #1001 已经解除。现在的情况和能办的事")


def test_the_owner_unbinds_from_the_message_of_the_completion(app: AppDriver, driver: Citizen) -> None:
    owner = in_chat(app, driver)
    complete(app, driver)
    owner.sees("已备案您的机动车")
    driver.says("/progress 1001")
    assert driver.labels() == ["我的机动车", "复制编号 #1001", "菜单"]
    owner.taps("解除备案")
    assert status(app, driver) is FilingStatus.ENDED
    owner.taps("以后不接受此人申请")
    owner.sees("不能再申请")
    driver.says("/progress 1001")
    assert driver.labels() == ["网办进度", "复制编号 #1001", "菜单"]  # Today's application is spent.
    app.later(days=1)
    driver.says("/progress 1001")
    assert driver.labels() == ["备案非本人机动车", "复制编号 #1001", "菜单"]


@pytest.mark.parametrize(
    ("label", "ends", "how"),
    [
        ("终止", "withdraw", "申请 #1001 对方已经撤回"),
        ("30 天", "withdraw", "申请 #1001 对方已经撤回"),
        ("终止", "stop", "申请 #1001 您已收回同意"),
        ("终止", "complete", "备案 #1001 已经解除"),
        ("解除备案", "complete", "备案 #1001 已经解除"),
    ],
)
def test_who_taps_late_reads_what_happened(app: AppDriver, driver: Citizen, label: str, ends: str, how: str) -> None:
    owner = in_chat(app, driver)
    if ends == "complete":
        late = owner.button("终止")
        complete(app, driver)
        late = owner.button(label) if label == "解除备案" else late
        owner.taps("解除备案")
    else:
        late = owner.button(label)
        owner.taps("终止") if ends == "stop" else withdraw(driver)
        owner.taps("确定终止") if ends == "stop" else None
    app.later(seconds=4)
    owner.forges(late[1], late[0]["message_id"])
    assert owner.has_seen(how)
    owner.taps("我的车：申请和备案")


def test_in_english_the_owner_stops_what_their_code_agreed_to(app: AppDriver) -> None:
    driver = cast.driver(app)
    owner = cast.citizen(app, "王秀英", cast.id_number(2), "+8613800000002", language="en")
    cast.car(app, owner)
    apply(driver)
    driver.says(code_of(owner))
    owner.sees("Your SMS code has been used", "stop it")
    owner.taps("Stop it")
    owner.sees("Withdraw your approval")
    owner.taps("Yes, stop it")
    owner.sees("We will tell them")
    assert status(app, driver) is FilingStatus.REFUSED


def test_an_owner_who_has_signed_out_is_not_told_in_the_chat(app: AppDriver, driver: Citizen) -> None:
    owner = asked_owner(app, driver)
    owner.says("/privacy")
    owner.taps("退出登录")
    owner.taps("确认退出")
    seen = len(owner.messages())
    driver.says(code_of(owner))
    assert status(app, driver) is FilingStatus.CHECKING
    assert not owner.has_seen("您的短信验证码已被使用")
    assert len(owner.messages()) == seen
