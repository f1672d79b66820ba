"""Alipay's daily bill: a zip of two GBK tables, one with the rows and one with the totals."""

import io
import zipfile
from datetime import date

from bot.simulator.gateways.ledger import Booking, LedgerRefund, LedgerTransaction, Trade, to_local_time, to_yuan

COLUMNS = (
    "支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,"
    "订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,"
    "商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,服务费（元）,分润（元）,备注"
)


def build(rows: list[Booking], day: date, *, seller_id: str) -> bytes:
    """Return the bill of a day."""
    head = [
        "#支付宝业务明细查询",
        f"#账号：[{seller_id}0156]",
        f"#起始日期：[{day:%Y年%m月%d日}]",
        "#----业务明细列表----",
    ]
    table = [*head, COLUMNS, *(_row(*row) for row in rows), "#----业务明细列表结束----", ""]
    totals = ["#支付宝业务汇总查询", "门店编号,门店名称,交易订单总笔数", f"\t,\t,{len(rows)}", ""]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        name = f"{seller_id}0156_{day:%Y%m%d}"
        archive.writestr(f"{name}_业务明细.csv", "\r\n".join(table).encode("gb18030"))
        archive.writestr(f"{name}_业务明细(汇总).csv", "\r\n".join(totals).encode("gb18030"))
    return packed.getvalue()


def _row(trade: Trade, paid: LedgerTransaction, refund: LedgerRefund | None) -> str:
    amount = f"-{to_yuan(refund.amount_fen)}" if refund else to_yuan(paid.amount_fen)
    subject = trade.subject.replace(",", " ").replace("\n", " ")
    values = [
        f"{paid.id}\t",
        f"{trade.number}\t",
        "退款" if refund else "交易",
        subject,
        to_local_time(trade.created_at),
    ]
    values += [to_local_time(refund.at if refund else paid.paid_at), "", "", "", "", f"2088{paid.payer or 0:012d}\t"]
    values += [amount, amount, *["0.00"] * 5, "", "0.00", "0.00", f"{refund.number}\t" if refund else "", "0.00"]
    return ",".join([*values, "0.00", ""])
