"""What the driver of a chaos run does to the processes and to the store: disturbances, drawn for each episode."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from random import Random

from sqlalchemy import text
from sqlmodel import Session

from storage.database import Database
from storage.engine.leader_election import LeaderRole
from tests.fault_injection.chaos import unknown_rows
from tests.fault_injection.chaos.controls import Controls
from tests.fault_injection.chaos.journal import Journal
from tests.fault_injection.chaos.processes import Processes, wait

HOUR, DAY = 3_600, 86_400
JUMPS = (HOUR, -HOUR, DAY, -DAY)
FAULT_RATE, HIDDEN_RATE, CALL_RATE = 5_000, 20_000, 10_000  # Of a million.

_cut = text(
    "SELECT pid, application_name, pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = ("
    "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'chaos-%' "
    "ORDER BY random() LIMIT 1)"
)
_cut_leader = text(
    "SELECT pid, application_name, pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE pid = (SELECT backend_pid FROM leaders WHERE role = :role)"
)


@dataclass
class Scene:
    """What disturbances act on. held: what is held open until the end of the episode."""

    database: Database
    processes: Processes
    controls: Controls
    journal: Journal
    random: Random
    chats: list[int]
    held: ExitStack
    pace: float

    def wait(self, least: float, most: float) -> None:
        """Wait for a random number of seconds, shorter or longer by the pace of the episode."""
        wait(self.random.uniform(least, most) * self.pace)

    def slot(self) -> int:
        """Return a random process."""
        return self.random.randrange(len(self.processes.newer))


def drawn(scene: Scene, count: int) -> Iterator[str]:
    """Return the names of disturbances: all of this database in random order, again and again."""
    names = [name for name in DISTURBANCES if not (scene.database.is_sqlite and name in POSTGRESQL_ONLY)]
    found: list[str] = []
    while len(found) < count:
        found += scene.random.sample(names, len(names))
    return iter(found[:count])


def cause(scene: Scene, name: str) -> None:
    """Cause a disturbance."""
    scene.journal.write("disturbance", name)
    DISTURBANCES[name](scene)


def end_all(scene: Scene) -> None:
    """End what lasts: faults, wrong clocks, stopped processes and older versions."""
    scene.controls.fault_rate = scene.controls.hidden_commits = scene.controls.broken_calls = 0
    for slot in range(len(scene.processes.newer)):
        scene.controls.set_clock(slot, 0)
    scene.processes.upgrade_all()


def _kill(scene: Scene) -> None:
    scene.processes.kill(scene.slot())


def _kill_after_message(scene: Scene) -> None:
    for slot in range(len(scene.processes.newer)):
        scene.controls.kill_after_messages(slot, scene.random.randrange(1, 200))


def _end(scene: Scene) -> None:
    scene.processes.end(scene.slot())


def _change_version(scene: Scene) -> None:
    scene.processes.change_version(scene.slot())


def _stop(scene: Scene) -> None:
    """Stop a process for longer than its leases and its transactions last, or for less."""
    slot = scene.slot()
    scene.processes.stop(slot)
    scene.wait(0.3, 3.0)
    scene.processes.wake(slot)


def _stop_leader(scene: Scene) -> None:
    """Stop the sender, if it is known."""
    with scene.database.reading() as session:
        name = session.execute(
            text("SELECT application_name FROM pg_stat_activity, leaders WHERE pid = backend_pid AND role = :role"),
            {"role": int(LeaderRole.SENDING)},
        ).scalar()
    slot = int(name.partition("-")[2]) if name and name.startswith("chaos-") else scene.slot()
    scene.processes.stop(slot)
    scene.wait(1.5, 3.0)
    scene.processes.wake(slot)


def _cut_connections(scene: Scene) -> None:
    for _ in range(scene.random.randrange(1, 6)):
        _terminate(scene, lambda session: session.execute(_cut).first())


def _cut_leaders(scene: Scene) -> None:
    role = {"role": int(scene.random.choice(list(LeaderRole)))}
    _terminate(scene, lambda session: session.execute(_cut_leader, role).first())


def _terminate(scene: Scene, find: Callable[[Session], object]) -> None:
    with scene.database.reading() as session:
        row = find(session)
    if row is not None:
        scene.journal.write("cut", f"{row[1]}".partition("-")[2])  # type: ignore[index]


def _errors(scene: Scene) -> None:
    scene.controls.fault_rate = FAULT_RATE
    scene.wait(0.5, 2.0)
    scene.controls.fault_rate = 0


def _hidden_commits(scene: Scene) -> None:
    scene.controls.hidden_commits = HIDDEN_RATE
    scene.wait(0.3, 1.0)
    scene.controls.hidden_commits = 0


def _broken_calls(scene: Scene) -> None:
    scene.controls.broken_calls = CALL_RATE
    scene.wait(0.5, 2.0)
    scene.controls.broken_calls = 0


def _jump(scene: Scene) -> None:
    """Move the clock of a process, and move it back."""
    slot, seconds = scene.slot(), scene.random.choice(JUMPS)
    scene.journal.write("clock", f"{slot} {seconds}")
    scene.controls.set_clock(slot, seconds)
    scene.wait(0.5, 2.0)
    scene.controls.set_clock(slot, 0)


def _hold_snapshot(scene: Scene) -> None:
    """Begin a transaction that still sees the rows of now at the end of the episode."""
    session = scene.held.enter_context(scene.database.reading())
    if not scene.database.is_sqlite:
        session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
        session.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
    session.execute(text("SELECT count(*) FROM leaders"))


def _unknown_rows(scene: Scene) -> None:
    unknown_rows.put(scene.database, scene.random.sample(scene.chats, min(5, len(scene.chats))))


DISTURBANCES: dict[str, Callable[[Scene], None]] = {
    "kill": _kill,
    "kill between message and mark": _kill_after_message,
    "stop in good order": _end,
    "other version": _change_version,
    "stopped process": _stop,
    "stopped sender": _stop_leader,
    "cut connections": _cut_connections,
    "cut leader": _cut_leaders,
    "database errors": _errors,
    "hidden commits": _hidden_commits,
    "broken calls": _broken_calls,
    "clock jump": _jump,
    "long snapshot": _hold_snapshot,
    "unknown rows": _unknown_rows,
}
POSTGRESQL_ONLY = ("stopped sender", "cut connections", "cut leader")
