"""A phone number that the register changes: codes go to the new one, and its person learns of that at the old one."""

from datetime import datetime

from sqlmodel import Session

from storage import audit
from storage.engine import outbox
from storage.identity import accounts
from storage.register import people
from storage.register.people import Person


def change(session: Session, person: Person, phone: str, *, now: datetime) -> None:
    """Change the phone number of a person (E.164, or empty), and record that.

    Who has an account is told in the chat, and by SMS to the old number. Others have never heard of the desk.
    """
    old, lane = person.phone, person.phone_index
    people.set_phone(person, phone)
    audit.record(session, audit.Action.PHONE_CHANGED, by=None, on=person.id, at=now)
    if accounts.of_person(session, person.id) is None:
        return
    outbox.notify(session, person.id, "identity.phone-changed", person.id, at=now, sms=False)
    if old:
        outbox.put_sms(session, old, "sms-phone-changed", at=now, lane=lane)
