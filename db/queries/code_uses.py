"""Which codes of a list some row uses: what keeps a code from being deleted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from db.access.permissions import Permission, require
from db.access.viewer import Viewer
from db.inputs.code_lists import GROUPED, group_of
from db.models import (
    Agency,
    AgencyCount,
    Case,
    CaseChange,
    Code,
    Consent,
    Course,
    Intervention,
    NonUserCount,
    Organisation,
    Placement,
    Posting,
    Referral,
    ReleaseCell,
    RetentionCheck,
    Task,
    TrainingEnrolment,
    TrainingStep,
    Transfer,
    TrustResponse,
    TrustWave,
)
from db.records import KINDS


def _once(field: str) -> tuple[Any, ...]:
    """The columns of a person's history that hold the codes of one of their facts."""
    is_it = col(CaseChange.field) == field
    return tuple(
        sa.case((is_it, col(each))).label("held") for each in (CaseChange.before, CaseChange.after)
    )


def _why(*, closing: bool) -> Any:
    """The column of a person's history that holds why, of one of its two lists."""
    is_closing = col(CaseChange.field) == "closed_on"
    return sa.case((is_closing if closing else ~is_closing, col(CaseChange.reason))).label("why")


#: The columns that hold codes of a list; a list that is not here is used by rules and figures only,
#: or by nothing yet.
COLUMNS: Mapping[str, tuple[Any, ...]] = {
    "SEX": (Case.sex, TrustResponse.sex, *_once("sex")),
    "NATIONALITY": (Case.nationality, *_once("nationality")),
    "EDUCATION_ISCED": (Case.education, *_once("education")),
    "OCCUPATION_ISCO08": (Case.occupation, *_once("occupation")),
    "LANGUAGE": (
        Case.language,
        Intervention.language,
        TrustResponse.language,
        Consent.language,
        *_once("language"),
    ),
    "ENTRY_CHANNEL": (Case.entry_channel, *_once("entry_channel")),
    "STATUS_GROUP": (Case.status_group,),
    "CLOSE_REASON": (Case.close_reason, _why(closing=True)),
    "FACT_REASON": (_why(closing=False),),
    "INTERVENTION_TYPE": (Intervention.type,),
    "MODE": (Intervention.mode,),
    "VOID_REASON": tuple(kind.table.void_reason for kind in KINDS),
    "TRAINING_TYPE": (
        TrainingEnrolment.type,
        Course.type,
        Organisation.training_type,
        # Each kind of course has its row there, with or without persons.
        ReleaseCell.row_code,
        ReleaseCell.column_code,
    ),
    "TRAINING_STATUS": (TrainingEnrolment.status, TrainingStep.status),
    "DROP_REASON": (TrainingEnrolment.drop_reason,),
    "CERTIFICATE": (TrainingEnrolment.certificate,),
    "CANCEL_REASON": (Course.cancel_reason,),
    "REFERRAL_REASON": (Referral.type,),
    "REFERRAL_REFUSAL": (Referral.refusal_reason,),
    "REFERRAL_STATUS": (Referral.status,),
    "HANDOVER_REASON": (Task.handed_reason,),
    "TRANSFER_REASON": (Transfer.reason,),
    "TRANSFER_REFUSAL": (Transfer.refusal_reason,),
    "OUTCOME_TYPE": (Placement.type,),
    "CONTRACT_TYPE": (Placement.contract,),
    "EVIDENCE": (Placement.evidence,),
    "SECTOR": (Placement.sector,),
    "MEASURE": (Placement.measure, TrainingEnrolment.measure, Course.measure),
    "PLACEMENT_END": (Placement.end_reason,),
    "RETENTION_STATUS": (RetentionCheck.status,),
    "TRUST_MODE": (TrustResponse.mode,),
    "TRUST_MOMENT": (TrustResponse.moment,),
    "REGION": (Agency.region, Organisation.region),
    "ORG_TYPE": (Organisation.type,),
    "CONSENT_SCOPE": (Consent.purpose,),
    "AGENCY_MEASURE": (AgencyCount.measure,),
    "NON_USER": (NonUserCount.answer,),
}
#: The columns that hold several codes of a list, with commas between them.
SEVERAL: Mapping[str, tuple[Any, ...]] = {
    "LANGUAGE": (Agency.languages, Organisation.languages, Posting.languages),
    "TRUST_MOMENT": (TrustWave.moments,),
}


#: What is known of a person, what they said and agreed to, and who did not come: whoever keeps the
#: lists and reads the log would learn of one person by the first use of a code, or the last.
UNTOLD = (Case, CaseChange, Consent, TrustResponse, NonUserCount)
_TABLES = frozenset(table.__tablename__ for table in UNTOLD)


def is_told(list_name: str) -> bool:
    """Whether it may be told which codes of a list are used; else none of them is ever deleted."""
    columns = COLUMNS.get(list_name, ())
    return not any(table.name in _TABLES for each in columns for table in _tables(each))


def used(session: Session, list_name: str, *, viewer: Viewer) -> Mapping[str, bool]:
    """Whether some row uses it, of each code that may be deleted where none does: one that the
    programme added, of a list that ``is_told``. Never how many rows, and of no other code: what
    moves, beside the hour of an act in the log, tells what was entered of a person.
    """
    require(session, viewer.account_id, Permission.LISTS_MANAGE)
    if not is_told(list_name):
        return {}
    added = session.exec(select(Code.code).where(Code.list == list_name, col(Code.is_added)))
    found = in_use(session, list_name)
    return {code: code in found for code in added}


def in_use(session: Session, list_name: str) -> frozenset[str]:
    """The same for the acts, which have asked who acts."""
    found = set[str]()
    for column in COLUMNS.get(list_name, ()):
        found |= _values(session, column)
    for column in SEVERAL.get(list_name, ()):
        found |= {code for several in _values(session, column) for code in several.split(",")}
    if list_name in GROUPED.values():
        found |= {group for extra in _values(session, Code.extra) if (group := group_of(extra))}
    return frozenset(found - {""})


def _values(session: Session, column: Any) -> set[str]:
    return set(session.scalars(sa.select(column).where(column.is_not(None)).distinct()))


def _tables(column: Any) -> list[Any]:
    """Where a column, or what is made of several, comes from."""
    return list(sa.select(column).get_final_froms())
