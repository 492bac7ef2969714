"""What indicators mean and where they are to go

Revision: 0028, after 0025.
"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "indicators",
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("sort", sa.Integer(), nullable=False),
        sa.Column("is_key", sa.Boolean(), nullable=False),
        sa.Column("explain_over", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "explain_over BETWEEN 5 AND 100", name=op.f("ck_indicators_explain_over")
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_indicators")),
    )
    op.create_table(
        "indicator_baselines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("indicator", sa.String(length=20), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=True),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agencies.id"], name=op.f("fk_indicator_baselines_agency_id")
        ),
        sa.ForeignKeyConstraint(
            ["indicator"], ["indicators.code"], name=op.f("fk_indicator_baselines_indicator")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator_baselines")),
    )
    with op.batch_alter_table("indicator_baselines", schema=None) as batch_op:
        batch_op.create_index(
            "uq_indicator_baselines_agency", ["indicator", "agency_id"], unique=True
        )
        batch_op.create_index(
            "uq_indicator_baselines_programme",
            ["indicator"],
            unique=True,
            sqlite_where=sa.text("agency_id IS NULL"),
            postgresql_where=sa.text("agency_id IS NULL"),
        )

    op.create_table(
        "indicator_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("indicator", sa.String(length=20), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=True),
        sa.Column("cell", sa.String(length=10), nullable=False),
        sa.Column("former", sa.String(length=200), nullable=False),
        sa.Column("value", sa.String(length=200), nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agencies.id"], name=op.f("fk_indicator_changes_agency_id")
        ),
        sa.ForeignKeyConstraint(
            ["changed_by"], ["accounts.id"], name=op.f("fk_indicator_changes_changed_by")
        ),
        sa.ForeignKeyConstraint(
            ["indicator"], ["indicators.code"], name=op.f("fk_indicator_changes_indicator")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator_changes")),
    )
    with op.batch_alter_table("indicator_changes", schema=None) as batch_op:
        batch_op.create_index("ix_indicator_changes_indicator", ["indicator", "id"], unique=False)

    op.create_table(
        "indicator_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("indicator", sa.String(length=20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(length=20), nullable=False),
        sa.Column(
            "counts",
            sa.Enum(
                "PERSONS",
                "EVENTS",
                "ANSWERS",
                name="counted",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column(
            "adds_up",
            sa.Enum(
                "SUM",
                "PERSONS",
                "RATIO",
                "LAST",
                name="addsup",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("is_falling", sa.Boolean(), nullable=False),
        sa.Column("frequency", sa.String(length=20), nullable=False),
        sa.Column("breakdowns", sa.String(length=60), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_indicator_versions_number")),
        sa.ForeignKeyConstraint(
            ["indicator"], ["indicators.code"], name=op.f("fk_indicator_versions_indicator")
        ),
        sa.ForeignKeyConstraint(
            ["made_by"], ["accounts.id"], name=op.f("fk_indicator_versions_made_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator_versions")),
        sa.UniqueConstraint(
            "indicator", "number", name=op.f("uq_indicator_versions_indicator_number")
        ),
    )
    op.create_table(
        "indicator_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("indicator", sa.String(length=20), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("expected", sa.Float(), nullable=False),
        sa.Column("sentence", sa.String(length=500), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("written_by", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agencies.id"], name=op.f("fk_indicator_notes_agency_id")
        ),
        sa.ForeignKeyConstraint(
            ["indicator"], ["indicators.code"], name=op.f("fk_indicator_notes_indicator")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["indicator_versions.id"], name=op.f("fk_indicator_notes_version_id")
        ),
        sa.ForeignKeyConstraint(
            ["written_by"], ["accounts.id"], name=op.f("fk_indicator_notes_written_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator_notes")),
    )
    with op.batch_alter_table("indicator_notes", schema=None) as batch_op:
        batch_op.create_index(
            "ix_indicator_notes_period", ["indicator", "agency_id", "due_on", "id"], unique=False
        )

    op.create_table(
        "indicator_targets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("indicator", sa.String(length=20), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agencies.id"], name=op.f("fk_indicator_targets_agency_id")
        ),
        sa.ForeignKeyConstraint(
            ["indicator"], ["indicators.code"], name=op.f("fk_indicator_targets_indicator")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["indicator_versions.id"], name=op.f("fk_indicator_targets_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator_targets")),
    )
    with op.batch_alter_table("indicator_targets", schema=None) as batch_op:
        batch_op.create_index(
            "uq_indicator_targets_agency", ["indicator", "agency_id", "due_on"], unique=True
        )
        batch_op.create_index(
            "uq_indicator_targets_programme",
            ["indicator", "due_on"],
            unique=True,
            sqlite_where=sa.text("agency_id IS NULL"),
            postgresql_where=sa.text("agency_id IS NULL"),
        )

    op.create_table(
        "indicator_texts",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("definition", sa.String(length=1000), nullable=False),
        sa.Column("numerator", sa.String(length=300), nullable=False),
        sa.Column("denominator", sa.String(length=300), nullable=False),
        sa.Column("limits", sa.String(length=600), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["indicator_versions.id"], name=op.f("fk_indicator_texts_version_id")
        ),
        sa.PrimaryKeyConstraint("version_id", "language", name=op.f("pk_indicator_texts")),
    )


def downgrade() -> None:
    for name in ("texts", "targets", "notes", "versions", "changes", "baselines"):
        op.drop_table(f"indicator_{name}")
    op.drop_table("indicators")
