"""Show the reviewer of a case the applicant's name and number in full, and the portrait.

Revision 0053, after 0052.
"""

import sqlalchemy as sa
from alembic import op

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None

SHOWN = ("selfie", "handheld", "scene")
NEW = ("portrait", "facts")
CHECK = "ck_viewings_photoslot"


def upgrade() -> None:
    _allow((*SHOWN, *NEW), may_lack_file=True)


def downgrade() -> None:
    """An earlier version shows photos only: the other views are deleted."""
    viewings = sa.table("viewings", sa.column("slot", sa.String()), sa.column("file_id", sa.Uuid()))
    op.execute(viewings.delete().where(viewings.c.slot.in_(NEW) | viewings.c.file_id.is_(None)))
    _allow(SHOWN, may_lack_file=False)


def _allow(slots: tuple[str, ...], *, may_lack_file: bool) -> None:
    """Replace the CHECK constraint of what is shown. On SQLite, copying the table leaves the old one out."""
    values = ", ".join(f"'{slot}'" for slot in slots)
    with op.batch_alter_table("viewings") as batch:
        if op.get_bind().dialect.name == "postgresql":
            batch.drop_constraint(op.f(CHECK), type_="check")
        batch.create_check_constraint(op.f(CHECK), f"slot IN ({values})")
        batch.alter_column("file_id", existing_type=sa.Uuid(), nullable=may_lack_file)
