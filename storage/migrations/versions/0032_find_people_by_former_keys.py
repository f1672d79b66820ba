"""Find people by the phone numbers and accounts that they had before.

Revision 0032, after 0031.
"""

from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


INDEX = "ix_former_keys_key_hash"


def upgrade() -> None:
    op.create_index(INDEX, "former_keys", ["key_hash"], unique=False)


def downgrade() -> None:
    op.drop_index(INDEX, table_name="former_keys")
