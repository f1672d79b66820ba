"""Personal data: what is stored, export, revoking consent, sign-out, deletion of the account.

/privacy ─► the page ─┬─ tap Export ──► everything, as a file
                      ├─ tap Revoke ──► what it means ─► revoked
                      ├─ tap Sign out ─► confirm ─► signed out
                      └─ tap Delete ──► WARNING ─► WORD ── 删除, DELETE ──► deleted
"""

from collections.abc import Iterator

from bot.card import Attachment, Card
from bot.cards import privacy as cards
from bot.cards.identity import unlocking
from bot.context import DeskContext
from bot.engine.listeners import END, Ask, Flow, FlowSignal, FlowStep, Handler, on_command, on_tap, on_words
from bot.errors import Refusal
from bot.services.identity import accounts, consents
from bot.services.privacy import requests
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from bot.services.values import text_cleaning
from storage.identity.consents import ConsentText

WORDS = ("删除", "DELETE")


class NotTheWord(Refusal, key="refused-not-the-word"):
    """The text is not the word that confirms the deletion."""


class Step(FlowStep):
    """What the flow waits for."""

    WARNING = "warning"
    WORD = "word"


def handlers() -> Iterator[Handler]:
    """Return what this module listens to."""
    yield on_command("privacy", show)
    yield on_tap(cards.EXPORT, export)
    yield on_tap(cards.FACE, ask_revoke_face)
    yield on_tap(cards.REVOKE, ask_revoke)
    yield on_tap(cards.REVOKE_NOW, revoke)
    yield on_tap(cards.SIGN_OUT, ask_sign_out)
    yield on_tap(cards.SIGN_OUT_NOW, sign_out)
    yield Flow(
        "deletion",
        entry_points=[on_tap(cards.DELETE, start)],
        steps={
            Step.WARNING: Ask(warning, on_tap(cards.GO_ON, go_on)),
            Step.WORD: Ask(word, on_words(delete)),
        },
    )


def show(context: DeskContext) -> None:
    """Show what is stored."""
    if context.account.person_id is None:
        context.show(cards.guest(context.texts))
        return
    context.show(cards.page(context.session, context.account, context.registered_person, context.texts))


def export(context: DeskContext) -> None:
    """Export everything stored, as a file."""
    file_id = requests.export(context.session, context.account, context.registered_person, now=context.now)
    context.say(cards.exported(context.texts, Attachment(file_id, as_document=True)))


def ask_revoke_face(context: DeskContext) -> None:
    """Ask for confirmation: a button of an old message, which revoked at once."""
    _show_meaning(context, ConsentText.FACE)


def ask_revoke(context: DeskContext) -> None:
    """Say what revoking the tapped consent means, and ask for confirmation."""
    _show_meaning(context, ConsentText(context.tapped(cards.REVOKE)))


def revoke(context: DeskContext) -> None:
    """Revoke the consent."""
    kind = ConsentText(context.tapped(cards.REVOKE_NOW))
    consents.check_revocable(context.session, context.person, kind)
    consents.revoke(context.session, context.person, kind, now=context.now)
    context.show(cards.revoked(context.texts))


def ask_sign_out(context: DeskContext) -> None:
    """Explain the sign-out, and ask for confirmation."""
    context.show(cards.sign_out(context.texts, name=context.registered_person.name))


def sign_out(context: DeskContext) -> None:
    """Sign the account out."""
    accounts.sign_out(context.session, context.account, now=context.now)
    _leave_flows(context)
    context.show(unlocking.locked(context.texts))


def start(context: DeskContext) -> Step:
    """Check that the account can be deleted now."""
    requests.consequences(context.session, context.registered_person, now=context.now)
    return Step.WARNING


def warning(context: DeskContext) -> Card:
    """Show what ends and what stays."""
    ends = requests.consequences(context.session, context.registered_person, now=context.now)
    return cards.warning(context.texts, ends)


def go_on(context: DeskContext) -> Step:
    """Continue to the word."""
    return Step.WORD


def word(context: DeskContext) -> Card:
    """Ask for the word that confirms the deletion."""
    return cards.ask_word(context.texts)


def delete(context: DeskContext) -> FlowSignal:
    """Delete the account."""
    if text_cleaning.compact(context.words) not in WORDS:
        raise NotTheWord
    context.show(cards.deleted(context.texts))  # Before the deletion: afterwards the chat is not known.
    requests.delete(context.session, context.account, context.registered_person, now=context.now)
    context.conversation.parked.clear()
    context.conversation.lane = context.account.lane
    return END


def _show_meaning(context: DeskContext, kind: ConsentText) -> None:
    consents.check_revocable(context.session, context.person, kind)
    days = rules.number(context.session, RuleName.PHOTO_DAYS, at=context.now)
    context.show(cards.revoking(context.texts, kind, days=days))


def _leave_flows(context: DeskContext) -> None:
    """Forget the flows begun in the person's name."""
    context.conversation.parked.clear()
    context.leave(context.conversation.flow)
