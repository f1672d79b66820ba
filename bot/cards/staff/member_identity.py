"""Cards about the identity of members of staff, which is verified before their first duty."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from sqlmodel import Session

from bot.card import Button, Card, Row, Whose, column
from bot.cards.navigation import go
from bot.cards.notification import Reader, notification_about
from bot.errors import NotStaff
from bot.services.identity.levels import IdentityLevel, level_of
from bot.services.identity.shared_numbers import SharedMatter
from bot.services.staff import member_identity, permissions
from bot.services.staff.permissions import StaffNotVerified
from bot.services.values import masking
from bot.texts import Texts
from storage.identity import accounts
from storage.register.people import Person
from storage.staff.members import StaffMember, StaffRole

VERIFY = Button("staff-ident", UUID, whose=Whose.STAFF)
VERIFY_SAME = Button("staff-same", UUID, whose=Whose.STAFF)
VERIFY_OTHER = Button("staff-other", UUID, whose=Whose.STAFF)
ASK = Button("staff-ask", str, whose=Whose.NO_ROW)


def line(row: StaffMember, person: Person | None, texts: Texts) -> str:
    """Say as whom a member is registered, and whether somebody has checked that they are who was meant."""
    if person is None:
        return texts("staff-identity-none")
    if _is_checked(row, person):
        return texts("staff-identity-verified", person=person.name)
    key = "staff-identity-unchecked" if member_identity.is_only_unchecked(row, person) else "staff-identity-open"
    return texts(key, person=person.name, number=masking.id_number(person.id_number))


def below(text: str, session: Session, row: StaffMember, reader: Reader) -> str:
    """Return a text for the admins above as whom a member is registered, so that the wrong person is noticed.

    An admin who may not serve yet reads no name and no number: they may be the wrong person themselves.
    """
    account = accounts.of_person(session, reader.person_id) if reader.person_id is not None else None
    if account is None or not permissions.has_role(session, account, StaffRole.ADMIN):
        return text
    return f"{text}\n{line(row, member_identity.person_of(session, row), reader.texts)}"


def verify_row(
    row: StaffMember, person: Person | None, texts: Texts, shared: Sequence[SharedMatter] = ()
) -> tuple[Row, ...]:
    """Return the button that verifies a member who is registered and not checked; no row for others.

    shared: what is held against others who have declared the ID number; there are two buttons then.
    """
    if person is None or _is_checked(row, person):
        return ()
    if shared:
        same = VERIFY_SAME.on(texts.plain("shared-number-staff-same"), row.id)
        return column(same, VERIFY_OTHER.on(texts.plain("shared-number-staff-other"), row.id))
    return ((VERIFY.on(texts.plain("staff-verify"), row.id),),)


def _is_checked(row: StaffMember, person: Person) -> bool:
    return level_of(person) is IdentityLevel.VERIFIED and not row.awaits_check


def verified(row: StaffMember, texts: Texts) -> Card:
    """The identity of a member is verified now."""
    return Card(texts("staff-is-verified", name=row.name), ((go("staff", texts),),))


def asked(told: int, texts: Texts) -> Card:
    """The admins are asked to verify the reader's identity; if none could be reached, the operator can."""
    return Card(texts("staff-asked" if told else "staff-asked-nobody"), ((go("menu", texts),),))


def before_duty(card: Card, obstacle: NotStaff | None, texts: Texts) -> Card:
    """Add to a card why its reader may not serve yet, and the button for what they can do about it."""
    if obstacle is None:
        return card
    is_registered = isinstance(obstacle, StaffNotVerified)
    button = ASK.on(texts.plain("staff-ask"), "") if is_registered else go("start", texts)
    rows: tuple[Row, ...] = ((button,), *(row for row in card.rows if button not in row))
    return replace(card, text=f"{card.text}\n\n{texts(obstacle.key)}", rows=rows)


@notification_about("staff.unverified", StaffMember)
def unverified_notification(session: Session, row: StaffMember, reader: Reader) -> Card | None:
    """To the admins: a member asks them to verify their identity."""
    person = member_identity.person_of(session, row)
    buttons = verify_row(row, person, reader.texts)
    if row.ended_at is not None or not buttons:
        return None
    text = below(reader.texts("staff-asks", name=row.name), session, row, reader)
    return Card(text, (*buttons, (go("staff", reader.texts),)))
