"""Model of review cases: who may submit, take, release and decide them, and their deadlines."""

from typing import Any
from uuid import uuid4

from sqlmodel import Session

from bot.services.filing import filings
from bot.services.review import case_decisions, queue, submission
from bot.services.review.return_reasons import ReturnReason
from storage import files
from storage.database import add, counters
from storage.filing.filings import Filing, FilingStatus, FilingWay
from storage.review.photos import Photo, PhotoSlot, PhotoState
from storage.review.reviews import Review
from tests.model_based.clock import DAY
from tests.model_based.model import REFUSED, action
from tests.model_based.review_rows import (
    GHOST,
    LEASE,
    LIMIT,
    OPEN,
    OPEN_FILING,
    RETURNS_BEFORE_SECOND,
    ModelCase,
    ModelRound,
)
from tests.model_based.staff import Roles, StaffModel


class CasesModel(StaffModel):
    """Model of applications in review and of the reviewers who hold them."""

    owners: tuple[int, ...]
    applicants: tuple[int, ...]

    def rounds(self) -> list[ModelRound]:
        return [*(one for case in self.cases for one in case.rounds), GHOST]

    def __init__(self) -> None:
        super().__init__()
        self.cases: list[ModelCase] = []

    def is_own(self, who: int, case: ModelCase) -> bool:
        filers = [each.filer for each in self.cases if each.car == case.car and each.status == "active"]
        return who in (case.filer, self.owners[case.car], *filers) if case.car >= 0 else False

    def may_decide_on(self, who: int, case: ModelCase) -> bool:
        """Not their own case; and after two returns not the case that they returned last."""
        return not self.is_own(who, case) and not (case.returns >= RETURNS_BEFORE_SECOND and case.last == who)

    def is_held(self, one: ModelRound, who: int | None = None) -> bool:
        lives = one.status == "taken" and one.until is not None and one.until > self.now
        return lives and who in (None, one.reviewer)

    @action("filers", "cars", "yes_no", weight=8)
    def submit(self, filer: int, car: int, with_photos: bool) -> None:
        """Submit an application for review, for the first time or after it was returned."""

        def do(session: Session) -> Review:
            case = self._standing(filer, car)
            filing = session.get_one(Filing, case.id) if case else self._application(session, filer, car)
            for slot in (PhotoSlot.HANDHELD, PhotoSlot.SCENE) if with_photos else ():
                self._photo(session, filing, slot)
            review = submission.submit(session, filing, now=self.now)
            case_decisions.announce(session, review, now=self.now)
            return review

        def then(review: Review) -> None:
            case = self._standing(filer, car) or ModelCase(review.filing_id, filer, car)
            self.cases += [] if case in self.cases else [case]
            case.status = "in_review"
            case.rounds.append(ModelRound(review.id, case, review.due_at))
            assert review.due_at > self.now

        self.attempt(do, then)

    def may_submit(self, filer: int, car: int, with_photos: bool) -> bool:
        case = self._standing(filer, car)
        return with_photos and (case is None or case.status == "returned")

    def _standing(self, filer: int, car: int) -> ModelCase | None:
        """Return the open or active application of this person for this car."""
        mine = [case for case in self.cases if (case.filer, case.car) == (filer, car)]
        return next((case for case in mine if case.status in (*OPEN_FILING, "active")), None)

    @action("everybody", "rounds", weight=8)
    def take(self, who: int, one: ModelRound) -> None:
        def do(session: Session) -> Review:
            return case_decisions.take(session, one.id, by=self.account(session, who), now=self.now)

        self.attempt(do, lambda _: None if self.is_held(one) else self._taken(one, who))

    def may_take(self, who: int, one: ModelRound) -> bool:
        is_free = one.status in OPEN and (not self.is_held(one) or self.is_held(one, who))
        return self.has(who, "reviewer") and is_free and self.may_decide_on(who, one.case)

    @action("everybody", weight=2)
    def take_next(self, who: int) -> None:
        """Take the oldest waiting case that the reviewer may take."""

        def then(review: Review) -> None:
            one = next(one for one in self.rounds() if one.id == review.id)
            assert self.may_take(who, one)
            assert not self.is_held(one)
            assert not any(other.due < one.due for other in self._free_for(who))
            self._taken(one, who)

        self.attempt(
            lambda session: case_decisions.take_next(session, by=self.account(session, who), now=self.now), then
        )

    def may_take_next(self, who: int) -> bool:
        return bool(self._free_for(who))

    def _free_for(self, who: int) -> list[ModelRound]:
        return [one for one in self.rounds() if self.may_take(who, one) and not self.is_held(one)]

    def _taken(self, one: ModelRound, who: int) -> None:
        one.status, one.reviewer, one.until = "taken", who, self.now + LEASE

    def may_decide_round(self, who: int, one: ModelRound) -> bool:
        is_own = one.status in OPEN and self.is_held(one, who)
        return self.has(who, "reviewer") and is_own and self.may_decide_on(who, one.case)

    @action("everybody", "rounds", weight=2)
    def release(self, who: int, one: ModelRound) -> None:
        self.attempt(
            lambda session: case_decisions.release(session, one.id, by=self.account(session, who), now=self.now),
            lambda _: self._freed(one),
        )

    def may_release(self, who: int, one: ModelRound) -> bool:
        return self.may_decide_round(who, one)

    def _set_roles(self, member: int, roles: Roles) -> None:
        """Set the roles of a member: cases that they hold are free once they are no reviewer."""
        super()._set_roles(member, roles)
        for one in self.rounds():
            if "reviewer" not in roles and one.status == "taken" and one.reviewer == member:
                self._freed(one)

    def _freed(self, one: ModelRound) -> None:
        one.status, one.reviewer, one.until = "waiting", None, None

    @action("rounds", weight=2)
    def expire(self, one: ModelRound) -> None:
        """Run the timer of a lease, at any time."""
        self.attempt(
            lambda session: case_decisions.expire(session, one.id, now=self.now) or REFUSED, lambda _: self._freed(one)
        )

    def may_expire(self, one: ModelRound) -> bool:
        return one.status == "taken" and not self.is_held(one)

    @action("everybody", "rounds")
    def open(self, who: int, one: ModelRound) -> None:
        """View a case, as a reviewer or an admin; not one's own."""

        def do(session: Session) -> Any:
            review = session.get(Review, one.id)
            if review is None:
                return REFUSED
            return queue.open_case(session, review, by=self.account(session, who), now=self.now)

        self.attempt(do)

    def may_open(self, who: int, one: ModelRound) -> bool:
        return self.has(who, "reviewer", "admin") and one is not GHOST and not self.is_own(who, one.case)

    @action("everybody", "rounds", weight=6)
    def pass_case(self, who: int, one: ModelRound) -> None:
        def then(filing: Filing) -> None:
            active = [case for case in self.cases if case.status == "active"]
            of_car = sum(case.car == one.case.car for case in active)
            is_full = of_car >= LIMIT or sum(case.filer == one.case.filer for case in active) >= LIMIT
            self._decided(one, "passed", who)
            one.case.status = "refused" if is_full or self.is_barred(one.case.filer) else "active"
            assert filing.status == one.case.status

        self.attempt(
            lambda session: case_decisions.pass_case(session, one.id, by=self.account(session, who), now=self.now), then
        )

    def is_barred(self, who: int) -> bool:
        """Return whether this person is on the blacklist now."""
        raise NotImplementedError

    def may_pass_case(self, who: int, one: ModelRound) -> bool:
        return self.may_decide_round(who, one)

    @action("everybody", "rounds", "reasons", weight=6)
    def return_case(self, who: int, one: ModelRound, why: tuple[ReturnReason, str]) -> None:
        def do(session: Session) -> Filing:
            by = self.account(session, who)
            return case_decisions.return_case(session, one.id, why[0], by=by, now=self.now, words=why[1])

        self.attempt(do, lambda _: self.case_returned(one, who))

    def may_return_case(self, who: int, one: ModelRound, why: tuple[ReturnReason, str]) -> bool:
        return self.may_decide_round(who, one) and why != (ReturnReason.OTHER, "")

    def case_returned(self, one: ModelRound, who: int) -> None:
        self._decided(one, "returned", who)
        one.case.status, one.case.returns = "returned", one.case.returns + 1

    def _decided(self, one: ModelRound, how: str, who: int) -> None:
        one.status, one.until, one.case.last = how, None, who

    @action("everybody", "known_cases")
    def withdraw(self, who: int, case: ModelCase) -> None:
        def do(session: Session) -> bool:
            filings.withdraw(session, session.get_one(Filing, case.id), by=self.person(session, who), now=self.now)
            return True

        self.attempt(do, lambda _: self.ended(case, "withdrawn"))

    def may_withdraw(self, who: int, case: ModelCase) -> bool:
        return case.filer == who and case.status in OPEN_FILING

    def ended(self, case: ModelCase, how: str) -> None:
        """End the application and withdraw its open review rounds."""
        case.status = how
        for one in case.rounds:
            one.status = "withdrawn" if one.status in OPEN else one.status

    def _application(self, session: Session, filer: int, car: int) -> Filing:
        number = counters.next_number(session, "filing")
        ids: dict[str, Any] = {"vehicle_id": self.cast.cars[car], "filer_id": self.cast.people[filer]}
        row = Filing(number=number, way=FilingWay.SMS, status=FilingStatus.CHECKING, **ids)
        row.applied_at = row.changed_at = self.now
        return add(session, row)

    def _photo(self, session: Session, filing: Filing, slot: PhotoSlot) -> None:
        kept = {"kind": "photo", "name": "p.jpg", "media_type": "image/jpeg", "delete_at": self.now + 90 * DAY}
        file_id = files.store(session, b"x", at=self.now, **kept)  # type: ignore[arg-type]
        hashes: dict[str, Any] = {"telegram_hash": uuid4().hex, "content_hash": uuid4().hex, "reference": uuid4()}
        row = Photo(filing_id=filing.id, person_id=filing.filer_id, slot=slot, **hashes)
        row.state, row.file_id = PhotoState.READY, file_id
        row.message_id, row.at = 1, self.now
        add(session, row)
