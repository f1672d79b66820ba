"""Taking work from lane to lane: a cursor over the names of lanes, and how PostgreSQL finds the next one."""

import random
import time
from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import String, bindparam, func, select
from sqlmodel import Session

from storage.database.prepared import PreparedStatement

_sorting = PreparedStatement(select(func.set_config("enable_sort", bindparam("sorting", type_=String), True)))
# Returns the first row of the first lane after a name.
FindAfter = Callable[[str], list[Any] | None]
# Lanes that a search may examine without a result: postponed ones, busy ones, and those of other workers.
MAX_EXAMINED = 200
# Rows that a claim reads in the order of their numbers, while no more wait.
RECENT = 200
# Lanes whose oldest rows are read by one query; in a search that finds nothing, twice as many by the next, up to most.
GROUP, MOST_AHEAD = 16, 128
# Numbers that commit within so many later ones are found by it.
LATE = 1000
# Claims that go from lane to lane after more rows than that have waited.
WALKS = 16
# Of the time, how much is spent on going from lane to lane although few rows wait: to find numbers that commit later.
WALK_SECONDS, WALK_SHARE = 0.5, 0.02
# Lanes that a search remembers as places to go on at, and the share of all lanes seen that replace one of these.
PLACES, REPLACED = 64, 0.01
# A character behind all those of the names of lanes.
LAST = "\U0010ffff"


@dataclass
class RecentRows:
    """Where the open rows of a queue begin, on PostgreSQL.

    While a snapshot is held anywhere, the rows that were handled since lie in every index of the queue, and going from
    lane to lane passes all of them. As long as few rows are open, they are read from the lowest open number on instead.
    """

    first: int = 0
    _walks: int = 0
    _walk_at: float = 0.0

    def walks_now(self) -> bool:
        """Return whether this claim goes from lane to lane."""
        if self._walks:
            self._walks -= 1
            return True
        return time.monotonic() >= self._walk_at

    def walked(self, began: float, numbers: Sequence[int]) -> None:
        """Note a walk that began at this moment and found these numbers: from now on they are read, too."""
        ended = time.monotonic()
        self._walk_at = ended + max(WALK_SECONDS, (ended - began) / WALK_SHARE)
        self.first = min([self.first, *numbers])

    def read(self, numbers: Sequence[int]) -> bool:
        """Note which numbers were read. Returns whether these are all that are open."""
        if numbers:
            self.first = max(self.first, numbers[0] - LATE)
        if len(numbers) < RECENT:
            return True
        self._walks = WALKS
        return False


@dataclass
class LaneCursor:
    """Where the search for lanes goes on. Lanes take turns in the order of their names, so that none waits for long.

    Searches of several processes that meet would go on side by side for ever, each over the lanes that the others hold.
    So one that has met more of these than free lanes makes a search elsewhere: after one of the lanes that it has seen.
    At least every other search for several lanes goes on in order, so that all lanes have their turn.
    `rounds`: how often searches in order have passed the last lane. `is_cut`: the last of them has not seen all lanes.
    """

    after: str = ""
    recent: RecentRows = field(default_factory=RecentRows)
    rounds: int = 0
    is_cut: bool = False
    _elsewhere: deque[str] = field(default_factory=lambda: deque(maxlen=PLACES))
    _given_back: deque[str] = field(default_factory=lambda: deque(maxlen=PLACES))
    _was_elsewhere: bool = False
    _places: list[str] = field(default_factory=list)
    _crowd: int = 0

    def begin(self, *, for_one: bool) -> tuple[str, bool]:
        """Return after which lane the next search begins, and whether it is in order. for_one: it is for one lane."""
        if for_one:
            return (self._elsewhere.popleft(), False) if self._elsewhere else (self.after, True)
        places = self._given_back or self._elsewhere
        self._was_elsewhere = bool(places) and not self._was_elsewhere
        if not self._was_elsewhere:
            return self.after, True
        place = places.popleft()
        if place in self._elsewhere:
            self._elsewhere.remove(place)
        return place, False

    def give_back(self, lane: str) -> None:
        """Have searches begin with this lane soon: it was claimed and not handled, as those that follow.

        The next search for one lane takes it, and a search for several takes those that follow by one query.
        """
        self._elsewhere.append(_just_before(lane))
        self._given_back.append(_just_before(lane))

    def begin_with(self, lane: str) -> None:
        """Have the next search for one lane begin with this one."""
        self._elsewhere.appendleft(_just_before(lane))

    def note(self, lane: str, *, is_free: bool) -> None:
        """Note whether a lane was free."""
        self._crowd += -1 if is_free else 1
        if len(self._places) < PLACES:
            self._places.append(lane)
        elif random.random() < REPLACED:
            self._places[random.randrange(PLACES)] = lane

    def leave_crowd(self) -> None:
        """Search elsewhere if more lanes were held than free."""
        if self._crowd > 0 and not self._elsewhere:
            self._elsewhere.append(random.choice(self._places))
        self._crowd = 0


class Rests:
    """Says when a loop that finds nothing may rest: once its searches have seen all lanes since the rest before.

    If it rested after each search, thousands of lanes that are postponed would delay all others.
    """

    def __init__(self) -> None:
        self._rounds: dict[int, int] = {}

    def may_begin(self, cursors: Sequence[LaneCursor]) -> bool:
        """Return whether a rest may begin. cursors: of the searches that have found nothing."""
        seen = [cursor.rounds - self._rounds.setdefault(id(cursor), cursor.rounds) for cursor in cursors]
        if any(cursor.is_cut and rounds < 2 for cursor, rounds in zip(cursors, seen, strict=True)):
            return False
        self._rounds.clear()
        return True


def _just_before(lane: str) -> str:
    """Return what stands before this lane and behind all that stand before it."""
    return f"{lane[:-1]}{chr(ord(lane[-1]) - 1)}{LAST}" if lane else ""


def heads(
    cursor: LaneCursor, find_after: FindAfter, *, lane_at: int, most: int, for_one: bool = False
) -> Iterator[list[Any]]:
    """Yield the first row of one lane after the other, from the cursor on, each lane at most once.

    find_after: returns the first row of the first lane after a name. lane_at: which value of a row is its lane.
    for_one: the search is for one lane.
    The workers of a process share a cursor: a walk keeps its own place, which no other walk moves.
    """
    (start, in_order), has_wrapped = cursor.begin(for_one=for_one), False
    after = start
    cursor.is_cut |= in_order
    for _ in range(most):
        row = find_after(after)
        is_round = row is None or (has_wrapped and row[lane_at] > start)
        after = "" if row is None or is_round else row[lane_at]
        if in_order:
            cursor.after = after
            cursor.rounds += row is None
        if row is None or is_round:
            if has_wrapped or not start:
                cursor.is_cut &= not in_order
                return
            has_wrapped = True
            continue
        yield row


def in_turn(rows: Sequence[list[Any]], *, lane_at: int) -> FindAfter:
    """Return a function that returns the first of these rows in the first lane after a name, like a query.

    rows: in the order of their numbers.
    """
    firsts: dict[str, list[Any]] = {}
    for row in rows:
        firsts.setdefault(row[lane_at], row)
    names = sorted(firsts)

    def find_after(lane: str) -> list[Any] | None:
        at = bisect_right(names, lane)
        return firsts[names[at]] if at < len(names) else None

    return find_after


def ahead(read: Callable[[str, int], Sequence[list[Any]]], first: int = GROUP) -> FindAfter:
    """Return a function that returns the first row of the next lane, and reads those that follow by the same query.

    read: returns the first row of each of so many lanes after a name, fewer at the end. first: how many at first.
    The function is called for each lane in turn.
    """
    rows, count, is_last = deque[list[Any]](), first, False

    def find_after(lane: str) -> list[Any] | None:
        nonlocal count, is_last
        if not rows and not is_last:
            rows.extend(read(lane, count))
            count, is_last = min(2 * count, MOST_AHEAD), len(rows) < count
        if rows:
            return rows.popleft()
        is_last = False
        return None

    return find_after


def in_groups(
    lanes: Sequence[str], read: Callable[[Sequence[str]], Sequence[list[Any]]], *, lane_at: int
) -> Callable[[str], list[Any] | None]:
    """Return a function that returns the row of a lane, and reads the rows of the lanes that follow by the same query.

    lanes: sorted. read: returns the rows of some lanes, in any order.
    """
    rows: dict[str, list[Any] | None] = {}

    def row_of(lane: str) -> list[Any] | None:
        if lane not in rows:
            at = bisect_left(lanes, lane)
            group = lanes[at : at + GROUP]
            rows.update(dict.fromkeys(group))
            rows.update((row[lane_at], row) for row in read(group))
        return rows[lane]

    return row_of


@contextmanager
def use_indexes(session: Session) -> Iterator[None]:
    """Keep PostgreSQL's planner from sorting a lane: with old statistics it takes a long lane for a short one."""
    if session.connection().dialect.name == "sqlite":
        yield
        return
    _sorting.run(session, {"sorting": "off"})
    yield
    _sorting.run(session, {"sorting": "on"})
