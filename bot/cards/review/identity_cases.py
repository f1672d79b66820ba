"""Cards of /identity for people: opening a case, the own case, the objection of the holder, notifications."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlmodel import Session

from bot import local_time
from bot.card import Button, ButtonStyle, Card, CardButton, Keyboard, Whose, column
from bot.cards.filing.filings import check_button, facts
from bot.cards.identity import documents, unlocking
from bot.cards.menu import Command
from bot.cards.navigation import above, go, sentence
from bot.cards.notification import Reader, notification_about
from bot.cards.review.photo_consent import consent_text
from bot.services.review.identity_withdrawals import WithdrawalCost
from bot.services.review.photo_consent import PhotoConsent
from bot.services.values import masking, phones
from bot.texts import Texts
from storage.filing.filings import Filing, FilingStatus
from storage.review.identity_cases import IdentityCase, IdentityCaseKind, IdentityCaseStatus
from storage.staff.members import StaffRole

KIND = Button("id-kind", str, in_step=True)
OBJECT = Button("id-object", str, in_step=True)
AGREE = Button("id-agree", str, in_step=True)
SEND = Button("id-send", str, in_step=True, style=ButtonStyle.MAIN)
RETAKE = Button("id-retake", str, in_step=True)
BEGIN = Button("id-begin", str, whose=Whose.NO_ROW)
OWN = Button("id-own", UUID, whose=Whose.CASE)
WITHDRAW = Button("id-withdraw", UUID, whose=Whose.CASE)
WITHDRAW_CONFIRMED = Button("id-withdraw-yes", UUID, whose=Whose.CASE, style=ButtonStyle.DANGER)
STOP = Button("id-stop", UUID, whose=Whose.CASE)
CODE = Button("id-code", UUID, whose=Whose.CASE)
CODE_AGAIN = Button("id-code-again", str, in_step=True)
COMMANDS = (Command("identity", 230, StaffRole.REVIEWER, registered=True, guests=True),)

downloading = sentence("identity-photo-coming")
ask_document = sentence("identity-ask-document")
ask_selfie = sentence("identity-ask-selfie")


def signed_out(texts: Texts) -> Card:
    """Say to a member of staff that their duties rest until they unlock the account."""
    return unlocking.way_out(texts("refused-staff-signed-out"), texts)


def kinds(texts: Texts, offered: Sequence[IdentityCaseKind]) -> Card:
    """Ask what the case is about; or it is a case of somebody else that the person objects to."""
    buttons = [KIND.on(kind_name(texts, kind), kind.value) for kind in offered]
    return Card(texts("identity-kinds"), column(*buttons, OBJECT.on(texts.plain("identity-object-by-phone"), "")))


def ask_objecting_contact(texts: Texts) -> Card:
    """Ask for the own contact: the cases about its phone number are disputed."""
    label = texts.plain("registration-share-contact")
    return Card(texts("identity-ask-objecting-contact"), keyboard=Keyboard.CONTACT, keyboard_label=label)


def consent(texts: Texts, wanted: PhotoConsent) -> Card:
    """Say what the photos are for, before any is asked for."""
    return Card(consent_text(texts, wanted), column(AGREE.on(texts.plain("identity-agree"), "")))


def ask_name(texts: Texts) -> Card:
    """Ask for the name as on the ID card."""
    return Card(texts("identity-ask-name"))


def ask_id_number(texts: Texts) -> Card:
    """Ask for the ID number."""
    return Card(texts("identity-ask-id-number"))


def ask_contact(texts: Texts) -> Card:
    """Ask for the own contact, with a button below the text field."""
    label = texts.plain("registration-share-contact")
    return Card(texts("identity-ask-contact"), keyboard=Keyboard.CONTACT, keyboard_label=label)


def contact_again(texts: Texts, *, phone: str) -> Card:
    """Say that a phone number (E.164) was shared when registering, which can be kept."""
    return Card(texts("identity-contact-again", phone=masking.phone(phone)))


def confirmation(texts: Texts, *, kind: IdentityCaseKind, name: str, id_number: str, phone: str) -> Card:
    """Show what is sent to staff, to be confirmed. Values that the kind does not need are empty."""
    facts = {
        "name": name,
        "id": documents.named(id_number, texts),
        "phone": phones.display(phone) if phone else "",
    }
    lines = [texts("identity-confirm", kind=kind_name(texts, kind))]
    lines += [texts(f"identity-confirm-{what}", value=value) for what, value in facts.items() if value]
    buttons = column(SEND.on(texts.plain("identity-send"), ""), RETAKE.on(texts.plain("identity-retake"), ""))
    return Card("\n".join([*lines, texts("identity-confirm-photos")]), buttons)


def opened(texts: Texts, case: IdentityCase) -> Card:
    """The case is with staff; the same words whether anybody is on record or not."""
    key = "identity-opened-moving" if case.moves else "identity-opened"
    return Card(texts(key, **_times(case)), column(*_code(texts, case), go("identity", texts), go("menu", texts)))


def own(texts: Texts, case: IdentityCase) -> Card:
    """The undecided case of the reader, which they may withdraw, and confirm by a code."""
    text = texts("identity-own", kind=kind_name(texts, case.kind), **_times(case))
    if case.confirmed_at is not None:
        text += "\n" + texts("identity-own-confirmed")
    elif case.moves:
        text += "\n" + texts("identity-own-waits")
    withdraw = WITHDRAW.on(texts.plain("identity-withdraw"), case.id)
    return Card(text, column(*_code(texts, case), withdraw, go("menu", texts)))


def ask_code(texts: Texts, case: IdentityCase) -> Card:
    """Ask for the code that went to the phone on record, if there is one."""
    again = CODE_AGAIN.on(texts.plain("identity-code-again"), "")
    return Card(texts("identity-ask-code", number=case.reference), column(again))


def left(texts: Texts, case: IdentityCase) -> Card:
    """Say to who leaves the code step that the case goes on."""
    return above(texts("identity-code-left"), own(texts, case))


def code_sent_again(texts: Texts) -> Card:
    """Another code went to the phone on record, if there is one."""
    return Card(texts("identity-code-sent-again"))


def confirmed(texts: Texts, case: IdentityCase) -> Card:
    """The phone on record confirms the case."""
    return Card(texts("identity-confirmed", **_times(case)), ((go("identity", texts), go("menu", texts)),))


def ask_withdrawal(texts: Texts, cost: WithdrawalCost) -> Card:
    """Ask before the case is withdrawn, and say what that costs."""
    text = texts("identity-withdraw-ask", number=cost.case.reference, most=cost.most, days=cost.days)
    yes = WITHDRAW_CONFIRMED.on(texts.plain("identity-withdraw-yes"), cost.case.id)
    return Card(text, column(yes, OWN.on(texts.plain("identity-withdraw-no"), cost.case.id)))


def withdrawn(texts: Texts, case: IdentityCase) -> Card:
    """The case is withdrawn."""
    return Card(texts("identity-withdrawn", number=case.reference), ((go("identity", texts), go("menu", texts)),))


def against(texts: Texts, cases: Sequence[IdentityCase]) -> Card:
    """The cases that would end the account of the reader, each with a button to object to it."""
    lines = [against_text(texts, case) for case in cases]
    object_to = [stop_button(texts, case) for case in cases if case.disputed_at is None]
    begin = BEGIN.on(texts.plain("identity-begin"), "")
    return Card("\n\n".join(lines), column(*object_to, begin, go("menu", texts)))


def use_buttons(texts: Texts, cases: Sequence[IdentityCase]) -> Card:
    """The same after words that object to none: the buttons do."""
    return above(texts("identity-use-buttons"), against(texts, cases))


def objected(texts: Texts, case: IdentityCase) -> Card:
    """The holder has objected to the case: two reviewers decide."""
    return Card(texts("identity-objected", number=case.reference), ((go("menu", texts),),))


def objected_by_phone(texts: Texts) -> Card:
    """Every case about the people with this phone number is disputed."""
    return Card(texts("identity-objected-by-phone"), ((go("menu", texts),),))


def nothing_to_object_to(texts: Texts) -> Card:
    """No case about somebody with this phone number is open: whoever has lost an identity has it checked again."""
    begin = BEGIN.on(texts.plain("identity-begin-check"), "")
    return Card(texts("identity-nothing-to-object"), column(begin, go("menu", texts)))


def kind_name(texts: Texts, kind: IdentityCaseKind) -> str:
    """Return the name of a kind."""
    return texts.plain(f"identity-kind-{kind.value.replace('_', '-')}")


@notification_about("identity.moved", IdentityCase)
def tell_ended_account(session: Session, case: IdentityCase, reader: Reader) -> Card | None:
    """To the chat of the account that has ended."""
    return Card(reader.texts("identity-moved", number=case.reference), ((go("identity", reader.texts),),))


@notification_about("identity.left", IdentityCase)
def tell_left(session: Session, case: IdentityCase, reader: Reader) -> Card | None:
    """To the person who was registered on an account that belongs to somebody else."""
    return Card(reader.texts("identity-left-sms", number=case.reference))


@notification_about("identity.stopped", IdentityCase)
def tell_stopped(session: Session, case: IdentityCase, reader: Reader) -> Card | None:
    """To the applicant: the case has ended, because its account or the identity that it is about has changed."""
    if case.status is not IdentityCaseStatus.STOPPED:
        return None
    text = reader.texts("identity-stopped-applicant", number=case.reference)
    return Card(text, ((go("identity", reader.texts), go("menu", reader.texts)),))


@notification_about("identity.decided", IdentityCase)
def tell_decision(session: Session, case: IdentityCase, reader: Reader) -> Card | None:
    """To the applicant: the decision, and the reason of a rejection."""
    texts, number = reader.texts, case.reference
    if case.status is IdentityCaseStatus.APPROVED:
        key = "identity-verified" if case.kind is IdentityCaseKind.VERIFY else "identity-approved"
        return Card(texts(key, number=number), ((go("file", texts), go("menu", texts)),))
    if case.status is IdentityCaseStatus.REJECTED:
        text = texts("identity-rejected", number=number, reason=case.reason)
        return Card(text, ((go("identity", texts), go("menu", texts)),))
    return None


@notification_about("identity.check-again", Filing)
def tell_to_check_again(session: Session, filing: Filing, reader: Reader) -> Card | None:
    """To a person with a new account: a check of their identity that was under way begins again."""
    if filing.status not in (FilingStatus.CHECKING, FilingStatus.RETURNED):
        return None
    text = reader.texts("identity-check-again", **facts(session, filing, reader.texts))
    return Card(text, column(check_button(reader.texts, filing), go("progress", reader.texts)))


def against_text(texts: Texts, case: IdentityCase) -> str:
    """Return what the holder reads of a case: somebody asks, or their objection is noted."""
    key = "identity-against" if case.disputed_at is None else "identity-objected"
    return texts(key, number=case.reference, at=case.opened_at)


def stop_button(texts: Texts, case: IdentityCase) -> CardButton:
    """Return the button with which the holder objects to a case."""
    return STOP.on(texts.plain("identity-object", number=case.reference), case.id)


def _times(case: IdentityCase) -> dict[str, Any]:
    return {"number": case.reference, "due": local_time.date_of(case.due_at)}


def _code(texts: Texts, case: IdentityCase) -> tuple[CardButton, ...]:
    """Return the button for the code, whether or not one was sent."""
    if not case.moves or case.confirmed_at is not None:
        return ()
    return (CODE.on(texts.plain("identity-have-code"), case.id),)
