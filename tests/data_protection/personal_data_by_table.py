"""Every table with personal data, from the functions that insert rows into them, and a person with a row in each."""

from sqlmodel import Session

from bot import discovery
from storage.database import add
from storage.identity.accounts import Account
from storage.register import people
from tests.data_protection import rows
from tests.data_protection.personal_tables import NOW, TABLE_CASES, DataSubject
from tests.stories.cast import id_number

MODULES = tuple(discovery.modules(rows))  # Importing them fills TABLE_CASES.


def add_data_subject(session: Session, order: int, about: str) -> DataSubject:
    """Register a person and insert a row in every table."""
    person = people.new(id_number=id_number(order), name=f"诸葛{about}", phone=f"+8613512340{order}", registered=False)
    account = Account(bot_id=1, telegram_id=order, created_at=NOW, person_id=add(session, person).id, registered_at=NOW)
    user = DataSubject(session, person, add(session, account), about)
    for case in TABLE_CASES.values():
        user.insert(case)
    session.flush()
    return user
