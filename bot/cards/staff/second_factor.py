"""To a member of staff: a second factor was set up for their account, or was reset."""

from sqlmodel import Session

from bot.card import Card
from bot.cards.navigation import go
from bot.cards.notification import Reader, notification_about
from bot.services.staff import second_factor
from storage.identity.accounts import Account
from storage.staff.second_factors import SecondFactor


@notification_about(second_factor.ENROLLED, SecondFactor)
def enrolled(session: Session, row: SecondFactor, reader: Reader) -> Card | None:
    """It was set up on the page: whoever did not do it tells an admin."""
    if row.confirmed_at is None:
        return None
    return Card(reader.texts("desk-factor-told", at=row.confirmed_at), ((go("web", reader.texts),),))


@notification_about(second_factor.RESET, Account)
def reset(session: Session, account: Account, reader: Reader) -> Card | None:
    """The operator has reset it: whoever did not ask for that tells an admin."""
    return Card(reader.texts("desk-factor-reset"), ((go("web", reader.texts),),))
