"""Model of the blacklist: entries are proposed, confirmed by a second person, and appealed once to a third."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlmodel import Session

from bot.services.filing import eligibility
from bot.services.review import appeals, blacklist
from storage.review.blacklist import BlacklistEntry, BlacklistStatus, FalseMaterial
from tests.model_based.cases import CasesModel
from tests.model_based.clock import DAY
from tests.model_based.model import REFUSED, Entity, action
from tests.model_based.review_rows import GHOST as NO_CASE, OPEN, OPEN_FILING, ModelCase, ModelRound

JUDGES = ("reviewer", "admin")
LISTED_FOR = 365 * DAY


@dataclass(eq=False, repr=False)
class ModelEntry(Entity):
    """A blacklist entry in the model."""

    id: UUID
    case: ModelCase
    by: int
    status: str = "proposed"
    second: int | None = None
    until: datetime | None = None
    is_appealed: bool = False
    is_judged: bool = False


GHOST = ModelEntry(uuid4(), NO_CASE.case, -1, "absent")


class BlacklistModel(CasesModel):
    """Model of blacklist entries and of who may decide on them."""

    def __init__(self) -> None:
        super().__init__()
        self.listed: list[ModelEntry] = []
        self.barred: dict[int, datetime | None] = {}

    @action("everybody", "rounds", weight=5)
    def propose(self, who: int, one: ModelRound) -> None:
        def do(session: Session) -> BlacklistEntry:
            by, why = self.account(session, who), FalseMaterial.ANOTHER_PERSON
            return blacklist.propose(session, one.id, why, by=by, now=self.now)

        def then(made: BlacklistEntry) -> None:
            if one.status in OPEN:
                self.case_returned(one, who)
            self.listed.append(ModelEntry(made.id, one.case, who))

        self.attempt(do, then)

    def may_propose(self, who: int, one: ModelRound) -> bool:
        is_ripe = one.status == "returned" or self.may_decide_round(who, one)
        waits = any(each.case.filer == one.case.filer and each.status == "proposed" for each in self.listed)
        return self.has(who, *JUDGES) and is_ripe and not waits and not self.is_own(who, one.case)

    @action("everybody", "listings", "yes_no", weight=5)
    def decide_entry(self, who: int, listed: ModelEntry, agrees: bool) -> None:
        def do(session: Session) -> BlacklistEntry:
            decide = blacklist.confirm if agrees else blacklist.reject
            return decide(session, listed.id, by=self.account(session, who), now=self.now)

        def then(made: BlacklistEntry) -> None:
            if agrees and not self.has(listed.by, *JUDGES):
                assert made.status is BlacklistStatus.PROPOSED, "who proposed it has left: it is this member's now"
                listed.by = who
                return
            listed.status, listed.second = "confirmed" if agrees else "rejected", who
            if agrees:
                self._bar(listed)

        self.attempt(do, then)

    def may_decide_entry(self, who: int, listed: ModelEntry, agrees: bool) -> bool:
        return self._may_speak(who, listed) and listed.status == "proposed"

    def _may_speak(self, who: int, listed: ModelEntry) -> bool:
        """Nobody decides about themselves or their car, and nobody twice."""
        spoke = (listed.by, listed.second)
        return self.has(who, *JUDGES) and who not in spoke and not self.is_own(who, listed.case)

    def _bar(self, listed: ModelEntry) -> None:
        person = listed.case.filer
        listed.until = self.now + LISTED_FOR
        self.barred[person] = max(listed.until, self.barred.get(person) or listed.until)
        for case in self.cases:
            if case.filer == person and case.status in OPEN_FILING:
                self.ended(case, "refused")

    @action("everybody", weight=3)
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

    def _appealable(self, who: int) -> list[ModelEntry]:
        return [each for each in self._in_force(who) if not each.is_appealed]

    def _in_force(self, who: int) -> list[ModelEntry]:
        """Return the confirmed entries that have not expired."""
        mine = [each for each in self.listed if each.case.filer == who and each.status == "confirmed"]
        return [each for each in mine if each.until and each.until > self.now]

    @action("everybody", "listings", "yes_no", weight=6)
    def decide_appeal(self, who: int, listed: ModelEntry, lift: bool) -> None:
        def do(session: Session) -> BlacklistEntry:
            return appeals.decide(session, listed.id, lift=lift, by=self.account(session, who), now=self.now)

        def then(_: BlacklistEntry) -> None:
            listed.is_judged = True
            if lift:
                listed.status = "lifted"
                left = [each.until for each in self._in_force(listed.case.filer) if each.until]
                self.barred[listed.case.filer] = max(left, default=None)

        self.attempt(do, then)

    def may_decide_appeal(self, who: int, listed: ModelEntry, lift: bool) -> bool:
        return self._may_speak(who, listed) and listed.is_appealed and not listed.is_judged

    @action("filers")
    def check_eligibility(self, who: int) -> None:
        """Ask whether the blacklist keeps the person from filing."""

        def do(session: Session) -> Any:
            found = eligibility.person_obstacles(session, self.person(session, who), now=self.now)
            return REFUSED if any(isinstance(each, eligibility.Blacklisted) for each in found) else True

        self.attempt(do)

    def may_check_eligibility(self, who: int) -> bool:
        return not self.is_barred(who)

    def is_barred(self, who: int) -> bool:
        until = self.barred.get(who)
        return until is not None and until > self.now

    def listings(self) -> list[ModelEntry]:
        return [*self.listed, GHOST]
