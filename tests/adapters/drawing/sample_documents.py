"""Samples for the drawing tests: a valid certificate, a penalty decision and a receipt."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from bot.adapters.drawing.certificate_content import CertificateContent
from bot.adapters.drawing.decision_pdf import PenaltyDecision
from bot.adapters.drawing.receipt_pdf import FineReceipt
from tests.adapters.certificates.samples import NOW, SHANGHAI, claims, text

HERE: datetime = NOW.astimezone(SHANGHAI)


@lru_cache
def code_text() -> str:
    """Return the signed text of the sample certificate."""
    return text()


def face(**changes: Any) -> CertificateContent:
    """Return the content of the sample certificate."""
    sample = CertificateContent(
        number=claims().number,
        plate=claims().plate,
        plate_type=claims().plate_type,
        valid_until=claims().valid_until,
        office="广西壮族自治区南宁市公安局交通警察支队",
        office_english="Nanning Traffic Police",
        issued_at=HERE,
        made_at=HERE + timedelta(minutes=5),
        code_text=code_text(),
    )
    return replace(sample, **changes)


def decision(**changes: Any) -> PenaltyDecision:
    """Return a decision on crossing a line, 150 yuan and one point."""
    sample = PenaltyDecision(
        number="450107112345678X",
        authority="南宁市公安局交通警察支队",
        party="李*国",
        licence="4501**********1234",
        plate="桂A12345",
        plate_type="02",
        occurred_at=HERE - timedelta(days=9),
        place="南宁市青秀区民族大道与东葛路交叉口东进口",
        act="机动车违反禁止标线指示的",
        act_code="1345",
        provision="《中华人民共和国道路交通安全法》第三十八条",
        basis="《中华人民共和国道路交通安全法》第九十条",
        points=1,
        fine_fen=15000,
        decided_at=HERE,
        pay_by=(HERE + timedelta(days=15)).date(),
        made_at=HERE,
    )
    return replace(sample, **changes)


def receipt(**changes: Any) -> FineReceipt:
    """Return the receipt of that decision, paid three days late."""
    sample = FineReceipt(
        number="R20261210-000017",
        authority="南宁市公安局交通警察支队",
        payer="李*国",
        decision_number="450107112345678X",
        plate="桂A12345",
        plate_type="02",
        fine_fen=15000,
        late_fee_fen=1350,
        channel="微信支付",
        channel_english="WeChat Pay",
        order_number="CZ202612100000000017",
        transaction_number="4200001234202612101234567890",
        paid_at=HERE + timedelta(days=18),
        made_at=HERE + timedelta(days=18),
    )
    return replace(sample, **changes)
