"""Which delivery of a lane is next: statements that find the oldest open one of the next lane, or of given lanes."""

from sqlalchemy import ARRAY, String, bindparam, func, or_, select, text, true

from storage.database import table_of
from storage.database.prepared import PreparedStatement
from storage.engine.inbox import LEFT_TO_NEWER
from storage.engine.lanes import RECENT
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
next_lane = PreparedStatement(_first.where(_is_open, _outbox.c.lane > bindparam("after")))
next_answer = PreparedStatement(
    _found.where(_is_answer, _outbox.c.lane > bindparam("after")).order_by(_outbox.c.lane, _outbox.c.id)
)
# A range of one lane and not an equation, so that no planner reads all lanes in the order of the numbers.
of_lane = PreparedStatement(_first.where(_is_open, _outbox.c.lane.between(bindparam("lane"), bindparam("lane"))))
_given_lanes = func.unnest(bindparam("lanes", type_=ARRAY(String))).table_valued("lane", name="given").render_derived()
_oldest = (
    _first.where(_is_open, _outbox.c.lane.between(_given_lanes.c.lane, _given_lanes.c.lane))
    .correlate(_given_lanes)
    .lateral("oldest")
)
# The same of several lanes, on PostgreSQL.
of_lanes = PreparedStatement(select(*_oldest.c).select_from(_given_lanes.join(_oldest, true())))
# Where deliveries of all known channels wait, from a number on. The concatenation keeps the planner from other indexes.
_is_of_known_channel = text("outbox.channel || '' IN ({})".format(", ".join(f"'{channel}'" for channel in Channel)))
recent = PreparedStatement(
    select(_outbox.c.id, _outbox.c.channel, _outbox.c.lane, _outbox.c.is_notification)
    .where(_is_open, _is_of_known_channel, _is_known, _blocks_lane, _outbox.c.id >= bindparam("first"))
    .order_by(_outbox.c.id)
    .limit(RECENT)
)
