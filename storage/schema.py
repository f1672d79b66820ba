"""The schema: every table in one place, so that migrations, checks and moves see them all."""

from sqlmodel import SQLModel

from storage import (
    accounts,
    agreements,
    approvals,
    audit,
    blocks,
    checks,
    codes,
    conversations,
    counters,
    files,
    filings,
    inbox,
    organisations,
    outbox,
    people,
    photos,
    reviews,
    rules,
    staff,
    timers,
    vehicles,
    violations,
)

TABLES = (
    accounts,
    agreements,
    approvals,
    audit,
    blocks,
    checks,
    codes,
    conversations,
    counters,
    files,
    filings,
    inbox,
    organisations,
    outbox,
    people,
    photos,
    reviews,
    rules,
    staff,
    timers,
    vehicles,
    violations,
)

metadata = SQLModel.metadata
