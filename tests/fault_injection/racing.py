"""Kinds of races: for the slots of a car and of a user, the daily quota, the answer to a filing, attempts at a code."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any
from uuid import UUID

from sqlmodel import Session, select

from bot.services.filing import activation, approvals, endings, filings, lapses
from storage.database import Database
from storage.filing import approvals as approval_store, filings as store
from storage.filing.approvals import Approval, ApprovalStatus
from storage.filing.filings import Filing, FilingStatus, FilingWay, Relationship
from storage.identity import sms_codes
from storage.identity.sms_codes import CodePurpose
from storage.register.people import Person
from tests.fault_injection import race_rows
from tests.fault_injection.race_rows import NOW

LIMIT = 3
TRIES = 5


RaceAction = tuple[str, tuple[UUID, ...]]


@dataclass(frozen=True)
class Race:
    """One round: the actions (a name of ACTIONS and its arguments), and a check that returns a problem or ""."""

    kind: str
    actions: Sequence[RaceAction]
    check: Callable[[Session, list[str]], str]


def one_car(database: Database, random: Random, racers: int) -> Race:
    """Many filings of one car by different filers are activated at the same time."""
    with database.transaction() as session:
        car = race_rows.car(session)
        found = [race_rows.checking(session, race_rows.person(session), car) for _ in range(racers)]
    return Race("one car", [("activate", (filing,)) for filing in found], _limits_hold)


def one_filer(database: Database, random: Random, racers: int) -> Race:
    """Many filings of one filer for different cars are activated at the same time."""
    with database.transaction() as session:
        filer = race_rows.person(session)
        found = [race_rows.checking(session, filer, race_rows.car(session)) for _ in range(racers)]
    return Race("one filer", [("activate", (filing,)) for filing in found], _limits_hold)


def crossed(database: Database, random: Random, racers: int) -> Race:
    """Several filers file each of several cars; some filings are ended meanwhile."""
    side = max(2, int(racers**0.5))
    with database.transaction() as session:
        filers, cars = [race_rows.person(session) for _ in range(side)], [race_rows.car(session) for _ in range(side)]
        found = [race_rows.checking(session, filer, car) for filer in filers for car in cars]
    actions: list[RaceAction] = [("activate", (filing,)) for filing in found]
    actions += [("unbind", (filing,)) for filing in random.sample(found, side)]
    random.shuffle(actions)
    return Race("crossed", actions, _limits_hold)


def quota(database: Database, random: Random, racers: int) -> Race:
    """One person applies for many cars at the same time; the quota is one a day."""
    with database.transaction() as session:
        filer = race_rows.person(session)
        cars = [race_rows.car(session) for _ in range(racers)]

    def check(session: Session, ends: list[str]) -> str:
        found = store.count_applied(session, [filer], since=NOW.replace(hour=0))
        return "" if found == 1 and ends.count("done") == 1 else f"{found} applications: {Counter(ends)}"

    return Race("quota", [("apply", (filer, car)) for car in cars], check)


def answers(database: Database, random: Random, racers: int) -> Race:
    """The owner approves and refuses on many devices, the filer withdraws, the time runs out: one of them succeeds."""
    with database.transaction() as session:
        filer, car = race_rows.person(session), race_rows.car(session)
        filing, approval = race_rows.asked(session, filer, car)
    actions = [(random.choice(["approve", "refuse", "withdraw", "lapse"]), (filing, approval)) for _ in range(racers)]

    def check(session: Session, ends: list[str]) -> str:
        row, answer = session.get(Filing, filing), session.get(Approval, approval)
        assert row is not None
        assert answer is not None
        kinds = [line.kind for line in store.timeline(session, filing) if line.kind != "applied"]
        fits = (row.status, answer.status) in OUTCOMES or "agreed" in kinds
        once = len(kinds) == len(set(kinds))
        return "" if fits and once else f"{row.status}, {answer.status}, {kinds}: {Counter(ends)}"

    return Race("answers", actions, check)


def guesses(database: Database, random: Random, racers: int) -> Race:
    """Many wrong codes are typed at the same time: five attempts are counted and no more."""
    with database.transaction() as session:
        filer, car = race_rows.person(session), race_rows.car(session)
        filing, _ = race_rows.asked(session, filer, car)

    def check(session: Session, ends: list[str]) -> str:
        code = sms_codes.current(session, CodePurpose.OWNER_APPROVAL, filing)
        assert code is not None
        return "" if code.attempts == TRIES else f"{code.attempts} tries: {Counter(ends)}"

    return Race("guesses", [("guess", (filing,)) for _ in range(racers)], check)


def _activate(session: Session, filing_id: UUID) -> bool:
    return activation.activate(session, _filing(session, filing_id), by=None, now=NOW)


def _unbind(session: Session, filing_id: UUID) -> None:
    filing = _filing(session, filing_id)
    endings.unbind(session, filing, by=_row(session, Person, filing.filer_id), now=NOW)


def _apply(session: Session, filer_id: UUID, car_id: UUID) -> None:
    filings.apply(
        session,
        _row(session, Person, filer_id),
        car_id,
        way=FilingWay.SMS,
        relationship=Relationship.FRIEND,
        relationship_text="",
        now=NOW,
    )


def _approve(session: Session, filing_id: UUID, approval_id: UUID) -> None:
    approvals.approve(session, approval_id, by=_owner(session, approval_id), now=NOW)


def _refuse(session: Session, filing_id: UUID, approval_id: UUID) -> None:
    approvals.refuse(session, approval_id, by=_owner(session, approval_id), now=NOW)


def _withdraw(session: Session, filing_id: UUID, approval_id: UUID) -> None:
    filing = _filing(session, filing_id)
    filings.withdraw(session, filing, by=_row(session, Person, filing.filer_id), now=NOW)


def _lapse(session: Session, filing_id: UUID, approval_id: UUID) -> None:
    lapses.lapse(session, filing_id, now=NOW)


def _guess(session: Session, filing_id: UUID) -> None:
    filing = _filing(session, filing_id)
    wrong = "000000" if not _is_code(session, filing_id, "000000") else "111111"
    approvals.approve_by_code(session, filing, wrong, by=_row(session, Person, filing.filer_id), now=NOW)


def _limits_hold(session: Session, ends: list[str]) -> str:
    active = list(session.exec(select(Filing).where(Filing.status == FilingStatus.ACTIVE)))
    by_car, by_filer = Counter(row.vehicle_id for row in active), Counter(row.filer_id for row in active)
    over = [count for counts in (by_car, by_filer) for count in counts.values() if count > LIMIT]
    if over:
        return f"limits passed: {over}"
    return "" if "done" in ends else f"nobody got through: {Counter(ends)}"


def _filing(session: Session, filing_id: UUID) -> Filing:
    found: Filing = _row(session, Filing, filing_id)
    return found


def _owner(session: Session, approval_id: UUID) -> Person:
    found: Person = _row(session, Person, _row(session, approval_store.Approval, approval_id).owner_id)
    return found


def _is_code(session: Session, filing_id: UUID, digits: str) -> bool:
    code = sms_codes.current(session, CodePurpose.OWNER_APPROVAL, filing_id)
    return code is not None and sms_codes.matches(code, digits)


def _row(session: Session, kind: type[Any], key: UUID) -> Any:
    found = session.get(kind, key)
    assert found is not None
    return found


OUTCOMES = {
    (FilingStatus.CHECKING, ApprovalStatus.APPROVED),
    (FilingStatus.REFUSED, ApprovalStatus.REFUSED),
    (FilingStatus.WITHDRAWN, ApprovalStatus.WITHDRAWN),
    (FilingStatus.LAPSED, ApprovalStatus.LAPSED),
}

ACTIONS: dict[str, Callable[..., Any]] = {
    "activate": _activate,
    "unbind": _unbind,
    "apply": _apply,
    "approve": _approve,
    "refuse": _refuse,
    "withdraw": _withdraw,
    "lapse": _lapse,
    "guess": _guess,
}

KINDS: dict[str, Callable[[Database, Random, int], Race]] = {
    "one car": one_car,
    "one filer": one_filer,
    "crossed": crossed,
    "quota": quota,
    "answers": answers,
    "guesses": guesses,
}
