"""Notifications about violations and decisions."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from bot import profile
from bot.card import Card, CardButton, LinkButton, column
from bot.cards.navigation import go
from bot.cards.notification import Reader, notification, notification_about
from bot.cards.violations.decisions import DECISION, facts, payment_buttons
from bot.cards.violations.violations import NOTIFICATION_SETTINGS, SHOW, fine, line
from bot.profile import Journey
from bot.services.values import plates
from bot.services.violations import amounts_due, authorities, parties, violations
from bot.texts import Texts
from storage.register.people import Person
from storage.register.vehicles import Vehicle
from storage.violations import authorities as authority_store, notifications
from storage.violations.decisions import Decision, DecisionState
from storage.violations.notifications import NotificationKind
from storage.violations.violations import Violation, ViolationState

MAX_LINES = 10


@notification(authorities.SET)
def authorities_set(session: Session, _: UUID, reader: Reader) -> Card | None:
    """To the admins: the operator has replaced the table of authorities."""
    count = len(authority_store.all_of(session))
    return Card(reader.texts("authorities-set", count=count), ((go("audit", reader.texts), go("menu", reader.texts)),))


@notification("violation.recorded")
def recorded(session: Session, subject: UUID, reader: Reader) -> Card | None:
    """To the owner and filed users: new unhandled records."""
    texts = reader.texts
    if not profile.offers(Journey.VIOLATIONS):
        return None
    if reader.person_id is None or NotificationKind.VIOLATION in notifications.muted(session, reader.person_id):
        return None
    found = _unhandled(session, subject, reader.person_id, at=reader.now)
    if not found:
        return None
    lines = [texts("violation-news", count=len(found))]
    for violation in found[:MAX_LINES]:
        plate = plates.display(violations.plate_of(session, violation))
        lines.append(f"{plate} · {line(texts, violation)}")
    shown = found[: 1 if reader.by_sms else MAX_LINES]
    buttons: list[CardButton | LinkButton] = [
        SHOW.on(texts.plain("violation-news-button", at=each.occurred_at, fine=fine(texts, each.fine)), each.id)
        for each in shown
    ]
    return Card("\n".join(lines), column(*buttons, NOTIFICATION_SETTINGS.on(texts.plain("violations-news"), "")))


@notification_about(amounts_due.DUE, Person)
def due(session: Session, person: Person, reader: Reader) -> Card | None:
    """To the fined person: the last day without a late fee is near, or over, for one decision or several."""
    found, texts = amounts_due.reminded_last(session, person.id), reader.texts
    if not found:
        return None
    text = "\n\n".join(_due_text(session, decision, texts) for decision in found)
    return Card(text, payment_buttons(texts, found[0].id if len(found) == 1 else person.id))


@notification_about("decision.due", Decision)
def due_one(session: Session, decision: Decision, reader: Reader) -> Card | None:
    """The same about one decision, queued by version 0.1.0."""
    if decision.state is not DecisionState.UNPAID:
        return None
    return Card(_due_text(session, decision, reader.texts), payment_buttons(reader.texts, decision.id))


def _due_text(session: Session, decision: Decision, texts: Texts) -> str:
    about, until = facts(session, texts, decision), amounts_due.pay_by(decision)
    shown = {name: about[name] for name in ("number", "plate", "fine", "percent")}
    is_late = decision.reminded_on is not None and decision.reminded_on > until
    return texts("decision-late" if is_late else "decision-due", **shown, until=until)


@notification_about("decision.paid", Decision)
def paid_for_you(session: Session, decision: Decision, reader: Reader) -> Card | None:
    """To the fined person: somebody else has paid."""
    if decision.state is not DecisionState.PAID:
        return None
    texts, about = reader.texts, facts(session, reader.texts, decision)
    text = texts("decision-paid-for-you", **{name: about[name] for name in ("number", "plate", "fine")})
    return Card(text, ((DECISION.on(texts.plain("decision-button", number=decision.number), decision.id),),))


@notification_about("decision.due-again", Decision)
def due_again(session: Session, decision: Decision, reader: Reader) -> Card | None:
    """To the fined person and to who has paid: the money went back without the desk; the decision is unpaid again."""
    if decision.state is not DecisionState.UNPAID:
        return None
    texts, about = reader.texts, facts(session, reader.texts, decision)
    shown = {name: about[name] for name in ("number", "plate", "fine")}
    is_payer = reader.person_id not in (None, decision.person_id)
    key = "decision-due-again-payer" if is_payer else "decision-due-again"
    text = texts(key, **shown, until=amounts_due.pay_by(decision))
    return Card(text, ((DECISION.on(texts.plain("decision-button", number=decision.number), decision.id),),))


@notification_about("violation.not-yours", Vehicle)
def not_yours(session: Session, vehicle: Vehicle, reader: Reader) -> Card | None:
    """To whose record it was by mistake, about the vehicle it was recorded for: it is not theirs."""
    text = reader.texts("violation-not-yours", plate=plates.display(vehicle.plate))
    return Card(text, ((go("violations", reader.texts),),))


def _unhandled(session: Session, batch: UUID, person_id: UUID, *, at: datetime | None) -> list[Violation]:
    found = [session.get(Violation, violation_id) for violation_id in notifications.of_batch(session, batch)]
    open_ones = [each for each in found if each is not None and each.state is ViolationState.UNHANDLED]
    open_ones = [each for each in open_ones if parties.may_see(session, each, person_id, now=at or each.recorded_at)]
    return sorted(open_ones, key=lambda each: (each.occurred_at, each.number))
