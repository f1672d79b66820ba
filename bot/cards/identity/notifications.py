"""Notifications about one's identity."""

from sqlmodel import Session

from bot.card import Card
from bot.cards.navigation import go
from bot.cards.notification import Reader, notification_about
from bot.services.values import masking
from storage.identity.accounts import Account
from storage.register import people
from storage.register.people import Person


@notification_about("identity.unverified", Person)
def unverified(session: Session, person: Person, reader: Reader) -> Card | None:
    """To a person whose verification is withdrawn; to who has no account, by SMS."""
    if person.verified_at is not None:
        return None
    if reader.by_sms:
        return Card(reader.texts("identity-unverified-sms"))
    return Card(reader.texts("identity-unverified"), ((go("identity", reader.texts),),))


@notification_about("identity.renamed", Person)
def renamed(session: Session, person: Person, reader: Reader) -> Card:
    """To whom the register gives another name: the verification of the name before does not hold any more."""
    key = "identity-renamed" if person.verified_at is None else "identity-renamed-verified"
    text = reader.texts(key, name=masking.name(person.name))
    return Card(text, ((go("identity", reader.texts), go("menu", reader.texts)),))


@notification_about("identity.healed", Person)
def healed(session: Session, person: Person, reader: Reader) -> Card:
    """To whose declared identity is on record now that the register has corrected the name."""
    if reader.by_sms:
        return Card(reader.texts("identity-healed-sms"))
    text = reader.texts("identity-healed", name=masking.name(person.name))
    return Card(text, ((go("vehicles", reader.texts), go("menu", reader.texts)),))


@notification_about("identity.absorbed", Person)
def absorbed(session: Session, person: Person, reader: Reader) -> Card:
    """To who holds an ID number: what they had declared in another account is in this one now."""
    if reader.by_sms:
        return Card(reader.texts("identity-absorbed-sms"))
    return Card(reader.texts("identity-absorbed"), ((go("vehicles", reader.texts), go("identity", reader.texts)),))


@notification_about("identity.absorbed-account", Account)
def absorbed_account(session: Session, account: Account, reader: Reader) -> Card | None:
    """To the chat of an account that has ended because its person has another one."""
    if account.ended_at is None:
        return None
    return Card(reader.texts("identity-absorbed-account"), ((go("identity", reader.texts),),))


@notification_about("identity.contested", Person)
def contested(session: Session, person: Person, reader: Reader) -> Card | None:
    """To who has declared an ID number that somebody else holds now: their own identity has to be verified."""
    if not people.is_contested(session, person):
        return None
    return Card(reader.texts("identity-contested"), ((go("identity", reader.texts), go("privacy", reader.texts)),))


@notification_about("identity.name-changed", Person)
def name_changed(session: Session, person: Person, reader: Reader) -> Card | None:
    """To whom the register has another name for: which, masked, and what to do if it is not theirs."""
    text = reader.texts("identity-name-changed", name=masking.name(person.name))
    return Card(text, ((go("identity", reader.texts), go("menu", reader.texts)),))


@notification_about("identity.phone-taken", Person)
def phone_taken(session: Session, person: Person, reader: Reader) -> Card | None:
    """To whose phone number somebody else has shown to be theirs now."""
    if person.phone:
        return None
    return Card(reader.texts("identity-phone-taken"), ((go("identity", reader.texts), go("menu", reader.texts)),))


@notification_about("identity.birth-date-withdrawn", Person)
def birth_date_withdrawn(session: Session, person: Person, reader: Reader) -> Card | None:
    """To whose wrong date of birth was taken away: they can type it again."""
    if person.birth_date:
        return None
    return Card(
        reader.texts("identity-birth-date-withdrawn"), ((go("birthday", reader.texts), go("menu", reader.texts)),)
    )


@notification_about("identity.phone-changed", Person)
def phone_changed(session: Session, person: Person, reader: Reader) -> Card | None:
    """To whom the register names another phone number for: where codes go now, and what to do if it is not theirs."""
    key = "identity-phone-changed" if person.phone else "identity-phone-removed"
    text = reader.texts(key, phone=masking.phone(person.phone))
    return Card(text, ((go("identity", reader.texts), go("menu", reader.texts)),))
