"""Cards for typed answers: which application a yes, a no or a stop is about."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session

from bot.card import Button, Card, CardButton, Whose, column
from bot.cards.filing.approval_withdrawal import STOP_CONFIRMED
from bot.cards.filing.approvals import APPROVE, REFUSE
from bot.cards.filing.filings import SHOW, facts
from bot.cards.filing.my_vehicles import CAR, UNBIND_CONFIRMED
from bot.cards.filing.withdrawal import WITHDRAW_CONFIRMED
from bot.cards.navigation import GO, go, sentence
from bot.services.filing.answers import Meaning
from bot.texts import Texts
from storage.filing.approvals import Approval
from storage.filing.filings import Filing, FilingStatus

ANSWERS = ((APPROVE, "approval-yes-to"), (REFUSE, "approval-no-to"))
NOT_AN_ANSWER = Button("not-answer", str, whose=Whose.NO_ROW)

_CONFIRMATIONS = {
    STOP_CONFIRMED.verb: "approval-stop-this",
    UNBIND_CONFIRMED.verb: "approval-unbind-this",
    WITHDRAW_CONFIRMED.verb: "filing-withdraw-this",
}

nothing_waits = sentence("approval-nothing-waits", "approvals", "progress", "menu")


def which_one(session: Session, meaning: Meaning, texts: Texts, *, is_yes: bool) -> Card:
    """Ask which application a typed yes, no or stop is about: one button for each, which acts at once."""
    button, label = ANSWERS[0] if is_yes else ANSWERS[1]
    asked = [(session.get_one(Filing, approval.filing_id), approval) for approval in meaning.may_answer]
    which, count = "approval-which-end" if meaning.may_end else "approval-which", len(asked) + len(meaning.may_end)
    lines = [
        texts(which, count=count),
        *(texts("approval-line", **facts(session, filing, texts)) for filing, _ in asked),
        *(texts("approval-line", **facts(session, filing, texts)) for filing in meaning.may_end),
    ]
    buttons = [button.on(_named(session, filing, label, texts), approval.id) for filing, approval in asked]
    ends = [_end(session, filing, texts) for filing in meaning.may_end]
    return Card("\n".join(lines), column(*buttons, *ends, go("approvals", texts)))


def already_taken_back(session: Session, filing: Filing, may_end: Sequence[Filing], texts: Texts) -> Card:
    """Say that the approval was taken back before; what else may be ended has a button."""
    lines = [texts("approval-taken-back-already", **facts(session, filing, texts))]
    if may_end:
        lines.append(texts("approval-end-another"))
        lines += [texts("approval-line", **facts(session, each, texts)) for each in may_end]
    return Card("\n".join(lines), column(*(_end(session, each, texts) for each in may_end), go("approvals", texts)))


def not_understood(session: Session, meaning: Meaning, texts: Texts) -> Card:
    """Say that the words are no answer, and show what waits for one, or what the person can take back."""
    lines, buttons = [texts("approval-not-understood", what="answer" if meaning.may_answer else "end")], []
    for approval in meaning.may_answer:
        filing = session.get_one(Filing, approval.filing_id)
        lines.append(texts("approval-line", **facts(session, filing, texts)))
        buttons += [button.on(_named(session, filing, label, texts), approval.id) for button, label in ANSWERS]
    lines += [texts("approval-line", **facts(session, filing, texts)) for filing in meaning.may_end]
    buttons += [_end(session, filing, texts) for filing in meaning.may_end]
    return Card("\n".join(lines), column(*buttons, go("approvals", texts), go("menu", texts)))


def confirm_or_answer(
    session: Session, button: Button[UUID], filing: Filing, waiting: Sequence[Approval], texts: Texts, *, is_yes: bool
) -> Card:
    """Ask whether a reply confirms the end of a filing, or answers a question that arrived in between."""
    asked = which_one(session, Meaning(may_answer=waiting), texts, is_yes=is_yes)
    if not is_yes:
        return asked
    label = _CONFIRMATIONS[button.verb]
    which = texts("approval-which-end", count=1 + len(waiting))
    text = f"{which}\n{texts('approval-line', **facts(session, filing, texts))}"
    lines = asked.text.partition("\n")[2]
    return Card(f"{text}\n{lines}", (*column(button.on(_named(session, filing, label, texts), filing.id)), *asked.rows))


def confirm_clearly(session: Session, button: Button[UUID], filing: Filing, texts: Texts) -> Card:
    """Ask for a button or a clear yes or no, where a nod is not enough."""
    label = _named(session, filing, _CONFIRMATIONS[button.verb], texts)
    return Card(texts("approval-confirm-clearly"), column(button.on(label, filing.id), _keep(button, filing, texts)))


def topic_of_nod(filing_id: UUID) -> str:
    """Return what the messages are about that ask for a clear yes or no."""
    return f"typed-confirmation:{filing_id}"


def further_words(session: Session, filing: Filing, approval: Approval | None, texts: Texts) -> Card:
    """Ask what a command with further words meant: the answers to what waits, or the end of what was agreed to."""
    text = f"{texts('approval-further-words')}\n{texts('approval-line', **facts(session, filing, texts))}"
    if approval is None:
        return Card(text, column(_end(session, filing, texts), go("approvals", texts)))
    buttons = [button.on(_named(session, filing, label, texts), approval.id) for button, label in ANSWERS]
    return Card(text, column(*buttons, go("approvals", texts)))


def not_an_answer(texts: Texts) -> tuple[CardButton, ...]:
    """Return the row that goes on with the step at which the person has typed."""
    return (NOT_AN_ANSWER.on(texts.plain("approval-not-an-answer"), ""),)


def _keep(button: Button[UUID], filing: Filing, texts: Texts) -> CardButton:
    """Return the button that keeps what the other one would end."""
    if button.verb == UNBIND_CONFIRMED.verb:
        return CAR.on(texts.plain("unbind-no"), filing.vehicle_id)
    if button.verb == WITHDRAW_CONFIRMED.verb:
        return SHOW.on(texts.plain("filing-withdraw-no"), filing.id)
    return GO.on(texts.plain("approval-stop-no"), "approvals")


def _end(session: Session, filing: Filing, texts: Texts) -> CardButton:
    if filing.status is FilingStatus.ACTIVE:
        return UNBIND_CONFIRMED.on(_named(session, filing, "approval-unbind-this", texts), filing.id)
    return STOP_CONFIRMED.on(_named(session, filing, "approval-stop-this", texts), filing.id)


def _named(session: Session, filing: Filing, label: str, texts: Texts) -> str:
    about = facts(session, filing, texts)
    return texts.plain(label, number=about["number"], plate=about["plate"])
