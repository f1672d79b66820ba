"""What somebody does to the audit who has the database, and the fault that is found."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import uuid4

from sqlalchemy import insert, select, text, update
from sqlmodel import Session

from storage import audit, audit_chain, audit_keys
from storage.audit import Action, AuditEntry
from storage.audit_chain import AuditChainLink, extend_chain
from storage.audit_verification import AuditFault, AuditFaultKind
from storage.database import table_of

ENTRIES, LINKS, KEYS = table_of(AuditEntry), table_of(AuditChainLink), table_of(audit_keys.AuditKey)


def record(session: Session, now: datetime, how_many: int) -> None:
    """Record entries as the desk does."""
    by = uuid4()
    for number in range(how_many):
        audit.record(session, Action.FILING_APPLIED, by=by, on=uuid4(), at=now, n=number)


def extend(session: Session, now: datetime) -> int:
    """Seal what is waiting."""
    return extend_chain(session, now=now)


def sql(statement: str) -> Callable[[Session], object]:
    """Return a function that runs this statement."""
    return lambda session: session.execute(text(statement))


def recompute(session: Session) -> object:
    """Change an entry, and compute all links anew as somebody does who knows the code but no secret."""
    session.execute(update(ENTRIES).where(ENTRIES.c.id == 3).values(details='{"n": 9}'))
    last = ""
    for row in session.execute(select(ENTRIES).order_by(ENTRIES.c.id)).all():
        last = audit_chain.plain_link(last, row)
        session.execute(update(LINKS).where(LINKS.c.entry_id == row.id).values(hash=last))
    return last


def without_third(session: Session) -> None:
    """Remove an entry with its link, and close the gap in the numbers."""
    sql("DELETE FROM audit_seals WHERE position = 3")(session)
    sql("DELETE FROM audit WHERE id = 3")(session)
    for position in (4, 5):
        session.execute(update(LINKS).where(LINKS.c.position == position).values(position=position - 1))


def written_by_hand(session: Session, *, at: str = "2026-11-25 02:00", number: int = 40, mark: str = "") -> None:
    """Insert an entry without the desk."""
    values = {"id": number, "at": datetime.fromisoformat(at).replace(tzinfo=UTC), "action": "rule:set"}
    session.execute(insert(ENTRIES).values(details="{}", mark=mark or None, **values))


def under_an_old_number(session: Session) -> None:
    """Replace an entry by another one."""
    sql("DELETE FROM audit WHERE id = 2")(session)
    written_by_hand(session, number=2)


def copy(session: Session, number: int, *, to: int) -> None:
    """Write an entry of the desk a second time, under another number."""
    entry = session.execute(select(ENTRIES).where(ENTRIES.c.id == number)).one()
    session.execute(insert(ENTRIES).values({**entry._mapping, "id": to}))


def copied(session: Session) -> None:
    """Write an entry of the desk a second time, and let the desk seal it."""
    copy(session, 3, to=6)
    extend_chain(session, now=datetime(2026, 11, 26, tzinfo=UTC))


def with_a_link(session: Session) -> None:
    """Write an entry and a link for it."""
    written_by_hand(session, number=6)
    session.execute(insert(LINKS).values(position=6, entry_id=6, hash="x"))


TAMPERING: dict[str, tuple[Callable[[Session], object], AuditFault]] = {
    "another action": (
        sql("UPDATE audit SET action = 'rule:set' WHERE id = 3"),
        AuditFault(AuditFaultKind.CHANGED, 3),
    ),
    "another person": (sql('UPDATE audit SET "by" = NULL WHERE id = 3'), AuditFault(AuditFaultKind.CHANGED, 3)),
    "other details": (
        sql("UPDATE audit SET details = '{\"n\": 9}' WHERE id = 3"),
        AuditFault(AuditFaultKind.CHANGED, 3),
    ),
    "an earlier day": (
        sql("UPDATE audit SET at = '2026-11-20 02:00:00.000000' WHERE id = 3"),
        AuditFault(AuditFaultKind.CHANGED, 3),
    ),
    "a person spelled otherwise": (
        sql('UPDATE audit SET "by" = upper("by") WHERE id = 3'),
        AuditFault(AuditFaultKind.CHANGED, 3),
    ),
    "a moment spelled otherwise": (
        sql("UPDATE audit SET at = replace(at, ' ', 'T') WHERE id = 3"),
        AuditFault(AuditFaultKind.CHANGED, 3),
    ),
    "no moment": (sql("UPDATE audit SET at = 'x' WHERE id = 3"), AuditFault(AuditFaultKind.CHANGED, 3)),
    "no person": (sql("UPDATE audit SET \"by\" = x'00' WHERE id = 3"), AuditFault(AuditFaultKind.CHANGED, 3)),
    "an entry gone": (sql("DELETE FROM audit WHERE id = 3"), AuditFault(AuditFaultKind.ENTRY_MISSING, 3)),
    "a link gone": (
        sql("DELETE FROM audit_seals WHERE position = 3"),
        AuditFault(AuditFaultKind.LINK_MISSING, 3),
    ),
    "a link changed": (
        sql("UPDATE audit_seals SET hash = 'x' WHERE position = 3"),
        AuditFault(AuditFaultKind.CHANGED, 3),
    ),
    "an entry and its link gone, the gap closed": (without_third, AuditFault(AuditFaultKind.CHANGED, 3)),
    "the first links gone": (
        sql("DELETE FROM audit_seals WHERE position < 3"),
        AuditFault(AuditFaultKind.LINK_MISSING, 1),
    ),
    "the last links gone": (
        lambda session: (
            sql("DELETE FROM audit_seals WHERE position > 3")(session),
            sql("DELETE FROM audit WHERE id > 3")(session),
        ),
        AuditFault(AuditFaultKind.TAIL_MISSING, 4),
    ),
    "everything gone": (
        lambda session: (sql("DELETE FROM audit_seals")(session), sql("DELETE FROM audit")(session)),
        AuditFault(AuditFaultKind.TAIL_MISSING, 1),
    ),
    "computed anew": (recompute, AuditFault(AuditFaultKind.CHANGED, 1)),
    "computed anew without the key": (
        lambda session: [step(session) for step in (recompute, sql("DELETE FROM audit_keys"))],
        AuditFault(AuditFaultKind.KEY_MISSING, 1),
    ),
    "the key altered": (
        lambda session: session.execute(update(KEYS).values(sealed_content=b"another key")),
        AuditFault(AuditFaultKind.KEY_MISSING, 1),
    ),
    "an old number": (under_an_old_number, AuditFault(AuditFaultKind.CHANGED, 2)),
    "a copy": (copied, AuditFault(AuditFaultKind.INSERTED, 6)),
    "a link of one's own": (with_a_link, AuditFault(AuditFaultKind.CHANGED, 6)),
    "an entry with a mark of one's own": (
        lambda session: written_by_hand(session, mark="A" * 32),
        AuditFault(AuditFaultKind.INSERTED, 40),
    ),
}
