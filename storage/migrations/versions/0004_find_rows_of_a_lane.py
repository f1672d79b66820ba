"""Find rows of a lane, to remove a Telegram id from them.

Revision 0004, after 0003.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_outbox_lane", "outbox", ["lane", "id"])
    _create_partial_index("ix_inbox_lane_set_aside", "inbox", "state = 'set_aside'")
    _create_partial_index("ix_timers_lane", "timers", "state = 'set'")


def downgrade() -> None:
    op.drop_index("ix_timers_lane", "timers")
    op.drop_index("ix_inbox_lane_set_aside", "inbox")
    op.drop_index("ix_outbox_lane", "outbox")


def _create_partial_index(name: str, table: str, condition: str) -> None:
    where = sa.text(condition)
    op.create_index(name, table, ["lane"], sqlite_where=where, postgresql_where=where)
