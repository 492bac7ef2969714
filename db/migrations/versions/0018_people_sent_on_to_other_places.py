"""People sent on to other places

Revision: 0018, after 0017.
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

STATUSES = ("SENT", "ACCEPTED", "SERVED", "NO_SHOW", "REFUSED", "NO_REPLY")


def upgrade() -> None:
    op.create_table(
        "referrals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by", sa.Integer(), nullable=True),
        sa.Column("void_reason", sa.String(length=20), nullable=True),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("type", sa.String(length=20), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("to_agency_id", sa.Integer(), nullable=True),
        sa.Column("may_share", sa.Boolean(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                *STATUSES,
                name="referralstatus",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("status_on", sa.Date(), nullable=False),
        sa.Column("refusal_reason", sa.String(length=20), nullable=True),
        sa.Column("answered_after", sa.Integer(), nullable=True),
        sa.Column("earlier_status", sa.String(length=20), nullable=True),
        sa.Column("earlier_status_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(answered_after IS NULL) = (status IN ('SENT', 'NO_REPLY'))",
            name=op.f("ck_referrals_answered"),
        ),
        sa.CheckConstraint(
            "(refusal_reason IS NOT NULL) = (status = 'REFUSED')",
            name=op.f("ck_referrals_refusal_reason"),
        ),
        sa.CheckConstraint(
            "(organisation_id IS NULL) <> (to_agency_id IS NULL)",
            name=op.f("ck_referrals_one_place"),
        ),
        sa.CheckConstraint(
            "answered_after IS NULL OR answered_after >= 0", name=op.f("ck_referrals_answer_day")
        ),
        sa.CheckConstraint(
            "to_agency_id IS NULL OR to_agency_id <> agency_id", name=op.f("ck_referrals_elsewhere")
        ),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_referrals_{column}")
            )
            for column, table in (
                ("agency_id", "agencies"),
                ("case_id", "cases"),
                ("entered_by", "accounts"),
                ("organisation_id", "organisations"),
                ("to_agency_id", "agencies"),
                ("voided_by", "accounts"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referrals")),
        sa.UniqueConstraint(
            "submission_id", "position", name=op.f("uq_referrals_submission_id_position")
        ),
    )
    op.create_index(
        "ix_referrals_activity", "referrals", ["agency_id", "sent_on", "type", "status"]
    )
    op.create_index(op.f("ix_referrals_case_id"), "referrals", ["case_id"])
    op.create_table(
        "referral_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("referral_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "used_at IS NULL OR closed_at IS NULL", name=op.f("ck_referral_links_over")
        ),
        sa.ForeignKeyConstraint(
            ["made_by"], ["accounts.id"], name=op.f("fk_referral_links_made_by")
        ),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referrals.id"], name=op.f("fk_referral_links_referral_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral_links")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_referral_links_code_hash")),
    )
    op.create_index(op.f("ix_referral_links_referral_id"), "referral_links", ["referral_id"])


def downgrade() -> None:
    op.drop_table("referral_links")
    op.drop_table("referrals")
