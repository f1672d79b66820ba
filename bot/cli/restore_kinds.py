"""What `restore` compares: each kind of thing that counts differently in the backup than in the store it replaces.

A query gives a few words a row: ids, numbers that people see on papers, names of programs. Nothing personal.
"""

from dataclasses import dataclass
from enum import Enum

from storage.identity.accounts import FIRST_PSEUDONYM


class Change(Enum):
    """Which rows differ. AGAIN: those of the backup alone; LOST: of the former store alone; UNDONE: of both queries."""

    AGAIN = "again"
    LOST = "lost"
    UNDONE = "undone"


@dataclass(frozen=True)
class Kind:
    """One kind of thing. backup, former: the query on each of the two stores, which is {store} in it.

    advice: what the operator does.
    """

    change: Change
    words: str
    advice: str
    backup: str
    former: str


def _again(words: str, advice: str, query: str) -> Kind:
    """Return what has ended since: it is in force in the backup, and not in the former store."""
    return Kind(Change.AGAIN, words, advice, query, query)


def _lost(words: str, advice: str, query: str) -> Kind:
    """Return what has begun since: it is in force in the former store, and not in the backup."""
    return Kind(Change.LOST, words, advice, query, query)


def _undone(words: str, advice: str, backup: str, former: str) -> Kind:
    """Return what has reached another state since, which the backup does not have."""
    return Kind(Change.UNDONE, words, advice, backup, former)


ROLES = "SELECT telegram_id, roles FROM {store}.staff WHERE ended_at IS NULL"
CLIENTS = "SELECT name, key_end FROM {store}.api_clients WHERE revoked_at IS NULL"
SUBSCRIPTIONS = "SELECT name FROM {store}.event_subscriptions WHERE ended_at IS NULL"
FACTORS = "SELECT account_id FROM {store}.second_factors WHERE confirmed_at IS NOT NULL"
MEMBERS = "SELECT organisation_id, person_id, role FROM {store}.members WHERE ended_at IS NULL"
BLOCKS = "SELECT vehicle_id, person_id FROM {store}.blocks WHERE ended_at IS NULL"
BLACKLIST = "SELECT person_id FROM {store}.blacklist WHERE status = 'confirmed'"
GROUPS = "SELECT purpose, id FROM {store}.group_chats WHERE ended_at IS NULL"
OPEN = "'waiting_owner', 'checking', 'in_review', 'returned', 'active'"
PAID = "'paid', 'refunding', 'refunded'"

ACCESS = (
    _again("roles that staff had and have no longer", "`staff end TELEGRAM_ID`, then `staff add` what is left", ROLES),
    _lost("roles given to staff", "`staff add TELEGRAM_ID NAME ROLE`, `staff verify TELEGRAM_ID`", ROLES),
    _again("second factors that were reset", "`staff reset-factor TELEGRAM_ID`", FACTORS),
    _lost("second factors that were enrolled", "their owners enrol again", FACTORS),
    _again("clients of the machine API that were revoked", "`clients revoke NAME`", CLIENTS),
    _lost("clients of the machine API that were made", "`clients add NAME`: a new key for each", CLIENTS),
    _again("subscriptions to events that ended", "`subscriptions end NAME`", SUBSCRIPTIONS),
    _lost("subscriptions to events that were made", "`subscriptions add`", SUBSCRIPTIONS),
    _again("staff groups that the desk had left", "an admin removes the bot from the group, or chooses anew", GROUPS),
    _lost("staff groups that were chosen", "an admin adds the bot to the group again", GROUPS),
    _lost("rules that were set", "`rules set`, or /rule", "SELECT name, value, valid_from FROM {store}.rules"),
    _again(
        "sessions on web pages that had ended",
        "their owners end them again in /web; those of staff end with `staff end`",
        "SELECT id FROM {store}.web_sessions WHERE ended_at IS NULL",
    ),
    _again(
        "sessions of the Mini App that had ended",
        "they end by themselves within an hour",
        "SELECT id FROM {store}.app_sessions WHERE ended_at IS NULL",
    ),
)
PEOPLE = (
    _undone(
        "accounts whose owners had their data deleted",
        "their owners delete them again with /privacy: tell them",
        f"SELECT id FROM {{store}}.accounts WHERE telegram_id < {FIRST_PSEUDONYM}",
        f"SELECT id FROM {{store}}.accounts WHERE telegram_id >= {FIRST_PSEUDONYM}",
    ),
    _again(
        "accounts that were signed out, or ended by an identity case",
        "their owners sign out again with /privacy, or apply again with /identity",
        "SELECT id FROM {store}.accounts WHERE locked_at IS NULL AND ended_at IS NULL AND person_id IS NOT NULL",
    ),
    _again(
        "people whose verification was taken back",
        "two admins take it back again with /find",
        "SELECT id FROM {store}.people WHERE verified_at IS NOT NULL",
    ),
    _undone(
        "identity cases that were closed",
        "reviewers decide them again",
        "SELECT number FROM {store}.identity_cases WHERE status IN ('waiting', 'taken')",
        "SELECT number FROM {store}.identity_cases WHERE status NOT IN ('waiting', 'taken')",
    ),
    _again(
        "consents that were withdrawn",
        "their owners withdraw them again with /privacy: tell them",
        "SELECT person_id, kind FROM {store}.agreements WHERE revoked_at IS NULL",
    ),
    _lost("people put on the blacklist", "reviewers propose them again", BLACKLIST),
    _again("people taken off the blacklist", "decide on their appeals again", BLACKLIST),
    _again("members who left an organisation", "its administrator removes them again", MEMBERS),
    _lost("members who joined an organisation", "its administrator invites them again", MEMBERS),
)
VEHICLES = (
    _undone(
        "applications and filings that ended",
        "filer or owner end them again, or staff refuse them",
        f"SELECT number FROM {{store}}.filings WHERE status IN ({OPEN})",
        f"SELECT number FROM {{store}}.filings WHERE status NOT IN ({OPEN}) AND end_reason IS NOT 'term_over'",
    ),
    _lost(
        "applications that were made or went on",
        "their filers apply again",
        f"SELECT number, status FROM {{store}}.filings WHERE status IN ({OPEN})",
    ),
    _lost("blocks by owners", "the owners block these people again with /approvals", BLOCKS),
    _again("blocks by owners that were lifted", "the owners lift them again with /approvals", BLOCKS),
    _undone(
        "vehicle codes that were used or cancelled",
        "whoever made them cancels them",
        "SELECT id FROM {store}.vehicle_codes WHERE status = 'open'",
        "SELECT id FROM {store}.vehicle_codes WHERE status IN ('used', 'cancelled')",
    ),
    _undone(
        "certificates that were revoked",
        "two members of staff revoke them again",
        "SELECT number FROM {store}.certificates WHERE status = 'active'",
        "SELECT number FROM {store}.certificates WHERE status = 'revoked'",
    ),
    _lost("certificates that were issued", "issue them again", "SELECT number FROM {store}.certificates"),
    _undone(
        "share codes that were withdrawn",
        "whoever made them withdraws them again",
        "SELECT id FROM {store}.certificate_shares WHERE revoked_at IS NULL",
        "SELECT id FROM {store}.certificate_shares WHERE revoked_at IS NOT NULL",
    ),
    _lost(
        "paper copies that went on", "the station sets them again", "SELECT number, status FROM {store}.paper_copies"
    ),
    _lost("imports", "import these files again, oldest first", "SELECT id, kind FROM {store}.imports"),
)
MONEY = (
    _lost(
        "orders that were paid",
        "`reconcile --since DAY`, then /refund",
        f"SELECT number FROM {{store}}.payment_orders WHERE state IN ({PAID})",
    ),
    _lost("orders that were made", "some may be paid yet: reconcile", "SELECT number FROM {store}.payment_orders"),
    _lost(
        "refunds that were approved or paid",
        "approve none of these again before its provider's console says that no money went back",
        "SELECT number, state FROM {store}.refunds WHERE state <> 'proposed'",
    ),
    _lost("days that were closed", "cashiers close them again", "SELECT provider, day FROM {store}.daily_closings"),
    _undone(
        "decisions that were revoked",
        "officers uphold the objections again; nobody pays until then",
        "SELECT number FROM {store}.decisions WHERE state <> 'revoked'",
        "SELECT number FROM {store}.decisions WHERE state = 'revoked'",
    ),
    _lost(
        "decisions that were made",
        "they are made again when their people accept",
        "SELECT number FROM {store}.decisions",
    ),
    _undone(
        "objections that were answered or withdrawn",
        "officers answer them again",
        "SELECT number FROM {store}.objections WHERE state = 'open'",
        "SELECT number FROM {store}.objections WHERE state <> 'open'",
    ),
)
EVERY_KIND = (*ACCESS, *PEOPLE, *VEHICLES, *MONEY)
