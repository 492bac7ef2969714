"""Courses that many attend, the steps of an enrolment, who was there on which day

What an enrolment held as its earlier status becomes a step of its own; who made the last step, and
when, is what the audit log says of it.

Revision: 0023, after 0018.
"""

import sqlalchemy as sa
from alembic import op

from db.models.base import UtcDateTime

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

STATUSES = ("APPLIED", "ENROLLED", "ONGOING", "COMPLETED", "CERTIFIED", "DROPPED", "REJECTED")
_FIELDS = "INSERT INTO training_steps (enrolment_id, status, status_on, entered_by, entered_at)"
#: Where there is an earlier status, it was the entry's own, and the last step came after it.
FIRST_STEPS = f"""{_FIELDS}
    SELECT id, coalesce(earlier_status, status), coalesce(earlier_status_on, status_on),
        entered_by, entered_at
    FROM training_enrolments"""
LAST_STEPS = f"""{_FIELDS}
    SELECT e.id, e.status, e.status_on, coalesce(a.account_id, e.entered_by),
        coalesce(a.at, e.entered_at)
    FROM training_enrolments e
    LEFT JOIN audit_entries a ON a.id = (
        SELECT max(id) FROM audit_entries
        WHERE entity = 'training' AND entity_id = CAST(e.id AS VARCHAR)
            AND action = 'training.set_status')
    WHERE e.earlier_status IS NOT NULL"""
EARLIER = """UPDATE training_enrolments SET
    earlier_status = (SELECT s.status FROM training_steps s WHERE s.id = {step}),
    earlier_status_on = (SELECT s.status_on FROM training_steps s WHERE s.id = {step})"""
BEFORE_LAST = """(SELECT max(b.id) FROM training_steps b
    WHERE b.enrolment_id = training_enrolments.id AND b.id < (
        SELECT max(l.id) FROM training_steps l WHERE l.enrolment_id = training_enrolments.id))"""


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=20)


def _refers(table: str, **columns: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}"))
        for column, to in columns.items()
    ]


def upgrade() -> None:
    _courses()
    op.create_table(
        "training_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("status", _enum("trainingstatus", *STATUSES), nullable=False),
        sa.Column("status_on", sa.Date(), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=False),
        sa.Column("entered_at", UtcDateTime(), nullable=False),
        sa.Column("corrected_at", UtcDateTime(), nullable=True),
        *_refers("training_steps", enrolment_id="training_enrolments", entered_by="accounts"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_steps")),
    )
    op.create_index(op.f("ix_training_steps_enrolment_id"), "training_steps", ["enrolment_id"])
    op.create_index("ix_training_steps_author", "training_steps", ["entered_by", "entered_at"])
    op.execute(FIRST_STEPS)
    op.execute(LAST_STEPS)
    with op.batch_alter_table("training_enrolments", schema=None) as batch_op:
        batch_op.add_column(sa.Column("course_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("certificate", sa.String(length=20), nullable=True))
        batch_op.add_column(sa.Column("measure", sa.String(length=20), nullable=True))
        batch_op.drop_column("earlier_status")
        batch_op.drop_column("earlier_status_on")
        batch_op.create_foreign_key(
            batch_op.f("fk_training_enrolments_course_id"), "courses", ["course_id"], ["id"]
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_training_enrolments_certificate"),
            "certificate IS NULL OR status = 'CERTIFIED'",
        )
        batch_op.create_index(batch_op.f("ix_training_enrolments_course_id"), ["course_id"])


def _courses() -> None:
    op.create_table(
        "courses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.String(length=36), nullable=False),
        sa.Column("type", sa.String(length=20), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=True),
        sa.Column("measure", sa.String(length=20), nullable=True),
        sa.Column("cancelled_on", sa.Date(), nullable=True),
        sa.Column("cancel_reason", sa.String(length=20), nullable=True),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_courses_dates")),
        sa.CheckConstraint("places BETWEEN 1 AND 500", name=op.f("ck_courses_places")),
        sa.CheckConstraint(
            "hours IS NULL OR hours BETWEEN 1 AND 5000", name=op.f("ck_courses_hours")
        ),
        sa.CheckConstraint(
            "(cancelled_on IS NULL) = (cancel_reason IS NULL)", name=op.f("ck_courses_cancelled")
        ),
        *_refers("courses", centre_id="organisations", made_by="accounts"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_courses")),
        sa.UniqueConstraint("submission_id", name=op.f("uq_courses_submission_id")),
    )
    op.create_index("ix_courses_days", "courses", ["ends_on", "starts_on"])
    op.create_table(
        "course_agencies",
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        *_refers("course_agencies", course_id="courses", agency_id="agencies"),
        sa.PrimaryKeyConstraint("course_id", "agency_id", name=op.f("pk_course_agencies")),
    )
    op.create_index(op.f("ix_course_agencies_agency_id"), "course_agencies", ["agency_id"])
    op.create_table(
        "attendances",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column(
            "mark", _enum("attendancemark", "PRESENT", "ABSENT", "EXCUSED"), nullable=False
        ),
        sa.Column("entered_by", sa.Integer(), nullable=False),
        sa.Column("entered_at", UtcDateTime(), nullable=False),
        *_refers("attendances", enrolment_id="training_enrolments", entered_by="accounts"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendances")),
        sa.UniqueConstraint("enrolment_id", "day", name=op.f("uq_attendances_enrolment_id_day")),
    )


def downgrade() -> None:
    op.drop_table("attendances")
    with op.batch_alter_table("training_enrolments", schema=None) as batch_op:
        batch_op.add_column(sa.Column("earlier_status", sa.String(length=20), nullable=True))
        batch_op.add_column(sa.Column("earlier_status_on", sa.Date(), nullable=True))
    op.execute(EARLIER.format(step=BEFORE_LAST))
    with op.batch_alter_table("training_enrolments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_training_enrolments_course_id"))
        batch_op.drop_constraint(batch_op.f("ck_training_enrolments_certificate"), type_="check")
        batch_op.drop_constraint(
            batch_op.f("fk_training_enrolments_course_id"), type_="foreignkey"
        )
        batch_op.drop_column("measure")
        batch_op.drop_column("certificate")
        batch_op.drop_column("course_id")
    op.drop_table("training_steps")
    op.drop_table("course_agencies")
    op.drop_table("courses")
