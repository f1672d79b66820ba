"""The summary of a month for an organisation's administrator."""

from sqlmodel import Session

from bot import profile
from bot.card import Card, CardButton
from bot.cards.months import month
from bot.cards.notification import Reader, notification_about
from bot.cards.organisations import CARS, ORGANISATION
from bot.money import to_yuan
from bot.profile import Journey
from bot.services.organisations import authority, fleet_records
from bot.services.organisations.fleet_records import SUMMARY
from storage.organisations.organisations import Organisation


@notification_about(SUMMARY, Organisation)
def summary(session: Session, organisation: Organisation, reader: Reader) -> Card | None:
    """To the administrator: what the last month brought, and what is open. None for a former one."""
    administrator = authority.acting_administrator(session, organisation.id)
    is_theirs = administrator is not None and administrator.id == reader.person_id
    if not is_theirs or not profile.offers(Journey.ORGANISATIONS) or not organisation.summary_of or reader.now is None:
        return None
    found, texts = fleet_records.summary(session, organisation, now=reader.now), reader.texts
    lines = [texts("fleet-summary", name=organisation.name, month=month(str(found.month), texts))]
    if profile.offers(Journey.VIOLATIONS):
        lines.append(texts("fleet-summary-recorded", count=found.recorded))
        for key, total in (("unhandled", found.unhandled), ("unpaid", found.unpaid)):
            lines.append(texts(f"fleet-summary-{key}", count=total.count, yuan=to_yuan(total.fines, grouped=True)))
    if profile.offers(Journey.CERTIFICATES):
        lines.append(texts("fleet-summary-inspections", count=found.inspections))
    lines.append(texts("fleet-summary-filers", count=found.filers))
    buttons: tuple[CardButton, ...] = (
        CARS.on(texts.plain("organisation-cars"), f"{organisation.id.hex}-1"),
        ORGANISATION.on(texts.plain("fleet-summary-portal"), organisation.id),
    )
    return Card("\n".join(lines), (buttons,))
