"""Model of the staff: roles are granted by two admins, membership ends at once, and one admin always remains."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlmodel import Session

from bot.services.staff import members
from storage.identity.accounts import Account
from storage.register.people import Person
from storage.staff.members import StaffRole
from storage.staff.role_proposals import StaffProposal
from tests.model_based.cast import Cast, by_account, by_person
from tests.model_based.clock import HOUR, START
from tests.model_based.model import Entity, Model, action

Roles = frozenset[str]
CHANGES: list[Roles] = [frozenset(words.split()) for words in ("reviewer", "admin", "reviewer admin", "cashier")]
MAX_ROWS, CODE_LIFETIME = 12, 48 * HOUR


@dataclass(eq=False, repr=False)
class ModelProposal(Entity):
    """A proposal about a member (by the index of the account) or a new one (None); without roles it ends membership."""

    id: UUID
    member: int | None
    roles: Roles
    by: int
    at: datetime = START
    status: str = "open"
    code: str = ""
    until: datetime | None = None
    second: int | None = None


GHOST = ModelProposal(uuid4(), None, frozenset(), -1, START, "absent", "WRNGCDEWRNGC")


class StaffModel(Model):
    """Model of the staff. `roles`: by account; `members`: row ids of present and former members."""

    def __init__(self) -> None:
        super().__init__()
        self.cast: Cast = self.store.cast
        self.members = {at: member for at, member in enumerate(self.cast.members) if member is not None}
        self.roles: dict[int, Roles] = {at: frozenset(words.split(";")) for at, words in self.initial_roles().items()}
        self.proposed: list[ModelProposal] = []
        self.dismissed: dict[int, datetime] = {}

    def initial_roles(self) -> dict[int, str]:
        raise NotImplementedError

    def has(self, who: int, *roles: str) -> bool:
        """Return whether the person has one of these roles now."""
        return bool(self.roles.get(who, frozenset()) & set(roles))

    def admins_but(self, who: int) -> int:
        return sum(other != who and "admin" in roles for other, roles in self.roles.items())

    @action("everybody", "changes")
    def invite(self, who: int, roles: Roles) -> None:
        def do(session: Session) -> StaffProposal:
            return members.invite(session, "新人", _as_kept(roles), by=self.account(session, who), now=self.now)

        if len(self.proposed) < MAX_ROWS:
            self.attempt(do, lambda made: self.proposed.append(ModelProposal(made.id, None, roles, who, self.now)))

    def may_invite(self, who: int, roles: Roles) -> bool:
        return self.has(who, "admin") and not self._waits(None)

    @action("everybody", "served", "changes")
    def change(self, who: int, member: int, roles: Roles) -> None:
        def do(session: Session) -> StaffProposal:
            by = self.account(session, who)
            return members.change(session, self.members[member], _as_kept(roles), by=by, now=self.now)

        self.attempt(do, lambda made: self.proposed.append(ModelProposal(made.id, member, roles, who, self.now)))

    def may_change(self, who: int, member: int, roles: Roles) -> bool:
        return self.has(who, "admin") and bool(self.roles[member]) and not self._waits(member)

    @action("everybody", "served", weight=3)
    def end(self, who: int, member: int) -> None:
        def do(session: Session) -> Any:
            return members.end(session, self.members[member], by=self.account(session, who), now=self.now) or True

        def then(made: Any) -> None:
            assert (made is not True) is self.has(member, "admin"), (
                "ending an admin needs a second admin, ending others does not"
            )
            if made is True:
                self._set_roles(member, frozenset())
            else:
                self.proposed.append(ModelProposal(made.id, member, frozenset(), who, self.now))

        self.attempt(do, then)

    def may_end(self, who: int, member: int) -> bool:
        if not self.has(who, "admin") or not self.roles[member]:
            return False
        return not self.has(member, "admin") or (self.admins_but(member) > 0 and not self._waits(member))

    @action("everybody", "proposals", weight=4)
    def confirm(self, who: int, proposed: ModelProposal) -> None:
        def do(session: Session) -> tuple[StaffProposal, str]:
            return members.confirm(session, proposed.id, by=self.account(session, who), now=self.now)

        def then(done: tuple[StaffProposal, str]) -> None:
            proposed.status, proposed.code = "confirmed", done[1]
            proposed.until, proposed.second = self.now + CODE_LIFETIME, who
            if proposed.member is not None:
                self._set_roles(proposed.member, proposed.roles)

        self.attempt(do, then)

    def may_confirm(self, who: int, proposed: ModelProposal) -> bool:
        if not self.has(who, "admin") or proposed.status != "open" or proposed.by == who:
            return False
        if proposed.member == who and not proposed.roles <= self.roles[who]:
            return False  # Nobody confirms more roles for themselves.
        if proposed.member is None:
            return True
        leaves = self.has(proposed.member, "admin") and "admin" not in proposed.roles
        return bool(self.roles[proposed.member]) and not (leaves and not self.admins_but(proposed.member))

    @action("everybody", "proposals")
    def refuse(self, who: int, proposed: ModelProposal) -> None:
        def do(session: Session) -> StaffProposal:
            return members.refuse(session, proposed.id, by=self.account(session, who), now=self.now)

        def then(_: StaffProposal) -> None:
            proposed.status = "withdrawn" if proposed.by == who else "refused"

        self.attempt(do, then)

    def may_refuse(self, who: int, proposed: ModelProposal) -> bool:
        return self.has(who, "admin") and proposed.status == "open"

    @action("everybody", "proposals", weight=3)
    def join(self, who: int, proposed: ModelProposal) -> None:
        """Accept an invitation by its code, which any account may do."""

        def do(session: Session) -> UUID:
            return members.accept(session, proposed.code, by=self.account(session, who), now=self.now).id

        def then(member: UUID) -> None:
            assert self.members.get(who, member) == member
            proposed.status, self.members[who], self.roles[who] = "accepted", member, proposed.roles
            self.dismissed.pop(who, None)

        self.attempt(do, then)

    def may_join(self, who: int, proposed: ModelProposal) -> bool:
        lives = proposed.until is not None and proposed.until > self.now
        was_dismissed_since = who in self.dismissed and self.dismissed[who] >= proposed.at
        may_serve = not self.roles.get(who) and not was_dismissed_since
        return proposed.status == "confirmed" and bool(proposed.code) and lives and may_serve

    def _set_roles(self, member: int, roles: Roles) -> None:
        """Set the roles of a member: what somebody began as an admin ends with that role."""
        self.roles[member] = roles
        if not roles:
            self.dismissed[member] = self.now
        if "admin" in roles:
            return
        for one in self.proposed:
            if one.status == "open" and (one.by == member or (not roles and one.member == member)):
                one.status = "withdrawn"
            elif one.status == "confirmed" and one.member is None and member in (one.by, one.second):
                one.code = ""

    def _waits(self, member: int | None) -> bool:
        return any(one.member == member and one.status == "open" for one in self.proposed)

    def changes(self) -> list[Roles]:
        return CHANGES

    def served(self) -> list[int]:
        return list(self.members)

    def proposals(self) -> list[ModelProposal]:
        return [*self.proposed, GHOST]

    def everybody(self) -> range:
        return range(len(self.cast.people))

    def person(self, session: Session, at: int) -> Person:
        return by_person(session, self.cast.people[at])

    def account(self, session: Session, at: int) -> Account:
        return by_account(session, self.cast.accounts[at])


def _as_kept(roles: Roles) -> frozenset[StaffRole]:
    return frozenset(StaffRole(role) for role in roles)
