"""Find the members of an organisation, former ones too, without reading all members.

Revision 0059, after 0058.
"""

from alembic import op

revision = "0059"
down_revision = "0058"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_members_organisation_id"), "members", ["organisation_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_members_organisation_id"), "members")
