"""Placements have an employer, a sector and an end, and people can be named who were at a session

Revision: 0024, after 0018.
"""

from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

# Written out, since both databases add such columns where they stand: to make the table of
# interventions anew would take long where there are many.
COLUMNS = {
    "placements": {
        "employer_id": (
            "INTEGER CONSTRAINT fk_placements_employer_id REFERENCES organisations (id)"
        ),
        "sector": "VARCHAR(20)",
        "measure": "VARCHAR(20)",
        "ended_on": (
            "DATE CONSTRAINT ck_placements_ended_on"
            " CHECK (ended_on IS NULL OR ended_on >= starts_on)"
        ),
        "end_reason": (
            "VARCHAR(20) CONSTRAINT ck_placements_end_reason"
            " CHECK (end_reason IS NULL OR ended_on IS NOT NULL)"
        ),
    },
    "retention_checks": {"added": "VARCHAR(100) DEFAULT '' NOT NULL"},
    "interventions": {
        "group_id": (
            "INTEGER CONSTRAINT fk_interventions_group_id REFERENCES interventions (id)"
            " CONSTRAINT ck_interventions_group CHECK (group_id IS NULL"
            " OR (case_id IS NOT NULL AND group_id < id))"
        )
    },
}
CHECKS = {"placements": ("ended_on", "end_reason"), "interventions": ("group",)}
INDEX = "ix_interventions_group"
COUNTED = "ix_interventions_activity"
COUNTED_BY = ["agency_id", "happened_on", "type", "voided_at", "case_id"]


def upgrade() -> None:
    for table, columns in COLUMNS.items():
        for name, kind in columns.items():
            op.execute(f"ALTER TABLE {table} ADD COLUMN {name} {kind}")
    op.execute(f"CREATE INDEX {INDEX} ON interventions (group_id) WHERE group_id IS NOT NULL")
    op.drop_index(COUNTED, "interventions")
    op.create_index(COUNTED, "interventions", [*COUNTED_BY, "group_id"])


def downgrade() -> None:
    op.drop_index(INDEX, "interventions")
    op.drop_index(COUNTED, "interventions")
    op.create_index(COUNTED, "interventions", COUNTED_BY)
    for table, columns in COLUMNS.items():
        with op.batch_alter_table(table, schema=None) as batch_op:
            for name in CHECKS.get(table, ()):
                batch_op.drop_constraint(op.f(f"ck_{table}_{name}"), type_="check")
            for name in reversed(columns):
                batch_op.drop_column(name)
