"""State that all bots of a world share: people, files, events, faults and the clock."""

from collections.abc import Callable
from random import Random

from bot.simulator.chats import SimulatedPerson
from bot.simulator.errors import WorldError
from bot.simulator.events import EventStream
from bot.simulator.faults import Faults
from bot.simulator.files import FileStore

FIRST_PERSON_ID = 700_000_001


class SharedState:
    """What a bot account knows of the world around it."""

    def __init__(self, *, clock: Callable[[], float], seed: int | None) -> None:
        self.clock = clock
        self.people: dict[int, SimulatedPerson] = {}
        self.files = FileStore()
        self.events = EventStream()
        self.faults = Faults(random=Random(seed))
        self.faults.on_restart.append(self.events.close)

    def add_person(self, first_name: str, *, id: int | None = None, **fields: object) -> SimulatedPerson:
        """Add a person; raises WorldError 409 if the id is taken. `fields`: others of SimulatedPerson."""
        identifier = id if id is not None else max(self.people, default=FIRST_PERSON_ID - 1) + 1
        if identifier in self.people:
            raise WorldError(409, f"Person {identifier} exists already.")
        if identifier <= 0 or not first_name:
            raise WorldError(400, "A person needs a first name and a positive id.")
        person = SimulatedPerson(identifier, first_name, **fields)  # type: ignore[arg-type]
        self.people[identifier] = person
        self.events.publish("people", {})
        return person

    def person(self, identifier: int) -> SimulatedPerson:
        """Return a person by id; raises WorldError 404 if there is none."""
        person = self.people.get(identifier)
        if person is None:
            raise WorldError(404, f"There is no person {identifier}.")
        return person
