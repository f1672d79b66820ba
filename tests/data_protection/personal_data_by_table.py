"""The personal data in each table, and what happens to it when the person deletes their account."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from sqlmodel import Session

from storage.database import add
from storage.identity.accounts import Account
from storage.register import people
from tests.data_protection import traces
from tests.data_protection.traces import NOW, Life
from tests.stories.cast import id_number


class Fate(StrEnum):
    """What happens to the data of a table when the person deletes their account."""

    GONE = "gone"
    HASHED = "never more than a keyed hash"
    OTHERS = "the register's, the staff's or the desk's, not the account's"
    RECORD = "the record of a decision, by an id that leads to no account"


@dataclass(frozen=True)
class Holding:
    """How a table gets personal data, and what happens to it."""

    leave: Callable[[Life], None]
    fate: Fate


# Every table with encrypted columns or blind indexes, in an order in which rows can refer to earlier ones.
HOLDINGS = {
    "people": Holding(traces.person, Fate.GONE),
    "vehicles": Holding(traces.vehicle, Fate.OTHERS),
    "organisations": Holding(traces.organisation, Fate.OTHERS),
    "staff": Holding(traces.staff, Fate.OTHERS),
    "staff_proposals": Holding(traces.staff_proposal, Fate.OTHERS),
    "certificate_keyring": Holding(traces.keyring, Fate.OTHERS),
    "filings": Holding(traces.filing, Fate.GONE),
    "approvals": Holding(traces.approval, Fate.GONE),
    "certificates": Holding(traces.certificate, Fate.RECORD),
    "paper_copies": Holding(traces.paper_copy, Fate.GONE),
    "objections": Holding(traces.objection, Fate.RECORD),
    "reviews": Holding(traces.review, Fate.RECORD),
    "blacklist": Holding(traces.listing, Fate.RECORD),
    "files": Holding(traces.photo, Fate.GONE),
    "photos": Holding(lambda life: None, Fate.HASHED),
    "conversations": Holding(traces.conversation, Fate.GONE),
    "inbox": Holding(traces.inbox_event, Fate.GONE),
    "outbox": Holding(traces.outbox_delivery, Fate.GONE),
    "codes": Holding(traces.code, Fate.HASHED),
    "vehicle_codes": Holding(traces.vehicle_code, Fate.HASHED),
    "certificate_shares": Holding(traces.share, Fate.HASHED),
    "web_sessions": Holding(traces.session, Fate.HASHED),
    "sign_in_codes": Holding(traces.sign_in, Fate.HASHED),
    "sign_in_tries": Holding(traces.sign_in_try, Fate.HASHED),
    "invitations": Holding(traces.invitation, Fate.HASHED),
}


def live(session: Session, order: int, about: str) -> Life:
    """Register a person with a trace in every table."""
    person = people.new(id_number=id_number(order), name=f"诸葛{about}", phone=f"+8613512340{order}", registered=False)
    account = Account(bot_id=1, telegram_id=order, created_at=NOW, person_id=add(session, person).id, registered_at=NOW)
    life = Life(session, person, add(session, account), about)
    for holding in HOLDINGS.values():
        holding.leave(life)
    session.flush()
    return life
