"""Penalty decisions and receipts: clauses, totals and long values."""

import io
from collections.abc import Callable
from datetime import date

import pypdf
import pytest

from bot.adapters.certificates.file_reader import codes_in
from bot.adapters.drawing.chinese_amounts import capital_yuan, plain_yuan
from bot.adapters.drawing.decision_pdf import decision_pdf
from bot.adapters.drawing.receipt_pdf import receipt_pdf
from tests.adapters.drawing.rendering import pixels, text_of
from tests.adapters.drawing.sample_documents import decision, receipt


@pytest.mark.parametrize(
    ("fen", "expected"),
    [
        (0, "零元整"),
        (5, "伍分"),
        (50, "伍角整"),
        (100, "壹元整"),
        (105, "壹元零伍分"),
        (1000, "壹拾元整"),
        (15000, "壹佰伍拾元整"),
        (15050, "壹佰伍拾元伍角整"),
        (15055, "壹佰伍拾元伍角伍分"),
        (100_500, "壹仟零伍元整"),
        (1_000_000, "壹万元整"),
        (10_000_000, "壹拾万元整"),
        (10_010_000, "壹拾万零壹佰元整"),
        (100_010_000, "壹佰万零壹佰元整"),
        (1_234_567_890, "壹仟贰佰叁拾肆万伍仟陆佰柒拾捌元玖角整"),
        (20_000_000_000, "贰亿元整"),
        (20_000_000_100, "贰亿零壹元整"),
    ],
)
def test_amounts_are_written_in_capital_numerals(fen: int, expected: str) -> None:
    assert capital_yuan(fen) == expected


@pytest.mark.parametrize("fen", [-1, 10**12])
def test_other_amounts_are_refused(fen: int) -> None:
    with pytest.raises(ValueError, match="range"):
        capital_yuan(fen)


def test_amounts_are_written_in_figures() -> None:
    assert [plain_yuan(fen) for fen in (0, 5, 15000, 123456789)] == ["¥0.00", "¥0.05", "¥150.00", "¥1,234,567.89"]


def test_the_clauses_follow_the_rules_that_they_are_given() -> None:
    said = text_of(
        decision_pdf(decision(pay_days=20, late_percent="2.5", reconsideration_days=90, pay_by=date(2027, 1, 2)))
    )
    for expected in ("20日内", "2027-01-02", "每日按罚款数额的2.5%", "90日内", "within90days"):
        assert expected in said


def test_a_warning_has_no_fine_to_pay() -> None:
    warning = decision(fine_fen=0, points=0)
    assert len(warning.clauses()) == 1
    said = text_of(decision_pdf(warning))
    assert "警告" in said
    assert "缴纳罚款" not in said


def test_the_points_of_the_cycle_are_shown_if_they_are_known() -> None:
    assert "of12" not in text_of(decision_pdf(decision()))
    said = text_of(decision_pdf(decision(points_after=5, points_full=12)))
    assert "累计5分，满分12分" in said
    assert "5of12pointsinthiscycle" in said


@pytest.mark.parametrize(
    "draw", [lambda **more: decision_pdf(decision(**more)), lambda **more: receipt_pdf(receipt(**more))]
)
def test_the_code_and_the_seal_are_on_the_paper(draw: Callable[..., bytes]) -> None:
    text = "CZ1:" + "7B%*" * 54
    document = draw(code_text=text, seal="南宁市公安局交通警察支队")
    assert text in list(codes_in(document))
    assert "电子签章" in text_of(document)
    assert "电子签章" not in text_of(draw())


def test_the_account_stands_in_the_first_clause() -> None:
    assert "缴款账户：某行1234。" in text_of(decision_pdf(decision(account="某行1234")))


def test_a_very_long_text_is_written_smaller_on_one_page() -> None:
    document = decision_pdf(
        decision(basis="《道路交通安全法》第九十条、" * 12, provision="违反规定、" * 60, act="行为" * 60)
    )
    assert len(pypdf.PdfReader(io.BytesIO(document)).pages) == 1
    drawn = pixels(document, dpi=60).convert("L")
    made = drawn.height * 285 // 297
    assert min(drawn.crop((0, made - 12, drawn.width, made - 4)).tobytes()) > 240  # Nothing runs into the last line.
    assert "申请行政复议" in text_of(document)


def test_the_receipt_shows_the_total() -> None:
    assert receipt().total_fen == 16350
    assert "¥13.50" in text_of(receipt_pdf(receipt()))


def long_decision() -> bytes:
    basis = "《中华人民共和国道路交通安全法实施条例》第一百零三条、"
    return decision_pdf(decision(basis=basis * 4, place="南宁市" * 20))


def long_receipt() -> bytes:
    return receipt_pdf(receipt(authority="某市公安局交通警察支队" * 3, transaction_number="9" * 64))


@pytest.mark.parametrize("draw", [long_decision, long_receipt])
def test_long_values_stay_on_one_page_within_its_margins(draw: Callable[[], bytes]) -> None:
    document = draw()
    assert len(pypdf.PdfReader(io.BytesIO(document)).pages) == 1
    drawn = pixels(document, dpi=60).convert("L")
    for side in ((0, 0, 20, drawn.height), (drawn.width - 20, 0, drawn.width, drawn.height)):
        assert min(drawn.crop(side).tobytes()) > 240
