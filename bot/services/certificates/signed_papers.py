"""The signed codes of decisions and receipts, which the verifier of certificates reads as papers of their own kind."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from bot.adapters.certificates import cose
from bot.adapters.certificates.keys import ISSUER
from bot.adapters.certificates.papers import PaperClaims, PaperKind
from bot.services.certificates import signing_keys
from storage.register.vehicles import Vehicle
from storage.violations.decisions import Decision


def decision(session: Session, decision_id: UUID, *, now: datetime) -> str:
    """Return the signed code of a decision. Raises LookupError if there is none."""
    made = _find(session, decision_id)
    return _sign(session, made, PaperKind.DECISION, made.fine, made.decided_at, now=now)


def receipt(session: Session, decision_id: UUID, *, now: datetime) -> str:
    """Return the signed code of the receipt of a decision. Raises LookupError if it is not paid."""
    made = _find(session, decision_id)
    if made.paid_at is None:
        raise LookupError("not paid")
    return _sign(session, made, PaperKind.RECEIPT, made.fine + made.late_fee, made.paid_at, now=now)


def _find(session: Session, decision_id: UUID) -> Decision:
    found = session.get(Decision, decision_id)
    if found is None:
        raise LookupError("no such decision")
    return found


def _sign(session: Session, made: Decision, kind: PaperKind, fen: int, at: datetime, *, now: datetime) -> str:
    key, vehicle = signing_keys.signing_key(session, now=now), session.get_one(Vehicle, made.vehicle_id)
    claims = PaperClaims(
        issuer=ISSUER,
        kind=kind,
        number=made.number,
        plate=vehicle.plate,
        plate_type=vehicle.plate_type,
        fen=fen,
        at=at,
        issued_at=now,
    )
    return cose.sign_paper(claims, key)
