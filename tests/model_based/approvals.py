"""Model of owner approvals (车主确认): answered in the chat or by code, lapsed, and drivers blocked by owners."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlmodel import Session

from bot import local_time
from bot.services.filing import approval_withdrawal, approvals, lapses, owner_blocks
from bot.services.identity.code_limits import LIMITS, REQUESTER_TRIES, locked_until
from storage.filing import approvals as approval_store
from storage.filing.approvals import Approval
from storage.filing.filings import Filing
from storage.identity import sms_codes
from storage.identity.sms_codes import CodePurpose
from storage.register.people import Person
from tests.model_based import cast
from tests.model_based.cast import Cast, by_person
from tests.model_based.filing_rows import (
    CODE_LIFETIME,
    DIGITS,
    DRIVERS,
    GHOST,
    LAPSE_AFTER,
    OWNERS,
    TRIES,
    ModelFiling,
    WrongTry,
)
from tests.model_based.model import Model, action


class ApprovalsModel(Model):
    """Model of the owners' answers to applications."""

    opening = ("apply", "apply", "answer", "apply", "answer", "activate", "send_code")

    def __init__(self) -> None:
        super().__init__()
        self.cast: Cast = self.store.cast
        self.known: list[ModelFiling] = []
        self.owner_of = [OWNERS[0]] * 4
        self.blocked: set[tuple[int, int]] = set()
        self.listed: dict[int, datetime] = {}
        self.wrong: list[WrongTry] = []
        self.wrong_of_filers: list[WrongTry] = []

    @staticmethod
    def insert_rows(session: Session) -> Cast:
        return cast.insert_rows(session, [""] * (DRIVERS + len(OWNERS)), [OWNERS[0]] * 4)

    @action("questions", "everybody", "yes_no", weight=5)
    def answer(self, known: ModelFiling, who: int, yes: bool) -> None:
        def do(session: Session) -> Approval:
            move: Callable[..., Approval] = approvals.approve if yes else approvals.refuse
            return move(session, self.question(session, known), by=self.person(session, who), now=self.now)

        self.attempt(do, lambda _: self.move(known, "checking" if yes else "refused"))

    def may_answer(self, known: ModelFiling, who: int, yes: bool) -> bool:
        return known.status == "waiting_owner" and known.owner == who and self.now < known.applied + LAPSE_AFTER

    @action("filings", weight=4)
    def send_code(self, known: ModelFiling) -> None:
        def do(session: Session) -> bool:
            owner = self.person(session, self.owner_of[known.car])
            sent: dict[str, Any] = {"to": owner.phone_index, "digits": DIGITS, "at": self.now, "expires_at": until}
            sms_codes.new(session, CodePurpose.OWNER_APPROVAL, known.id, **sent)
            return True

        def then(_: bool) -> None:
            known.code_until, known.tries, known.codes = until, 0, known.codes + 1

        until = self.now + CODE_LIFETIME
        if self.may_send_code(known):
            self.attempt(do, then)

    def may_send_code(self, known: ModelFiling) -> bool:
        return known.status == "waiting_owner"

    @action("filings", "everybody", "yes_no", weight=6)
    def type_code(self, known: ModelFiling, who: int, right: bool) -> None:
        def do(session: Session) -> bool:
            by, filing = self.person(session, who), session.get_one(Filing, known.id)
            approvals.approve_by_code(session, filing, DIGITS if right else "000000", by=by, now=self.now)
            return True

        def then(_: bool) -> None:
            self.move(known, "checking")
            self.wrong = [each for each in self.wrong if (each.filing, each.code) != (known, known.codes)]
            self.wrong_of_filers = [each for each in self.wrong_of_filers if not each.is_of_filer(known)]

        def otherwise() -> None:
            if self.may_type_code(known, who, True):
                known.tries += 1
                self.wrong.append(WrongTry(known, known.codes, known.owner, self.now))
                self.wrong_of_filers.append(self.wrong[-1])

        self.attempt(do, then, otherwise=otherwise)

    def may_type_code(self, known: ModelFiling, who: int, right: bool) -> bool:
        lives = known.code_until is not None and known.code_until > self.now and known.tries < TRIES
        return right and known.status == "waiting_owner" and known.filer == who and lives and not self.is_locked(known)

    def is_locked(self, known: ModelFiling) -> bool:
        """Whether wrong codes pause the owner's codes, for all or for this filer, or make six digits too short."""
        against = [each.at for each in reversed(self.wrong) if each.owner == known.owner]
        limits, today = LIMITS[CodePurpose.OWNER_APPROVAL], local_time.date_of(self.now)
        if locked_until(against, limits.target, now=self.now) or limits.length_after(against, now=self.now) > len(
            DIGITS
        ):
            return True
        days = [(today - local_time.date_of(each.at)).days for each in self.wrong_of_filers if each.is_of_filer(known)]
        return any(sum(day < window.days for day in days) >= window.most for window in REQUESTER_TRIES.values())

    @action("filings", "everybody", weight=2)
    def take_back(self, known: ModelFiling, who: int) -> None:
        def do(session: Session) -> bool:
            approval_withdrawal.withdraw(session, known.id, by=self.person(session, who), now=self.now)
            return True

        self.attempt(do, lambda _: self.move(known, "refused"))

    def may_take_back(self, known: ModelFiling, who: int) -> bool:
        return known.status == "checking" and self.owner_of[known.car] == who

    @action("questions", "everybody")
    def block(self, known: ModelFiling, who: int) -> None:
        def do(session: Session) -> bool:
            owner_blocks.block(session, known.id, by=self.person(session, who), now=self.now)
            return True

        self.attempt(do, lambda _: self.blocked.add((known.car, known.filer)))

    def may_block(self, known: ModelFiling, who: int) -> bool:
        return known is not GHOST and self.owner_of[known.car] == who

    @action("filings")
    def lapse(self, known: ModelFiling) -> None:
        """Run the timer of the approval when it is due; it may run again."""

        def do(session: Session) -> bool:
            lapses.lapse(session, known.id, now=self.now)
            return True

        if self.may_lapse(known):
            self.attempt(do, lambda _: self.move(known, "lapsed" if known.status == "waiting_owner" else known.status))

    def may_lapse(self, known: ModelFiling) -> bool:
        return self.now >= known.applied + LAPSE_AFTER

    def time_passed(self) -> None:
        """Let unanswered applications lapse."""
        for known in self.known:
            if known.status == "waiting_owner" and self.may_lapse(known):
                self.action, self.chosen = "lapse", (known,)
                self.lapse(known)

    def move(self, known: ModelFiling, to: str) -> None:
        known.status, known.code_until = to, None if known.status != to else known.code_until

    def drivers(self) -> range:
        return range(DRIVERS)

    def everybody(self) -> range:
        return range(DRIVERS + len(OWNERS))

    def cars(self) -> range:
        return range(len(self.owner_of))

    def filings(self) -> list[ModelFiling]:
        return self.known

    def questions(self) -> list[ModelFiling]:
        return [*self.known, GHOST]

    def person(self, session: Session, at: int) -> Person:
        return by_person(session, self.cast.people[at])

    def row(self, session: Session, known: ModelFiling) -> Filing:
        return session.get_one(Filing, known.id)

    def question(self, session: Session, known: ModelFiling) -> UUID:
        """Return the id of the approval, or an unknown id."""
        found = approval_store.of_filing(session, known.id)
        return found.id if found is not None else uuid4()
