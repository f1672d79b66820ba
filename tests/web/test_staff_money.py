"""Money on the staff's page: refunds paid back elsewhere, differences, the daily closing, each with a code."""

from datetime import timedelta

import pytest

from storage.audit import Action, AuditEntry
from storage.payments.bill_differences import BillDifference
from storage.payments.daily_closings import DailyClosing
from storage.payments.payments import PaymentProvider
from storage.payments.refunds import Refund, RefundState
from storage.staff.members import StaffRole
from storage.violations.decisions import DecisionState
from tests.services.test_second_factor import code_at
from tests.stories import cast, violation_steps
from tests.stories.app_driver import AppDriver, stored
from tests.stories.cast import Citizen
from tests.stories.conftest import bank, gateway_keys
from tests.stories.payment_driver import Bank
from tests.stories.test_ledger import next_morning
from tests.web.staff_browser import colleague, enrolled, signed_in
from tests.web.visitor import Visitor

__all__ = ["bank", "gateway_keys"]


def cashier(app: AppDriver, name: str = "出纳小吴") -> Visitor:
    """Return a cashier's browser in which a code for money was given."""
    page = signed_in(app, colleague(app, name, StaffRole.CASHIER))
    secret = enrolled(app, page)
    nowhere = "/staff/refunds/00000000-0000-0000-0000-000000000000"
    page.opens("/staff/browsers")
    assert page.sends(f"{nowhere}/approve", factor=code_at(secret, app.now)) == 404
    return page


def only(app: AppDriver, table: type) -> object:
    """Return the only row of a table."""
    (found,) = app.read(lambda session: stored(session, table))
    return found


def refund_of(app: AppDriver) -> Refund:
    """Return the only refund."""
    found = only(app, Refund)
    assert isinstance(found, Refund)
    return found


def count(app: AppDriver, action: Action) -> int:
    """Return how often the audit has recorded this."""
    return [each.action for each in app.read(lambda session: stored(session, AuditEntry))].count(action)


def gone_from_the_console(app: AppDriver, bank: Bank) -> tuple[Citizen, str]:
    """Return who has paid a fine whose money went back in the console, and the path of the difference."""
    driver = violation_steps.owing(app)
    driver.taps("微信支付")
    bank.pays(driver)
    ledger, trade = bank.gateways.wallet.find(bank.code_of(driver))
    ledger.refund(trade, "", "CONSOLE1", 20_000, "")
    next_morning(app, bank)
    bank.settle()
    found = only(app, BillDifference)
    assert isinstance(found, BillDifference)
    return driver, f"/staff/differences/{found.id}"


def test_a_refund_is_recorded_as_paid_back_with_its_number(app: AppDriver, bank: Bank) -> None:
    driver = violation_steps.owing(app)
    driver.taps("微信支付")
    bank.pays(driver, "wrong amount")
    here = f"/staff/refunds/{refund_of(app).id}"
    uncoded = signed_in(app, colleague(app, "出纳小何", StaffRole.CASHIER))
    uncoded.opens(here)
    uncoded.sees("这件事需要双重验证")
    assert f"{here}/paid-back" not in uncoded.page
    assert uncoded.sends(f"{here}/paid-back", choice="cash", words="PZ-2026-001") in (403, 409)
    page = cashier(app)
    for choice, words in (("cash", "张三"), ("cheque", "PZ-2026-001"), ("", "")):
        page.opens(here)
        assert page.sends(f"{here}/paid-back", choice=choice, words=words) == 409
    assert refund_of(app).state is RefundState.PROPOSED
    page.opens(here)
    assert page.sends(f"{here}/paid-back", choice="cash", words="PZ-2026-001") == 200
    page.sees("已退现金或转账，单号 PZ-2026-001")
    assert refund_of(app).state is RefundState.DONE
    app.settle()
    assert driver.has_seen("200.01 元已另行退还给您（金额不符），单号 PZ-2026-001")
    page.opens("/staff/money")
    assert page.sends(f"{here}/paid-back", choice="cash", words="PZ-2026-001") == 409, "sent twice"


def test_above_the_limit_a_second_cashier_confirms_it(app: AppDriver, bank: Bank) -> None:
    driver = cast.driver(app)
    car = cast.car(app, driver)
    for at in range(3):
        violation_steps.violation(app, car, f"450100000000000{at}", points=0)
    violation_steps.decide(app, driver)
    driver.taps("支付宝")
    bank.pays(driver, "wrong amount")
    here = f"/staff/refunds/{refund_of(app).id}"
    first, second = cashier(app), cashier(app, "出纳小郑")
    first.opens(here)
    assert first.sends(f"{here}/paid-back", choice="console", words="CONSOLE-77") == 200
    assert f"{here}/paid-back/confirm" not in first.page
    first.opens("/staff/money")
    assert first.sends(f"{here}/paid-back/confirm") == 409
    assert refund_of(app).state is RefundState.APPROVED
    second.opens(here)
    second.sees("单号 CONSOLE-77", "复核：已经退了")
    assert second.sends(f"{here}/paid-back/confirm") == 200
    assert refund_of(app).state is RefundState.DONE


def test_a_difference_is_resolved_once(app: AppDriver, bank: Bank) -> None:
    driver, here = gone_from_the_console(app, bank)
    page = cashier(app)
    page.opens("/staff/money")
    page.sees(here)
    page.opens(here)
    page.sees("这笔钱缴清了决定书")
    assert page.sends(f"{here}/resolve") == 200
    page.sees("已处理。")
    assert f"{here}/resolve" not in page.page
    page.opens("/staff/money")
    assert page.sends(f"{here}/resolve") == 409
    assert count(app, Action.DIFFERENCE_SETTLED) == 1
    assert violation_steps.state(app, driver) is DecisionState.PAID
    cast.employ(app, driver, StaffRole.CASHIER)
    own = signed_in(app, driver)
    assert own.asks("GET", here) == 409


def test_a_decision_whose_money_went_back_is_due_again(app: AppDriver, bank: Bank) -> None:
    driver, here = gone_from_the_console(app, bank)
    page = cashier(app)
    page.opens("/staff/browsers")
    assert page.sends(f"{here}/due-again", choice="00000000") == 409
    page.opens(here)
    page.sees("重新待缴", f"{here}/due-again")
    assert '<input type="radio" name="choice"' in page.page, "Enter in the field of the code chooses no decision"
    ending = page.page.split('name="choice" value="')[1][:8]
    assert page.sends(f"{here}/due-again", choice=ending) == 200
    assert violation_steps.state(app, driver) is DecisionState.UNPAID
    app.settle()
    driver.sees("一笔罚款重新待缴")


def test_a_day_is_closed_once_its_bills_agree(app: AppDriver, bank: Bank) -> None:
    driver = violation_steps.owing(app)
    page = cashier(app)
    assert page.opens("/staff/money/closing") == 200
    page.sees("没有要日结的日子")
    driver.taps("微信支付")
    bank.pays(driver)
    app.now += timedelta(days=1)
    page = cashier(app, "出纳小何")
    page.opens("/staff/money")
    page.sees("/staff/money/closing")
    page.opens("/staff/money/closing")
    page.sees("200", "核对 2026年11月25日 的账单", "账单还没有核对")
    assert page.sends("/staff/money/closing/close", choice="2026-11-25") == 409
    page.opens("/staff/money/closing")
    assert page.sends("/staff/money/closing/compare", choice="2026-11-24") == 409
    page.opens("/staff/money/closing")
    assert page.sends("/staff/money/closing/compare", choice="2026-11-25") == 200
    page.sees("正在核对账单")
    next_morning(app, bank)
    page = cashier(app, "出纳小郑")
    page.opens("/staff/money/closing")
    for wrong in ("", "yesterday", "2026-11-24"):
        assert page.sends("/staff/money/closing/close", choice=wrong) == 409
        page.opens("/staff/money/closing")
    assert page.sends("/staff/money/closing/close", choice="2026-11-25") == 200
    page.sees("结余 200 元")
    assert count(app, Action.DAY_CLOSED) == 1
    page.opens("/staff/browsers")
    assert page.sends("/staff/money/closing/close", choice="2026-11-25") == 409, "sent twice"
    page.sees("返回")


def test_a_day_without_a_bill_needs_a_reason(app: AppDriver, bank: Bank) -> None:
    driver = violation_steps.owing(app)
    driver.taps("微信支付")
    bank.pays(driver)
    bank.adapters.pop(PaymentProvider.WECHAT)
    next_morning(app, bank)
    page = cashier(app)
    page.opens("/staff/money/closing")
    page.sends("/staff/money/closing/compare", choice="2026-11-25")
    bank.settle()
    page.opens("/staff/money/closing")
    page.sees("微信支付的账单取不到", "没有账单也要结账的原因")
    for path, words in (("without-bill", "停用"), ("close", ""), ("without-bill", "好的")):
        assert page.sends(f"/staff/money/closing/{path}", choice="2026-11-25", words=words) == 409
        page.opens("/staff/money/closing")
    assert page.sends("/staff/money/closing/without-bill", choice="2026-11-25", words="合同已经到期。") == 200
    reasons = {each.reason for each in app.read(lambda session: stored(session, DailyClosing))}
    assert "合同已经到期。" in reasons


@pytest.mark.parametrize("act", ["paid-back", "paid-back/confirm", "approve"])
def test_a_code_that_is_wrong_changes_nothing(app: AppDriver, bank: Bank, act: str) -> None:
    driver = violation_steps.owing(app)
    driver.taps("微信支付")
    bank.pays(driver, "wrong amount")
    here = f"/staff/refunds/{refund_of(app).id}"
    page = signed_in(app, colleague(app, "出纳小吴", StaffRole.CASHIER))
    enrolled(app, page)
    page.opens(here)
    page.sees("验证器 App 的验证码")
    assert page.sends(f"{here}/{act}", choice="cash", words="PZ-2026-001", factor="000000") == 409
    assert refund_of(app).state is RefundState.PROPOSED


def test_a_cashier_compares_older_bills_and_exports_the_ledger_of_chosen_days(app: AppDriver, bank: Bank) -> None:
    driver = violation_steps.owing(app)
    driver.taps("微信支付")
    bank.pays(driver)
    paid = app.now.date().isoformat()
    page = signed_in(app, colleague(app, "出纳小吴", StaffRole.CASHIER))
    for act, wrong in (("compare", {"since": paid, "until": "soon"}), ("ledger", {"since": "2019-12-31"})):
        page.opens("/staff/money")
        assert page.sends(f"/staff/money/{act}", **wrong) == 409
        page.sees("请返回，重新选择")
    page.opens("/staff/money")
    assert page.sends("/staff/money/compare", since=str(app.now.date() - timedelta(days=3))) == 409
    page.sees("没有可核对的账单")
    page.opens("/staff/money")
    assert page.sends("/staff/money/ledger", since=str(app.now.date() - timedelta(days=3)), choice="csv") == 200
    assert "attachment" in page.answer.headers["content-disposition"]
    assert len(page.answer.text.splitlines()) == 2, "a header, and the payment"
    assert count(app, Action.PAYMENTS_EXPORTED) == 1
    next_morning(app, bank)
    page = signed_in(app, colleague(app, "出纳小郑", StaffRole.CASHIER))
    page.opens("/staff/money")
    assert page.sends("/staff/money/compare", since=paid, until=paid) == 200
    page.sees("正在核对账单")
    compared = count(app, Action.PAYMENTS_RECONCILED)
    app.settle()
    assert count(app, Action.PAYMENTS_RECONCILED) > compared
    officer = signed_in(app, colleague(app, "民警小郑", StaffRole.OFFICER))
    officer.opens("/staff/browsers")
    for act in ("compare", "ledger"):
        assert officer.sends(f"/staff/money/{act}") == 403
        officer.opens("/staff/browsers")
