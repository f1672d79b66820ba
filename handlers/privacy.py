"""What the desk keeps of a person: seen, taken along, and deleted.

/privacy ─► the page ─┬─ tap Export ──► everything, as a file        ├─ tap Revoke ──► face check revoked
                      ├─ tap Sign out ─► sure? ─► signed out
                      └─ tap Delete ──► WARNING ─► WORD ── 删除, DELETE ──► deleted
"""

from collections.abc import Iterator

from bot.card import Attachment, Card
from bot.cards import privacy as cards
from bot.context import DeskContext
from bot.engine.listeners import END, Ask, Flow, FlowSignal, FlowStep, Handler, on_command, on_tap, on_words
from bot.errors import Refusal
from bot.services.identity import accounts, consents
from bot.services.privacy import requests
from bot.services.values import text_cleaning
from storage.identity.consents import ConsentText

WORDS = ("删除", "DELETE")


class NotTheWord(Refusal, key="refused-not-the-word"):
    """Something else than the word that deletes."""


class Step(FlowStep):
    """What we are waiting for."""

    WARNING = "warning"
    WORD = "word"


def handlers() -> Iterator[Handler]:
    """Everything this file listens to."""
    yield on_command("privacy", show)
    yield on_tap(cards.EXPORT, export)
    yield on_tap(cards.FACE, revoke_face)
    yield on_tap(cards.SIGN_OUT, ask_sign_out)
    yield on_tap(cards.SIGN_OUT_NOW, sign_out)
    yield Flow(
        "deletion",
        entry_points=[on_tap(cards.DELETE, start)],
        states={
            Step.WARNING: Ask(warning, on_tap(cards.GO_ON, go_on)),
            Step.WORD: Ask(word, on_words(delete)),
        },
    )


def show(context: DeskContext) -> None:
    """What the desk keeps."""
    if context.account.person_id is None:
        context.show(cards.guest(context.texts))
        return
    context.show(cards.page(context.session, context.account, context.person, context.texts))


def export(context: DeskContext) -> None:
    """Everything the desk keeps, as a file."""
    file_id = requests.export(context.session, context.account, context.person, now=context.now)
    context.say(cards.exported(context.texts, Attachment(file_id, as_document=True)))


def revoke_face(context: DeskContext) -> None:
    """Take the agreement to face checks back."""
    consents.revoke(context.session, context.person, ConsentText.FACE, now=context.now)
    context.show(cards.face_revoked(context.texts))


def ask_sign_out(context: DeskContext) -> None:
    """Say what it does, and ask."""
    context.show(cards.sign_out(context.texts, name=context.person.name))


def sign_out(context: DeskContext) -> None:
    """From now on this account is nobody's."""
    accounts.sign_out(context.session, context.account, now=context.now)
    _clear(context)
    context.show(cards.signed_out(context.texts))


def start(context: DeskContext) -> Step:
    """See that he can go at all."""
    requests.consequences(context.session, context.person, now=context.now)
    return Step.WARNING


def warning(context: DeskContext) -> Card:
    """What ends, what stays."""
    ends = requests.consequences(context.session, context.person, now=context.now)
    return cards.warning(context.texts, ends)


def go_on(context: DeskContext) -> Step:
    """Understood; now the word."""
    return Step.WORD


def word(context: DeskContext) -> Card:
    """The word that cannot be tapped by mistake."""
    return cards.ask_word(context.texts)


def delete(context: DeskContext) -> FlowSignal:
    """The word was typed: delete the account."""
    if text_cleaning.compact(context.words) not in WORDS:
        raise NotTheWord
    requests.delete(context.session, context.account, context.person, now=context.now)
    context.conversation.parked.clear()
    context.show(cards.deleted(context.texts))
    return END


def _clear(context: DeskContext) -> None:
    """Forget what was being typed in the person's name."""
    context.conversation.parked.clear()
    context.leave(context.conversation.flow)
