"""Receipts of text messages: what the gateway heard from the phone, written on the delivery it took from us."""

from uuid import UUID

from sqlalchemy import Table, select, update
from sqlmodel import Session

from storage.engine.outbox import Channel, Delivery, DeliveryState

ARRIVED, LOST = "arrived on the phone", "did not arrive on the phone"
_outbox: Table = Delivery.__table__  # type: ignore[attr-defined]


def write(session: Session, reference: UUID, *, arrived: bool, why: str = "") -> bool:
    """Write down whether a message reached the phone; why: the gateway's word. False if it is not ours, or was told."""
    question = update(_outbox).where(
        _outbox.c.reference == reference,
        _outbox.c.channel == Channel.SMS,
        _outbox.c.state == DeliveryState.DONE,
        _outbox.c.note == "",
    )
    end = {"note": ARRIVED} if arrived else {"state": DeliveryState.FAILED, "note": f"{LOST}: {why}"[:200]}
    return session.connection().execute(question.values(**end)).rowcount == 1


def about(session: Session, reference: UUID) -> str:
    """Return what a message was about, empty if nothing is known of it."""
    question = select(_outbox.c.about).where(_outbox.c.reference == reference)
    return str(session.connection().execute(question).scalar() or "")
