"""Draws a penalty decision by simple procedure (简易程序处罚决定书) as PDF: one A4 page, Chinese and English."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from bot.adapters.drawing import papers, plate
from bot.adapters.drawing.certificate_content import format_moment
from bot.adapters.drawing.chinese_amounts import capital_yuan, plain_yuan
from bot.adapters.drawing.colours import INK, SOFT_INK
from bot.plate_display import display

if TYPE_CHECKING:
    from bot.adapters.drawing.pdf_page import PdfPage

TITLE = "公安交通管理简易程序处罚决定书"
TITLE_ENGLISH = "Traffic Police Penalty Decision by Simple Procedure"

_LEFT, _WIDTH = 22.0, 166.0
_CODE = 36.0
_LOWEST = 280.0
_SCALES = (1, 0.92, 0.84, 0.76, 0.68, 0.6, 0.5)


@dataclass(frozen=True, slots=True)
class PenaltyDecision:
    """What the document says; names are masked already for whom they are, times are shown in their own zone.

    `points_after`: the points of the cycle with this decision, None if they are not known, of `points_full`.
    `seal`, `account`: the text of the seal, and where fines can be paid, empty if there is none. `code_text`: the
    signed text of the QR code, empty for a copy without one. `pay_days`, `late_percent` ("2.5") and
    `reconsideration_days` are the rules in force on the day of the decision; `office`: who issued this copy.
    """

    number: str
    authority: str
    party: str
    licence: str
    plate: str
    plate_type: str
    occurred_at: datetime
    place: str
    act: str
    act_code: str
    provision: str
    basis: str
    points: int
    fine_fen: int
    decided_at: datetime
    pay_by: date
    made_at: datetime
    office: str = ""
    pay_days: int = 15
    late_percent: str = "3"
    reconsideration_days: int = 60
    points_after: int | None = None
    points_full: int = 12
    seal: str = ""
    account: str = ""
    code_text: str = ""
    reconsideration_body: str = "上一级公安机关或者本级人民政府"
    reconsideration_body_english: str = "the superior public security organ or the people's government"

    @property
    def penalty(self) -> tuple[str, str]:
        """The penalty in both languages: a fine in figures and words, or a warning."""
        if self.fine_fen == 0:
            return "警告", "Warning"
        words = f"罚款 {plain_yuan(self.fine_fen)}（人民币{capital_yuan(self.fine_fen)}）"
        return words, f"Fine of {plain_yuan(self.fine_fen)}"

    def rows(self) -> list[tuple[str, str, str, str]]:
        """Return the rows of the table: label, English label, value, and a second line or ""."""
        style = plate.style_of(self.plate_type)
        penalty, penalty_english = self.penalty
        return [
            ("被处罚人", "Party", self.party, ""),
            ("驾驶证号", "Licence", self.licence, ""),
            ("号牌号码", "Plate", display(self.plate), f"{style.chinese} / {style.english}"),
            ("违法时间", "Time", format_moment(self.occurred_at), ""),
            ("违法地点", "Place", self.place, ""),
            ("违法行为", "Act", self.act, f"违法代码 Code {self.act_code}"),
            ("违反规定", "Provision broken", self.provision, ""),
            ("处罚依据", "Basis", self.basis, ""),
            ("处罚内容", "Penalty", penalty, penalty_english),
            ("记分", "Points", f"{self.points} 分", self.running_points),
        ]

    @property
    def running_points(self) -> str:
        """The points of the cycle with this decision, in both languages; "" if they are not known."""
        if self.points_after is None:
            return ""
        after, full = self.points_after, self.points_full
        return f"本记分周期累计 {after} 分，满分 {full} 分  {after} of {full} points in this cycle, with this decision"

    def clauses(self) -> list[tuple[str, str]]:
        """Return the clauses on payment, late fee and remedies, each in both languages."""
        clauses = []
        if self.fine_fen:
            due = f"{self.pay_by:%Y-%m-%d}"
            clauses.append(
                (
                    f"一、请自收到本决定书之日起{self.pay_days}日内（{due} 前，含当日）缴纳罚款。",
                    f"1. Pay within {self.pay_days} days of receiving this decision, by {due} at the latest.",
                )
            )
            if self.account:
                paid = "缴款账户", f"Account: {self.account}"
                clauses[-1] = clauses[-1][0] + f"{paid[0]}：{self.account}。", f"{clauses[-1][1]} {paid[1]}."
            clauses.append(
                (
                    f"二、逾期不缴纳的，每日按罚款数额的{self.late_percent}%加处罚款，加处总额不超过罚款数额。",
                    f"2. After that day {self.late_percent} % of the fine is added a day, at most the fine itself.",
                )
            )
        ordinal, figure = ("三", 3) if self.fine_fen else ("一", 1)
        clauses.append(
            (
                f"{ordinal}、如不服本决定，可以自收到之日起{self.reconsideration_days}日内向"
                f"{self.reconsideration_body}申请行政复议，或者依法向人民法院提起行政诉讼。",
                f"{figure}. You may ask {self.reconsideration_body_english} for reconsideration within "
                f"{self.reconsideration_days} days of receiving it, or bring an action before the people's court.",
            )
        )
        return clauses


def decision_pdf(decision: PenaltyDecision) -> bytes:
    """Return the decision as a PDF of one page; a long text makes all of it smaller."""
    for scale in _SCALES[:-1]:
        page, end = _drawn(decision, scale)
        if end <= _LOWEST:
            return page.finished()
        page.discard()
    return _drawn(decision, _SCALES[-1])[0].finished()


def _drawn(decision: PenaltyDecision, scale: float) -> tuple["PdfPage", float]:
    """Return the page with letters of this size, and its lower edge in millimetres."""
    from bot.adapters.drawing.pdf_page import PdfPage  # Slow to import; needed only for drawing.

    page = PdfPage((210, 297), title=TITLE, made_at=decision.made_at)
    y = _write_head(page, decision)
    y = _write_table(page, decision, y, scale)
    y = _write_clauses(page, decision, y + 5, scale)
    return page, _write_signature(page, decision, y + 8)


def _write_head(page: "PdfPage", decision: PenaltyDecision) -> float:
    page.write_line(decision.authority, 0, 20, size=13, width=210, align="C")
    page.write_line(TITLE, 0, 30, size=22, width=210, align="C", bold=True)
    page.write_line(TITLE_ENGLISH, 0, 38.5, size=11, width=210, align="C", colour=SOFT_INK)
    number = f"决定书编号 Decision number: {decision.number}"
    page.write_line(number, _LEFT, 48, size=11, width=_WIDTH, align="R")
    page.rule(_LEFT, 52, _WIDTH, colour=INK, thickness=0.6)
    return 52


def _write_table(page: "PdfPage", decision: PenaltyDecision, y: float, scale: float) -> float:
    """Write the table, with the code beside its first rows, and return its lower edge in millimetres."""
    top = y
    for label, english, value, beside in decision.rows():
        width = _WIDTH - (_CODE + 2 if decision.code_text and y < top + _CODE else 0)
        page.label(label, english, _LEFT + 3, y + 5 * scale, size=11.5 * scale)
        end = page.write_lines(value, _LEFT + 42, y + 2.2 * scale, size=11.5 * scale, width=width - 45)
        if beside:
            end = page.write_lines(beside, _LEFT + 42, end, size=9 * scale, width=width - 45, colour=SOFT_INK)
        y = max(end + 2.2 * scale, y + 13 * scale)
        page.rule(_LEFT, y, width if y < top + _CODE else _WIDTH)
    if decision.code_text:
        papers.put_code(page, decision.code_text, _LEFT + _WIDTH - _CODE - 0.6, top + 0.6, width=_CODE)
    page.frame((_LEFT, top, _WIDTH, y - top), colour=INK, thickness=0.5)
    page.rule(_LEFT, y, _WIDTH, colour=INK, thickness=0.5)
    return y


def _write_clauses(page: "PdfPage", decision: PenaltyDecision, y: float, scale: float) -> float:
    for chinese, english in decision.clauses():
        y = page.write_lines(chinese, _LEFT, y, size=11 * scale, width=_WIDTH)
        y = page.write_lines(english, _LEFT, y, size=9 * scale, width=_WIDTH, colour=SOFT_INK) + 2 * scale
    return y


def _write_signature(page: "PdfPage", decision: PenaltyDecision, y: float) -> float:
    """Write seal, authority and time of the decision, and the time of this copy; return the lower edge."""
    if decision.seal:
        papers.put_seal(page, decision.seal, _LEFT, y - 4)
    page.write_line(decision.authority, _LEFT + 66, y, size=12, width=_WIDTH - 66, align="R")
    decided = f"决定时间 Decided at  {format_moment(decision.decided_at)}"
    page.write_line(decided, _LEFT + 66, y + 7, size=10.5, width=_WIDTH - 66, align="R")
    made = f"{decision.office} 电子凭证，制作时间  Electronic copy made at  {format_moment(decision.made_at)}".lstrip()
    page.write_line(made, 0, 285, size=8.5, width=210, align="C", colour=SOFT_INK)
    return y + 10
