"""A plain model of the blacklist: proposed by one, confirmed by another, appealed once before a third (RULES 2, 5)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlmodel import Session

from bot.services.filing import eligibility
from bot.services.review import appeals, blacklist
from storage.review.blacklist import BlacklistEntry, FalseMaterial
from tests.model_based.cases import Cases
from tests.model_based.clocks import DAY
from tests.model_based.model import REFUSED, Noun, deed
from tests.model_based.review_rounds import GHOST as NO_CASE
from tests.model_based.review_rounds import OPEN, OPEN_FILING, Case, Round

JUDGES = ("reviewer", "admin")
LISTED_FOR = 365 * DAY


@dataclass(eq=False, repr=False)
class Listed(Noun):
    """An entry as the model knows it."""

    id: UUID
    case: Case
    by: int
    status: str = "proposed"
    second: int | None = None
    until: datetime | None = None
    is_appealed: bool = False
    is_judged: bool = False


GHOST = Listed(uuid4(), NO_CASE.case, -1, "absent")


class Listings(Cases):
    """Entries, and who has a word in them."""

    def __init__(self) -> None:
        super().__init__()
        self.listed: list[Listed] = []
        self.barred: dict[int, datetime | None] = {}

    @deed("everybody", "rounds", often=5)
    def propose(self, who: int, one: Round) -> None:
        def do(session: Session) -> BlacklistEntry:
            by, why = self.account(session, who), FalseMaterial.ANOTHER_PERSON
            return blacklist.propose(session, one.id, why, by=by, now=self.now)

        def then(made: BlacklistEntry) -> None:
            if one.status in OPEN:
                self.sent_back(one, who)
            self.listed.append(Listed(made.id, one.case, who))

        self.attempt(do, then)

    def may_propose(self, who: int, one: Round) -> bool:
        is_ripe = one.status == "returned" or self.may_decide_round(who, one)
        waits = any(each.case.filer == one.case.filer and each.status == "proposed" for each in self.listed)
        return self.has(who, *JUDGES) and is_ripe and not waits and not self.is_own(who, one.case)

    @deed("everybody", "listings", "yes_no", often=5)
    def judge(self, who: int, listed: Listed, agrees: bool) -> None:
        def do(session: Session) -> BlacklistEntry:
            decide = blacklist.confirm if agrees else blacklist.reject
            return decide(session, listed.id, by=self.account(session, who), now=self.now)

        def then(_: BlacklistEntry) -> None:
            listed.status, listed.second = "confirmed" if agrees else "rejected", who
            if agrees:
                self._bar(listed)

        self.attempt(do, then)

    def may_judge(self, who: int, listed: Listed, agrees: bool) -> bool:
        return self._may_speak(who, listed) and listed.status == "proposed"

    def _may_speak(self, who: int, listed: Listed) -> bool:
        """Nobody about himself or his car, nobody twice."""
        spoke = (listed.by, listed.second)
        return self.has(who, *JUDGES) and who not in spoke and not self.is_own(who, listed.case)

    def _bar(self, listed: Listed) -> None:
        person = listed.case.filer
        listed.until = self.now + LISTED_FOR
        self.barred[person] = max(listed.until, self.barred.get(person) or listed.until)
        for case in self.cases:
            if case.filer == person and case.status in OPEN_FILING:
                self.ended(case, "refused")

    @deed("everybody", often=3)
    def appeal(self, who: int) -> None:
        def then(made: BlacklistEntry) -> None:
            listed = next(each for each in self.listed if each.id == made.id)
            assert listed in self._appealable(who)
            listed.is_appealed = True

        def do(session: Session) -> BlacklistEntry:
            return appeals.appeal(session, self.person(session, who), "那是我本人", now=self.now)

        self.attempt(do, then)

    def may_appeal(self, who: int) -> bool:
        return bool(self._appealable(who))

    def _appealable(self, who: int) -> list[Listed]:
        return [each for each in self._in_force(who) if not each.is_appealed]

    def _in_force(self, who: int) -> list[Listed]:
        """Confirmed and not over, by the clock as it stands."""
        mine = [each for each in self.listed if each.case.filer == who and each.status == "confirmed"]
        return [each for each in mine if each.until and each.until > self.now]

    @deed("everybody", "listings", "yes_no", often=6)
    def judge_appeal(self, who: int, listed: Listed, lift: bool) -> None:
        def do(session: Session) -> BlacklistEntry:
            return appeals.decide(session, listed.id, lift=lift, by=self.account(session, who), now=self.now)

        def then(_: BlacklistEntry) -> None:
            listed.is_judged = True
            if lift:
                listed.status = "lifted"
                left = [each.until for each in self._in_force(listed.case.filer) if each.until]
                self.barred[listed.case.filer] = max(left, default=None)

        self.attempt(do, then)

    def may_judge_appeal(self, who: int, listed: Listed, lift: bool) -> bool:
        return self._may_speak(who, listed) and listed.is_appealed and not listed.is_judged

    @deed("filers")
    def ask_to_file(self, who: int) -> None:
        """Whether the blacklist keeps him from filing now."""

        def do(session: Session) -> Any:
            found = eligibility.person_obstacles(session, self.person(session, who), now=self.now)
            return REFUSED if any(isinstance(each, eligibility.Blacklisted) for each in found) else True

        self.attempt(do)

    def may_ask_to_file(self, who: int) -> bool:
        until = self.barred.get(who)
        return until is None or until <= self.now

    def listings(self) -> list[Listed]:
        return [*self.listed, GHOST]
