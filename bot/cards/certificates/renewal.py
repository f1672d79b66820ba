"""The line about the next certificate of a vehicle, on its card and on that of the certificate."""

from bot.services.certificates.eligibility import NextCertificate
from bot.services.values.inspection_calendar import RenewalKind
from bot.texts import Texts


def renewal_line(following: NextCertificate | None, texts: Texts) -> str:
    """How the next certificate is obtained, from when on and until when; None if the register lacks the dates."""
    if following is None:
        return texts("certificate-next-unknown")
    key = "certificate-next-apply" if following.renewal.kind is RenewalKind.APPLY else "certificate-next-station"
    if following.overdue:
        return texts(f"{key}-overdue", last=following.renewal.last_day)
    return texts(key, opens=following.renewal.opens_on, last=following.renewal.last_day)
