"""What people have agreed to, and how they can be reached

Revision: 0019, after 0018.
"""

import sqlalchemy as sa
from alembic import op

from db.models.base import UtcDateTime

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

PURPOSES = ("GUARDIAN", "FOLLOW_UP", "REFERRAL", "TRUST")
STANDS = sa.text("withdrawn_on IS NULL")
#: Whoever agreed at a referral that it is spoken about: the last time.
SAID_BEFORE = """
    INSERT INTO consents (case_id, purpose, given_on, recorded_by, recorded_at)
    SELECT case_id, 'REFERRAL', sent_on, entered_by, entered_at FROM referrals
    WHERE id IN (
        SELECT max(id) FROM referrals WHERE may_share AND voided_at IS NULL GROUP BY case_id
    )
"""


def upgrade() -> None:
    op.create_table(
        "consents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                *PURPOSES,
                name="consentpurpose",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=True),
        sa.Column("recorded_by", sa.Integer(), nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("submission_id", sa.String(length=36), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(withdrawn_on IS NULL) = (withdrawn_by IS NULL)", name=op.f("ck_consents_withdrawn")
        ),
        *(
            sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_consents_{column}"))
            for column, target in (
                ("case_id", "cases.id"),
                ("recorded_by", "accounts.id"),
                ("withdrawn_by", "accounts.id"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
    )
    op.create_index(op.f("ix_consents_case_id"), "consents", ["case_id"])
    op.create_index(
        "uq_consents_standing",
        "consents",
        ["case_id", "purpose"],
        unique=True,
        sqlite_where=STANDS,
        postgresql_where=STANDS,
    )
    op.execute(SAID_BEFORE)
    op.create_table(
        "contacts",
        sa.Column("case_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("kept_by", sa.Integer(), nullable=False),
        sa.Column("kept_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_contacts_case_id")),
        sa.ForeignKeyConstraint(["kept_by"], ["accounts.id"], name=op.f("fk_contacts_kept_by")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_contacts")),
    )
    op.create_table(
        "contact_marks",
        sa.Column("case_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["contacts.case_id"], name=op.f("fk_contact_marks_case_id")
        ),
        sa.PrimaryKeyConstraint("case_id", "mark", name=op.f("pk_contact_marks")),
    )
    op.create_index(op.f("ix_contact_marks_mark"), "contact_marks", ["mark"])


def downgrade() -> None:
    for table in ("contact_marks", "contacts", "consents"):
        op.drop_table(table)
