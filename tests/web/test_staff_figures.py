"""Rules with their history, figures and money on the staff's page: who sees what, and that charts read as tables."""

import re
from datetime import timedelta

import pytest
from sqlmodel import Session

from bot import local_time
from bot.services.rules import setting
from bot.services.rules.names import RuleName
from storage.payments.refunds import Refund
from storage.staff.members import StaffRole
from tests.stories import cast, review_steps, violation_steps
from tests.stories.app_driver import AppDriver, stored
from tests.stories.conftest import bank, gateway_keys
from tests.stories.payment_driver import Bank
from tests.web.staff_browser import colleague, signed_in

__all__ = ["bank", "gateway_keys"]


def test_a_rule_shows_every_value_that_it_had_and_will_have(app: AppDriver) -> None:
    def set_values(session: Session) -> None:
        end = local_time.at(local_time.date_of(app.now) + timedelta(days=6))
        for days, value, why in ((-9, 7, "旧通知"), (-2, 5, "新通知"), (3, 4, "下月起")):
            setting.set_value(
                session,
                RuleName.REVIEW_WORKING_DAYS,
                value,
                valid_from=app.now + timedelta(days=days),
                valid_until=end if days > 0 else None,
                why=why,
                by=None,
                now=app.now,
            )

    app.write(set_values)
    page = signed_in(app, colleague(app, "民警小郑", StaffRole.OFFICER))
    page.opens("/staff/rules")
    page.sees("审核", "/staff/rules/review_working_days")
    page.opens("/staff/rules/review_working_days")
    page.sees("旧通知", "新通知", "下月起", "将生效", "运维")
    page.sees("2026年11月28日 10:00", "2026年11月30日（含当天）", "另行通知")
    assert page.asks("GET", "/staff/rules/no_such_rule") == 404


@pytest.mark.parametrize("role", StaffRole)
def test_each_part_is_for_its_duty(app: AppDriver, role: StaffRole) -> None:
    page = signed_in(app, colleague(app, "工作人员小周", role))
    may = {"figures": StaffRole.ADMIN, "money": StaffRole.CASHIER}
    for part, needed in may.items():
        assert page.asks("GET", f"/staff/{part}") == (200 if role is needed else 403), part
    page.opens("/staff/browsers")
    shown = set(re.findall(r'href="/staff/([a-z-]+)"', page.page)) - {"browsers", "language"}
    expected = {
        "inbox": {StaffRole.REVIEWER, StaffRole.STATION, StaffRole.CASHIER, StaffRole.ADMIN},
        "look-up": {StaffRole.OFFICER, StaffRole.ADMIN},
        "blacklist": {StaffRole.REVIEWER, StaffRole.ADMIN},
        "certificates": {StaffRole.STATION, StaffRole.ADMIN},
        "money": {StaffRole.CASHIER},
        "figures": {StaffRole.ADMIN},
        "rules": set(StaffRole),
        **dict.fromkeys(("members", "clients", "imports", "audit"), {StaffRole.ADMIN}),
        "second-factor": {StaffRole.CASHIER, StaffRole.ADMIN},
    }
    assert shown == {part for part, roles in expected.items() if role in roles}


def test_figures_are_charts_that_read_as_tables(app: AppDriver) -> None:
    review_steps.case(app, cast.driver(app), cast.car(app, cast.owner(app)))
    page = signed_in(app, colleague(app, "管理员小吴", StaffRole.ADMIN))
    page.opens("/staff/inbox")
    page.opens("/staff/figures")
    page.sees("未办的待办", "短信 · ", "<svg", 'aria-hidden="true"')
    for svg in re.findall(r"<svg.*?</svg>", page.page):
        assert "style" not in svg, "the page's policy allows no inline style"


def test_a_cashier_sees_refunds_and_days_and_none_of_their_own(app: AppDriver, bank: Bank) -> None:
    driver = violation_steps.owing(app)
    driver.taps("微信支付")
    bank.pays(driver, "pay twice")
    (refund,) = app.read(lambda session: stored(session, Refund))
    assert isinstance(refund, Refund)
    page = signed_in(app, colleague(app, "出纳小吴", StaffRole.CASHIER))
    page.opens("/staff/inbox")
    page.sees(f"/staff/refunds/{refund.id}")
    app.now += timedelta(days=1)
    page = signed_in(app, colleague(app, "出纳小何", StaffRole.CASHIER))
    page.opens("/staff/money")
    page.sees(refund.gateway_number, "200", "重复付款", "未日结", "微信支付")
    page.opens(f"/staff/refunds/{refund.id}")
    page.sees("重复付款", "待同意")
    cast.employ(app, driver, StaffRole.CASHIER)
    own = signed_in(app, driver)
    own.opens("/staff/money")
    assert refund.gateway_number not in own.page
    assert own.asks("GET", f"/staff/refunds/{refund.id}") == 409
