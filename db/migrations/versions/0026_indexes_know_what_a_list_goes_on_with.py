"""Indexes know what a list goes on with

Revision: 0026, after 0025.
"""

from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None
SEARCHED = ["agency_id", "birth_year", "nationality", "sex", "code"]
DUE = ["cancelled_at", "done_on", "due_on"]


def upgrade() -> None:
    _make([*SEARCHED, "id"], [*DUE, "placement_id", "month"])


def downgrade() -> None:
    _make(SEARCHED, DUE)


def _make(searched: list[str], due: list[str]) -> None:
    op.drop_index("ix_cases_search", "cases")
    op.create_index("ix_cases_search", "cases", searched, unique=False)
    op.drop_index("ix_retention_checks_due", "retention_checks")
    op.create_index("ix_retention_checks_due", "retention_checks", due, unique=False)
