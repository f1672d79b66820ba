"""Stories of bookings with the tests' sample flow: three steps, with ways back and aside, and one numbered booking."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from storage.audit import Action
from tests.engine import sample_flow
from tests.fault_injection.environment import Environment
from tests.fault_injection.scenario import Scenario
from tests.stories.actor import Actor

DAYS = {"Monday": "mon", "Tuesday": "tue"}


@dataclass
class Wish:
    """What one person wants to book, and the detours they take."""

    seats: str
    day: str
    detours: list[str]


def begin(environment: Environment, random: Random, count: int) -> Scenario:
    """Create `count` people who book."""
    wishes = [
        Wish(
            str(random.randrange(1, 1000)),
            random.choice(list(DAYS)),
            random.sample(["counted", "aside", "back", "twice", "slow"], random.randrange(4)),
        )
        for _ in range(count)
    ]

    def check() -> None:
        booked = environment.read(sample_flow.entries)
        found = sorted((entry["seats"], entry["day"]) for entry in booked)
        wanted = sorted((wish.seats, DAYS[wish.day]) for wish in wishes)
        assert found == wanted, f"wanted {wanted}, booked {found}"
        assert [entry["number"] for entry in booked] == list(range(1001, 1001 + count)), "numbers out of order"
        counted = len(environment.read(lambda session: sample_flow.entries(session, Action.CODE_FAILED)))
        assert counted == sum("counted" in wish.detours for wish in wishes), f"{counted} tries counted"

    actors = [environment.person(f"Person {number}", language="en") for number in range(count)]
    return Scenario([_book(actor, wish) for actor, wish in zip(actors, wishes, strict=True)], check)


def _book(person: Actor, wish: Wish) -> Iterator[None]:
    person.says("/book")
    yield
    person.sees("SEATS?")
    if "counted" in wish.detours:
        person.says("counted")
        yield
        person.sees("SEATS?")
    person.says(wish.seats)
    yield
    person.sees(f"DAY? {wish.seats}")
    for detour in wish.detours:
        yield from DETOURS[detour](person, wish)
    person.taps(wish.day)
    yield
    person.sees(f"SURE? {wish.seats} {DAYS[wish.day]}")
    person.taps("Sure")
    yield
    person.sees("BOOKED", f"{wish.seats} {DAYS[wish.day]}")


def _aside(person: Actor, wish: Wish) -> Iterator[None]:
    person.says("/other")
    yield
    person.sees("NOTE?")
    person.says("hello")
    yield
    assert person.has_seen("NOTED hello")
    person.taps("Continue")
    yield
    person.sees(f"DAY? {wish.seats}")


def _back(person: Actor, wish: Wish) -> Iterator[None]:
    person.taps("Back")
    yield
    person.sees(f"SEATS? {wish.seats}")
    person.says(wish.seats)
    yield
    person.sees(f"DAY? {wish.seats}")


def _twice(person: Actor, wish: Wish) -> Iterator[None]:
    """Tap twice at once: the second tap does nothing, or is out of date after a crash; then go back."""
    message, data = person.button(wish.day)
    person.forges(data, message["message_id"])
    person.forges(data, message["message_id"])
    yield
    person.sees(f"SURE? {wish.seats} {DAYS[wish.day]}")
    person.taps("Back")
    yield
    person.sees(f"DAY? {wish.seats}")


def _slow(person: Actor, wish: Wish) -> Iterator[None]:
    """Start a task in between: its result arrives, whatever crashes meanwhile."""
    person.says("/task")
    yield
    assert person.has_seen("ASKED True")
    assert person.has_seen("RESULT {'number': 42}"), "the slow work never came back"
    person.says("/book")
    yield
    person.sees(f"DAY? {wish.seats}")


def _counted(person: Actor, wish: Wish) -> Iterator[None]:
    """Do nothing more: the counted attempt is made at the first question."""
    yield from ()


DETOURS = {"aside": _aside, "back": _back, "twice": _twice, "slow": _slow, "counted": _counted}
