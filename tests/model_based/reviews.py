"""The whole model of reviews, the blacklist and the staff, and what must hold of them after every deed."""

from datetime import UTC, datetime
from typing import Any

from hypothesis.stateful import invariant
from sqlmodel import Session

from bot.services.review.case_decisions import ReturnReason
from tests.model_based import cast
from tests.model_based.cast import Cast
from tests.model_based.listings import Listings
from tests.model_based.review_rounds import REASONS, Case

ROLES = ["", "reviewer", "", "", "reviewer", "reviewer", "reviewer;admin", "admin", "", "cashier"]
OWNERS, FILERS = (3, 3, 4), (0, 1, 2)
"""One of the applicants and one of the owners are reviewers themselves."""


class Reviews(Listings):
    """Everything from a photo to the end of the blacklist."""

    owners, applicants = OWNERS, FILERS
    opening = ("submit", "take", "submit", "take", "send_back", "submit", "propose", "judge", "appeal")

    @staticmethod
    def furnish(session: Session) -> Cast:
        return cast.furnish(session, ROLES, list(OWNERS))

    def first_roles(self) -> dict[int, str]:
        return {at: words for at, words in enumerate(ROLES) if words}

    def filers(self) -> tuple[int, ...]:
        return self.applicants

    def cars(self) -> range:
        return range(len(self.owners))

    def known_cases(self) -> list[Case]:
        return self.cases

    def reasons(self) -> list[tuple[ReturnReason, str]]:
        return REASONS

    @invariant()
    def cases_agree(self) -> None:
        cases = {case.id.hex: (case.status, case.returns) for case in self.cases}
        assert self.ground.table("SELECT id, status, returns FROM filings") == cases
        found = self.ground.table("SELECT id, status, reviewer, lease_until FROM reviews")
        told: dict[str, tuple[Any, ...]] = {
            one.id.hex: (one.status, self._account(one.reviewer), _stored(one.until))
            for case in self.cases
            for one in case.rounds
        }
        assert {key: row[: 3 if row[0] == "taken" else 2] for key, row in found.items()} == {
            key: row[: 3 if row[0] == "taken" else 2] for key, row in told.items()
        }

    @invariant()
    def entries_agree(self) -> None:
        said = {
            one.id.hex: (one.status, self._member(one.by), self._member(one.second), _stored(one.until))
            for one in self.listed
        }
        assert self.ground.table("SELECT id, status, proposed_by, confirmed_by, until FROM blacklist") == said
        barred = dict(self.ground.rows("SELECT id, blacklisted_until FROM people WHERE blacklisted_until IS NOT NULL"))
        assert barred == {self.cast.people[who].hex: _stored(until) for who, until in self.barred.items() if until}

    @invariant()
    def the_staff_agree_and_there_is_an_admin(self) -> None:
        rows = self.ground.rows("SELECT id, CASE WHEN ended_at IS NULL THEN roles ELSE '' END FROM staff")
        found = {key: frozenset(roles.split(";")) - {""} for key, roles in rows}
        assert found == {member.hex: self.roles[who] for who, member in self.members.items()}
        assert any("admin" in roles for roles in found.values())
        assert self.ground.table("SELECT id, status FROM staff_proposals") == {
            one.id.hex: (one.status,) for one in self.proposed
        }

    def _account(self, who: int | None) -> str | None:
        return None if who is None else self.cast.accounts[who].hex

    def _member(self, who: int | None) -> str | None:
        return None if who is None else self.members[who].hex


def _stored(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f") if moment else None
