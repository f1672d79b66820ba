"""Cards about penalty decisions: what was decided, what is due today and by day, and how to pay."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from bot import money
from bot.card import Attachment, Button, Card, CardButton, LinkButton, PairButton, Whose, column
from bot.cards import pages
from bot.cards.navigation import go, sentence
from bot.cards.pages import Page
from bot.cards.violations.violations import PAID, UNPAID, fine
from bot.services.payments import receipts
from bot.services.values import plates
from bot.services.violations import amounts_due, late_fees
from bot.texts import Texts
from storage.payments import receipts as receipt_store
from storage.payments.payments import PaymentProvider
from storage.register.vehicles import Vehicle
from storage.violations.decisions import Decision, DecisionState
from storage.violations.violations import Violation

DECISION = Button("decision", UUID, whose=Whose.PAYMENT)
DECISION_PDF = Button("voucher", UUID, whose=Whose.PAYMENT)
FEES = Button("late-fees", UUID, whose=Whose.PAYMENT)
PAY = PairButton("pay", first_type=str, second_type=UUID, example="w", whose=Whose.PAYMENT)
RECEIPT = Button("receipt", UUID, whose=Whose.PAYMENT)
RECHECK_DECISION = Button("recheck-d", UUID, whose=Whose.PAYMENT)

# The providers by their letter in callback data.
PROVIDER_LETTERS = {"w": PaymentProvider.WECHAT, "a": PaymentProvider.ALIPAY}

being_drawn = sentence("paper-being-drawn")
not_drawn = sentence("paper-failed", "violations")


def made(session: Session, texts: Texts, decided: list[Decision], *, now: datetime) -> Card:
    """The decisions just made, and buttons to pay."""
    lines = [texts("decisions-made", count=len(decided))]
    lines += [_line(session, texts, decision, now=now) for decision in decided]
    owed = sum(decision.fine for decision in decided)
    if not owed:
        return Card("\n".join([*lines, texts("decisions-warnings")]), ((go("violations", texts),),))
    lines.append(
        texts("decisions-total", total=money.yuan(owed), until=min(amounts_due.pay_by(each) for each in decided))
    )
    return Card("\n".join(lines), (*payment_buttons(texts, decided[0].batch_id), (go("violations", texts),)))


def payment_buttons(texts: Texts, subject: UUID) -> tuple[tuple[CardButton | LinkButton, ...], ...]:
    """Return a button for each provider. subject: a decision, decisions made together, or a person."""
    return (
        tuple(PAY.on_pair(texts.plain(f"pay-by-{each.value}"), key, subject) for key, each in PROVIDER_LETTERS.items()),
    )


def one(
    session: Session, texts: Texts, decision: Decision, *, now: datetime, more: tuple[CardButton, ...] = ()
) -> Card:
    """One decision: what it says, what is due today, and what can be done."""
    text = texts("decision", **facts(session, texts, decision))
    state = texts(f"decision-is-{decision.state.value}", **_owed(decision, now))
    state += _undone(session, texts, decision)
    choices: list[CardButton | LinkButton] = [DECISION_PDF.on(texts.plain("decision-pdf"), decision.id)]
    rows: tuple[tuple[CardButton | LinkButton, ...], ...] = ()
    if decision.state is DecisionState.UNPAID:
        rows = payment_buttons(texts, decision.id)
        choices.append(FEES.on(texts.plain("decision-fees"), decision.id))
        choices.append(RECHECK_DECISION.on(texts.plain("decision-recheck"), decision.id))
    if decision.state is DecisionState.PAID and decision.fine:
        choices.append(RECEIPT.on(texts.plain("decision-receipt"), decision.id))
    return Card(f"{text}\n{state}", (*rows, *column(*choices, *more, go("violations", texts))))


def unpaid(
    session: Session, texts: Texts, found: list[Decision], person_id: UUID, *, now: datetime, number: int = 1
) -> Card:
    """A page of the unpaid decisions of a person, and buttons to pay all of them together."""
    if not found:
        return Card(texts("decisions-none-unpaid"), ((go("violations", texts),),))
    total = sum(decision.fine + amounts_due.late_fee(decision, at=now) for decision in found)
    lines = [texts("decisions-unpaid", count=len(found), total=money.yuan(total))]
    card = _page(session, texts, lines, pages.page_of(found, number), UNPAID, now=now)
    return replace(card, rows=(*payment_buttons(texts, person_id), *card.rows))


def paid(session: Session, texts: Texts, found: list[Decision], *, now: datetime, number: int = 1) -> Card:
    """A page of the paid fines of a person, newest first; each has its receipt."""
    if not found:
        return Card(texts("decisions-none-paid"), ((go("violations", texts),),))
    return _page(
        session, texts, [texts("decisions-paid", count=len(found))], pages.page_of(found, number), PAID, now=now
    )


def _page(
    session: Session, texts: Texts, lines: list[str], page: Page[Decision], button: Button[str], *, now: datetime
) -> Card:
    """Return a list of decisions below these lines, with a button for each. button: opens a page of the list."""
    lines = [*lines, *(_line(session, texts, each, now=now) for each in page.items)]
    choices = [DECISION.on(texts.plain("decision-button", number=each.number), each.id) for each in page.items]
    turning = pages.turning(page, lambda label, to: button.on(label, str(to)), texts)
    return Card(pages.below("\n".join(lines), page, texts), (*column(*choices), *turning, (go("violations", texts),)))


def fees(session: Session, texts: Texts, decision: Decision) -> Card:
    """What is due on each day, from the last without a late fee to the one on which the fee stops growing."""
    days = late_fees.preview(decision.fine, amounts_due.due_since(decision), amounts_due.fee_terms(decision))
    lines = [texts("fees-title", number=decision.number, fine=money.yuan(decision.fine))]
    lines += [
        texts("fees-day", on=day.on, overdue=day.overdue, fee=money.yuan(day.fee), total=money.yuan(day.total))
        for day in days
    ]
    back = DECISION.on(texts.plain("flow-back"), decision.id)
    return Card("\n".join(lines), ((back,),))


def decision_pdf(texts: Texts, number: str, attachment: Attachment) -> Card:
    """A decision as PDF, as a document."""
    return Card(texts("decision-pdf-sent", number=number), attachments=(attachment,))


def not_drawn_again(texts: Texts, key: str, decision: Decision, again: Button[UUID]) -> Card:
    """A paper of a decision could not be made: say which one, and that nothing else is affected. `again` makes it."""
    buttons = again.on(texts.plain("paper-again"), decision.id), DECISION.on(texts.plain("paper-show"), decision.id)
    return Card(texts(key, number=decision.number), column(*buttons, go("violations", texts)))


def facts(session: Session, texts: Texts, decision: Decision) -> dict[str, object]:
    """Return the values for texts about a decision."""
    violation, vehicle = (
        session.get_one(Violation, decision.violation_id),
        session.get_one(Vehicle, decision.vehicle_id),
    )
    return {
        "number": decision.number,
        "plate": plates.display(vehicle.plate),
        "at": violation.occurred_at,
        "happened": violation.occurred_at,  # With its year: see `texts.RECORDS`.
        "place": violation.place,
        "act": violation.act,
        "code": violation.act_code,
        "provision": violation.provision,
        "basis": violation.basis,
        "fine": fine(texts, decision.fine),
        "points": decision.points,
        "decided": decision.decided_at,
        "days": decision.pay_within_days,
        "percent": money.percent(decision.late_permille),
        "remedy": decision.reconsideration_days,
    }


def _undone(session: Session, texts: Texts, decision: Decision) -> str:
    """Return a line about a payment that has gone back: since when the decision is due again, and what is void."""
    if decision.due_again_at is None:
        return ""
    void = [
        line.receipt_number for line, _ in receipt_store.receipts_of(session, decision.id) if line.voided_at is not None
    ]
    numbers = ", ".join(receipts.text(number) for number in void if number)
    said = "\n" + texts("decision-due-again-since", at=decision.due_again_at)
    return said + " " + texts("decision-due-again-receipts", receipts=numbers) if numbers else said


def _line(session: Session, texts: Texts, decision: Decision, *, now: datetime) -> str:
    about = facts(session, texts, decision)
    shown = {name: about[name] for name in ("number", "plate", "at", "act", "points")}
    return texts("decision-line", **shown, amount=fine(texts, decision.fine + amounts_due.late_fee(decision, at=now)))


def _owed(decision: Decision, now: datetime) -> dict[str, object]:
    if decision.state is DecisionState.PAID:
        fee = decision.late_fee
        return {"paid": decision.paid_at, **_amounts(decision, fee)}
    if decision.state is DecisionState.REVOKED:
        return {"revoked": decision.revoked_at}
    fee = amounts_due.late_fee(decision, at=now)
    return {"until": amounts_due.pay_by(decision), **_amounts(decision, fee)}


def _amounts(decision: Decision, fee: int) -> dict[str, object]:
    """Return the values of a text about the sum; `late` says whether there is a late fee to speak of."""
    return {"fee": money.yuan(fee), "late": "yes" if fee else "no", "total": money.yuan(decision.fine + fee)}
