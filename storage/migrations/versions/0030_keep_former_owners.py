"""Keep who has owned a vehicle before, and until when.

Revision 0030, after 0029. Of sales before it nothing is known: the present owner counts as the owner from the start.
"""

import sqlalchemy as sa
from alembic import op

from storage import database

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

TABLE = "former_owners"
REFERENCES = {"vehicle_id": "vehicles", "person_id": "people", "organisation_id": "organisations"}


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vehicle_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("since", database.UtcMoment(), nullable=True),
        sa.Column("until", database.UtcMoment(), nullable=False),
        sa.CheckConstraint("(person_id IS NULL) <> (organisation_id IS NULL)", name=op.f(f"ck_{TABLE}_one_owner")),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_{TABLE}_{column}"))
            for column, table in REFERENCES.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
    )
    for column in REFERENCES:
        op.create_index(op.f(f"ix_{TABLE}_{column}"), TABLE, [column])


def downgrade() -> None:
    for column in REFERENCES:
        op.drop_index(op.f(f"ix_{TABLE}_{column}"), table_name=TABLE)
    op.drop_table(TABLE)
