"""What the programme chooses

Revision: 0008, after 0007.
"""

import sqlalchemy as sa
from alembic import op

from db.models.base import UtcDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

#: Before this the form showed these ten to every programme.
BIG_TYPES = (
    "RECEPTION,REGISTRATION,POSITIONING,CV,TRAIN_REF,ADMIN,MEDIATION,FOLLOW_UP,OUTREACH,"
    "INFO_SESSION"
)
OF_A_CODE = ("is_added", "is_relabelled", "is_redated", "is_moved")


def upgrade() -> None:
    op.create_table(
        "programme_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=30), nullable=False),
        sa.Column("before", sa.String(length=300), nullable=False),
        sa.Column("after", sa.String(length=300), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["changed_by"], ["accounts.id"], name=op.f("fk_programme_changes_changed_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_changes")),
    )
    with op.batch_alter_table("codes", schema=None) as batch_op:
        for name in OF_A_CODE:
            batch_op.add_column(
                sa.Column(name, sa.Boolean(), server_default=sa.false(), nullable=False)
            )
    with op.batch_alter_table("programme", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "big_types", sa.String(length=250), server_default=BIG_TYPES, nullable=False
            )
        )
        for name, usual in (("draft_days", "30"), ("backup_days", "7")):
            batch_op.add_column(
                sa.Column(name, sa.Integer(), server_default=usual, nullable=False)
            )
        batch_op.create_check_constraint(
            op.f("ck_programme_days"), "draft_days >= 1 AND backup_days >= 1"
        )


def downgrade() -> None:
    with op.batch_alter_table("programme", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_programme_days"), type_="check")
        for name in ("backup_days", "draft_days", "big_types"):
            batch_op.drop_column(name)
    with op.batch_alter_table("codes", schema=None) as batch_op:
        for name in reversed(OF_A_CODE):
            batch_op.drop_column(name)
    op.drop_table("programme_changes")
