"""Drafts know which page wrote them, and keep a second text beside the first

Revision: 0022, after 0018.
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("drafts") as table:
        table.add_column(sa.Column("begun_at", sa.DateTime(timezone=True), nullable=True))
        for name in ("mark", "writer", "aside_writer"):
            table.add_column(
                sa.Column(name, sa.String(length=36), nullable=False, server_default="")
            )
        table.add_column(sa.Column("sign_in_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("aside", sa.LargeBinary(), nullable=True))
        table.add_column(sa.Column("aside_kept_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE drafts SET begun_at = kept_at")
    with op.batch_alter_table("drafts") as table:
        table.alter_column("begun_at", existing_type=sa.DateTime(timezone=True), nullable=False)
        for name in ("mark", "writer", "aside_writer"):
            table.alter_column(
                name,
                existing_type=sa.String(length=36),
                existing_nullable=False,
                server_default=None,
            )


def downgrade() -> None:
    with op.batch_alter_table("drafts") as table:
        for name in (
            "begun_at",
            "mark",
            "writer",
            "aside_writer",
            "sign_in_id",
            "aside",
            "aside_kept_at",
        ):
            table.drop_column(name)
