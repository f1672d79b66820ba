"""Cards about withdrawing what is wrong of a person: the proposal in the card of /find, and its decision."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlmodel import Session

from bot.card import Button, ButtonStyle, Card, CardButton, Row, Whose, column
from bot.cards.navigation import go
from bot.cards.notification import Reader, notification_about
from bot.services.identity import ages
from bot.services.identity.levels import level_of
from bot.services.staff.find_person import FoundPerson
from bot.services.values import masking
from bot.texts import Texts
from storage.register.people import Person
from storage.staff import verification_withdrawals
from storage.staff.proposals import ProposalStatus
from storage.staff.verification_withdrawals import VerificationWithdrawal, WithdrawalSubject

PROPOSE = Button("unverify", UUID, whose=Whose.STAFF)
PROPOSE_PHONE = Button("unphone", UUID, whose=Whose.STAFF)
PROPOSE_BIRTH_DATE = Button("unbirth", UUID, whose=Whose.STAFF)
OPEN = Button("unver-open", UUID, whose=Whose.STAFF)
CONFIRM = Button("unver-yes", UUID, whose=Whose.STAFF, style=ButtonStyle.DANGER)
REFUSE = Button("unver-no", UUID, whose=Whose.STAFF)

# The beginning of the keys of the texts about each.
_KEYS: Mapping[WithdrawalSubject, str] = {
    WithdrawalSubject.VERIFICATION: "unverify",
    WithdrawalSubject.PHONE: "unphone",
    WithdrawalSubject.BIRTH_DATE: "unbirth",
}


def rows(session: Session, matches: Sequence[FoundPerson], texts: Texts) -> tuple[Row, ...]:
    """Return the buttons for each person found: to withdraw what is wrong, or the open proposal to do so."""
    return column(*(button for one in matches for button in _buttons(session, one.person, texts)))


def proposal(session: Session, row: VerificationWithdrawal, texts: Texts) -> Card:
    """A proposal, with the buttons that decide it while it is open."""
    person = session.get_one(Person, row.person_id)
    who = {"name": masking.name(person.name), "id_number": masking.id_number(person.id_number)}
    key, phone = _KEYS[row.about], masking.phone(person.phone) if person.phone else "–"
    level, state = texts.plain(f"level-{level_of(person)}"), texts.plain(f"{key}-{row.status.value}")
    text = texts(key, **who, phone=phone, born=person.birth_date or "–", level=level, state=state)
    if row.status is not ProposalStatus.OPEN:
        return Card(text, ((go("menu", texts),),))
    decide = CONFIRM.on(texts.plain("unverify-confirm"), row.id), REFUSE.on(texts.plain("unverify-refuse"), row.id)
    return Card(text, column(*decide, go("menu", texts)))


@notification_about("verification.proposed", VerificationWithdrawal)
def proposed_notification(session: Session, row: VerificationWithdrawal, reader: Reader) -> Card | None:
    """To the other admins: a verification, a phone number or a date of birth is said to be wrong."""
    return proposal(session, row, reader.texts) if row.status is ProposalStatus.OPEN else None


def _buttons(session: Session, person: Person, texts: Texts) -> list[CardButton]:
    found, name = verification_withdrawals.open_about(session, person.id), masking.name(person.name)
    if found is not None:
        return [OPEN.on(texts.plain("unverify-open-button", name=name), found.id)]
    offered = (
        (PROPOSE, "unverify-button", person.verified_at is not None),
        (PROPOSE_PHONE, "unphone-button", person.phone != ""),
        (PROPOSE_BIRTH_DATE, "unbirth-button", ages.has_birth_date_besides(person)),
    )
    return [button.on(texts.plain(key, name=name), person.id) for button, key, has in offered if has]
