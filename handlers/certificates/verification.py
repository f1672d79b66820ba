"""Verification, open to everybody: a text, a picture, a file, a share code; a plate for officers.

/verify TEXT, CZ1:… anywhere ──► answered
/verify ─► ASK ─ text ──► answered
              └─ picture or file, forwarded too ─► READING ─ codes ──► answered
"""

from collections.abc import Iterator

from bot.adapters.certificates import cose
from bot.card import Card
from bot.cards.certificates import verification as cards
from bot.context import DeskContext
from bot.engine.listeners import (
    END,
    NOT_HANDLED,
    Ask,
    Flow,
    FlowSignal,
    FlowStep,
    Handler,
    on_command,
    on_picture,
    on_result,
    on_tap,
    on_words,
)
from bot.services.certificates import verification
from bot.tasks import verification as verification_tasks
from storage.certificates.views import ViewWay


class Step(FlowStep):
    """What we are waiting for."""

    ASK = "ask"
    READING = "reading"


def handlers() -> Iterator[Handler]:
    """Everything this file listens to."""
    yield on_words(take_anywhere, first=True, forwarded=True)
    yield on_result(verification_tasks.read_codes, take_codes)
    words, picture = on_words(take_words, forwarded=True), on_picture(take_picture, forwarded=True)
    yield Flow(
        "verification",
        entry_points=[on_command("verify", start), on_tap(cards.VERIFY_AGAIN, again)],
        states={
            Step.ASK: Ask(ask, words, picture),
            Step.READING: Ask(reading, on_result(verification_tasks.read_codes, take_codes), words, picture),
        },
    )


def start(context: DeskContext) -> Step | None:
    """With a text answer at once, else ask for one."""
    if not context.words:
        return Step.ASK
    _answer(context, context.words)
    return None


def again(context: DeskContext) -> Step:
    """Another one."""
    return Step.ASK


def ask(context: DeskContext) -> Card:
    """Send something."""
    return cards.ask(context.texts)


def take_words(context: DeskContext) -> FlowSignal:
    """The text of a code, or a share code."""
    _answer(context, context.words)
    return END


def take_anywhere(context: DeskContext) -> FlowSignal | None:
    """The text of a certificate, wherever the person is."""
    if not context.words.upper().startswith(cose.PREFIX):
        return NOT_HANDLED
    _answer(context, context.words)
    context.leave("verification")
    return None


def take_picture(context: DeskContext) -> Step:
    """A picture or a file: a task reads its codes."""
    file = context.file
    assert file is not None
    context.order_task(verification_tasks.read_codes, file_id=file.file_id)
    return Step.READING


def reading(context: DeskContext) -> Card:
    """It takes a moment."""
    return cards.reading(context.texts)


def take_codes(context: DeskContext) -> FlowSignal | Step:
    """The codes in the picture, wherever the person is meanwhile."""
    result = context.result
    if "texts" not in result:
        context.say(cards.unreadable(result.get("problem", "damaged"), context.texts))
        return Step.ASK if context.conversation.flow == "verification" else END
    found = verification.verify_codes(
        context.session, result["texts"], by=context.account, way=ViewWay.PICTURE, now=context.now
    )
    context.say(cards.answer(context.session, found, context.texts, now=context.now))
    return END


def _answer(context: DeskContext, text: str) -> None:
    found = verification.verify(context.session, text, way=ViewWay.TEXT, by=context.account, now=context.now)
    context.show(cards.answer(context.session, found, context.texts, now=context.now))
