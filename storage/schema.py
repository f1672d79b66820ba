"""The schema: every table in one place, so that migrations, checks and moves see them all."""

from sqlmodel import SQLModel

from storage import audit, files, objections
from storage.certificates import certificates, keyring, live_views, paper_copies, share_codes, views
from storage.database import counters
from storage.engine import conversations, inbox, outbox, timers
from storage.filing import approvals, filings, owner_blocks, vehicle_codes
from storage.identity import accounts, consents, sms_codes
from storage.organisations import invitations, organisations, sign_in_codes, web_sessions
from storage.payments import bill_differences, payments, refunds, webhook_events
from storage.register import people, vehicles
from storage.review import blacklist, face_checks, photo_views, photos, reviews
from storage.staff import alarms, announcements, groups, members, role_proposals, rule_proposals, rules
from storage.violations import decisions, notifications, violations

TABLES = (
    accounts,
    consents,
    alarms,
    announcements,
    approvals,
    audit,
    blacklist,
    owner_blocks,
    keyring,
    views,
    share_codes,
    certificates,
    face_checks,
    sms_codes,
    conversations,
    counters,
    decisions,
    bill_differences,
    files,
    filings,
    groups,
    inbox,
    invitations,
    objections,
    organisations,
    outbox,
    paper_copies,
    webhook_events,
    payments,
    people,
    photos,
    live_views,
    refunds,
    reviews,
    rule_proposals,
    rules,
    web_sessions,
    sign_in_codes,
    members,
    role_proposals,
    timers,
    vehicle_codes,
    vehicles,
    photo_views,
    notifications,
    violations,
)

metadata = SQLModel.metadata
