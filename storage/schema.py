"""The schema: every table in one place, so that migrations, checks and moves see them all."""

from sqlmodel import SQLModel

from storage import (
    accounts,
    agreements,
    approvals,
    audit,
    blocks,
    codes,
    conversations,
    counters,
    files,
    filings,
    inbox,
    organisations,
    outbox,
    people,
    rules,
    staff,
    timers,
    vehicles,
)

TABLES = (
    accounts,
    agreements,
    approvals,
    audit,
    blocks,
    codes,
    conversations,
    counters,
    files,
    filings,
    inbox,
    organisations,
    outbox,
    people,
    rules,
    staff,
    timers,
    vehicles,
)

metadata = SQLModel.metadata
