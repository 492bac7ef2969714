"""Courses that many people attend together, and who was there on which day."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from db.codes import AttendanceMark
from db.models.base import UtcDateTime, check, enum_type, now


class Course(SQLModel, table=True):
    """One course of a centre, with its days and its places (lists ``TRAINING_TYPE``, ``MEASURE``).

    It names nobody. A cancelled one takes no more people, and keeps those it has.
    """

    __tablename__ = "courses"
    __table_args__ = (
        check("dates", "ends_on >= starts_on"),
        check("places", "places BETWEEN 1 AND 500"),
        check("hours", "hours IS NULL OR hours BETWEEN 1 AND 5000"),
        check("cancelled", "(cancelled_on IS NULL) = (cancel_reason IS NULL)"),
        sa.Index("ix_courses_days", "ends_on", "starts_on"),
    )

    id: int = Field(default=None, primary_key=True)
    submission_id: str = Field(max_length=36, unique=True)
    type: str = Field(max_length=20)
    centre_id: int | None = Field(default=None, foreign_key="organisations.id")
    #: What it is called where its kind says too little.
    title: str = Field(default="", max_length=60)
    starts_on: date
    ends_on: date
    places: int
    hours: int | None = None
    #: The measure of the programme that pays for those who attend.
    measure: str | None = Field(default=None, max_length=20)
    cancelled_on: date | None = None
    cancel_reason: str | None = Field(default=None, max_length=20)
    made_by: int = Field(foreign_key="accounts.id")
    made_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class CourseAgency(SQLModel, table=True):
    """An agency that may send people to a course."""

    __tablename__ = "course_agencies"

    course_id: int = Field(foreign_key="courses.id", primary_key=True)
    agency_id: int = Field(foreign_key="agencies.id", primary_key=True, index=True)


class Attendance(SQLModel, table=True):
    """Whether one person of a course was there on one day; erasure deletes it with the enrolment,
    by which alone it is tied to a person."""

    __tablename__ = "attendances"
    __table_args__ = (sa.UniqueConstraint("enrolment_id", "day"),)

    id: int = Field(default=None, primary_key=True)
    enrolment_id: int = Field(foreign_key="training_enrolments.id")
    day: date
    mark: AttendanceMark = Field(sa_type=enum_type(AttendanceMark))
    entered_by: int = Field(foreign_key="accounts.id")
    entered_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
