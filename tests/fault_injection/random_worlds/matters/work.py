"""Pieces of work: whom one concerns is what its own table says."""

from typing import Any

from bot import discovery
from bot.services.staff import work_kinds
from storage.audit import Action
from storage.staff.work_items import WorkItem
from tests.fault_injection.random_worlds import matters
from tests.fault_injection.random_worlds.matter_definition import Matter, Subjects, matter
from tests.fault_injection.random_worlds.observations import Observation


@matter(WorkItem, Action.WORK_TAKEN, Action.WORK_RELEASED, Action.WORK_HANDED)
def work(observation: Observation, row: Any) -> Subjects:
    """Return whom the row concerns that the piece is about."""
    if row.subject == row.id:  # It has ended in this turn.
        row = observation.before.table(WorkItem)[row.id]
    model = work_kinds.kinds()[row.kind].model
    found = [each for each in discovery.by_name(matters, Matter).values() if each.kind is model]
    for each in found:
        yield from each.whom(observation, observation.row(model, row.subject))
