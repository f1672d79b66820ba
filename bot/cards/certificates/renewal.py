"""The line about the next certificate of a vehicle, on its card and on that of the certificate."""

from bot import local_time
from bot.services.certificates.eligibility import NextCertificate
from bot.services.values.inspection_calendar import RenewalKind
from bot.texts import Texts


def renewal_line(
    following: NextCertificate | None, texts: Texts, *, by_owner: bool = True, with_days: bool = True
) -> str:
    """How the next certificate is obtained, from when on, until when, and the days left at the time of `texts`.

    following: None if the register lacks the dates. by_owner: False for a filer, who cannot apply. with_days: False if
    the line outlives the day.
    """
    if following is None:
        return texts("certificate-next-unknown")
    kind = "station" if following.renewal.kind is RenewalKind.STATION else "apply" if by_owner else "owner"
    key = f"certificate-next-{kind}"
    if following.overdue:
        return texts(f"{key}-overdue", last=following.renewal.last_day)
    line = texts(key, opens=following.renewal.opens_on, last=following.renewal.last_day)
    if texts.now is None or not with_days:
        return line
    left = (following.renewal.last_day - local_time.date_of(texts.now)).days
    return f"{line}{texts('certificate-days-left', days=left)}"
