"""Find identity cases by the keyed hash of the typed ID number, to delete what strangers have typed of a person.

Version 0.1.0 has no identity cases, so there is no number to compute a hash of.

Revision 0038, after 0037.
"""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("identity_cases") as batch:
        batch.add_column(sa.Column("number_index", sa.String(), server_default=sa.text("''"), nullable=False))
        batch.create_index("ix_identity_cases_number_index", ["number_index"])


def downgrade() -> None:
    with op.batch_alter_table("identity_cases") as batch:
        batch.drop_index("ix_identity_cases_number_index")
        batch.drop_column("number_index")
