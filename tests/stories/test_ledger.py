"""The cashier's books: bills of any days compared, tables of any days, the daily closing."""

import re
from datetime import timedelta
from decimal import Decimal

from storage.audit import Action
from storage.staff.members import StaffRole
from tests.engine import sample_flow
from tests.services.test_xlsx import read
from tests.stories import cast, violation_steps
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver
from tests.stories.payment_driver import Bank


def files_of(app: AppDriver, actor: Actor) -> list[bytes]:
    """Return the newest two documents on a screen."""
    found = [message["document"]["file_id"] for message in actor.messages() if message.get("document")]
    return [app.wait(app.client.get(f"/world/files/{each}")).content for each in found[-2:]]


def next_morning(app: AppDriver, bank: Bank) -> None:
    """Go on to eleven o'clock of the next day, when the bills are ready."""
    app.now = app.now.replace(hour=3) + timedelta(days=1)
    bank.settle()


def test_the_tables_of_this_month_are_sent_as_files(app: AppDriver, bank: Bank) -> None:
    driver, cashier = violation_steps.owing(app), cast.reviewer(app, "出纳小吴", (StaffRole.CASHIER,))
    driver.taps("微信支付")
    bank.pays(driver)
    cashier.says("/refund")
    cashier.taps("账表")
    cashier.sees("微信支付：收 1 笔 200 元", "支付宝：收 0 笔 0 元", "别的日期请输入")
    table, sheet = files_of(app, cashier)
    head, line = table.decode("utf-8").strip().splitlines()
    assert (
        head
        == "\ufeff类别,时间,支付方式,订单号,交易号,退款号,决定书编号,收据编号,罚款（元）,加处罚款（元）,金额（元）,备注"
    )
    order, decision = r"微信支付,CZ20261125\d+,4200\d+", r"45010010\w+,(SJ\d+)?,200.00,0.00,200.00"
    assert re.fullmatch(rf"收款,2026-11-25T10:00:00\+08:00,{order},,{decision},", line)
    amounts = [f"{cell:.2f}" if isinstance(cell, Decimal) else cell for cell in read(sheet)[1]]
    assert amounts == line.split(",")


def test_an_english_cashier_gets_the_days_that_they_name(app: AppDriver, bank: Bank) -> None:
    driver, cashier = violation_steps.owing(app), cast.reviewer(app, "出纳小吴", (StaffRole.CASHIER,))
    driver.taps("支付宝")
    bank.pays(driver, "wrong amount")
    cashier.says("/language")
    cashier.taps("English")
    cashier.says("/ledger 2026-11-25")
    cashier.sees("Alipay: 1 received, 200.01 yuan")
    head, line = files_of(app, cashier)[0].decode("utf-8-sig").strip().splitlines()
    assert head.startswith("Kind,Time,Paid by,Order")
    assert re.fullmatch(r"payment,.*,200\.01,to be refunded", line)
    cashier.says("/ledger 2026-11-24")
    cashier.sees("Alipay: 0 received")
    cashier.says("/ledger 2026-11-31")
    cashier.sees("Please type: /ledger 2026-11-01 2026-11-25", "between 1 Jan 2020 and 25 Nov 2026")


def test_what_was_refunded_is_no_longer_to_be_refunded(app: AppDriver, bank: Bank) -> None:
    driver, cashier = violation_steps.owing(app), cast.reviewer(app, "出纳小吴", (StaffRole.CASHIER,))
    driver.taps("微信支付")
    bank.pays(driver, "wrong amount")
    cashier.says("/refund 1001")
    cashier.taps("同意退款")
    bank.later(minutes=2)
    cashier.says("/ledger")
    paid, back = files_of(app, cashier)[0].decode("utf-8-sig").strip().splitlines()[1:]
    assert paid.endswith(",200.01,已退款")
    assert re.fullmatch(r"退款,.*,-200\.01,金额不符", back)


def test_a_day_is_compared_and_closed(app: AppDriver, bank: Bank) -> None:
    driver, cashier = violation_steps.owing(app), cast.reviewer(app, "出纳小吴", (StaffRole.CASHIER,))
    cashier.says("/closing")
    cashier.sees("没有要日结的日子")
    driver.taps("微信支付")
    bank.pays(driver, "pay twice")
    next_morning(app, bank)
    cashier.says("/refund")
    cashier.taps("日结")
    cashier.sees("收 2 笔 400 元（缴清 200 元，未匹配 200 元）", "账单还没有核对")
    cashier.says("/reconcile 2026-11-20 2026-11-25")
    bank.settle()
    entries = app.read(lambda session: sample_flow.entries(session, Action.PAYMENTS_RECONCILED))
    assert len({each["by"] for each in entries} - {None}) == 1
    cashier.says("/closing")
    cashier.sees("账单：收 400 元，退 0 元")
    cashier.taps("结账")
    cashier.sees("已日结", "微信支付：结余 400 元", "支付宝：结余 0 元")
    cashier.taps("日结")
    cashier.sees("没有要日结的日子")


def test_a_bill_that_cannot_be_there_yet_is_no_empty_one(app: AppDriver, bank: Bank) -> None:
    driver, cashier = violation_steps.owing(app), cast.reviewer(app, "出纳小吴", (StaffRole.CASHIER,))
    driver.taps("微信支付")
    bank.pays(driver)
    app.now += timedelta(days=1, hours=23)  # Nine in the morning, after a day without business.
    cashier.says("/reconcile")
    bank.settle()
    assert cashier.has_seen("支付宝没有给出 2026年11月26日 的账单：没有开通，或还没有出账")
    cashier.sees("微信支付没有给出 2026年11月26日 的账单")
    app.now += timedelta(hours=2)
    cashier.says("/reconcile")
    bank.settle()
    cashier.sees("2026年11月26日：账单 0 行")


def test_after_an_outage_the_button_compares_the_day_that_is_to_be_closed(app: AppDriver, bank: Bank) -> None:
    driver, cashier = violation_steps.owing(app), cast.reviewer(app, "出纳小吴", (StaffRole.CASHIER,))
    driver.taps("微信支付")
    bank.pays(driver)
    for _ in range(4):
        app.now += timedelta(days=1)
    cashier.says("/closing")
    cashier.sees("2026年11月25日", "账单还没有核对")
    cashier.taps("核对 2026年11月25日 的账单")
    bank.settle()
    cashier.says("/closing")
    cashier.taps("结账")
    cashier.sees("2026年11月25日 已日结")


def test_a_refund_that_went_back_from_the_console_ends(app: AppDriver, bank: Bank) -> None:
    driver, cashier = violation_steps.owing(app), cast.reviewer(app, "出纳小吴", (StaffRole.CASHIER,))
    driver.taps("微信支付")
    bank.pays(driver, "wrong amount")
    ledger, trade = bank.gateways.wallet.find(bank.code_of(driver))
    ledger.refund(trade, "", "CONSOLE1", 20_001, "")
    cashier.says("/refund 1001")
    cashier.taps("同意退款")
    bank.settle()
    next_morning(app, bank)
    cashier.says("/reconcile")
    bank.settle()
    cashier.says("/refund")
    cashier.taps("差异")
    cashier.taps("已处理，按账单记账")
    cashier.sees("按账单记账")
    cashier.says("/refund 1001")
    cashier.sees("本系统之外退了 200.01 元", "不再发出")
    cashier.taps("再退一次")
    cashier.sees("已按已退结束")
    assert driver.has_seen("200.01 元已另行退还给您（金额不符），单号 CONSOLE1")
    cashier.says("/closing")
    cashier.taps("结账")
    cashier.sees("微信支付：结余 0 元")


def test_only_a_cashier_uses_the_books(app: AppDriver, bank: Bank) -> None:
    for actor in (cast.driver(app), cast.reviewer(app)):
        for command in ("/ledger", "/closing", "/reconcile"):
            actor.says(command)
            actor.sees("没有这个命令")
