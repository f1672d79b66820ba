"""The model of reviews, the blacklist and the staff, with the invariants that are checked after every action."""

from datetime import UTC, datetime
from typing import Any

from hypothesis.stateful import invariant
from sqlmodel import Session

from bot.services.review.return_reasons import ReturnReason
from tests.model_based import cast
from tests.model_based.blacklist import BlacklistModel
from tests.model_based.cast import Cast
from tests.model_based.review_rows import REASONS, ModelCase

ROLES = ["", "reviewer", "", "", "reviewer", "reviewer", "reviewer;admin", "admin", "", "cashier"]
OWNERS, FILERS = (3, 3, 4), (0, 1, 2)  # One applicant and one owner are reviewers too.


class ReviewsModel(BlacklistModel):
    """The model from the submission of photos to the end of a blacklist entry."""

    owners, applicants = OWNERS, FILERS
    opening = ("submit", "take", "submit", "take", "return_case", "submit", "propose", "decide_entry", "appeal")

    @staticmethod
    def insert_rows(session: Session) -> Cast:
        return cast.insert_rows(session, ROLES, list(OWNERS))

    def initial_roles(self) -> dict[int, str]:
        return {at: words for at, words in enumerate(ROLES) if words}

    def filers(self) -> tuple[int, ...]:
        return self.applicants

    def cars(self) -> range:
        return range(len(self.owners))

    def known_cases(self) -> list[ModelCase]:
        return self.cases

    def reasons(self) -> list[tuple[ReturnReason, str]]:
        return REASONS

    @invariant()
    def cases_agree(self) -> None:
        cases = {case.id.hex: (case.status, case.returns) for case in self.cases}
        assert self.store.table("SELECT id, status, returns FROM filings") == cases
        found = self.store.table("SELECT id, status, reviewer, lease_until FROM reviews")
        expected: dict[str, tuple[Any, ...]] = {
            one.id.hex: (one.status, self._account(one.reviewer), _stored(one.until))
            for case in self.cases
            for one in case.rounds
        }
        assert {key: row[: 3 if row[0] == "taken" else 2] for key, row in found.items()} == {
            key: row[: 3 if row[0] == "taken" else 2] for key, row in expected.items()
        }

    @invariant()
    def entries_agree(self) -> None:
        expected = {
            one.id.hex: (one.status, self._member(one.by), self._member(one.second), _stored(one.until))
            for one in self.listed
        }
        assert self.store.table("SELECT id, status, proposed_by, confirmed_by, until FROM blacklist") == expected
        barred = dict(self.store.rows("SELECT id, blacklisted_until FROM people WHERE blacklisted_until IS NOT NULL"))
        assert barred == {self.cast.people[who].hex: _stored(until) for who, until in self.barred.items() if until}

    @invariant()
    def the_staff_agree_and_there_is_an_admin(self) -> None:
        rows = self.store.rows("SELECT id, CASE WHEN ended_at IS NULL THEN roles ELSE '' END FROM staff")
        found = {key: frozenset(roles.split(";")) - {""} for key, roles in rows}
        assert found == {member.hex: self.roles[who] for who, member in self.members.items()}
        assert any("admin" in roles for roles in found.values())
        assert self.store.table("SELECT id, status FROM staff_proposals") == {
            one.id.hex: (one.status,) for one in self.proposed
        }

    def _account(self, who: int | None) -> str | None:
        return None if who is None else self.cast.accounts[who].hex

    def _member(self, who: int | None) -> str | None:
        return None if who is None else self.members[who].hex


def _stored(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f") if moment else None
