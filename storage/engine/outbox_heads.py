"""Which delivery of a lane is next: finds the oldest open one of the next lane, or of given lanes."""

from collections.abc import Mapping
from operator import itemgetter
from typing import Any

from sqlalchemy import ARRAY, Integer, Select, String, bindparam, func, literal_column, or_, select, text, true
from sqlmodel import Session

from storage.database import table_of
from storage.database.prepared import PreparedStatement
from storage.engine.inbox import LEFT_TO_NEWER
from storage.engine.lanes import RECENT, FindAfter, ahead
from storage.engine.outbox import IS_OPEN, Channel, Delivery, DeliveryPolicy

_outbox = table_of(Delivery)
_is_open = text(f"outbox.{IS_OPEN}")
# Deliveries of an unknown policy wait for the version that wrote them; so do those of a channel that nobody asks for.
_is_known = text("outbox.policy IN ({})".format(", ".join(f"'{policy}'" for policy in DeliveryPolicy)))
_is_answer = text(f"outbox.{IS_OPEN} AND NOT outbox.is_notification")
# Later deliveries of a lane do not wait for one that is left to a newer version.
_is_not_left = text(f"outbox.note <> '{LEFT_TO_NEWER}'")
_blocks_lane = or_(_is_not_left, _outbox.c.due_at <= bindparam("now"), _outbox.c.due_at > bindparam("latest"))
# What is read of a delivery; the moment at which it is due is behind these.
NAMES = [
    *("id", "reference", "channel", "lane", "policy", "payload"),
    *("created_at", "attempts", "state", "interruptions"),
]
LANE, CREATED_AT = NAMES.index("lane"), NAMES.index("created_at")
_found = select(*(_outbox.c[name] for name in NAMES), _outbox.c.due_at).where(_is_known, _blocks_lane).limit(1)
_found = _found.where(_outbox.c.channel == bindparam("channel"))
_first = _found.order_by(_outbox.c.lane, _outbox.c.is_soft, _outbox.c.id)
# An index in this order gives each in one query, however many deliveries the lanes before have. Answers are not soft.
_open, _answers = _first.where(_is_open), _found.where(_is_answer).order_by(_outbox.c.lane, _outbox.c.id)
_next_lane = PreparedStatement(_open.where(_outbox.c.lane > bindparam("after")))
_next_answer = PreparedStatement(_answers.where(_outbox.c.lane > bindparam("after")))
# A range of one lane and not an equation, so that no planner reads all lanes in the order of the numbers.
_of_lane = PreparedStatement(_first.where(_is_open, _outbox.c.lane.between(bindparam("lane"), bindparam("lane"))))
_given_lanes = func.unnest(bindparam("lanes", type_=ARRAY(String))).table_valued("lane", name="given").render_derived()
_oldest = (
    _first.where(_is_open, _outbox.c.lane.between(_given_lanes.c.lane, _given_lanes.c.lane))
    .correlate(_given_lanes)
    .lateral("oldest")
)
# The same of several lanes, on PostgreSQL.
of_lanes = PreparedStatement(select(*_oldest.c).select_from(_given_lanes.join(_oldest, true())))


def _several(first: Select[Any]) -> PreparedStatement:
    """Return a statement that finds this of so many lanes after a name, each with its place among them at the end."""
    begin = first.where(_outbox.c.lane > bindparam("after")).add_columns(literal_column("1", Integer).label("nth"))
    walk = select(*begin.subquery().c).cte("walk", recursive=True)
    following = first.where(_outbox.c.lane > walk.c.lane).correlate(walk).lateral("following")
    more = select(*following.c, walk.c.nth + literal_column("1")).select_from(walk.join(following, true()))
    walk = walk.union_all(more.where(walk.c.nth < bindparam("count", type_=Integer)))
    return PreparedStatement(select(*walk.c))


_next_lanes, _next_answers = _several(_open), _several(_answers)
# Where deliveries of all known channels wait, from a number on. The concatenation keeps the planner from other indexes.
_is_of_known_channel = text("outbox.channel || '' IN ({})".format(", ".join(f"'{channel}'" for channel in Channel)))
recent = PreparedStatement(
    select(_outbox.c.id, _outbox.c.channel, _outbox.c.lane, _outbox.c.is_notification)
    .where(_is_open, _is_of_known_channel, _is_known, _blocks_lane, _outbox.c.id >= bindparam("first"))
    .order_by(_outbox.c.id)
    .limit(RECENT)
)


def walking(session: Session, values: Mapping[str, Any], *, urgent: bool) -> FindAfter:
    """Return how to find the first delivery of the next lane by the index: on PostgreSQL of several by one query.

    urgent: only of lanes that hold an answer. The order within the lane stays. The function is called for each lane in
    turn.
    """
    if session.connection().dialect.name == "sqlite":
        find = _find_urgent if urgent else _find_any
        return lambda after: find(session, {**values, "after": after})
    read = _read_urgent if urgent else _read_any
    return ahead(lambda after, count: read(session, {**values, "after": after, "count": count}))


def _find_any(session: Session, values: Mapping[str, Any]) -> list[Any] | None:
    return _next_lane.first(session, values)


def _find_urgent(session: Session, values: Mapping[str, Any]) -> list[Any] | None:
    answer = _next_answer.first(session, values)
    return answer and _of_lane.first(session, {**values, "lane": answer[LANE]})


def _read_any(session: Session, values: Mapping[str, Any]) -> list[list[Any]]:
    return _in_order(_next_lanes.all(session, values))


def _read_urgent(session: Session, values: Mapping[str, Any]) -> list[list[Any]]:
    answers = _in_order(_next_answers.all(session, values))
    found = of_lanes.all(session, {**values, "lanes": [answer[LANE] for answer in answers]})
    first = {row[LANE]: row for row in found}
    return [first.get(answer[LANE], answer) for answer in answers]


def _in_order(rows: list[list[Any]]) -> list[list[Any]]:
    return [row[:-1] for row in sorted(rows, key=itemgetter(-1))]
