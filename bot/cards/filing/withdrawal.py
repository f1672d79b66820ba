"""Cards of leaving an application for later, and of withdrawing it."""

from uuid import UUID

from sqlmodel import Session

from bot.card import Button, ButtonStyle, Card, Whose, column
from bot.cards.filing.filings import SHOW, actions, facts
from bot.cards.navigation import go
from bot.services.filing import step_cards
from bot.services.filing.eligibility import QuotaLeft
from bot.texts import Texts
from storage.filing.filings import OPEN_STATUSES, Filing

WITHDRAW_CONFIRMED = Button("withdraw-yes", UUID, whose=Whose.FILER, style=ButtonStyle.DANGER)


def left(session: Session, filing: Filing, texts: Texts) -> Card:
    """Say that the application lives on without the step that was left, and how to come back."""
    is_open = filing.status in OPEN_STATUSES
    text = texts("filing-left" if is_open else "filing-left-decided", **facts(session, filing, texts))
    if is_open:
        text = f"{text}\n{texts(f'progress-next-{_status(filing)}')}"
    return Card(text, column(*actions(texts, filing), go("menu", texts)), about=step_cards.topic(filing))


def confirm(session: Session, filing: Filing, texts: Texts, *, quota: QuotaLeft | None) -> Card:
    """Ask whether to withdraw, with what it costs."""
    lines = (
        texts("filing-withdraw-surely", **facts(session, filing, texts)),
        f"• {texts(f'filing-withdraw-costs-{_status(filing)}')}",
        f"• {_quota(texts, quota)}",
    )
    yes = WITHDRAW_CONFIRMED.on(texts.plain("filing-withdraw-yes"), filing.id)
    return Card("\n".join(lines), column(yes, SHOW.on(texts.plain("filing-withdraw-no"), filing.id)))


def withdrawn(texts: Texts, filing: Filing, *, quota: QuotaLeft | None, told_now: bool) -> Card:
    """Confirm the withdrawal, and say when the owner is told, and when the person may apply again."""
    text = texts("filing-withdrawn" if told_now else "filing-withdrawn-told-later", number=str(filing.number))
    can_apply = quota is None or (quota.today and quota.this_year)
    return Card(
        f"{text}\n{_quota(texts, quota)}", ((go("file" if can_apply else "progress", texts), go("menu", texts)),)
    )


def _quota(texts: Texts, quota: QuotaLeft | None) -> str:
    if quota is None:
        return texts("filing-quota-shared")
    key = "left" if quota.today and quota.this_year else "none-today" if quota.this_year else "none-this-year"
    return texts(f"filing-quota-{key}", today=quota.today, year=quota.this_year)


def _status(filing: Filing) -> str:
    return filing.status.value.replace("_", "-")
