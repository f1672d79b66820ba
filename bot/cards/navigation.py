"""The looks that belong to no noun: refusals, the flow's own buttons, what to do when something is not understood."""

from collections.abc import Collection

from bot.card import Button, Card, CardButton
from bot.errors import Refusal
from bot.texts import Texts

GO = Button("go", str)
BACK = Button("back", str, in_step=True)
CANCEL = Button("cancel", str, in_step=True)
RESUME = Button("resume", str)
RESTART = Button("restart", str)


def go(command: str, texts: Texts) -> CardButton:
    """A button that does what /command does."""
    return GO.on(texts.plain(f"go-{command}"), command)


def flow_row(texts: Texts, *, first: bool) -> tuple[CardButton, ...]:
    """The last line of every question of a flow: back (not on the first one) and cancel."""
    cancel = CANCEL.on(texts.plain("flow-cancel"), "")
    return (cancel,) if first else (BACK.on(texts.plain("flow-back"), ""), cancel)


def refusal(refused: Refusal, texts: Texts, allowed: Collection[str]) -> Card:
    """Why the desk says no, every reason, with the way out as buttons: of the allowed commands, else the menu."""
    reasons = refused.reasons()
    lines = [texts(reason.key, **reason.values) for reason in reasons]
    text = lines[0] if len(lines) == 1 else "\n".join([texts("refused-several"), *(f"• {line}" for line in lines)])
    offers = dict.fromkeys(command for reason in reasons for command in reason.offers)
    open_to_him = [command for command in offers if command in allowed] or (["menu"] if offers else [])
    return Card(text, tuple((go(command, texts),) for command in open_to_him))


def above(words: str, card: Card) -> Card:
    """The same card with words put above it."""
    return card.with_text(f"{words}\n\n{card.text}")


def lost(kind: str, texts: Texts) -> Card:
    """Nothing is going on and a message of this kind means nothing here: say what can be done."""
    key = "lost" if kind == "words" else "lost-picture" if kind in ("photo", "document") else "lost-other"
    return Card(texts(key), ((go("menu", texts), go("help", texts)),))


def cancelled(flow: str, texts: Texts) -> Card:
    """A flow was given up."""
    return Card(texts("flow-cancelled", what=texts.plain(f"flow-name-{flow}")), ((go("menu", texts),),))


def nothing_to_cancel(texts: Texts) -> Card:
    """Cancel, with nothing going on."""
    return Card(texts("flow-nothing"), ((go("menu", texts),),))


def parked(flow: str, texts: Texts) -> Card:
    """A flow that was left for another waits."""
    name = texts.plain(f"flow-name-{flow}")
    return Card(texts("flow-parked", what=name), ((RESUME.on(texts.plain("flow-resume", what=name), flow),),))


def already(flow: str, texts: Texts) -> CardButton:
    """A button that starts the flow that is going on anew."""
    return RESTART.on(texts.plain("flow-restart"), flow)


def broken(reference: str, texts: Texts) -> Card:
    """Something failed on our side; the reference is what staff find it by."""
    return Card(texts("broken", reference=reference), ((go("menu", texts),),))
