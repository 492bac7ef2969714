"""First contacts kept as rows

Revision: 0002, after 0001.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "first_contacts",
        sa.Column("case_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("contacted_on", sa.Date(), nullable=False),
        sa.Column("registered_after", sa.Integer(), nullable=True),
        sa.Column("returned_after", sa.Integer(), nullable=True),
        sa.Column("positioned", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agencies.id"], name=op.f("fk_first_contacts_agency_id")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_first_contacts_case_id")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_first_contacts")),
    )
    with op.batch_alter_table("first_contacts", schema=None) as batch_op:
        batch_op.create_index(
            "ix_first_contacts_cohort",
            ["agency_id", "contacted_on", "registered_after", "returned_after", "positioned"],
            unique=False,
        )

    with op.batch_alter_table("interventions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_interventions_activity"))
        batch_op.create_index(
            "ix_interventions_activity",
            ["agency_id", "happened_on", "type", "voided_at", "case_id"],
            unique=False,
        )
    op.execute(_fill(op.get_bind().dialect.name))


def _fill(dialect: str) -> str:
    """The rows of what is there already; the meaning: db/first_contacts.py."""
    days = "happened_on - first"
    if dialect == "sqlite":
        days = "CAST(julianday(happened_on) - julianday(first) AS INTEGER)"
    return f"""
        INSERT INTO first_contacts (case_id, agency_id, contacted_on, registered_after,
                                    returned_after, positioned)
        SELECT case_id, max(CASE WHEN place = 1 THEN agency_id END), min(first),
               min(CASE WHEN type = 'REGISTRATION' THEN {days} END),
               min(CASE WHEN happened_on > first THEN {days} END),
               CAST(max(CASE WHEN type = 'POSITIONING' THEN 1 ELSE 0 END) AS BOOLEAN)
        FROM (SELECT case_id, agency_id, happened_on, type,
                     row_number() OVER (PARTITION BY case_id ORDER BY happened_on, id) AS place,
                     min(happened_on) OVER (PARTITION BY case_id) AS first
              FROM interventions WHERE case_id IS NOT NULL AND voided_at IS NULL) AS each_event
        GROUP BY case_id
    """


def downgrade() -> None:
    with op.batch_alter_table("interventions", schema=None) as batch_op:
        batch_op.drop_index("ix_interventions_activity")
        batch_op.create_index(
            batch_op.f("ix_interventions_activity"),
            ["agency_id", "happened_on", "type", "voided_at"],
            unique=False,
        )

    with op.batch_alter_table("first_contacts", schema=None) as batch_op:
        batch_op.drop_index("ix_first_contacts_cohort")

    op.drop_table("first_contacts")
