"""The facts and photos of an identity case, as steps of the applicant's flow.

NAME ─► ID_NUMBER, if the kind needs them ─► CONTACT, if it needs a phone number ─► DOCUMENT ─► SELFIE ─► CONFIRM
"""

from uuid import UUID

from bot import local_time
from bot.card import Card
from bot.cards.identity import registration as registration_cards
from bot.cards.identity.registration import CHANGE, KEEP, keeping
from bot.cards.review import identity_cases as cards
from bot.context import DeskContext
from bot.engine.listeners import Ask, FlowStep, on_contact, on_picture, on_result, on_tap, on_words
from bot.errors import StaleButton
from bot.services.identity import ages, typed_input
from bot.services.review import identity_cases, identity_numbers, photos as photo_service
from bot.services.review.photos import CheckedPhoto, PhotoHashes, PhotoReused
from bot.services.values import masking
from bot.stored_json import Draft
from bot.tasks import photos as photo_tasks
from storage.review.identity_cases import IdentityCaseKind


class FactStep(FlowStep):
    """What the flow waits for."""

    NAME = "name"
    ID_NUMBER = "id_number"
    CONTACT = "contact"
    DOCUMENT = "document"
    SELFIE = "selfie"
    CONFIRM = "confirm"


class IdentityDraft(Draft):
    """What the applicant has entered. document, selfie: stored files, with the hashes by which they are known."""

    kind: IdentityCaseKind = IdentityCaseKind.VERIFY
    name: str = ""
    id_number: str = ""
    phone: str = ""
    document: UUID | None = None
    selfie: UUID | None = None
    document_hashes: PhotoHashes = PhotoHashes()
    selfie_hashes: PhotoHashes = PhotoHashes()


def steps() -> dict[FlowStep, Ask]:
    """Return the steps that this module adds to the flow."""
    checked = photo_tasks.check_identity_photo
    return {
        FactStep.NAME: Ask(name, on_words(take_name), on_tap(KEEP, keep_name)),
        FactStep.ID_NUMBER: Ask(id_number, on_words(take_id_number, is_sensitive=True), on_tap(KEEP, keep_id_number)),
        FactStep.CONTACT: Ask(
            contact,
            on_contact(take_contact),
            on_words(refuse_typed_phone, is_sensitive=True),
            on_tap(KEEP, keep_phone),
            on_tap(CHANGE, change_phone),
        ),
        FactStep.DOCUMENT: Ask(document, on_picture(take_photo), on_result(checked, take_document)),
        FactStep.SELFIE: Ask(selfie, on_picture(take_photo), on_result(checked, take_selfie)),
    }


def begin_draft(context: DeskContext, kind: IdentityCaseKind) -> IdentityDraft:
    """Return the draft of a case of this kind, with what a guest has entered for their registration, to be kept."""
    parked = context.conversation.parked.get("registration", {}) if context.account.person_id is None else {}
    typed = parked.get("draft", {})
    return IdentityDraft(kind=kind, **{field: typed.get(field) or "" for field in ("name", "id_number", "phone")})


def first_step(context: DeskContext, draft: IdentityDraft) -> FactStep:
    """Return the first step that the kind of the case needs."""
    return FactStep.NAME if identity_cases.needs_identity(draft.kind, context.account) else _after_identity(draft)


def name(context: DeskContext) -> Card:
    """Ask for the name; one that was entered before can be kept."""
    known = context.load_draft(IdentityDraft).name
    return keeping(cards.ask_name(context.texts), context.texts, known)


def take_name(context: DeskContext) -> FactStep:
    """Set the name."""
    draft = context.load_draft(IdentityDraft)
    draft.name = typed_input.parse_name(context.words)
    context.store_draft(draft)
    return FactStep.ID_NUMBER


def keep_name(context: DeskContext) -> FactStep:
    """Keep the name entered before."""
    _require(context.load_draft(IdentityDraft).name)
    return FactStep.ID_NUMBER


def id_number(context: DeskContext) -> Card:
    """Ask for the ID number; one that was entered before can be kept."""
    draft = context.load_draft(IdentityDraft)
    card = cards.ask_id_number(context.texts)
    return keeping(card, context.texts, masking.id_number(draft.id_number) if draft.id_number else "")


def take_id_number(context: DeskContext) -> FactStep:
    """Set the ID number; nothing is looked up, so that nothing is revealed."""
    draft = context.load_draft(IdentityDraft)
    draft.id_number = typed_input.parse_id_number(context.words, today=local_time.date_of(context.now))
    ages.require_registration_age(context.session, draft.id_number, now=context.now)
    context.store_draft(draft)
    return _after_identity(draft)


def keep_id_number(context: DeskContext) -> FactStep:
    """Keep the ID number entered before."""
    draft = context.load_draft(IdentityDraft)
    _require(draft.id_number)
    ages.require_registration_age(context.session, draft.id_number, now=context.now)
    return _after_identity(draft)


def contact(context: DeskContext) -> Card:
    """Ask for the own contact; one that was shared before can be kept."""
    phone = context.load_draft(IdentityDraft).phone
    if not phone:
        return cards.ask_contact(context.texts)
    card = keeping(cards.contact_again(context.texts, phone=phone), context.texts, masking.phone(phone))
    return card.with_rows((CHANGE.on(context.texts.plain("registration-change-phone"), "phone"),))


def take_contact(context: DeskContext) -> FactStep:
    """Set the phone number, which Telegram has verified to be the sender's."""
    draft = context.load_draft(IdentityDraft)
    phone = shared_phone(context)
    identity_numbers.require_new(context.session, context.account, draft.kind, phone)
    draft.phone = phone
    context.store_draft(draft)
    context.say(registration_cards.contact_taken(context.texts, phone=draft.phone))
    return FactStep.DOCUMENT


def keep_phone(context: DeskContext) -> FactStep:
    """Keep the phone number whose contact was shared before."""
    draft = context.load_draft(IdentityDraft)
    _require(draft.phone)
    identity_numbers.require_new(context.session, context.account, draft.kind, draft.phone)
    return FactStep.DOCUMENT


def change_phone(context: DeskContext) -> FactStep:
    """Ask for another contact."""
    draft = context.load_draft(IdentityDraft)
    draft.phone = ""
    context.store_draft(draft)
    return FactStep.CONTACT


def retake(context: DeskContext) -> FactStep:
    """Ask for both photos again."""
    return FactStep.DOCUMENT


def shared_phone(context: DeskContext) -> str:
    """Return the phone number of the contact that the sender shares, in E.164. Raises NotOwnContact."""
    message = context.message
    assert message is not None
    assert message.contact is not None
    shared, sender = message.contact, context.account.telegram_id
    return typed_input.parse_own_contact(shared.phone_number, of=shared.user_id, sender=sender)


def refuse_typed_phone(context: DeskContext) -> None:
    """Refuse a typed phone number, which does not prove whose it is, and any other words."""
    typed_input.refuse_instead_of_contact(context.words)


def document(context: DeskContext) -> Card:
    """Ask for the photo with the ID document."""
    return cards.ask_document(context.texts)


def selfie(context: DeskContext) -> Card:
    """Ask for the photo of the face."""
    return cards.ask_selfie(context.texts)


def take_photo(context: DeskContext) -> None:
    """Take a photo; a task downloads and checks it."""
    file = context.file
    photo_service.check_new(context.session, file.unique_id, file.size)
    task, owner = photo_tasks.check_identity_photo, context.account.person_id
    reference = context.order_task(task, file_id=file.file_id, owner=owner)
    context.await_result(cards.downloading(context.texts), reference)


def take_document(context: DeskContext) -> FactStep:
    """Keep the photo with the ID document, or say why it cannot be used."""
    draft = context.load_draft(IdentityDraft)
    checked = _checked_photo(context)
    draft.document, draft.document_hashes = checked.file, identity_cases.photo_hashes(checked)
    context.store_draft(draft)
    return FactStep.SELFIE


def take_selfie(context: DeskContext) -> FactStep:
    """Keep the photo of the face, or say why it cannot be used."""
    draft = context.load_draft(IdentityDraft)
    checked = _checked_photo(context)
    hashes = identity_cases.photo_hashes(checked)
    if hashes.content == draft.document_hashes.content:
        raise PhotoReused
    draft.selfie, draft.selfie_hashes = checked.file, hashes
    context.store_draft(draft)
    return FactStep.CONFIRM


def _require(known: str) -> None:
    """Raise StaleButton if there is nothing to keep."""
    if not known:
        raise StaleButton


def _after_identity(draft: IdentityDraft) -> FactStep:
    return FactStep.CONTACT if identity_cases.needs_phone(draft.kind) else FactStep.DOCUMENT


def _checked_photo(context: DeskContext) -> CheckedPhoto:
    return identity_cases.check_photo(context.session, context.result_of(photo_tasks.check_identity_photo))
