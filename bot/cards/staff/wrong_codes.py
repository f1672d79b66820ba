"""The notification that somebody typed wrong codes again and again."""

from sqlmodel import Session

from bot.card import Card
from bot.cards.navigation import go
from bot.cards.notification import Reader, notification_about
from bot.services.staff import wrong_code_reports
from storage.identity.sms_codes import CodePurpose
from storage.identity.wrong_codes import WrongCode


@notification_about(wrong_code_reports.GUESSED, WrongCode)
def guessed(session: Session, run: WrongCode, reader: Reader) -> Card | None:
    """To who has the phone number: how many wrong codes were typed, what for, and what to do."""
    values = {"purpose": run.purpose.value.replace("_", "-"), "count": run.run_length}
    if reader.by_sms:
        return Card(reader.texts("code-guessed-sms", **values))
    offer = "approvals" if run.purpose is CodePurpose.OWNER_APPROVAL else "privacy"
    return Card(reader.texts("code-guessed", **values), ((go(offer, reader.texts), go("menu", reader.texts)),))
