"""What managers say in reports

Revision ID: 0032, after 0031.
"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

TABLE = "report_texts"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "report",
            sa.Enum(
                "DONOR",
                "LESSONS",
                name="reportkind",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("part", sa.String(length=20), nullable=False),
        sa.Column("text", sa.String(length=2000), nullable=False),
        sa.Column("written_by", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_report_texts_dates")),
        sa.ForeignKeyConstraint(
            ["written_by"], ["accounts.id"], name=op.f("fk_report_texts_written_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_texts")),
    )
    op.create_index(
        "ix_report_texts_period", TABLE, ["report", "starts_on", "ends_on", "part", "id"]
    )


def downgrade() -> None:
    op.drop_table(TABLE)
