"""Places and postings in full

Revision: 0007, after 0006.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

TEXTS = {"name_en": 120, "opening_hours": 120, "languages": 80, "contact": 120}
OF_ORGANISATIONS = TEXTS | {"name_ar": 120, "short_name": 30, "city": 60}


def _text(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), server_default="", nullable=False)


def upgrade() -> None:
    with op.batch_alter_table("agencies", schema=None) as batch_op:
        for name, length in TEXTS.items():
            batch_op.add_column(_text(name, length))
    with op.batch_alter_table("organisations", schema=None) as batch_op:
        for name, length in OF_ORGANISATIONS.items():
            batch_op.add_column(_text(name, length))
        batch_op.add_column(sa.Column("region", sa.String(length=20), nullable=True))
        batch_op.add_column(sa.Column("closed_on", sa.Date(), nullable=True))
    with op.batch_alter_table("postings", schema=None) as batch_op:
        batch_op.add_column(sa.Column("share", sa.Integer(), server_default="100", nullable=False))
        batch_op.add_column(_text("languages", 80))
        batch_op.create_check_constraint("share", "share BETWEEN 10 AND 100")


def downgrade() -> None:
    with op.batch_alter_table("postings", schema=None) as batch_op:
        batch_op.drop_constraint("share", type_="check")
        batch_op.drop_column("languages")
        batch_op.drop_column("share")
    with op.batch_alter_table("organisations", schema=None) as batch_op:
        for name in ("closed_on", "region", *OF_ORGANISATIONS):
            batch_op.drop_column(name)
    with op.batch_alter_table("agencies", schema=None) as batch_op:
        for name in TEXTS:
            batch_op.drop_column(name)
