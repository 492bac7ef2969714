"""Codes that open the survey on people's own phones

Revision: 0010, after 0009.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

# On SQLite any other type of a key brings a hidden number that counts the rows as they come.
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MODES = ("SELF_TAB", "SELF_QR", "INT_EXT", "INT_OTHER", "INT_SAME", "PHONE")


def upgrade() -> None:
    op.create_table(
        "trust_codes",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "SLIP",
                "OPEN_LINK",
                "BROWSER",
                name="trustcodekind",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("created_on", sa.Date(), nullable=False),
        sa.Column("used_on", sa.Date(), nullable=True),
        sa.Column("form_hash", sa.String(length=64), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(used_on IS NULL) = (form_hash IS NULL)", name=op.f("ck_trust_codes_form")
        ),
        sa.CheckConstraint(
            "used_on IS NULL OR used_on >= created_on", name=op.f("ck_trust_codes_used")
        ),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agencies.id"], name=op.f("fk_trust_codes_agency_id")
        ),
        sa.ForeignKeyConstraint(
            ["wave_id"], ["trust_waves.id"], name=op.f("fk_trust_codes_wave_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trust_codes")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_trust_codes_code_hash")),
    )
    op.create_index("ix_trust_codes_place", "trust_codes", ["wave_id", "agency_id", "kind"])
    _change_answers((*MODES, "OPEN_LINK"), id_type=ID, is_anonymous=True)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE trust_responses ALTER COLUMN id DROP DEFAULT")
        op.execute("DROP SEQUENCE IF EXISTS trust_responses_id_seq")


def downgrade() -> None:
    op.execute("DELETE FROM trust_responses WHERE entered_by IS NULL OR mode = 'OPEN_LINK'")
    _number_again()
    _change_answers(MODES, id_type=sa.Integer(), is_anonymous=False)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE SEQUENCE trust_responses_id_seq OWNED BY trust_responses.id")
        op.execute(
            "SELECT setval('trust_responses_id_seq',"
            " (SELECT coalesce(max(id), 0) + 1 FROM trust_responses), false)"
        )
        op.execute(
            "ALTER TABLE trust_responses ALTER COLUMN id"
            " SET DEFAULT nextval('trust_responses_id_seq')"
        )
    op.drop_table("trust_codes")


def _number_again() -> None:
    """Ids that fit: below zero first, so that no two meet on the way."""
    bind = op.get_bind()
    ids = bind.execute(sa.text("SELECT id FROM trust_responses ORDER BY id")).scalars().all()
    bind.execute(sa.text("UPDATE trust_responses SET id = -id"))
    for number, known in enumerate(ids, start=1):
        bind.execute(
            sa.text("UPDATE trust_responses SET id = :number WHERE id = :known"),
            {"number": number, "known": -known},
        )


def _change_answers(
    modes: tuple[str, ...], *, id_type: sa.types.TypeEngine, is_anonymous: bool
) -> None:
    """Ids that tell no order, nobody who entered, and one more mode; rows keep the ids they have."""
    listed = ", ".join(f"'{each}'" for each in modes)
    with op.batch_alter_table("trust_responses", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_trust_responses_trustmode"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_trust_responses_trustmode"), f"mode IN ({listed})"
        )
        batch_op.alter_column("entered_by", existing_type=sa.Integer(), nullable=is_anonymous)
        batch_op.alter_column("id", existing_type=sa.Integer(), type_=id_type)
