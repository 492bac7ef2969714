"""Tasks that agents settle among themselves, and transfers of people

Revision: 0021, after 0018.
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

STATES = ("PENDING", "ACCEPTED", "DECLINED", "WITHDRAWN")


def upgrade() -> None:
    op.create_table(
        "transfers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("from_agency_id", sa.Integer(), nullable=False),
        sa.Column("to_agency_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                *STATES, name="transferstate", native_enum=False, create_constraint=True, length=20
            ),
            nullable=False,
        ),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refusal_reason", sa.String(length=20), nullable=True),
        sa.CheckConstraint(
            "(refusal_reason IS NOT NULL) = (state = 'DECLINED')", name=op.f("ck_transfers_refusal")
        ),
        sa.CheckConstraint(
            "(state = 'PENDING') = (decided_at IS NULL)", name=op.f("ck_transfers_decided")
        ),
        sa.CheckConstraint("to_agency_id <> from_agency_id", name=op.f("ck_transfers_elsewhere")),
        sa.ForeignKeyConstraint(["asked_by"], ["accounts.id"], name=op.f("fk_transfers_asked_by")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_transfers_case_id")),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["accounts.id"], name=op.f("fk_transfers_decided_by")
        ),
        sa.ForeignKeyConstraint(
            ["from_agency_id"], ["agencies.id"], name=op.f("fk_transfers_from_agency_id")
        ),
        sa.ForeignKeyConstraint(
            ["to_agency_id"], ["agencies.id"], name=op.f("fk_transfers_to_agency_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transfers")),
    )
    op.create_index(op.f("ix_transfers_case_id"), "transfers", ["case_id"], unique=False)
    op.create_index("ix_transfers_from", "transfers", ["from_agency_id", "state"], unique=False)
    op.create_index("ix_transfers_to", "transfers", ["to_agency_id", "state"], unique=False)
    op.create_index(
        "uq_transfers_pending",
        "transfers",
        ["case_id"],
        unique=True,
        sqlite_where=sa.text("state = 'PENDING'"),
        postgresql_where=sa.text("state = 'PENDING'"),
    )

    op.create_table(
        "tasks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("follow_up_id", sa.Integer(), nullable=True),
        sa.Column("check_id", sa.Integer(), nullable=True),
        sa.Column("referral_id", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("put_off_to", sa.Date(), nullable=True),
        sa.Column("put_off_times", sa.Integer(), nullable=False),
        sa.Column("handed_by", sa.Integer(), nullable=True),
        sa.Column("handed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handed_reason", sa.String(length=20), nullable=True),
        sa.Column("is_back", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "(CASE WHEN follow_up_id IS NULL THEN 0 ELSE 1 END) + "
            "(CASE WHEN check_id IS NULL THEN 0 ELSE 1 END) + "
            "(CASE WHEN referral_id IS NULL THEN 0 ELSE 1 END) = 1",
            name=op.f("ck_tasks_one_thing"),
        ),
        sa.CheckConstraint(
            "(handed_by IS NULL) = (handed_at IS NULL)", name=op.f("ck_tasks_handed")
        ),
        sa.CheckConstraint("put_off_times >= 0", name=op.f("ck_tasks_times")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_tasks_account_id")),
        sa.ForeignKeyConstraint(
            ["check_id"], ["retention_checks.id"], name=op.f("fk_tasks_check_id")
        ),
        sa.ForeignKeyConstraint(
            ["follow_up_id"], ["follow_ups.id"], name=op.f("fk_tasks_follow_up_id")
        ),
        sa.ForeignKeyConstraint(["handed_by"], ["accounts.id"], name=op.f("fk_tasks_handed_by")),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referrals.id"], name=op.f("fk_tasks_referral_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tasks")),
        sa.UniqueConstraint("check_id", name=op.f("uq_tasks_check_id")),
        sa.UniqueConstraint("follow_up_id", name=op.f("uq_tasks_follow_up_id")),
        sa.UniqueConstraint("referral_id", name=op.f("uq_tasks_referral_id")),
    )
    op.create_index("ix_referrals_waiting", "referrals", ["status", "status_on"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_referrals_waiting", "referrals")
    op.drop_table("tasks")
    op.drop_table("transfers")
