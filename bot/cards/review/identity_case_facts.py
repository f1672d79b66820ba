"""Facts of an identity case for its reviewer: the record, the phone on record, and what depends on the identity."""

from sqlmodel import Session

from bot.services.identity.levels import level_of
from bot.services.review import identity_holders, identity_stakes
from bot.services.values import masking, names
from bot.texts import Texts
from storage.identity import accounts
from storage.register import people
from storage.register.people import Person
from storage.review.identity_cases import IdentityCase


def record_lines(session: Session, texts: Texts, case: IdentityCase) -> list[str]:
    """Return a line about the typed ID number: nobody holds it, or whether its holder has the typed name."""
    if not case.id_number:
        own = session.get(Person, case.person_id) if case.person_id else None
        held = own is not None and people.other_holder(session, own) is not None
        return [texts("number-of-another")] if held else []
    found = people.by_id_number(session, case.id_number)
    if found is None:
        return [texts("identity-case-nobody")]
    level = texts.plain(f"level-{level_of(found).value}")
    key = "identity-case-same-name" if names.are_same(found.name, case.name) else "identity-case-other-name"
    lines = [texts(key, level=level, name=masking.name(found.name))]
    if identity_holders.is_displaced(found, case):
        lines.append(texts("identity-case-displaces"))
    return lines


def phone_lines(session: Session, texts: Texts, case: IdentityCase) -> list[str]:
    """Return a line about the phone on record, if the case moves an identity that somebody has."""
    if case.confirmed_at is not None:
        return [texts("identity-case-confirmed", at=case.confirmed_at)]
    person = identity_holders.affected(session, case)
    if person is None:
        return []
    lines = [texts(key) for key in _told(session, case, person)] if case.is_open else []
    return [*lines, texts("identity-case-unconfirmed" if person.phone else "identity-case-no-phone")]


def stake_lines(session: Session, texts: Texts, case: IdentityCase) -> list[str]:
    """Return a line for each whose identity is at stake, with what depends on it."""
    between = texts.plain("staff-roles-between")
    return [
        texts(
            "identity-case-stakes",
            name=masking.name(person.name),
            stakes=between.join(texts.plain(f"identity-stake-{each.value}") for each in held),
        )
        for person, held in identity_stakes.of_case(session, case)
    ]


def _told(session: Session, case: IdentityCase, person: Person) -> list[str]:
    """Return the keys of what was told to whom the case concerns, for each channel."""
    keys = []
    if case.holder_id == person.id and accounts.of_person(session, person.id) is not None:
        keys.append("identity-case-chat-told" if case.told_at is not None else "identity-case-chat-later")
    if person.phone and identity_holders.has_sent_code(session, case):
        keys.append("identity-case-code-sent")
    elif person.phone and case.holder_id == person.id:
        keys.append("identity-case-sms-told" if case.told_at is not None else "identity-case-sms-later")
    return keys
