"""The violations and fines of an organisation, and the summary of a month for its administrator.

Who was fined is not shown: a decision is the driver's own matter. Whether it is paid is.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from sqlmodel import Session

from bot import local_time, profile
from bot.profile import Journey
from bot.services.organisations import authority, fleet
from bot.services.organisations.fleet import MAX_EXPORTED, PAGE_SIZE, FleetSubset
from bot.services.organisations.organisations import Membership
from bot.services.values.months import Month
from bot.services.values.page_numbers import page_within
from storage import audit, database
from storage.engine import outbox
from storage.identity.accounts import Account
from storage.organisations import fleet_records as store
from storage.organisations.fleet_records import FleetRecord, FleetTotal
from storage.organisations.organisations import Organisation
from storage.violations.violations import ViolationState

SUMMARY = outbox.soft_notification("organisation.summary")
SUMMARY_AT = time(10)
LATEST = timedelta(days=7)  # After the first of a month; a desk that was off for longer sends none of that month.
SUMMARIES_AT_ONCE = 200
NOTHING = FleetTotal(0, 0)


class RecordSubset(StrEnum):
    """Which records a list shows."""

    ALL = "all"
    UNHANDLED = "unhandled"
    UNPAID = "unpaid"
    PAID = "paid"
    CANCELLED = "cancelled"


STATES: Mapping[RecordSubset, tuple[ViolationState, ...]] = {
    RecordSubset.ALL: tuple(ViolationState),
    RecordSubset.UNHANDLED: (ViolationState.UNHANDLED,),
    RecordSubset.UNPAID: (ViolationState.DECIDED,),
    RecordSubset.PAID: (ViolationState.PAID,),
    RecordSubset.CANCELLED: (ViolationState.CANCELLED,),
}


@dataclass(frozen=True, slots=True)
class RecordPage:
    """One page of the records. number, pages: from 1; totals: of each state."""

    records: tuple[FleetRecord, ...]
    number: int
    pages: int
    totals: Mapping[ViolationState, FleetTotal]

    def total(self, state: ViolationState) -> FleetTotal:
        """Return the total of a state."""
        return self.totals.get(state, NOTHING)


@dataclass(frozen=True, slots=True)
class Summary:
    """What an administrator reads of a month. recorded: new records of that month; the others are of now."""

    month: Month
    recorded: int
    unhandled: FleetTotal
    unpaid: FleetTotal
    inspections: int
    filers: int


def page(session: Session, acting: Membership, *, only: RecordSubset, number: int) -> RecordPage:
    """Return a page of the organisation's records; a number past the last page gives the last."""
    found = store.totals(session, acting.organisation.id)
    count = sum(found[state].count for state in STATES[only] if state in found)
    number, pages = page_within(number, count, size=PAGE_SIZE)
    start = (number - 1) * PAGE_SIZE
    rows = store.page(session, acting.organisation.id, STATES[only], start=start, limit=PAGE_SIZE)
    return RecordPage(tuple(rows), number, pages, found)


def export(
    session: Session, acting: Membership, *, by: Account, now: datetime, only: RecordSubset
) -> Collection[FleetRecord]:
    """Return the organisation's records for a file, newest first, and record the export in the audit."""
    found = store.page(session, acting.organisation.id, STATES[only], start=0, limit=MAX_EXPORTED)
    audit.record(session, audit.Action.FLEET_EXPORTED, by=by.id, on=acting.organisation.id, at=now, records=len(found))
    return found


def send_summaries(session: Session, now: datetime) -> None:
    """Send administrators the summary of the last month, from the first of a month at ten. A housekeeping job."""
    this_month = Month.of(local_time.date_of(now))
    begins = local_time.at(this_month.first_day(), SUMMARY_AT)
    if not begins <= now < begins + LATEST or not profile.offers(Journey.ORGANISATIONS):
        return
    month = str(this_month.plus(-1))
    for organisation in store.without_summary(session, month, limit=SUMMARIES_AT_ONCE):
        locked = database.lock_row(session, Organisation, organisation.id)
        if locked is None or locked.summary_of >= month:
            continue
        locked.summary_of = month
        session.add(locked)
        administrator = authority.acting_administrator(session, organisation.id)
        if administrator is not None:
            outbox.notify(session, administrator.id, SUMMARY, organisation.id, at=now, sms=False)


def summary(session: Session, organisation: Organisation, *, now: datetime) -> Summary:
    """Return the summary of the month that the organisation's administrator is sent."""
    month = Month.parse(organisation.summary_of)
    since, until = (local_time.at(each.first_day(), time()) for each in (month, month.plus(1)))
    found = store.totals(session, organisation.id)
    return Summary(
        month,
        recorded=store.recorded_between(session, organisation.id, since, until),
        unhandled=found.get(ViolationState.UNHANDLED, NOTHING),
        unpaid=found.get(ViolationState.DECIDED, NOTHING),
        inspections=fleet.count(session, organisation.id, FleetSubset.INSPECTION, now=now),
        filers=store.filers(session, organisation.id),
    )
