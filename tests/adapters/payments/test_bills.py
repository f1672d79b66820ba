"""Daily bills of both providers in every documented form, with whatever other businesses of the merchant have sold."""

import io
import zipfile
from datetime import datetime

import pytest

from bot.adapters.payments.alipay import bill as alipay_bill
from bot.adapters.payments.models import CHINA, BillKind, BillRow, GatewayRefundState
from bot.adapters.payments.wechat import bill as wechat_bill
from bot.simulator.gateways import wechat_bill as simulated

OURS, THEIRS = "CZ20260302000000010042", "SHOP-77"
MOMENT = "2026-03-02 10:00:00"
AT = datetime(2026, 3, 2, 10, tzinfo=CHINA)
NAMES = [
    "奶茶,大杯",
    '"quoted"',
    'an open " quote, and more',
    "line\nbreak",
    "line\r\nbreak",
    "paragraph\u2029 line\u2028 next\x85 form\x0c feed",
    "a grave ` accent,` and a comma",
    "أهلا 😀 𠮷",
    "`",
    "",
    "总交易单数,应结订单总金额",
]
HEADINGS = {
    "ALL": simulated.COLUMNS,
    "SUCCESS": "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,"
    "货币种类,应结订单金额,代金券金额,商品名称,商户数据包,手续费,费率,订单金额,费率备注",
    "REFUND": "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,"
    "货币种类,应结订单金额,代金券金额,退款申请时间,退款成功时间,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,"
    "退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注",
    "24 columns": ",".join(simulated.COLUMNS.split(",")[:24]),
    "24 old columns": ",".join(simulated.COLUMNS.split(",")[:24]).replace("应结订单金额", "总金额"),
}


def wechat_row(heading: str, order: str, name: str = "罚款", **changes: str) -> str:
    """Return a row with these columns; a payment unless 交易状态 says otherwise."""
    values = {
        "交易时间": MOMENT,
        "微信订单号": f"42-{order}",
        "商户订单号": order,
        "交易状态": "SUCCESS",
        "应结订单金额": "200.00",
        "总金额": "200.00",
        "订单金额": "200.00",
        "退款金额": "0.00",
        "申请退款金额": "0.00",
        "商品名称": name,
    }
    return ",".join(f"`{(values | changes).get(column, '0')}" for column in heading.split(","))


def wechat_text(heading: str, *rows: str, total: int | None = None) -> str:
    count = len(rows) if total is None else total
    return "\r\n".join(
        ["\ufeff" + heading, *rows, simulated.TOTALS, f"`{count}.0,`0.00,`0.00,`0.00,`0.00,`0.00,`0.00", ""]
    )


def alipay_row(heading: str, order: str, name: str = "罚款", **changes: str) -> str:
    values = {
        "支付宝交易号": "2026030222001400000000000001\t",
        "账务流水号": "2026030222001400000000000009\t",
        "业务流水号": "2026030222001400000000000001\t",
        "商户订单号": f"{order}\t",
        "业务类型": "交易",
        "商品名称": name,
        "创建时间": MOMENT,
        "完成时间": MOMENT,
        "发生时间": MOMENT,
        "订单金额（元）": "200.00",
        "收入金额（+元）": "200.00",
    }
    return ",".join((values | changes).get(column, "") for column in heading.split(","))


TRADES = (
    "支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,"
    "订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,"
    "商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,服务费（元）,分润（元）,备注"
)
ACCOUNT = (
    "账务流水号,业务流水号,商户订单号,商品名称,发生时间,对方账号,收入金额（+元）,支出金额（-元）,账户余额（元）,"
    "交易渠道,业务类型,备注"
)


def alipay_zip(heading: str, *rows: str, total: int | None = None) -> bytes:
    count = len(rows) if total is None else total
    lines = [
        "#支付宝业务明细查询",
        "#账号：[20880000]",
        "#----明细列表----",
        heading,
        *rows,
        "#----明细列表结束----",
        "#x",
        "",
    ]
    totals = ["#汇总", "门店编号,门店名称,交易订单总笔数,退款订单总笔数", f",,{count},0", f"合计,,{count},0", ""]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("明细.csv", "\r\n".join(lines).encode("gb18030"))
        archive.writestr("汇总.csv", "\r\n".join(totals).encode("gb18030"))
    return packed.getvalue()


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_names_of_other_businesses_disturb_no_row(name: str) -> None:
    heading = HEADINGS["ALL"]
    rows = wechat_bill.parse(
        wechat_text(
            heading, wechat_row(heading, THEIRS, name), wechat_row(heading, OURS), wechat_row(heading, THEIRS, name)
        )
    )
    assert [(row.kind, row.order_number, row.amount_fen) for row in rows if row.kind is not BillKind.UNREADABLE] == [
        (BillKind.PAYMENT, THEIRS, 20_000),
        (BillKind.PAYMENT, OURS, 20_000),
        (BillKind.PAYMENT, THEIRS, 20_000),
    ]
    theirs = alipay_row(TRADES, THEIRS, name)
    rows = alipay_bill.parse(alipay_zip(TRADES, theirs, alipay_row(TRADES, OURS), theirs))
    assert [(row.order_number, row.amount_fen) for row in rows] == [(THEIRS, 20_000), (OURS, 20_000), (THEIRS, 20_000)]


@pytest.mark.parametrize("form", HEADINGS)
def test_every_form_of_wechats_trade_bill_is_read(form: str) -> None:
    heading = HEADINGS[form]
    back = {
        "交易状态": "REFUND",
        "商户退款单号": "CZR0000001",
        "退款金额": "50.01",
        "申请退款金额": "50.01",
        "退款状态": "SUCCESS",
    }
    paid, refund = wechat_bill.parse(
        wechat_text(
            heading, wechat_row(heading, OURS), wechat_row(heading, OURS, **(back if "退款金额" in heading else {}))
        )
    )
    assert paid == BillRow(BillKind.PAYMENT, OURS, f"42-{OURS}", "", 20_000, AT)
    if "退款金额" in heading:
        assert refund == BillRow(BillKind.REFUND, OURS, f"42-{OURS}", "CZR0000001", 5_001, AT)


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("SUCCESS", GatewayRefundState.DONE),
        ("PROCESSING", GatewayRefundState.PROCESSING),
        ("FAIL", GatewayRefundState.FAILED),
        ("CHANGE", GatewayRefundState.FAILED),
        ("ANOTHER", GatewayRefundState.PROCESSING),
    ],
)
def test_a_refund_on_wechats_bill_is_not_done_unless_it_says_so(word: str, state: GatewayRefundState) -> None:
    back = {"交易状态": "REFUND", "商户退款单号": "CZR0000001", "申请退款金额": "50.01", "退款状态": word}
    heading = HEADINGS["ALL"]
    (refund,) = wechat_bill.parse(wechat_text(heading, wechat_row(heading, OURS, **back)))
    assert refund.refund_state is state


def test_the_fund_flow_bill_is_read() -> None:
    heading = (
        "记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),"
        "资金变更提交申请人,备注,业务凭证号"
    )
    rows = [
        f"`{MOMENT},`42,`5,`交易,`交易,`收入,`200.00,`900.00,`system,`a,b,`{OURS}",
        f"`{MOMENT},`50,`6,`退款,`退款,`支出,`50.01,`849.99,`system,`,`CZR0000001",
        f"`{MOMENT},`60,`7,`提现,`提现,`支出,`800.00,`49.99,`system,`,`W1",
    ]
    totals = "资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额\r\n`3.0,`1.0,`200.00,`2.0,`850.01\r\n"
    found = wechat_bill.parse("\r\n".join([heading, *rows, totals]))
    assert found == [
        BillRow(BillKind.PAYMENT, OURS, "42", "", 20_000, AT),
        BillRow(BillKind.REFUND, "", "50", "CZR0000001", 5_001, AT),
    ]


def test_alipays_bill_of_the_account_is_read() -> None:
    rows = [
        alipay_row(ACCOUNT, OURS, 业务类型="在线支付"),
        alipay_row(ACCOUNT, OURS, 业务类型="交易退款"),
        alipay_row(ACCOUNT, "", 业务类型="提现"),
    ]
    (found,) = alipay_bill.parse(alipay_zip(ACCOUNT, *rows))
    assert found == BillRow(BillKind.PAYMENT, OURS, "2026030222001400000000000001", "", 20_000, AT)


def test_alipays_refunds_are_read() -> None:
    back = {"业务类型": "退款", "订单金额（元）": "-50.01", "退款批次号/请求号": "CZR0000001\t"}
    (found,) = alipay_bill.parse(alipay_zip(TRADES, alipay_row(TRADES, OURS, **back)))
    assert (found.kind, found.refund_number, found.amount_fen) == (BillKind.REFUND, "CZR0000001", 5_001)


@pytest.mark.parametrize("heading", [TRADES, ACCOUNT], ids=["trade", "account"])
def test_an_empty_day_of_alipay_has_no_rows(heading: str) -> None:
    assert alipay_bill.parse(alipay_zip(heading)) == []
    assert wechat_bill.parse(wechat_text(HEADINGS["ALL"])) == []


def test_a_row_that_cannot_be_read_is_counted_if_it_is_of_others_and_an_error_if_it_is_ours() -> None:
    heading = HEADINGS["ALL"]
    broken = {"订单金额": "two hundred"}
    theirs, ours = wechat_bill.parse(
        wechat_text(heading, wechat_row(heading, THEIRS, **broken), wechat_row(heading, OURS))
    )
    assert (theirs, ours.order_number) == (BillRow(BillKind.UNREADABLE, THEIRS), OURS)
    with pytest.raises(ValueError, match="desk's"):
        wechat_bill.parse(wechat_text(heading, wechat_row(heading, OURS, **broken)))
    with pytest.raises(ValueError, match="desk's"):  # The order's number has moved to another column.
        wechat_bill.parse(wechat_text(heading, f"`{MOMENT},`x,`{OURS}"))
    with pytest.raises(ValueError, match="desk's"):
        alipay_bill.parse(alipay_zip(TRADES, alipay_row(TRADES, OURS, 完成时间="soon")))
    (other,) = alipay_bill.parse(alipay_zip(TRADES, alipay_row(TRADES, THEIRS, 完成时间="soon")))
    assert other.kind is BillKind.UNREADABLE


def test_a_name_that_contains_a_row_makes_no_payment() -> None:
    """Who may choose the name of goods at another business of the merchant could write a row of ours into it."""
    heading = HEADINGS["ALL"]
    injected = f"tea\r\n{wechat_row(heading, OURS)}\r\nmore"
    with pytest.raises(ValueError, match="more rows"):
        wechat_bill.parse(wechat_text(heading, wechat_row(heading, THEIRS, injected), total=1))
    injected = f"tea\r\n{alipay_row(TRADES, OURS)}\r\nmore"
    with pytest.raises(ValueError, match="more rows"):
        alipay_bill.parse(alipay_zip(TRADES, alipay_row(TRADES, THEIRS, injected), total=1))


@pytest.mark.parametrize("column", ["商户订单号", "微信订单号", "交易状态", "商品名称"])
def test_a_bill_without_a_column_is_refused(column: str) -> None:
    heading = ",".join(name for name in HEADINGS["ALL"].split(",") if name != column)
    with pytest.raises(ValueError, match="column"):
        wechat_bill.parse(wechat_text(heading, wechat_row(heading, OURS)))


def test_an_archive_without_a_known_table_is_refused() -> None:
    with pytest.raises(ValueError, match="no table"):
        alipay_bill.parse(alipay_zip("结算单号,结算金额", "1,2"))
