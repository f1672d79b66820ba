"""When the keeping of each table's rows ends, and the tables without personal data.

A new table fails `test_retention.py` until it is here. The documents list the same: docs/personal-data.md.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Any

from bot.services.identity import code_limits
from bot.services.organisations import web_sessions
from bot.services.rules.names import RuleName
from tests.storage.rows import NOW


class EndsWith(StrEnum):
    """What ends the keeping of rows that no period ends."""

    ACCOUNT = "deleted, or emptied, with the account"
    OWN_DATE = "each row has its own date"
    REGISTER = "the official register's, which the desk does not change"
    VEHICLE = "the vehicle's, as its entry in the register"
    IDS_ONLY = "ids alone, which lead to nobody once the account is deleted"


@dataclass(frozen=True)
class Personal:
    """Rows about people. over: the values of a row whose period has begun; needed: of one that stays however old.

    period: a dated rule (days), a constant, or what ends the keeping instead; no_keeper: why no module of
    `bot.services.privacy` reads or erases the rows of people, or "".
    """

    period: RuleName | timedelta | EndsWith
    over: dict[str, Any] = field(default_factory=dict)
    needed: dict[str, Any] | None = None
    no_keeper: str = field(default="", kw_only=True)


@dataclass(frozen=True)
class NotPersonal:
    """A table without personal data, and why it has none."""

    reason: str


DAYS_7 = web_sessions.RETENTION

RETENTION: dict[str, Personal | NotPersonal] = {
    # Ended by a dated rule or a constant
    "inbox": Personal(
        RuleName.UPDATE_DAYS, {"state": "done", "done_at": NOW}, {"state": "waiting"}, no_keeper="deleted by retention"
    ),
    "outbox": Personal(RuleName.MESSAGE_DAYS, {"state": "done", "done_at": NOW}, {"state": "waiting"}),
    "codes": Personal(
        RuleName.EXPIRED_ROW_DAYS, no_keeper="a keyed hash; deleted when the account is separated from the person"
    ),
    "presentations": Personal(RuleName.EXPIRED_ROW_DAYS, no_keeper="who showed a certificate is part of its record"),
    "timers": Personal(RuleName.EXPIRED_ROW_DAYS, {"state": "fired"}, {"state": "set"}),
    "accounts": Personal(RuleName.GUEST_DAYS, {}, {"telegram_id": 1 << 62}),
    "wrong_codes": Personal(code_limits.RETENTION, no_keeper="keyed hashes; deleted after a year"),
    "web_sessions": Personal(DAYS_7),
    "sign_in_codes": Personal(DAYS_7),
    "sign_in_tries": Personal(DAYS_7, no_keeper="a keyed hash of a network address"),
    "identity_cases": Personal(RuleName.PHOTO_DAYS, {"status": "rejected", "closed_at": NOW}, {"status": "waiting"}),
    "filings": Personal(RuleName.RECORD_DAYS, {"status": "ended"}, {"status": "in_review"}),
    "filing_events": Personal(RuleName.RECORD_DAYS),
    "approvals": Personal(RuleName.RECORD_DAYS),
    "checks": Personal(RuleName.RECORD_DAYS),
    "photos": Personal(RuleName.RECORD_DAYS),
    "reviews": Personal(RuleName.RECORD_DAYS),
    "viewings": Personal(RuleName.RECORD_DAYS, no_keeper="which member of staff viewed a photo is part of the audit"),
    "vehicle_codes": Personal(RuleName.EXPIRED_ROW_DAYS, {"status": "expired"}, {"status": "used"}),
    "blocks": Personal(
        RuleName.RECORD_DAYS,
        {"ended_at": NOW},
        {},
        no_keeper="an owner's decision about another person; it outlives both accounts",
    ),
    "blacklist": Personal(RuleName.RECORD_DAYS, {"status": "confirmed", "until": NOW}, {"status": "proposed"}),
    "members": Personal(RuleName.RECORD_DAYS, {"ended_at": NOW}, {}),
    "invitations": Personal(RuleName.RECORD_DAYS, no_keeper="a keyed hash; expires within hours"),
    "agreements": Personal(RuleName.RECORD_DAYS, {"revoked_at": NOW}, {}),
    "certificate_looks": Personal(RuleName.RECORD_DAYS),
    "certificate_shares": Personal(RuleName.RECORD_DAYS),
    "paper_copies": Personal(RuleName.RECORD_DAYS, {"status": "done"}, {"status": "requested"}),
    "violation_news": Personal(RuleName.RECORD_DAYS),
    "staff_proposals": Personal(RuleName.RECORD_DAYS, {}, {"status": "open"}),
    "violations": Personal(RuleName.LEDGER_DAYS),
    "decisions": Personal(RuleName.LEDGER_DAYS, {"state": "paid", "paid_at": NOW}, {"state": "unpaid"}),
    "objections": Personal(RuleName.LEDGER_DAYS),
    "payment_orders": Personal(RuleName.LEDGER_DAYS, {"state": "closed"}, {"state": "ordered"}),
    "payment_lines": Personal(RuleName.LEDGER_DAYS),
    "payment_transactions": Personal(RuleName.LEDGER_DAYS),
    "payment_notices": Personal(RuleName.LEDGER_DAYS),
    "refunds": Personal(RuleName.LEDGER_DAYS),
    # Ended by something else
    "files": Personal(EndsWith.OWN_DATE),
    "limit_records": Personal(
        EndsWith.OWN_DATE,
        no_keeper="keyed hashes that outlive the account; deleted after their last day; what they count is exported",
    ),
    "former_keys": Personal(EndsWith.OWN_DATE),
    "conversations": Personal(EndsWith.ACCOUNT),
    "mutes": Personal(EndsWith.ACCOUNT),
    "staff": Personal(EndsWith.ACCOUNT),
    "people": Personal(EndsWith.REGISTER),
    "organisations": Personal(EndsWith.REGISTER),
    "vehicles": Personal(EndsWith.REGISTER),
    "certificates": Personal(EndsWith.VEHICLE, no_keeper="the note belongs to the staff who revoked the certificate"),
    "audit": Personal(EndsWith.IDS_ONLY),
    # Without personal data
    "alarms": NotPersonal("kinds and counts of alarms"),
    "announcements": NotPersonal("how far a changed rule was announced"),
    "audit_seals": NotPersonal("hashes over the audit"),
    "certificate_keyring": NotPersonal("the desk's own keys"),
    "counters": NotPersonal("the last running numbers"),
    "differences": NotPersonal("order numbers and amounts of a provider's bill"),
    "group_chats": NotPersonal("groups of the staff"),
    "leaders": NotPersonal("which process runs the periodic jobs"),
    "processes": NotPersonal("which processes run, and their versions"),
    "reconciliations": NotPersonal("days whose bills were compared"),
    "rule_proposals": NotPersonal("proposed values of rules; by ids of members of staff"),
    "rules": NotPersonal("values of rules"),
    "status_lists": NotPersonal("published lists of revoked certificates, by number"),
}
