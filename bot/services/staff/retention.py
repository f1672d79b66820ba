"""Retention: deletes rows that are past their time, of codes, timers, views, limits, records, accounts and drafts.

Limit records are deleted after their last day, the others after the days of a dated rule each.
"""

from datetime import datetime, timedelta

from sqlmodel import Session

from bot import local_time
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from storage import expired_rows, old_accounts, old_records
from storage.identity import former_keys, limit_records


def delete_expired(session: Session, now: datetime) -> None:
    """Delete old SMS codes, unused vehicle codes, finished timers, ended views, limit records and former keys."""
    days = rules.number(session, RuleName.EXPIRED_ROW_DAYS, at=now)
    expired_rows.delete_expired(session, before=now - timedelta(days=days))
    limit_records.delete_ended(session, before=local_time.date_of(now))
    former_keys.delete_ended(session, before=local_time.date_of(now))


def delete_old(session: Session, now: datetime) -> None:
    """Delete a few of the records, accounts of guests and drafts that are past their retention."""
    draft, guest, limit, record, ledger = (
        now - timedelta(days=rules.number(session, name, at=now))
        for name in (
            RuleName.DRAFT_DAYS,
            RuleName.GUEST_DAYS,
            RuleName.LIMIT_RECORD_DAYS,
            RuleName.RECORD_DAYS,
            RuleName.LEDGER_DAYS,
        )
    )
    old_accounts.clear_drafts(session, before=draft)
    # No longer than the former key, by which a deletion finds them.
    old_accounts.delete_guests(session, before=guest, ended_before=limit)
    old_records.delete_records(session, before=record)
    old_records.delete_ledger(session, before=ledger)
