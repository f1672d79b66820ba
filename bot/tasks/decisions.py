"""Tasks that draw the documents of a decision as PDF: the decision itself and the receipt."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from bot import local_time, money
from bot.adapters.drawing.decision_pdf import PenaltyDecision
from bot.adapters.drawing.receipt_pdf import FineReceipt
from bot.adapters.drawing.sandbox_jobs import DECISION_PDF, RECEIPT_PDF
from bot.engine.outbound.tasks import TaskResources
from bot.services.certificates import signed_papers
from bot.services.payments import receipts
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from bot.services.values import masking
from bot.services.violations import amounts_due, authorities, decisions
from bot.stored_json import TaskResult
from bot.tasks.dependencies import Adapters, task
from bot.texts import OFFICE_KEY, texts
from storage.payments import payments, receipts as receipt_store
from storage.register.people import Person
from storage.register.vehicles import Vehicle
from storage.violations.decisions import Decision
from storage.violations.violations import Violation


class DrawnDocument(TaskResult):
    """A stored PDF, and the number of its decision."""

    file: UUID
    number: str


@task("papers.voucher")
async def draw_decision(
    resources: TaskResources, adapters: Adapters, *, decision: UUID, reader: UUID | None = None
) -> DrawnDocument:
    """Draw a decision as PDF. reader: the person who gets it, and reads their own name in full."""
    made_at = resources.clock()
    code = await resources.database.write(lambda session: signed_papers.decision(session, decision, now=made_at))
    content = await resources.database.read(
        lambda session: decision_content(session, decision, made_at, reader=reader, code=code)
    )
    drawn = await adapters.drawing_pool.run(DECISION_PDF, decision=content)
    return await _store(resources, content.number, "decision", drawn)


@task("papers.receipt")
async def draw_receipt(
    resources: TaskResources, adapters: Adapters, *, decision: UUID, reader: UUID | None = None
) -> DrawnDocument:
    """Draw the receipt of a paid decision as PDF. reader: the person who gets it, and reads their own name in full."""
    made_at = resources.clock()
    await resources.database.write(lambda session: receipts.number(session, decision))
    code = await resources.database.write(lambda session: signed_papers.receipt(session, decision, now=made_at))
    content = await resources.database.read(
        lambda session: receipt_content(session, decision, made_at, reader=reader, code=code)
    )
    drawn = await adapters.drawing_pool.run(RECEIPT_PDF, receipt=content)
    return await _store(resources, content.decision_number, "receipt", drawn)


async def _store(resources: TaskResources, number: str, kind: str, pdf: bytes) -> DrawnDocument:
    file = await resources.keep(pdf, kind=kind, name=f"{kind}-{number}.pdf", media_type="application/pdf")
    return DrawnDocument(file=file, number=number)


def decision_content(
    session: Session, decision_id: UUID, made_at: datetime, *, reader: UUID | None = None, code: str = ""
) -> PenaltyDecision:
    """Return what the document of a decision says. Raises LookupError if there is no such decision.

    reader: who gets it, the party in full and anybody else masked; code: the signed text of its QR code.
    """
    decision, violation, vehicle = _rows(session, decision_id)
    party, authority = decisions.person_of(session, decision), authorities.of(session, violation.authority_code)
    is_own = party.id == reader
    return PenaltyDecision(
        number=decision.number,
        authority=authority.name,
        seal=authority.seal,
        account=authority.account,
        party=party.name if is_own else masking.name(party.name),
        licence=party.licence_number if is_own else masking.id_number(party.licence_number),
        plate=vehicle.plate,
        plate_type=vehicle.plate_type,
        occurred_at=local_time.local(violation.occurred_at),
        place=violation.place,
        act=violation.act,
        act_code=violation.act_code,
        provision=violation.provision,
        basis=violation.basis,
        points=decision.points,
        points_after=decision.points_after,
        points_full=rules.number(session, RuleName.TOTAL_POINTS, at=decision.decided_at),
        fine_fen=decision.fine,
        decided_at=local_time.local(decision.decided_at),
        pay_by=amounts_due.pay_by(decision),
        made_at=local_time.local(made_at),
        office=_office(),
        pay_days=decision.pay_within_days,
        late_percent=money.percent(decision.late_permille),
        reconsideration_days=decision.reconsideration_days,
        code_text=code,
    )


def receipt_content(
    session: Session, decision_id: UUID, made_at: datetime, *, reader: UUID | None = None, code: str = ""
) -> FineReceipt:
    """Return what the receipt of a decision says. Raises LookupError if no order has paid it."""
    decision, violation, vehicle = _rows(session, decision_id)
    authority = authorities.of(session, violation.authority_code)
    order = payments.order_holding(session, [decision.id])
    transaction = payments.settling_transaction(session, order.id) if order else None
    line = receipt_store.settled_line(session, decision.id)
    if order is None or transaction is None or decision.paid_at is None or line is None or not line.receipt_number:
        raise LookupError("not paid by an order")
    payer = session.get(Person, order.payer_id)
    provider = f"provider-{order.provider.value}"
    return FineReceipt(
        number=receipts.text(line.receipt_number),
        authority=authority.name,
        seal=authority.seal,
        payer=_payer(payer, reader),
        decision_number=decision.number,
        plate=vehicle.plate,
        plate_type=vehicle.plate_type,
        fine_fen=decision.fine,
        late_fee_fen=decision.late_fee,
        channel=texts("zh-CN").plain(provider),
        channel_english=texts("en").plain(provider),
        order_number=order.number,
        transaction_number=transaction.transaction_id,
        paid_at=local_time.local(decision.paid_at),
        made_at=local_time.local(made_at),
        office=_office(),
        code_text=code,
    )


def _payer(payer: Person | None, reader: UUID | None) -> str:
    if payer is None:
        return ""
    return payer.name if payer.id == reader else masking.name(payer.name)


def _rows(session: Session, decision_id: UUID) -> tuple[Decision, Violation, Vehicle]:
    decision = session.get(Decision, decision_id)
    if decision is None:
        raise LookupError("no such decision")
    violation, vehicle = (
        session.get_one(Violation, decision.violation_id),
        session.get_one(Vehicle, decision.vehicle_id),
    )
    return decision, violation, vehicle


def _office() -> str:
    """The office that issues the document, for the authority that decided."""
    return texts("zh-CN").plain(OFFICE_KEY)
