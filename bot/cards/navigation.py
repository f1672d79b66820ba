"""Cards that belong to no domain: refusals, the buttons of a flow, messages that are not understood."""

from collections.abc import Callable, Collection
from dataclasses import replace

from bot import offices, profile
from bot.card import FLOW_VERBS, AnyButton, Button, Card, CardButton, Row, Whose, text_width
from bot.errors import Refusal
from bot.texts import Texts

GO = Button(profile.GO_VERB, str, whose=Whose.NO_ROW)
BACK, CANCEL = (Button(verb, str, in_step=True) for verb in FLOW_VERBS)
ANSWER = Button("answer", str, in_step=True)  # What was typed is meant for the step.
RESUME = Button("resume", str, whose=Whose.NO_ROW)
RESTART = Button("restart", str, whose=Whose.NO_ROW)

MAX_REPEATED_WIDTH = 400  # The `text_width` of a question.


def go(command: str, texts: Texts) -> CardButton:
    """Return a button that does what /command does."""
    return GO.on(texts.plain(f"go-{command}"), command)


def sentence(key: str, *commands: str) -> Callable[[Texts], Card]:
    """Define a card with one text, which needs no values, and a row of buttons that do what these commands do."""

    def card(texts: Texts) -> Card:
        return Card(texts(key), (tuple(go(command, texts) for command in commands),) if commands else ())

    return card


nothing_to_cancel = sentence("flow-nothing", "menu")


def flow_row(texts: Texts, *, first: bool, leaves: bool = False) -> tuple[CardButton, ...]:
    """Return the last row of every question of a flow: back (not on the first one) and cancel.

    leaves: the button says "leave", as what the question is about lives on.
    """
    cancel = CANCEL.on(texts.plain("flow-leave" if leaves else "flow-cancel"), "")
    return (cancel,) if first else (BACK.on(texts.plain("flow-back"), ""), cancel)


def refusal(refused: Refusal, texts: Texts, allowed: Collection[str]) -> Card:
    """Show every reason of a refusal, and as buttons the offered commands that are allowed, else the menu."""
    reasons = refused.reasons()
    lines = [texts(reason.key, **reason.values) for reason in reasons]
    text = lines[0] if len(lines) == 1 else "\n".join([texts("refused-several"), *(f"• {line}" for line in lines)])
    offers = dict.fromkeys(command for reason in reasons for command in reason.offers)
    available = [command for command in offers if command in allowed] or (["menu"] if offers else [])
    if any(leads_to_office(reason.key, texts) for reason in reasons) and "offices" not in available:
        available.append("offices")
    return Card(text, tuple((go(command, texts),) for command in available))


def without(card: Card, commands: Collection[str]) -> Card:
    """Return a card without the buttons of these commands: the person is in what they begin."""
    rows = (tuple(each for each in row if not _does(each, commands)) for row in card.rows)
    return replace(card, rows=tuple(row for row in rows if row))


def _does(button: AnyButton, commands: Collection[str]) -> bool:
    return isinstance(button, CardButton) and button.verb == GO.verb and button.subject in commands


def leads_to_office(key: str, texts: Texts) -> bool:
    """Return whether this text sends people to an office, or to staff, that /offices shows."""
    return offices.is_anything_known() and texts.leads_to_office(key)


def office_rows(key: str, texts: Texts) -> tuple[Row, ...]:
    """Return the row with the button of /offices below a card with this text; none if it leads to no office."""
    return ((go("offices", texts),),) if leads_to_office(key, texts) else ()


def tick(what: str, texts: Texts, *, chosen: bool, barred: bool = False) -> str:
    """Return the text of something to choose: whether it is chosen, or cannot be, as a sign and in words."""
    return texts.plain("tick-barred" if barred else "tick-on" if chosen else "tick-off", what=what)


def above(words: str, card: Card) -> Card:
    """Return the same card with text above its own."""
    return card.with_text(f"{words}\n\n{card.text}")


def hint(words: str, prompt: Card, texts: Texts, *, is_whole: bool = False) -> Card:
    """Return the buttons of a step below a hint. A long question is not repeated unless it `is_whole`."""
    if is_whole or text_width(prompt.text) <= MAX_REPEATED_WIDTH:
        return above(words, prompt)
    return prompt.with_text(continued(words, texts))


def continued(words: str, texts: Texts) -> str:
    """Return a hint, which may have markup, and that the question above is to be answered."""
    return f"{words}\n{texts('expected-above')}"


def lost(kind: str, texts: Texts) -> Card:
    """Answer a message of this kind that means nothing outside a flow."""
    key = {"words": "lost", "edited": "lost-edited"}.get(kind, "lost-other")
    return Card(texts(key), ((go("menu", texts), go("help", texts)),))


def cancelled(flow: str, texts: Texts) -> Card:
    """Confirm that a flow was cancelled."""
    return Card(texts("flow-cancelled", what=texts.plain(f"flow-name-{flow}")), ((go("menu", texts),),))


def parked(flow: str, texts: Texts) -> Card:
    """Offer to resume a flow that was left for another."""
    return Card(texts("flow-parked", what=texts.plain(f"flow-name-{flow}")), ((resume(flow, texts),),))


def resume(flow: str, texts: Texts) -> CardButton:
    """Return the button that goes on with a flow, the current one or a parked one."""
    return RESUME.on(texts.plain("flow-resume", what=texts.plain(f"flow-name-{flow}")), flow)


def already(flow: str, texts: Texts) -> CardButton:
    """Return a button that restarts the current flow."""
    return RESTART.on(texts.plain("flow-restart"), flow)


def news(texts: Texts) -> Card:
    """Say that there is news that cannot be shown, and where to look."""
    return Card(texts("news"), ((go("menu", texts),),))


def broken(reference: str, texts: Texts) -> Card:
    """Report an error; staff find it by the reference."""
    return Card(texts("broken", reference=reference), ((go("menu", texts),),))
