"""Personal data: what is stored, export, revoking consent, sign-out, deletion of the account.

/privacy ─► the page ─┬─ tap Export ──► CODE ── the code by SMS ──► everything, as a file
                      ├─ tap Revoke ──► what it means ─► revoked
                      ├─ tap Sign out ─► confirm ─► signed out
                      └─ tap Delete ──► WARNING ─► WORD ── 删除, DELETE ──► CODE ──► deleted
"""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from bot.card import Attachment, Card
from bot.cards import privacy as cards
from bot.cards.filing.filings import facts
from bot.cards.identity import contested
from bot.context import DeskContext
from bot.engine.listeners import AGAIN, END, Ask, Flow, FlowSignal, FlowStep, Handler, on_command, on_tap, on_words
from bot.errors import AccountEnded, Refusal
from bot.services.identity import accounts, consents
from bot.services.privacy import confirmation, data_requests, identity_cases as kept_cases
from bot.services.privacy.confirmation import PrivacyAct
from bot.services.review import identity_withdrawals
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from bot.services.staff import work_freeing
from bot.services.values import text_cleaning
from bot.services.values.simplified import simplified
from handlers.identity import unlocking
from storage import files
from storage.identity.consents import ConsentText
from storage.register import people

WORDS = ("删除", "DELETE")
PERSONAL_FIELDS = ("name", "id_number", "phone")  # Of the drafts of guests.
PHOTO_FIELDS = ("document", "selfie")  # Of an identity case that is not sent yet.


class NotTheWord(Refusal, key="refused-not-the-word"):
    """The text is not the word that confirms the deletion."""


class ExportStep(FlowStep):
    """What the flow waits for."""

    CODE = "code"


class Step(FlowStep):
    """What the flow waits for."""

    WARNING = "warning"
    WORD = "word"
    CODE = "code"


def handlers() -> Iterator[Handler]:
    """Return what this module listens to."""
    yield on_command("privacy", show)
    yield on_tap(cards.DELETE_DRAFT, delete_draft)
    yield on_tap(cards.FACE, ask_revoke_face)
    yield on_tap(cards.REVOKE, ask_revoke)
    yield on_tap(cards.REVOKE_NOW, revoke)
    yield on_tap(cards.SIGN_OUT, ask_sign_out)
    yield on_tap(cards.SIGN_OUT_NOW, sign_out)
    yield Flow(
        "export",
        entry_points=[on_tap(cards.EXPORT, start_export)],
        steps={
            ExportStep.CODE: Ask(code, on_words(export, is_sensitive=True), on_tap(cards.RESEND, resend)),
        },
    )
    yield Flow(
        "deletion",
        entry_points=[on_tap(cards.DELETE, start)],
        steps={
            Step.WARNING: Ask(warning, on_tap(cards.GO_ON, go_on), asks_yes=True),
            Step.WORD: Ask(word, on_words(take_word)),
            Step.CODE: Ask(code, on_words(delete, is_sensitive=True), on_tap(cards.RESEND, resend)),
        },
    )


def show(context: DeskContext) -> None:
    """Show what is stored."""
    if context.account.person_id is None:
        if cases := kept_cases.of_guest(context.session, context.account):
            days = rules.number(context.session, RuleName.PHOTO_DAYS, at=context.now)
            context.show(cards.guest_with_cases(context.texts, cases, days=days))
            return
        typed = _typed_by_guest(context)
        is_empty = not any(typed.values())
        if is_empty and context.account.ended_at is not None:
            raise AccountEnded
        context.show(cards.guest(context.texts) if is_empty else cards.guest_with_draft(context.texts, **typed))
        return
    page = cards.page(context.session, context.account, context.registered_person, context.texts)
    is_contested = people.is_contested(context.session, context.registered_person)
    context.show(contested.above(page, context.texts) if is_contested else page)


def delete_draft(context: DeskContext) -> None:
    """Delete what the person has typed and not finished; of a guest, also what their identity cases say."""
    _leave_flows(context)
    kept_cases.erase_of_guest(context.session, context.account, now=context.now)
    context.show(cards.draft_deleted(context.texts))


def start_export(context: DeskContext) -> ExportStep:
    """Send a code before anything is exported."""
    _send(context, PrivacyAct.EXPORT)
    return ExportStep.CODE


def code(context: DeskContext) -> Card:
    """Ask for the code."""
    minutes = rules.number(context.session, RuleName.CODE_MINUTES, at=context.now)
    return cards.ask_code(context.texts, phone=context.registered_person.phone, minutes=minutes)


def resend(context: DeskContext) -> FlowSignal:
    """Send another code for the export or the deletion, whichever flow asks."""
    act, person = PrivacyAct(context.conversation.flow), context.registered_person
    confirmation.resend_code(context.session, context.account, person, act, now=context.now)
    context.heading = context.texts("code-again")
    return AGAIN


def export(context: DeskContext) -> FlowSignal:
    """Export everything stored, as a file, if the code is right."""
    _confirm(context, PrivacyAct.EXPORT)
    person, texts = context.registered_person, context.texts.plain
    file_id = data_requests.export(context.session, context.account, person, texts, now=context.now)
    context.say(cards.exported(context.texts, Attachment(file_id, as_document=True)))
    return END


def ask_revoke_face(context: DeskContext) -> None:
    """Ask for confirmation: a button of an old message, which revoked at once."""
    _show_meaning(context, ConsentText.FACE)


def ask_revoke(context: DeskContext) -> None:
    """Say what revoking the tapped consent means, and ask for confirmation."""
    _show_meaning(context, ConsentText(context.tapped(cards.REVOKE)))


def revoke(context: DeskContext) -> None:
    """Revoke the consent. An open identity case rests on the photos of documents, and ends with that consent."""
    kind = ConsentText(context.tapped(cards.REVOKE_NOW))
    consents.check_revocable(context.session, context.registered_person, kind)
    ended = None
    if kind is ConsentText.ID_PHOTOS:
        ended = identity_withdrawals.withdraw_open(context.session, context.account, now=context.now)
    consents.revoke(context.session, context.registered_person, kind, now=context.now)
    context.show(cards.revoked(context.texts, ended=ended))


def ask_sign_out(context: DeskContext) -> None:
    """Explain the sign-out, and ask for confirmation."""
    context.show(cards.sign_out(context.texts, can_unlock=context.registered_person.phone != ""))


def sign_out(context: DeskContext) -> None:
    """Sign the account out."""
    accounts.sign_out(context.session, context.account, now=context.now)
    work_freeing.free_all(context.session, context.account, now=context.now)
    _leave_flows(context)
    context.show(unlocking.still_locked(context))


def start(context: DeskContext) -> Step:
    """Check that the account can be deleted now."""
    data_requests.consequences(context.session, context.registered_person, now=context.now)
    return Step.WARNING


def warning(context: DeskContext) -> Card:
    """Show what ends and what stays."""
    ends = data_requests.consequences(context.session, context.registered_person, now=context.now)
    others = [facts(context.session, each, context.texts) for each in ends.of_own_vehicles]
    return cards.warning(context.texts, ends, others)


def go_on(context: DeskContext) -> Step:
    """Continue to the word."""
    return Step.WORD


def word(context: DeskContext) -> Card:
    """Ask for the word that confirms the deletion."""
    return cards.ask_word(context.texts)


def take_word(context: DeskContext) -> Step:
    """Take the word, and send a code."""
    if simplified(text_cleaning.compact(context.words)) not in WORDS:
        raise NotTheWord
    data_requests.consequences(context.session, context.registered_person, now=context.now)
    _send(context, PrivacyAct.DELETION)
    return Step.CODE


def delete(context: DeskContext) -> FlowSignal:
    """Delete the account if the code is right."""
    _confirm(context, PrivacyAct.DELETION)
    context.show(cards.deleted(context.texts))  # Before the deletion: afterwards the chat is not known.
    data_requests.delete(context.session, context.account, context.registered_person, now=context.now)
    context.conversation.parked.clear()
    context.conversation.lane = context.account.lane
    return END


def _send(context: DeskContext, act: PrivacyAct) -> None:
    confirmation.send_code(context.session, context.account, context.registered_person, act, now=context.now)


def _confirm(context: DeskContext, act: PrivacyAct) -> None:
    person = context.registered_person
    confirmation.confirm(context.session, context.account, person, act, context.words, now=context.now)


def _show_meaning(context: DeskContext, kind: ConsentText) -> None:
    consents.check_revocable(context.session, context.registered_person, kind)
    days = rules.number(context.session, RuleName.PHOTO_DAYS, at=context.now)
    context.show(cards.revoking(context.texts, kind, days=days))


def _typed_by_guest(context: DeskContext) -> dict[str, str]:
    """Return the personal data in unfinished flows, the current one first: the registration, an identity case."""
    drafts = _drafts(context)
    found = {field: [str(draft[field]) for draft in drafts if draft.get(field)] for field in PERSONAL_FIELDS}
    return {field: values[0] if values else "" for field, values in found.items()}


def _drafts(context: DeskContext) -> list[dict[str, Any]]:
    """Return what was entered in unfinished flows, the current one first."""
    return [context.conversation.draft, *(parked["draft"] for parked in context.conversation.parked.values())]


def _leave_flows(context: DeskContext) -> None:
    """Forget the flows begun in the person's name, and delete the photos that were sent in them."""
    for draft in _drafts(context):
        for photo in (draft.get(field) for field in PHOTO_FIELDS):
            if photo:
                files.delete_file(context.session, UUID(photo))
    context.conversation.parked.clear()
    context.leave(context.conversation.flow)
