"""The trust survey: waves, their agencies and fieldwork, and answers tied to no person."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from db.codes import TRUST_ITEMS, TRUST_SCALE, Sex, TrustMode, TrustMoment
from db.models.base import UNORDERED, check, enum_type, random_id
from db.models.events import RecordedEvent


class TrustWave(SQLModel, table=True):
    """One round of the survey, in the agencies that ``TrustWaveAgency`` names.

    ``languages`` (that the questions are written in) and ``moments`` stand apart by commas.
    ``ends_on`` is the last day, brought forward to ``closed_on`` where a wave is closed early;
    ``first_ended_on`` was the last day of a wave that was over before it was reopened.
    """

    __tablename__ = "trust_waves"
    __table_args__ = (
        check("dates", "ends_on >= starts_on"),
        check("closed", "closed_on IS NULL OR closed_on = ends_on"),
    )

    id: int = Field(default=None, primary_key=True)
    number: int = Field(unique=True)
    name: str = Field(default="", max_length=80)
    starts_on: date
    ends_on: date
    languages: str = Field(default="fr,en,ar", max_length=40)
    moments: str = Field(default="T0,T1,T2,NU", max_length=40)
    sampling: str = Field(default="", max_length=200)
    closed_on: date | None = None
    close_reason: str = Field(default="", max_length=200)
    first_ended_on: date | None = None
    reopened_on: date | None = None
    reopen_reason: str = Field(default="", max_length=200)


class TrustWaveAgency(SQLModel, table=True):
    """An agency where a wave takes answers, and how many are wanted there."""

    __tablename__ = "trust_wave_agencies"
    __table_args__ = (check("target", "target_n IS NULL OR target_n >= 1"),)

    wave_id: int = Field(foreign_key="trust_waves.id", primary_key=True)
    agency_id: int = Field(foreign_key="agencies.id", primary_key=True)
    target_n: int | None = None


class TrustFieldwork(SQLModel, table=True):
    """How many people were approached at an agency in a wave, and how many refused."""

    __tablename__ = "trust_fieldwork"
    __table_args__ = (check("refusals", "refused >= 0 AND refused <= approached"),)

    wave_id: int = Field(foreign_key="trust_waves.id", primary_key=True)
    agency_id: int = Field(foreign_key="agencies.id", primary_key=True)
    approached: int = 0
    refused: int = 0


def _answer_checks() -> list[sa.CheckConstraint]:
    return [
        check(
            item.lower(),
            f"{item.lower()} IS NULL OR {item.lower()} BETWEEN 0 AND {TRUST_SCALE[item]} "
            f"OR {item.lower()} BETWEEN 97 AND 99",
        )
        for item in TRUST_ITEMS
    ]


class TrustResponse(RecordedEvent, table=True):
    """One questionnaire; no case attached. Empty: not asked; 97, 98, 99: not an answer.

    Its id tells no order, and where the person answered at a code nobody entered it.
    """

    __tablename__ = "trust_responses"
    __table_args__ = (
        *_answer_checks(),
        sa.UniqueConstraint("submission_id", "position"),
        sa.Index("ix_trust_responses_wave", "wave_id", "agency_id", "conflict_of_interest"),
    )

    id: int = Field(
        default_factory=random_id,
        sa_column=sa.Column(UNORDERED, primary_key=True, autoincrement=False),
    )
    entered_by: int | None = Field(  # type: ignore[assignment]
        default=None, foreign_key="accounts.id"
    )
    wave_id: int = Field(foreign_key="trust_waves.id")
    mode: TrustMode = Field(sa_type=enum_type(TrustMode))
    moment: TrustMoment = Field(sa_type=enum_type(TrustMoment))
    interviewer_id: int | None = Field(default=None, foreign_key="accounts.id")
    conflict_of_interest: bool = False
    language: str = Field(max_length=20)
    answered_on: date
    sex: Sex | None = Field(default=None, sa_type=enum_type(Sex))
    t1: int | None = None
    t2: int | None = None
    d_rel: int | None = None
    d_res: int | None = None
    d_ope: int | None = None
    d_int: int | None = None
    d_fai: int | None = None
    d_dat: int | None = None
    s_sat: int | None = None
    b_rec: int | None = None


class NonUserCount(SQLModel, table=True):
    """How many people met on a day gave this answer (list ``NON_USER``); nothing else of them."""

    __tablename__ = "non_user_counts"
    __table_args__ = (check("people", "people >= 0"),)

    agency_id: int = Field(foreign_key="agencies.id", primary_key=True)
    day: date = Field(primary_key=True)
    answer: str = Field(max_length=20, primary_key=True)
    people: int = 0
