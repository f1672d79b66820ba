"""Cards about what somebody has said in their own words: which of several things was meant, or whether it answers."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from sqlmodel import Session

from bot.card import Button, Card, CardButton, Row, Whose, column
from bot.cards.filing.filings import ENTER_CODE, facts
from bot.cards.navigation import ANSWER, flow_row, go, resume, sentence
from bot.services.phrases.deeds import Deed
from bot.services.phrases.phrases import NOTHING, Phrase
from bot.services.values import plates
from bot.texts import Texts
from storage.filing.filings import Filing
from storage.review.identity_cases import REFERENCE_PREFIX

# A command with its words, or a short code: what is done if the person means it.
MEANT = Button("meant", str, whose=Whose.NO_ROW)
ANSWERED = frozenset({Deed.HELLO, Deed.THANKS, Deed.CONTINUE, Deed.CANCEL, Deed.BACK})  # They open no page.

thanks = sentence("own-words-thanks", "menu")
no_code = sentence("own-words-no-code", "verify", "file", "menu")
no_code_expected = sentence("own-words-no-code-expected", "progress", "menu")
code_of_guest = sentence("own-words-code-of-guest", "start", "menu")
reading = sentence("own-words-reading")


def digits_for(session: Session, waiting: Sequence[Filing], parked: Sequence[str], texts: Texts) -> Card:
    """Offer what a code or a number may be meant for: applications that wait for the owner, and parked flows."""
    codes = [
        ENTER_CODE.on(texts.plain("own-words-enter-code", **facts(session, each, texts)), each.id) for each in waiting
    ]
    return Card(
        texts("own-words-digits-for"), column(*codes, *(resume(flow, texts) for flow in parked), go("menu", texts))
    )


def known(phrase: Phrase, commands: Collection[str], *, has_queue: bool) -> Phrase:
    """Return what a phrase means of what the desk has a command for. has_queue: the person is staff with an inbox."""
    opened = {deed for deed in Deed if deed.value in commands or deed is Deed.CHECK or deed in ANSWERED}
    if not has_queue:
        opened.discard(Deed.QUEUE)
    if phrase.deed is not None and phrase.deed not in opened:
        return NOTHING
    return replace(phrase, choices=tuple(deed for deed in phrase.choices if deed in opened))


def opened_by(phrase: Phrase) -> list[str]:
    """Return the texts of buttons that open what a phrase means, or may mean."""
    if phrase.code:
        return [phrase.code]
    deeds = [phrase.deed] if phrase.deed is not None else list(phrase.choices)
    pages = [Deed.PROGRESS if deed is Deed.CHECK else deed for deed in deeds if deed not in ANSWERED]
    opened = [_command(deed, phrase) for deed in dict.fromkeys(pages)]
    if not deeds and phrase.plate:
        opened = [f"/vehicles {phrase.plate}"]
    elif not deeds and phrase.is_marked:
        opened = [f"/progress {phrase.number}"]
    return opened


def offers(phrase: Phrase, texts: Texts) -> tuple[Row, ...]:
    """Return a button for each thing that a phrase means or may mean."""
    return column(*(_button(opened, texts) for opened in opened_by(phrase)))


def which(phrase: Phrase, flow: str, texts: Texts) -> Card:
    """Ask whether words at a step of this flow are its answer, or mean something else."""
    text = texts("own-words-which", what=texts.plain(f"flow-name-{flow}"))
    return Card(text, (*offers(phrase, texts), (answer_button(texts),)))


def back_or_answer(texts: Texts) -> Card:
    """Say which button goes back, and offer to take the words as the answer to the step."""
    return Card(texts("own-words-back"), ((answer_button(texts),),))


def cancel_or_answer(texts: Texts, *, leaves: bool) -> Card:
    """Offer to cancel, or to take the words as the answer to the step: an objection asks for a fine to be cancelled.

    leaves: as in `flow_row`.
    """
    key = "own-words-leave-or-answer" if leaves else "own-words-cancel-or-answer"
    return Card(texts(key), ((answer_button(texts),), flow_row(texts, first=True, leaves=leaves)))


def answer_button(texts: Texts) -> CardButton:
    """Return the button that hands the step what was typed."""
    return ANSWER.on(texts.plain("own-words-answer"), "")


def did_you_mean(phrase: Phrase, texts: Texts) -> Card:
    """Ask which of several things was meant."""
    return Card(texts("own-words-did-you-mean"), (*offers(phrase, texts), (go("menu", texts),)))


def code_found(opened: str, flow: str, texts: Texts) -> Card:
    """Ask whether to leave a flow for the code in a picture that was sent in it; another filing replaces a filing."""
    key = "own-words-code-found-instead" if flow == "filing" else "own-words-code-found"
    text = texts(key, what=texts.plain(f"flow-name-{flow}"))
    return Card(text, ((MEANT.on(texts.plain("own-words-open-code"), opened),),))


def not_in_list(plate: str, texts: Texts) -> Card:
    """Say that a vehicle is not among those of the person, whether it exists or not, and what they can do."""
    text = texts("own-words-not-in-list", plate=plates.display(plate))
    return Card(text, tuple((go(command, texts),) for command in ("file", "verify", "vehicles")))


def foreign_code(kind: str, texts: Texts) -> Card:
    """Say that the code in a picture is something else. kind: as in the keys `qr-is-…`."""
    return Card(texts(f"qr-is-{kind}"), ((go("verify", texts), go("menu", texts)),))


def _button(opened: str, texts: Texts) -> CardButton:
    if not opened.startswith("/"):
        return MEANT.on(texts.plain("own-words-open-code"), opened)
    command, _, words = opened[1:].partition(" ")
    label = texts.plain(f"go-{command}")
    is_number = words.removeprefix(REFERENCE_PREFIX).isdigit()
    about = f"#{words}" if is_number else plates.display(words)
    return MEANT.on(f"{label} · {about}" if words else label, opened)


def _command(deed: Deed, phrase: Phrase) -> str:
    return " ".join([f"/{deed.value}", *_words(deed, phrase)])


def _words(deed: Deed, phrase: Phrase) -> list[str]:
    """Return what follows the command: the plate or the number that it is about."""
    if phrase.plate and deed in (Deed.FILE, Deed.VEHICLES, Deed.VIOLATIONS, Deed.CERTIFICATE):
        return [phrase.plate]
    if phrase.case is not None:
        return [f"{REFERENCE_PREFIX}{phrase.case}"]
    return [str(phrase.number)] if phrase.number is not None and deed is Deed.PROGRESS else []
