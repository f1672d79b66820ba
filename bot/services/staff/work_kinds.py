"""The kinds of work of the staff. Each registers itself: a `WorkKind` in any module of `bot.services` is found here.

What is open is a condition on the kind's own table. Inbox, clock, news, reminder, alarm, hand-over and figures are the
same for all kinds (`work_items`, `work_news`, `work_inbox`, `work_handover`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from sqlmodel import Session

from bot import discovery, services
from bot.services.rules import catalogue, rules
from bot.services.rules.definitions import RuleUnit
from bot.services.rules.names import RuleName
from bot.services.values import working_days
from storage.database import UuidRow
from storage.identity.accounts import Account
from storage.staff.members import StaffRole

Act = Callable[..., Any]  # of session, the row's id, by and now.


@dataclass(frozen=True)
class Lease:
    """How a kind is taken and put back whose rows name a holder. holder: the account, at a moment; None if nobody.

    end: ends every lease of an account that may not serve now, and returns the ids of the rows.
    """

    holder: Callable[[Any, datetime], UUID | None]
    take: Act
    release: Act
    end: Callable[[Session, Account, datetime], list[UUID]]


def _nobody(*_: Any) -> bool:
    return False


@dataclass(frozen=True)
class WorkKind:
    """A kind of work. `name` is stored; the texts `work-kind-NAME` name it. `place`: among kinds due at once.

    is_open: SQL on the model's table. since: when a row began to wait; rule: for how long, unless the row has a due
    moment of its own (`due`). is_own, is_barred: whether a row concerns an account, or needs a second person and this
    account is the first. opens: the verb of the button that opens a row, opens_held: of one that the reader has taken.
    lists: the command that lists all of the kind. news, alarm: notifications about a single row, else the common ones.
    stage: of rows that need staff more than once. proposer: the member or account that waits for a second person.
    in_group: the reviewers' group hears of it instead of each reviewer. is_quiet: no first news. Rows are of the model.
    """

    name: str
    place: int
    model: type[UuidRow]
    is_open: str
    roles: tuple[StaffRole, ...]
    rule: RuleName
    since: Callable[[Any], datetime]
    is_own: Callable[[Session, Any, Account], bool]
    opens: str
    label: Callable[[Session, Any], str] = lambda session, row: f"#{row.number}"
    is_barred: Callable[[Session, Any, Account, datetime], bool] = _nobody
    opens_held: str = ""
    lists: str = ""
    news: str = ""
    alarm: str = ""
    due: Callable[[Any], datetime] | None = None
    stage: Callable[[Any], str] = lambda row: ""
    proposer: Callable[[Any], UUID | None] = lambda row: None
    lease: Lease | None = None
    in_group: bool = False
    is_quiet: bool = False

    def may_do(self, session: Session, row: Any, by: Account, now: datetime) -> bool:
        """Return whether this account, which has one of the roles, may do this piece of work."""
        return not self.is_own(session, row, by) and not self.is_barred(session, row, by, now)

    def due_at(self, session: Session, row: Any) -> datetime:
        """Return until when a row is to be done, by the rule as it was when the row began to wait."""
        if self.due is not None:
            return self.due(row)
        begun = self.since(row)
        number, unit = rules.number(session, self.rule, at=begun), catalogue.DEFINITIONS[self.rule].unit
        if unit is RuleUnit.WORKING_DAYS:
            return working_days.due_after(begun, number).at
        return begun + timedelta(**{unit.value: number})


@cache
def kinds() -> Mapping[str, WorkKind]:
    """Return every kind by name, in the order of their places. Raises ValueError for a name defined twice."""
    found = discovery.by_name(services, WorkKind)
    return dict(sorted(found.items(), key=lambda item: item[1].place))


def kinds_of(roles: frozenset[StaffRole]) -> list[WorkKind]:
    """Return the kinds that somebody with these roles does, in the order of their places."""
    return [kind for kind in kinds().values() if not roles.isdisjoint(kind.roles)]


def roles_with_work() -> tuple[StaffRole, ...]:
    """Return the roles that have any kind of work."""
    found = {role for kind in kinds().values() for role in kind.roles}
    return tuple(role for role in StaffRole if role in found)
