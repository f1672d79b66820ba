"""The content and wording of a drawn certificate, common to picture and PDF."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.adapters.drawing import colours, plate
from bot.adapters.drawing.colours import YearColour
from bot.plate_display import display

TITLE = "机动车检验标志电子凭证"
TITLE_ENGLISH = "Electronic Inspection Certificate of a Motor Vehicle"
SCAN = "扫码核验真伪"
SCAN_ENGLISH = "Scan to verify"
EQUAL = "与纸质检验标志具有同等效力"
EQUAL_ENGLISH = "Equal to the paper certificate"
FILED_USER = "备案使用人"
FILED_USER_ENGLISH = "Filed user"
CHECKED = "核验时间  Checked at"
OFFLINE = "离线凭证，以扫码核验结果为准；核验时请对照车辆号牌。"
OFFLINE_ENGLISH = "Offline copy: what the scan says counts. Compare the plate with the car."

_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


class CertificateWarning(StrEnum):
    """Why a certificate is drawn under a red banner."""

    ABNORMAL = "abnormal"
    REVOKED = "revoked"
    SUPERSEDED = "superseded"
    EXPIRED = "expired"


WARNINGS = {
    CertificateWarning.ABNORMAL: ("车辆状态异常", "VEHICLE STATE ABNORMAL"),
    CertificateWarning.REVOKED: ("检验标志已撤销", "CERTIFICATE REVOKED"),
    CertificateWarning.SUPERSEDED: ("已被新凭证取代", "SUPERSEDED BY A NEWER ONE"),
    CertificateWarning.EXPIRED: ("检验标志已过有效期", "CERTIFICATE EXPIRED"),
}


@dataclass(frozen=True, slots=True)
class CertificateContent:
    """What a certificate shows; `code_text` is the signed text of its QR code.

    `valid_until` is YYYY-MM; times are shown in their own zone. There are no names and no ID numbers.
    is_live: it is shown in the chat and renewed there; every other picture is a copy that may be used offline.
    """

    number: str
    plate: str
    plate_type: str
    valid_until: str
    office: str
    issued_at: datetime
    made_at: datetime
    code_text: str
    office_english: str = ""
    shown_by_filed_user: bool = False
    warning: CertificateWarning | None = None
    is_live: bool = False

    @property
    def year_colour(self) -> YearColour:
        """The colour of the year in which the certificate expires."""
        return colours.of_year(int(self.valid_until[:4]))

    @property
    def month_chinese(self) -> str:
        """The end of validity as 2028年11月."""
        return f"{self.valid_until[:4]}年{int(self.valid_until[5:])}月"

    @property
    def month_english(self) -> str:
        """The end of validity as Nov 2028."""
        return f"{_MONTHS[int(self.valid_until[5:]) - 1]} {self.valid_until[:4]}"

    def rows(self) -> list[tuple[str, str, str, str]]:
        """Return the rows of the table: label, English label, value, and the English value or ""."""
        style = plate.style_of(self.plate_type)
        rows = [
            ("号牌号码", "Plate", display(self.plate), ""),
            ("号牌种类", "Plate type", style.chinese, style.english),
            ("核发机关", "Issued by", self.office, self.office_english),
            ("凭证编号", "Number", self.number, ""),
            ("核发时间", "Issued at", format_moment(self.issued_at), ""),
        ]
        if self.shown_by_filed_user:
            rows.append(("出示人", "Shown by", FILED_USER, FILED_USER_ENGLISH))
        return rows


def format_moment(moment: datetime) -> str:
    """Format a time in its own zone, to the minute, with the offset from UTC: 2026-11-22 11:00 (UTC+08:00)."""
    return f"{moment:%Y-%m-%d %H:%M} (UTC{moment.strftime('%z')[:3]}:{moment.strftime('%z')[3:5]})"
