"""Waves have a plan, and people who never came are counted

Revision: 0009, after 0008.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("trust_waves", schema=None) as batch_op:
        for name, length, default in (
            ("name", 80, ""),
            ("languages", 40, "fr,en,ar"),
            ("moments", 40, "T0,T1,T2,NU"),
            ("close_reason", 200, ""),
            ("reopen_reason", 200, ""),
        ):
            batch_op.add_column(
                sa.Column(name, sa.String(length=length), server_default=default, nullable=False)
            )
        batch_op.add_column(sa.Column("closed_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("reopened_on", sa.Date(), nullable=True))
        batch_op.create_check_constraint(
            op.f("ck_trust_waves_closed"), "closed_on IS NULL OR closed_on = ends_on"
        )
    op.create_table(
        "trust_wave_agencies",
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("target_n", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "target_n IS NULL OR target_n >= 1", name=op.f("ck_trust_wave_agencies_target")
        ),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agencies.id"], name=op.f("fk_trust_wave_agencies_agency_id_agencies")
        ),
        sa.ForeignKeyConstraint(
            ["wave_id"], ["trust_waves.id"], name=op.f("fk_trust_wave_agencies_wave_id_trust_waves")
        ),
        sa.PrimaryKeyConstraint("wave_id", "agency_id", name=op.f("pk_trust_wave_agencies")),
    )
    # So far a wave was in every agency that had not closed before it.
    op.execute(
        "INSERT INTO trust_wave_agencies (wave_id, agency_id) "
        "SELECT w.id, a.id FROM trust_waves w CROSS JOIN agencies a "
        "WHERE a.closed_on IS NULL OR a.closed_on >= w.starts_on"
    )
    op.create_table(
        "non_user_counts",
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("answer", sa.String(length=20), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.CheckConstraint("people >= 0", name=op.f("ck_non_user_counts_people")),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agencies.id"], name=op.f("fk_non_user_counts_agency_id_agencies")
        ),
        sa.PrimaryKeyConstraint("agency_id", "day", "answer", name=op.f("pk_non_user_counts")),
    )


def downgrade() -> None:
    op.drop_table("non_user_counts")
    op.drop_table("trust_wave_agencies")
    with op.batch_alter_table("trust_waves", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_trust_waves_closed"), type_="check")
        for name in (
            "reopened_on", "closed_on", "reopen_reason", "close_reason", "moments", "languages",
            "name",
        ):  # fmt: skip
            batch_op.drop_column(name)
