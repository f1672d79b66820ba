"""Verification of certificates, open to everybody: by text, picture, file or share code.

/verify TEXT, CZ1:… at any time, the link of a share code ──► result
/verify ─► ASK ─ text ──► result
              └─ picture or file, forwarded ones too ─► READING ─ codes ──► result
"""

from collections.abc import Iterator, Sequence

from bot.adapters.certificates import pasted_text
from bot.card import Card
from bot.cards.certificates import share_codes as share_cards, verification as cards
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
    on_link,
    on_picture,
    on_result,
    on_tap,
    on_words,
)
from bot.services.certificates import verification
from bot.tasks import verification as verification_tasks
from storage.certificates.views import ViewWay


class Step(FlowStep):
    """What the flow waits for."""

    ASK = "ask"
    READING = "reading"


def handlers() -> Iterator[Handler]:
    """Return what this module listens to."""
    yield on_words(take_certificate_text, first=True, forwarded=True)
    yield on_result(verification_tasks.read_certificate_codes, take_codes)
    yield on_link(share_cards.LINK, follow_share, guests=True)
    words, picture = on_words(take_words, forwarded=True), on_picture(take_picture, forwarded=True)
    yield Flow(
        "verification",
        entry_points=[on_command("verify", start), on_tap(cards.VERIFY_AGAIN, again)],
        steps={
            Step.ASK: Ask(ask, words, picture),
            Step.READING: Ask(
                reading,
                on_result(verification_tasks.read_certificate_codes, take_codes),
                words,
                picture,
                is_progress=True,
            ),
        },
    )


def start(context: DeskContext) -> Step | None:
    """Verify the text behind the command, or ask for something to verify."""
    if not context.words:
        return Step.ASK
    _verify(context, context.words)
    return None


def follow_share(context: DeskContext) -> None:
    """Show the certificate whose share code came as a link."""
    _verify(context, context.link)


def again(context: DeskContext) -> Step:
    """Ask for another certificate."""
    return Step.ASK


def ask(context: DeskContext) -> Card:
    """Ask for a picture, a file or a text."""
    return cards.ask(context.texts)


def take_words(context: DeskContext) -> FlowSignal:
    """Verify the text of a QR code, or a share code."""
    _verify(context, context.words)
    return END


def take_certificate_text(context: DeskContext) -> FlowSignal | None:
    """Verify the text of a certificate at any time, whatever is around it and whatever flow the person is in."""
    if not pasted_text.candidates(pasted_text.cleaned(context.words)):
        return NOT_HANDLED
    _verify(context, context.words)
    context.leave("verification")
    return None


def take_picture(context: DeskContext) -> Step:
    """Order the task that reads the codes of a picture or file."""
    file = context.file
    context.order_task(verification_tasks.read_certificate_codes, file_id=file.file_id)
    return Step.READING


def reading(context: DeskContext) -> Card:
    """Say that the picture is being read."""
    return cards.reading(context.texts)


def take_codes(context: DeskContext) -> FlowSignal | Step:
    """Verify the codes in the picture, wherever the person is meanwhile."""
    read = context.result_of(verification_tasks.read_certificate_codes)
    if read is None or read.problem:
        context.say(cards.unreadable(read.problem if read else "damaged", context.texts))
        return Step.ASK if context.conversation.flow == "verification" else END
    show_codes(context, read.texts)
    return END


def show_codes(context: DeskContext, texts: Sequence[str]) -> None:
    """Show the result of verifying the codes of a picture."""
    found = verification.verify_codes(context.session, texts, by=context.account, way=ViewWay.PICTURE, now=context.now)
    context.say(cards.result(context.session, found, context.texts, now=context.now))


def _verify(context: DeskContext, text: str) -> None:
    found = verification.verify(context.session, text, way=ViewWay.TEXT, by=context.account, now=context.now)
    context.show(cards.result(context.session, found, context.texts, now=context.now))
