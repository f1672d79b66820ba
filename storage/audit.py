"""The audit: staff actions, reads of personal data and decisions, as rows that are never changed.

An entry is written in the transaction of the action itself. It holds ids only, no names, plates or numbers. Its mark
shows that the desk wrote it, and a chain over committed entries reveals later tampering (`storage/audit_chain.py`).
"""

import json
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select
from sqlmodel import Field, Session, SQLModel

from storage import audit_entry_marks
from storage.database import big_integer, instant, note, table_of
from storage.database.prepared import PreparedStatement
from storage.retention import EndOfKeeping, keep_until


class Action(StrEnum):
    """What can be done, as `thing:action`."""

    ACCOUNT_REGISTERED = "account:registered"
    ACCOUNT_EXPORTED = "account:exported"
    ACCOUNT_DELETED = "account:deleted"
    ACCOUNT_SIGNED_OUT = "account:signed_out"
    ACCOUNT_UNLOCKED = "account:unlocked"
    ALARM_RAISED = "alarm:raised"
    CONSENT_GIVEN = "agreement:given"
    CONSENT_REVOKED = "agreement:revoked"
    API_CLIENT_CONFIRMED = "api_client:confirmed"
    API_CLIENT_CREATED = "api_client:created"
    API_CLIENT_PROPOSED = "api_client:proposed"
    API_CLIENT_REFUSED = "api_client:refused"
    API_CLIENT_REVOKED = "api_client:revoked"
    API_ROWS_WRITTEN = "api_client:wrote"
    APP_CLOSED = "app:closed"
    APP_OPENED = "app:opened"
    AUDIT_READ = "audit:read"
    APPROVAL_ANSWERED = "approval:answered"
    APPROVAL_LAPSED = "approval:lapsed"
    APPROVAL_REASON_PASSED_ON = "approval:reason"
    AUTHORITIES_SET = "authorities:set"
    BLACKLIST_APPEALED = "blacklist:appealed"
    BLACKLIST_CONFIRMED = "blacklist:confirmed"
    BLACKLIST_LIFTED = "blacklist:lifted"
    BLACKLIST_PROPOSED = "blacklist:proposed"
    BLACKLIST_REJECTED = "blacklist:rejected"
    BLACKLIST_UPHELD = "blacklist:upheld"
    CERTIFICATE_CLOSED = "certificate:closed"
    CERTIFICATE_ISSUED = "certificate:issued"
    CERTIFICATE_SHARED = "certificate:shared"
    CERTIFICATE_UNSHARED = "certificate:unshared"
    APPROVAL_WITHDRAWN = "consent:withdrawn"
    CODE_FAILED = "code:failed"
    CODE_PASSED = "code:passed"
    CODE_SENT = "code:sent"
    DAY_CLOSED = "day:closed"
    DECISION_DUE_AGAIN = "decision:due_again"
    DECISION_MADE = "decision:made"
    DECISION_REVOKED = "decision:revoked"
    DIFFERENCE_FOUND = "difference:found"
    DIFFERENCE_SETTLED = "difference:settled"
    EVENTS_READ = "events:read"
    EVENTS_REPLAYED = "events:replayed"
    EVENTS_SUBSCRIBED = "events:subscribed"
    EVENTS_UNSUBSCRIBED = "events:unsubscribed"
    FACE_CHECKED = "face:checked"
    FACTOR_ENROLLED = "factor:enrolled"
    FACTOR_FAILED = "factor:failed"
    FACTOR_PASSED = "factor:passed"
    FACTOR_RESET = "factor:reset"
    FILING_APPLIED = "filing:applied"
    FILING_FINISHED = "filing:finished"
    FILING_RETURNED = "filing:returned"
    FILING_WITHDRAWN = "filing:withdrawn"
    FILING_UNBOUND = "filing:unbound"
    FLEET_EXPORTED = "fleet:exported"
    IDENTITY_DISPUTED = "identity:disputed"
    IDENTITY_OPENED = "identity:opened"
    IDENTITY_TAKEN = "identity:taken"
    IDENTITY_RELEASED = "identity:released"
    IDENTITY_APPROVED = "identity:approved"
    IDENTITY_REJECTED = "identity:rejected"
    IDENTITY_APPROVED_FIRST = "identity:approved_first"
    IDENTITY_STOPPED = "identity:stopped"
    IDENTITY_WITHDRAWN = "identity:withdrawn"
    INVITATIONS_WITHDRAWN = "invitations:withdrawn"
    GROUP_CHOSEN = "group:chosen"
    GROUP_LOST = "group:lost"
    GROUP_MOVED = "group:moved"
    IMPORT_CONFIRMED = "import:confirmed"
    IMPORT_PROPOSED = "import:proposed"
    IMPORT_REFUSED = "import:refused"
    MEMBER_INVITED = "member:invited"
    MEMBER_JOINED = "member:joined"
    MEMBER_LEFT = "member:left"
    MEMBER_REMOVED = "member:removed"
    NUMBER_CONTESTED = "number:contested"
    OBJECTION_ANSWERED = "objection:answered"
    OBJECTION_MADE = "objection:made"
    OBJECTION_SHOWN = "objection:shown"
    OBJECTION_UPHELD_FIRST = "objection:upheld_first"
    OBJECTION_WITHDRAWN = "objection:withdrawn"
    ORGANISATION_HANDED_OVER = "organisation:handed_over"
    ORGANISATION_DISSOLVED = "organisation:dissolved"
    PAYMENT_CLOSED = "payment:closed"
    PAYMENT_ORDERED = "payment:ordered"
    PAYMENT_SETTLED = "payment:settled"
    PAYMENT_UNMATCHED = "payment:unmatched"
    PAYMENTS_EXPORTED = "payments:exported"
    PAYMENTS_RECONCILED = "payments:reconciled"
    KEYS_CHANGED = "keys:changed"
    PAPER_MOVED = "paper:moved"
    PAPER_OPENED = "paper:opened"
    PAPER_REQUESTED = "paper:requested"
    BIRTH_DATE_DECLARED = "person:birth_date_declared"
    BIRTH_DATE_WITHDRAWN = "person:birth_date_withdrawn"
    PERSON_FOUND = "person:found"
    PERSON_BLOCKED = "person:blocked"
    PERSON_UNBLOCKED = "person:unblocked"
    PHONE_CHANGED = "phone:changed"
    PHOTO_VIEWED = "photo:viewed"
    PORTRAIT_ENROLLED = "portrait:enrolled"
    REFUND_APPROVED = "refund:approved"
    REFUND_FINISHED = "refund:finished"
    REFUND_PROPOSED = "refund:proposed"
    REFUND_WITHDRAWN = "refund:withdrawn"
    REFUSED = "desk:refused"
    REGISTER_IMPORTED = "register:imported"
    REGISTER_EXPORTED = "register:exported"
    REGISTER_PROBED = "register:probed"
    REVIEW_EXPIRED = "review:expired"
    REVIEW_OPENED = "review:opened"
    REVIEW_PASSED = "review:passed"
    REVIEW_RELEASED = "review:released"
    REVIEW_SUBMITTED = "review:submitted"
    REVIEW_TAKEN = "review:taken"
    RULE_ANNOUNCED = "rule:announced"
    RULE_PROPOSED = "rule:proposed"
    RULE_REFUSED = "rule:refused"
    RULE_SET = "rule:set"
    SESSION_BEGUN = "session:begun"
    SESSION_ENDED = "session:ended"
    SIGN_IN_CODE_MADE = "sign_in:code_made"
    SIGN_IN_REFUSED = "sign_in:refused"
    REVOCATION_PROPOSED = "revocation:proposed"
    REVOCATION_REFUSED = "revocation:refused"
    STAFF_AWAY = "staff:away"
    STAFF_CHANGED = "staff:changed"
    STAFF_IDENTITY_ASKED = "staff:identity_asked"
    STAFF_INVITED = "staff:invited"
    STAFF_PROPOSED = "staff:proposed"
    STAFF_REFUSED = "staff:refused"
    STAFF_VERIFIED = "staff:verified"
    TERM_SET = "term:set"
    VEHICLE_LOOKED_UP = "vehicle:looked_up"
    VEHICLE_CODE_CANCELLED = "vehicle_code:cancelled"
    VEHICLE_CODE_MADE = "vehicle_code:made"
    VEHICLE_CODE_USED = "vehicle_code:used"
    VIOLATION_SHOWN = "violation:shown"
    IDENTITY_CODE_ASKED = "identity:code_asked"
    IDENTITY_CODE_TRIED = "identity:code_tried"
    IDENTITY_CONFIRMED = "identity:confirmed"
    VERIFICATION_WITHDRAWN = "verification:withdrawn"
    WITHDRAWAL_PROPOSED = "verification:withdrawal_proposed"
    WITHDRAWAL_REFUSED = "verification:withdrawal_refused"
    PHONE_RELEASED = "phone:released"
    PERSON_MERGED = "person:merged"
    NUMBER_SHARED = "number:shared"
    WORK_HANDED = "work:handed"
    WORK_OVERDUE = "work:overdue"
    WORK_RELEASED = "work:released"
    WORK_TAKEN = "work:taken"


class AuditEntry(SQLModel, table=True):
    """One action. by: the account or person, None for the desk; on: the row; mark: None for entries of 0.1.0."""

    __tablename__ = "audit"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: int | None = big_integer(default=None, primary_key=True)
    at: datetime = instant()
    action: str
    by: UUID | None = Field(default=None, index=True)
    on: UUID | None = Field(default=None, index=True)
    details: str = "{}"
    mark: str | None = None


keep_until(EndOfKeeping.IDS_ONLY, AuditEntry)


_audit = table_of(AuditEntry)
_record = PreparedStatement(insert(_audit), "at", "action", "by", "on", "details", "mark")


def record(session: Session, action: Action, *, by: UUID | None, on: UUID | None, at: datetime, **details: Any) -> None:
    """Write an entry. details: ids, numbers and our own codes only, nothing personal."""
    stored = json.dumps(details, sort_keys=True)
    row = {"at": at, "action": action.value, "by": by, "on": on, "details": stored}
    mark = audit_entry_marks.mark(at, action.value, by, on, stored)
    _record.run(session, {**row, "mark": mark})
    note(session, mark)


def count(session: Session, action: Action, *, since: datetime, by: UUID | None = None, on: UUID | None = None) -> int:
    """Return how often this was done since then, by this account or person, or to this row."""
    query = select(func.count()).select_from(_audit)
    query = query.where(_audit.c.action == action.value, _audit.c.at >= since)
    query = query.where(*(column == one for column, one in ((_audit.c.by, by), (_audit.c.on, on)) if one is not None))
    return session.connection().execute(query).scalar() or 0
