"""Delivery reports for SMS: whether a message reached the phone, stored with its delivery."""

from uuid import UUID

from sqlalchemy import select, update
from sqlmodel import Session

from storage.database import table_of
from storage.engine.outbox import Channel, Delivery, DeliveryState

ARRIVED, LOST = "arrived on the phone", "did not arrive on the phone"
_outbox = table_of(Delivery)


def record(session: Session, reference: UUID, *, arrived: bool, why: str = "") -> bool:
    """Record whether a message reached the phone. why: the gateway's reason.

    Returns False if the message is unknown, or has a delivery report.
    """
    query = update(_outbox).where(
        _outbox.c.reference == reference,
        _outbox.c.channel == Channel.SMS,
        _outbox.c.state == DeliveryState.DONE,
        _outbox.c.note == "",
    )
    end = {"note": ARRIVED} if arrived else {"state": DeliveryState.FAILED, "note": f"{LOST}: {why}"[:200]}
    return session.connection().execute(query.values(**end)).rowcount == 1


def subject_of(session: Session, reference: UUID) -> str:
    """Return what a message was about, empty if it is unknown."""
    query = select(_outbox.c.about).where(_outbox.c.reference == reference)
    return str(session.connection().execute(query).scalar() or "")
