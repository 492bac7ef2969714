"""The first tables

Revision: 0001, after .
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "change_counter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_change_counter_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_counter")),
    )
    op.create_table(
        "codes",
        sa.Column("list", sa.String(length=30), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("sort", sa.Integer(), nullable=False),
        sa.Column("label_fr", sa.String(length=300), nullable=False),
        sa.Column("label_en", sa.String(length=300), nullable=False),
        sa.Column("label_ar", sa.String(length=300), nullable=False),
        sa.Column("extra", sa.String(length=120), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("list", "code", name=op.f("pk_codes")),
    )
    op.create_table(
        "failed_sign_ins",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name_hash", sa.String(length=64), nullable=False),
        sa.Column("address_hash", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_failed_sign_ins")),
    )
    with op.batch_alter_table("failed_sign_ins", schema=None) as batch_op:
        batch_op.create_index("ix_failed_sign_ins_address", ["address_hash", "at"], unique=False)
        batch_op.create_index("ix_failed_sign_ins_name", ["name_hash", "at"], unique=False)

    op.create_table(
        "organisations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("type", sa.String(length=20), nullable=False),
        sa.Column("training_type", sa.String(length=20), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisations")),
        sa.UniqueConstraint("code", name=op.f("uq_organisations_code")),
        sa.UniqueConstraint("name", name=op.f("uq_organisations_name")),
    )
    op.create_table(
        "programme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("institution", sa.String(length=120), nullable=False),
        sa.Column("country_fr", sa.String(length=60), nullable=False),
        sa.Column("country_en", sa.String(length=60), nullable=False),
        sa.Column("country_ar", sa.String(length=60), nullable=False),
        sa.Column("time_zone", sa.String(length=60), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("release_threshold", sa.Integer(), nullable=False),
        sa.Column("release_base", sa.Integer(), nullable=False),
        sa.Column("trust_hidden_below", sa.Integer(), nullable=False),
        sa.Column("trust_indicative_below", sa.Integer(), nullable=False),
        sa.Column("languages", sa.String(length=40), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_programme_dates")),
        sa.CheckConstraint("id = 1", name=op.f("ck_programme_one_row")),
        sa.CheckConstraint("release_threshold >= 5", name=op.f("ck_programme_threshold_floor")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme")),
    )
    op.create_table(
        "trust_waves",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("sampling", sa.String(length=200), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_trust_waves_dates")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trust_waves")),
        sa.UniqueConstraint("number", name=op.f("uq_trust_waves_number")),
    )
    op.create_table(
        "accounts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("username", sa.String(length=60), nullable=False),
        sa.Column("display_name", sa.String(length=120), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "agent",
                "manager",
                "partner",
                "administrator",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("password_hash", sa.String(length=100), nullable=False),
        sa.Column("must_change_password", sa.Boolean(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reset_code_hash", sa.String(length=64), nullable=True),
        sa.Column("reset_expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_accounts_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("username", name=op.f("uq_accounts_username")),
    )
    op.create_table(
        "agencies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("short_name", sa.String(length=30), nullable=False),
        sa.Column("name_ar", sa.String(length=120), nullable=False),
        sa.Column("city", sa.String(length=60), nullable=False),
        sa.Column("region", sa.String(length=20), nullable=False),
        sa.Column("host_id", sa.Integer(), nullable=False),
        sa.Column("sort", sa.Integer(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["host_id"], ["organisations.id"], name=op.f("fk_agencies_host_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agencies")),
        sa.UniqueConstraint("code", name=op.f("uq_agencies_code")),
        sa.UniqueConstraint("name", name=op.f("uq_agencies_name")),
        sa.UniqueConstraint("short_name", name=op.f("uq_agencies_short_name")),
    )
    with op.batch_alter_table("agencies", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agencies_host_id"), ["host_id"], unique=False)

    op.create_table(
        "agency_counts",
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column(
            "measure",
            sa.Enum(
                "REGISTERED",
                "POSITIONING",
                name="countmeasure",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=120), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("value >= 0", name=op.f("ck_agency_counts_value")),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agencies.id"], name=op.f("fk_agency_counts_agency_id")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["accounts.id"], name=op.f("fk_agency_counts_entered_by")
        ),
        sa.PrimaryKeyConstraint("agency_id", "month", "measure", name=op.f("pk_agency_counts")),
    )
    op.create_table(
        "audit_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("entity", sa.String(length=30), nullable=False),
        sa.Column("entity_id", sa.String(length=40), nullable=False),
        sa.Column("fields", sa.String(length=300), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_audit_entries_account_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entries")),
    )
    with op.batch_alter_table("audit_entries", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_audit_entries_account_id"), ["account_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_audit_entries_at"), ["at"], unique=False)
        batch_op.create_index("ix_audit_entries_object", ["entity", "entity_id"], unique=False)

    op.create_table(
        "cases",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("code", sa.String(length=7), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column(
            "sex",
            sa.Enum(
                "F", "M", "X", name="sex", native_enum=False, create_constraint=True, length=20
            ),
            nullable=False,
        ),
        sa.Column("birth_year", sa.Integer(), nullable=False),
        sa.Column("has_turned_18", sa.Boolean(), nullable=False),
        sa.Column("nationality", sa.String(length=20), nullable=False),
        sa.Column("education", sa.String(length=20), nullable=False),
        sa.Column("occupation", sa.String(length=20), nullable=False),
        sa.Column("diploma_recognised", sa.Boolean(), nullable=True),
        sa.Column("language", sa.String(length=20), nullable=True),
        sa.Column("entry_channel", sa.String(length=20), nullable=False),
        sa.Column("status_group", sa.String(length=20), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("opened_by", sa.Integer(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submission_id", sa.String(length=36), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("close_reason", sa.String(length=20), nullable=True),
        sa.CheckConstraint("birth_year BETWEEN 1900 AND 2100", name=op.f("ck_cases_birth_year")),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_cases_agency_id")),
        sa.ForeignKeyConstraint(["opened_by"], ["accounts.id"], name=op.f("fk_cases_opened_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases")),
        sa.UniqueConstraint("code", name=op.f("uq_cases_code")),
        sa.UniqueConstraint("submission_id", name=op.f("uq_cases_submission_id")),
    )
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.create_index("ix_cases_agency_opened", ["agency_id", "opened_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_cases_opened_by"), ["opened_by"], unique=False)

    op.create_table(
        "drafts",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(length=30), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_drafts_account_id")),
        sa.PrimaryKeyConstraint("account_id", "form", name=op.f("pk_drafts")),
    )
    op.create_table(
        "postings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_postings_dates")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_postings_account_id")
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_postings_agency_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_postings")),
        sa.UniqueConstraint(
            "account_id",
            "agency_id",
            "starts_on",
            name=op.f("uq_postings_account_id_agency_id_starts_on"),
        ),
    )
    with op.batch_alter_table("postings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_postings_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_postings_agency_id"), ["agency_id"], unique=False)

    op.create_table(
        "releases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("period_end", sa.Date(), nullable=False),
        sa.Column("threshold", sa.Integer(), nullable=False),
        sa.Column("base", sa.Integer(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("frozen_by", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.String(length=36), nullable=False),
        sa.CheckConstraint("period_end >= period_start", name=op.f("ck_releases_dates")),
        sa.ForeignKeyConstraint(["frozen_by"], ["accounts.id"], name=op.f("fk_releases_frozen_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_releases")),
        sa.UniqueConstraint("number", name=op.f("uq_releases_number")),
        sa.UniqueConstraint(
            "period_start", "edition", name=op.f("uq_releases_period_start_edition")
        ),
        sa.UniqueConstraint("submission_id", name=op.f("uq_releases_submission_id")),
    )
    op.create_table(
        "sign_in_sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("device", sa.String(length=60), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_sign_in_sessions_account_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_sessions")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_in_sessions_token_hash")),
    )
    with op.batch_alter_table("sign_in_sessions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_sign_in_sessions_account_id"), ["account_id"], unique=False
        )

    op.create_table(
        "sign_in_tickets",
        sa.Column("ticket_hash", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("browser_hash", sa.String(length=64), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_sign_in_tickets_account_id")
        ),
        sa.PrimaryKeyConstraint("ticket_hash", name=op.f("pk_sign_in_tickets")),
    )
    with op.batch_alter_table("sign_in_tickets", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_sign_in_tickets_account_id"), ["account_id"], unique=False
        )

    op.create_table(
        "trust_fieldwork",
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("approached", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "refused >= 0 AND refused <= approached", name=op.f("ck_trust_fieldwork_refusals")
        ),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agencies.id"], name=op.f("fk_trust_fieldwork_agency_id")
        ),
        sa.ForeignKeyConstraint(
            ["wave_id"], ["trust_waves.id"], name=op.f("fk_trust_fieldwork_wave_id")
        ),
        sa.PrimaryKeyConstraint("wave_id", "agency_id", name=op.f("pk_trust_fieldwork")),
    )
    op.create_table(
        "trust_responses",
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by", sa.Integer(), nullable=True),
        sa.Column("void_reason", sa.String(length=20), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column(
            "mode",
            sa.Enum(
                "SELF_TAB",
                "SELF_QR",
                "INT_EXT",
                "INT_OTHER",
                "INT_SAME",
                "PHONE",
                name="trustmode",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column(
            "moment",
            sa.Enum(
                "T0",
                "T1",
                "T2",
                "NU",
                name="trustmoment",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("interviewer_id", sa.Integer(), nullable=True),
        sa.Column("conflict_of_interest", sa.Boolean(), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=False),
        sa.Column(
            "sex",
            sa.Enum(
                "F", "M", "X", name="sex", native_enum=False, create_constraint=True, length=20
            ),
            nullable=True,
        ),
        sa.Column("t1", sa.Integer(), nullable=True),
        sa.Column("t2", sa.Integer(), nullable=True),
        sa.Column("d_rel", sa.Integer(), nullable=True),
        sa.Column("d_res", sa.Integer(), nullable=True),
        sa.Column("d_ope", sa.Integer(), nullable=True),
        sa.Column("d_int", sa.Integer(), nullable=True),
        sa.Column("d_fai", sa.Integer(), nullable=True),
        sa.Column("d_dat", sa.Integer(), nullable=True),
        sa.Column("s_sat", sa.Integer(), nullable=True),
        sa.Column("b_rec", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "b_rec IS NULL OR b_rec BETWEEN 0 AND 1 OR b_rec BETWEEN 97 AND 99",
            name=op.f("ck_trust_responses_b_rec"),
        ),
        sa.CheckConstraint(
            "d_dat IS NULL OR d_dat BETWEEN 0 AND 3 OR d_dat BETWEEN 97 AND 99",
            name=op.f("ck_trust_responses_d_dat"),
        ),
        sa.CheckConstraint(
            "d_fai IS NULL OR d_fai BETWEEN 0 AND 3 OR d_fai BETWEEN 97 AND 99",
            name=op.f("ck_trust_responses_d_fai"),
        ),
        sa.CheckConstraint(
            "d_int IS NULL OR d_int BETWEEN 0 AND 3 OR d_int BETWEEN 97 AND 99",
            name=op.f("ck_trust_responses_d_int"),
        ),
        sa.CheckConstraint(
            "d_ope IS NULL OR d_ope BETWEEN 0 AND 3 OR d_ope BETWEEN 97 AND 99",
            name=op.f("ck_trust_responses_d_ope"),
        ),
        sa.CheckConstraint(
            "d_rel IS NULL OR d_rel BETWEEN 0 AND 3 OR d_rel BETWEEN 97 AND 99",
            name=op.f("ck_trust_responses_d_rel"),
        ),
        sa.CheckConstraint(
            "d_res IS NULL OR d_res BETWEEN 0 AND 3 OR d_res BETWEEN 97 AND 99",
            name=op.f("ck_trust_responses_d_res"),
        ),
        sa.CheckConstraint(
            "s_sat IS NULL OR s_sat BETWEEN 0 AND 3 OR s_sat BETWEEN 97 AND 99",
            name=op.f("ck_trust_responses_s_sat"),
        ),
        sa.CheckConstraint(
            "t1 IS NULL OR t1 BETWEEN 0 AND 10 OR t1 BETWEEN 97 AND 99",
            name=op.f("ck_trust_responses_t1"),
        ),
        sa.CheckConstraint(
            "t2 IS NULL OR t2 BETWEEN 0 AND 10 OR t2 BETWEEN 97 AND 99",
            name=op.f("ck_trust_responses_t2"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agencies.id"], name=op.f("fk_trust_responses_agency_id")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["accounts.id"], name=op.f("fk_trust_responses_entered_by")
        ),
        sa.ForeignKeyConstraint(
            ["interviewer_id"], ["accounts.id"], name=op.f("fk_trust_responses_interviewer_id")
        ),
        sa.ForeignKeyConstraint(
            ["voided_by"], ["accounts.id"], name=op.f("fk_trust_responses_voided_by")
        ),
        sa.ForeignKeyConstraint(
            ["wave_id"], ["trust_waves.id"], name=op.f("fk_trust_responses_wave_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trust_responses")),
        sa.UniqueConstraint(
            "submission_id", "position", name=op.f("uq_trust_responses_submission_id_position")
        ),
    )
    with op.batch_alter_table("trust_responses", schema=None) as batch_op:
        batch_op.create_index(
            "ix_trust_responses_wave",
            ["wave_id", "agency_id", "conflict_of_interest"],
            unique=False,
        )

    op.create_table(
        "interventions",
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by", sa.Integer(), nullable=True),
        sa.Column("void_reason", sa.String(length=20), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=True),
        sa.Column("women", sa.Integer(), nullable=True),
        sa.Column("men", sa.Integer(), nullable=True),
        sa.Column("other", sa.Integer(), nullable=True),
        sa.Column("type", sa.String(length=20), nullable=False),
        sa.Column("mode", sa.String(length=20), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "(case_id IS NOT NULL AND women IS NULL AND men IS NULL AND other IS NULL) OR (case_id IS NULL AND women >= 0 AND men >= 0 AND other >= 0 AND women + men + other BETWEEN 1 AND 500)",
            name=op.f("ck_interventions_case_or_head_counts"),
        ),
        sa.CheckConstraint(
            "minutes IS NULL OR minutes BETWEEN 1 AND 600", name=op.f("ck_interventions_minutes")
        ),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agencies.id"], name=op.f("fk_interventions_agency_id")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_interventions_case_id")),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["accounts.id"], name=op.f("fk_interventions_entered_by")
        ),
        sa.ForeignKeyConstraint(
            ["voided_by"], ["accounts.id"], name=op.f("fk_interventions_voided_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interventions")),
        sa.UniqueConstraint(
            "submission_id", "position", name=op.f("uq_interventions_submission_id_position")
        ),
    )
    with op.batch_alter_table("interventions", schema=None) as batch_op:
        batch_op.create_index(
            "ix_interventions_activity",
            ["agency_id", "happened_on", "type", "voided_at"],
            unique=False,
        )
        batch_op.create_index(
            "ix_interventions_case",
            ["case_id", "happened_on", "type", "agency_id", "voided_at"],
            unique=False,
        )
        batch_op.create_index(
            "ix_interventions_entered", ["entered_by", "entered_at"], unique=False
        )

    op.create_table(
        "placements",
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by", sa.Integer(), nullable=True),
        sa.Column("void_reason", sa.String(length=20), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "type",
            sa.Enum(
                "WAGE",
                "INTERN",
                "APPRENT",
                "AUTO_ENT",
                "OWN_ACC",
                "COOP",
                "COMPANY",
                name="outcometype",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("contract", sa.String(length=20), nullable=False),
        sa.Column("evidence", sa.String(length=20), nullable=False),
        sa.Column("hours_per_week", sa.Float(), nullable=True),
        sa.Column("cnss_declared", sa.Boolean(), nullable=True),
        sa.CheckConstraint(
            "hours_per_week IS NULL OR hours_per_week BETWEEN 1 AND 84",
            name=op.f("ck_placements_hours"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agencies.id"], name=op.f("fk_placements_agency_id")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_placements_case_id")),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["accounts.id"], name=op.f("fk_placements_entered_by")
        ),
        sa.ForeignKeyConstraint(
            ["voided_by"], ["accounts.id"], name=op.f("fk_placements_voided_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placements")),
        sa.UniqueConstraint(
            "submission_id", "position", name=op.f("uq_placements_submission_id_position")
        ),
    )
    with op.batch_alter_table("placements", schema=None) as batch_op:
        batch_op.create_index(
            "ix_placements_activity", ["agency_id", "starts_on", "type"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_placements_case_id"), ["case_id"], unique=False)

    op.create_table(
        "release_cells",
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("table_code", sa.String(length=40), nullable=False),
        sa.Column("row_code", sa.String(length=40), nullable=False),
        sa.Column("column_code", sa.String(length=40), nullable=False),
        sa.Column("table_sort", sa.Integer(), nullable=False),
        sa.Column("row_sort", sa.Integer(), nullable=False),
        sa.Column("column_sort", sa.Integer(), nullable=False),
        sa.Column(
            "mark",
            sa.Enum(
                "published",
                "hidden",
                "na",
                name="mark",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("value", sa.Integer(), nullable=True),
        sa.Column("lower", sa.Integer(), nullable=True),
        sa.Column("upper", sa.Integer(), nullable=True),
        sa.Column("n", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(mark = 'published') = (value IS NOT NULL)", name=op.f("ck_release_cells_value")
        ),
        sa.ForeignKeyConstraint(
            ["release_id"], ["releases.id"], name=op.f("fk_release_cells_release_id")
        ),
        sa.PrimaryKeyConstraint(
            "release_id", "table_code", "row_code", "column_code", name=op.f("pk_release_cells")
        ),
    )
    op.create_table(
        "release_truths",
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("table_code", sa.String(length=40), nullable=False),
        sa.Column("row_code", sa.String(length=40), nullable=False),
        sa.Column("column_code", sa.String(length=40), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["release_id"], ["releases.id"], name=op.f("fk_release_truths_release_id")
        ),
        sa.PrimaryKeyConstraint(
            "release_id", "table_code", "row_code", "column_code", name=op.f("pk_release_truths")
        ),
    )
    op.create_table(
        "training_enrolments",
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by", sa.Integer(), nullable=True),
        sa.Column("void_reason", sa.String(length=20), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("type", sa.String(length=20), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("planned_end_on", sa.Date(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "APPLIED",
                "ENROLLED",
                "ONGOING",
                "COMPLETED",
                "CERTIFIED",
                "DROPPED",
                "REJECTED",
                name="trainingstatus",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("status_on", sa.Date(), nullable=False),
        sa.Column("drop_reason", sa.String(length=20), nullable=True),
        sa.Column("earlier_status", sa.String(length=20), nullable=True),
        sa.Column("earlier_status_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "drop_reason IS NULL OR status = 'DROPPED'",
            name=op.f("ck_training_enrolments_drop_reason"),
        ),
        sa.CheckConstraint(
            "planned_end_on IS NULL OR planned_end_on >= starts_on",
            name=op.f("ck_training_enrolments_dates"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agencies.id"], name=op.f("fk_training_enrolments_agency_id")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_training_enrolments_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["centre_id"], ["organisations.id"], name=op.f("fk_training_enrolments_centre_id")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["accounts.id"], name=op.f("fk_training_enrolments_entered_by")
        ),
        sa.ForeignKeyConstraint(
            ["voided_by"], ["accounts.id"], name=op.f("fk_training_enrolments_voided_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_enrolments")),
        sa.UniqueConstraint(
            "submission_id", "position", name=op.f("uq_training_enrolments_submission_id_position")
        ),
    )
    with op.batch_alter_table("training_enrolments", schema=None) as batch_op:
        batch_op.create_index(
            "ix_training_enrolments_activity",
            ["agency_id", "starts_on", "type", "status"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_training_enrolments_case_id"), ["case_id"], unique=False
        )

    op.create_table(
        "follow_ups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=True),
        sa.Column("intervention_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("due_at", sa.Time(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agencies.id"], name=op.f("fk_follow_ups_agency_id")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_follow_ups_case_id")),
        sa.ForeignKeyConstraint(
            ["intervention_id"], ["interventions.id"], name=op.f("fk_follow_ups_intervention_id")
        ),
        sa.ForeignKeyConstraint(
            ["settled_by_id"], ["interventions.id"], name=op.f("fk_follow_ups_settled_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_ups")),
        sa.UniqueConstraint("intervention_id", name=op.f("uq_follow_ups_intervention_id")),
    )
    with op.batch_alter_table("follow_ups", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_follow_ups_case_id"), ["case_id"], unique=False)
        batch_op.create_index(
            "ix_follow_ups_due", ["agency_id", "settled_at", "due_on"], unique=False
        )

    op.create_table(
        "retention_checks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("placement_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "SAME",
                "OTHER",
                "TRAIN",
                "NOT_WORK",
                "LEFT",
                "UNREACH",
                "REFUSED",
                "DIED",
                name="retentionstatus",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=True,
        ),
        sa.Column("still_cnss", sa.Boolean(), nullable=True),
        sa.Column("entered_by", sa.Integer(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(done_on IS NULL) = (status IS NULL)", name=op.f("ck_retention_checks_done")
        ),
        sa.CheckConstraint("month IN (3, 6, 12)", name=op.f("ck_retention_checks_month")),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["accounts.id"], name=op.f("fk_retention_checks_entered_by")
        ),
        sa.ForeignKeyConstraint(
            ["placement_id"], ["placements.id"], name=op.f("fk_retention_checks_placement_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retention_checks")),
        sa.UniqueConstraint(
            "placement_id", "month", name=op.f("uq_retention_checks_placement_id_month")
        ),
    )
    with op.batch_alter_table("retention_checks", schema=None) as batch_op:
        batch_op.create_index(
            "ix_retention_checks_due", ["cancelled_at", "done_on", "due_on"], unique=False
        )

    op.execute("INSERT INTO change_counter (id, version) VALUES (1, 0)")


def downgrade() -> None:
    with op.batch_alter_table("retention_checks", schema=None) as batch_op:
        batch_op.drop_index("ix_retention_checks_due")

    op.drop_table("retention_checks")
    with op.batch_alter_table("follow_ups", schema=None) as batch_op:
        batch_op.drop_index("ix_follow_ups_due")
        batch_op.drop_index(batch_op.f("ix_follow_ups_case_id"))

    op.drop_table("follow_ups")
    with op.batch_alter_table("training_enrolments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_training_enrolments_case_id"))
        batch_op.drop_index("ix_training_enrolments_activity")

    op.drop_table("training_enrolments")
    op.drop_table("release_truths")
    op.drop_table("release_cells")
    with op.batch_alter_table("placements", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_placements_case_id"))
        batch_op.drop_index("ix_placements_activity")

    op.drop_table("placements")
    with op.batch_alter_table("interventions", schema=None) as batch_op:
        batch_op.drop_index("ix_interventions_entered")
        batch_op.drop_index("ix_interventions_case")
        batch_op.drop_index("ix_interventions_activity")

    op.drop_table("interventions")
    with op.batch_alter_table("trust_responses", schema=None) as batch_op:
        batch_op.drop_index("ix_trust_responses_wave")

    op.drop_table("trust_responses")
    op.drop_table("trust_fieldwork")
    with op.batch_alter_table("sign_in_tickets", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_tickets_account_id"))

    op.drop_table("sign_in_tickets")
    with op.batch_alter_table("sign_in_sessions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_sessions_account_id"))

    op.drop_table("sign_in_sessions")
    op.drop_table("releases")
    with op.batch_alter_table("postings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_postings_agency_id"))
        batch_op.drop_index(batch_op.f("ix_postings_account_id"))

    op.drop_table("postings")
    op.drop_table("drafts")
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cases_opened_by"))
        batch_op.drop_index("ix_cases_agency_opened")

    op.drop_table("cases")
    with op.batch_alter_table("audit_entries", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_entries_object")
        batch_op.drop_index(batch_op.f("ix_audit_entries_at"))
        batch_op.drop_index(batch_op.f("ix_audit_entries_account_id"))

    op.drop_table("audit_entries")
    op.drop_table("agency_counts")
    with op.batch_alter_table("agencies", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agencies_host_id"))

    op.drop_table("agencies")
    op.drop_table("accounts")
    op.drop_table("trust_waves")
    op.drop_table("programme")
    op.drop_table("organisations")
    with op.batch_alter_table("failed_sign_ins", schema=None) as batch_op:
        batch_op.drop_index("ix_failed_sign_ins_name")
        batch_op.drop_index("ix_failed_sign_ins_address")

    op.drop_table("failed_sign_ins")
    op.drop_table("codes")
    op.drop_table("change_counter")
