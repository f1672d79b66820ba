"""Bills of both providers, drawn by kind with the names of other businesses: all of ours is read, and has a row.

Kinds: WeChat Pay's trade bills (all, paid, refunds, with 24 columns), its fund flow, each perhaps in gzip; Alipay's
trades and movements of the account. A model says which rows must be read; then the bill is compared with a store.
"""

import gzip
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

from sqlmodel import Session, select

from bot import local_time
from bot.adapters.payments.alipay import bill as alipay_bill
from bot.adapters.payments.models import BillKind, BillRow
from bot.adapters.payments.wechat import bill as wechat_bill
from bot.services.payments import reconciliation
from storage.database import Database
from storage.payments.bill_differences import BillDifference
from storage.payments.payments import PaymentOrder, PaymentProvider, PaymentTransaction
from tests import databases
from tests.adapters.payments.test_bills import (
    ACCOUNT,
    HEADINGS,
    MOMENT,
    TRADES,
    alipay_row,
    alipay_zip,
    wechat_row,
    wechat_text,
)
from tests.fault_injection.foreign_words import words
from tests.fault_injection.long_run import OnProgress
from tests.services.payment_builders import NOW, many_debts

DEBTS, BILLS = 10, 20  # Orders and bills of one store.
FUNDS = (
    "记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),"
    "资金变更提交申请人,备注,业务凭证号"
)
STRANGER = "CZ20261124000000000001"  # A number of the desk's form that is of no order here.
Row = tuple[BillKind, str, str, int]  # What a row of ours must be read as: kind, order, refund number, fen.


@dataclass
class Bills:
    """Draws bills about some orders."""

    orders: list[PaymentOrder]
    random: Random
    number: int = 0
    ours: list[Row] = field(default_factory=list)

    def draw(self) -> tuple[str, PaymentProvider, list[BillRow]]:
        """Return the kind of a bill, whose it is, and what is read from it. `ours`: what must be."""
        kind, self.ours = self.random.choice([*HEADINGS, "funds", "account", "trade"]), []
        count = self.random.choice((0, 1, 3, 8, 15))
        if kind == "trade":
            return kind, PaymentProvider.ALIPAY, alipay_bill.parse(alipay_zip(TRADES, *self._rows(count, self._trade)))
        if kind == "account":
            return kind, PaymentProvider.ALIPAY, alipay_bill.parse(alipay_zip(ACCOUNT, *self._rows(count, self._moved)))
        if kind == "funds":
            rows = self._rows(count, self._fund)
            totals = f"资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额\r\n`{count}.0,`1.0,`200.00,`2.0,`850.01\r\n"
            text = "\r\n".join([FUNDS, *rows, totals])
        else:
            text = wechat_text(HEADINGS[kind], *self._rows(count, lambda: self._wechat(HEADINGS[kind])))
        return kind, PaymentProvider.WECHAT, wechat_bill.parse(self._transported(text))

    def _transported(self, text: str) -> str:
        """Return what arrives of a text: perhaps in gzip, with other line ends, with bytes that are no characters."""
        body = text.replace("\r\n", self.random.choice(("\r\n", "\n"))).encode()
        body = body.replace("奶茶".encode(), self.random.choice(("奶茶".encode(), b"\xff\xfe\x80")))
        packed = gzip.compress(body, 1) if self.random.random() < 0.5 else body
        return wechat_bill.unpacked(packed).decode(errors="replace")

    def _rows(self, count: int, make: Callable[[], str]) -> list[str]:
        return [make() for _ in range(count)]

    def _owner(self) -> tuple[str, int]:
        """Draw whose row it is, by its order's number, and its amount in fen; `ours` is noted by who writes the row."""
        self.number += 1
        number = self.random.choice([each.number for each in self.orders] + [STRANGER, "SHOP-1", "", "cz1", "0"] * 4)
        return number, self.random.choice((20_000, 1, 19_999, 10**9 + 7, 100, 2_010))

    def _note(self, kind: BillKind, order: str, refund: str, fen: int) -> None:
        if order.startswith("CZ") or refund.startswith("CZR"):
            self.ours.append((kind, order, refund, fen))

    def _wechat(self, heading: str) -> str:
        number, fen = self._owner()
        has_refunds = "退款金额" in heading and self.random.random() < 0.4
        refund = f"CZR{self.number:012}" if number.startswith("CZ") else f"R{self.number}"
        paid = dict.fromkeys(("应结订单金额", "总金额", "订单金额"), _yuan(fen))
        back = {"交易状态": "REFUND", "商户退款单号": refund, "退款金额": _yuan(fen), "申请退款金额": _yuan(fen)}
        kind = BillKind.REFUND if has_refunds else BillKind.PAYMENT
        self._note(kind, number, refund if has_refunds else "", fen)
        more = back if has_refunds else paid
        return wechat_row(heading, number, words(self.random), 微信订单号=f"42{self.number}", **more)

    def _fund(self) -> str:
        number, fen = self._owner()
        what = self.random.choice(
            ("交易,`交易,`收入", "退款,`退款,`支出", "提现,`提现,`支出", "扣除交易手续费,`扣费,`支出")
        )
        kind = {"交": BillKind.PAYMENT, "退": BillKind.REFUND}.get(what[0])
        voucher = f"CZR{self.number:012}" if kind is BillKind.REFUND and number.startswith("CZ") else number
        if kind is BillKind.REFUND:
            self._note(kind, "", voucher, fen)
        elif kind is BillKind.PAYMENT:
            self._note(kind, number, "", fen)
        head = f"`{MOMENT},`42{self.number},`5{self.number},`{what},`{_yuan(fen)},`900.00,`system"
        return f"{head},`{words(self.random)},`{voucher}"

    def _trade(self) -> str:
        number, fen = self._owner()
        is_refund = self.random.random() < 0.4
        refund = f"CZR{self.number:012}" if number.startswith("CZ") else f"R{self.number}"
        self._note(BillKind.REFUND if is_refund else BillKind.PAYMENT, number, refund if is_refund else "", fen)
        about = {
            "订单金额（元）": f"-{_yuan(fen)}" if is_refund else _yuan(fen),
            "支付宝交易号": f"{self.number:028}\t",
        }
        back = {"业务类型": "退款", "退款批次号/请求号": f"{refund}\t"} if is_refund else {}
        return alipay_row(TRADES, number, words(self.random), **about, **back)

    def _moved(self) -> str:
        number, fen = self._owner()
        what = self.random.choice(("在线支付", "交易付款", "交易退款", "提现", "收费"))
        if what in ("在线支付", "交易付款"):
            self._note(BillKind.PAYMENT, number, "", fen)
        about = {"收入金额（+元）": f"+{_yuan(fen)}", "业务流水号": f"{self.number:028}\t", "业务类型": what}
        return alipay_row(ACCOUNT, number, words(self.random), **about)


def run(
    *, count: int, seed: int, template: Path, folder: Path, on_progress: OnProgress
) -> tuple[Counter[str], list[str]]:
    """Read `count` bills, and compare each with a store. Returns how many of each kind, and what is wrong."""
    kinds, wrong = Counter[str](), list[str]()
    while kinds["bills"] < count and not wrong:
        database = Database(databases.sqlite_copy(template, folder))
        random = Random(f"bills|{seed}|{kinds['bills']}")
        orders = [debt.order for debt in many_debts(database, DEBTS) if debt.order is not None]
        bills = Bills(orders, random)
        with database.transaction() as session:
            for at in range(min(BILLS, count - kinds["bills"])):
                wrong += _bill(session, bills, at, kinds)
        database.close()
        on_progress(kinds["bills"])
    return kinds, [f"seed {seed}: {each}" for each in wrong]


def _bill(session: Session, bills: Bills, at: int, kinds: Counter[str]) -> list[str]:
    """Read a bill and compare it, as that of another day each time."""
    kind, provider, rows = bills.draw()
    found = [
        (row.kind, row.order_number, row.refund_number, row.amount_fen)
        for row in rows
        if row.order_number.startswith("CZ") or row.refund_number.startswith("CZR")
    ]
    kinds.update({"bills": 1, kind: 1, "rows": len(rows)})
    if found != bills.ours:
        return [f"{kind}: read {found} instead of {bills.ours}"]
    reconciliation.reconcile(session, provider, local_time.date_of(NOW) + timedelta(days=at), rows, now=NOW)
    return [f"{kind}: without a row: {row}" for row in rows if not _has_row(session, provider, row)]


def _has_row(session: Session, provider: PaymentProvider, row: BillRow) -> bool:
    """Return whether a row of ours is booked or a difference, and one of another business is neither."""
    ours = row.order_number.startswith("CZ") or row.refund_number.startswith("CZR")
    stored: Any = select(PaymentTransaction.amount).where(PaymentTransaction.transaction_id == row.transaction_id)
    if row.kind is BillKind.REFUND:
        stored = select(BillDifference.theirs).where(BillDifference.reference == row.refund_number)
    kind = BillDifference if row.kind is BillKind.REFUND else PaymentTransaction
    amounts = list(session.exec(stored.where(kind.provider == provider)))
    return amounts == ([row.amount_fen] if ours else [])


def _yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02}"
