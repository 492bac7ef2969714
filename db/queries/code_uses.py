"""How many rows use each code of a list: what keeps a code from being deleted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from db.access.permissions import Permission, require
from db.access.viewer import Viewer
from db.inputs.code_lists import GROUPED
from db.models import (
    Agency,
    AgencyCount,
    Case,
    Code,
    Intervention,
    NonUserCount,
    Organisation,
    Placement,
    Posting,
    ReleaseCell,
    RetentionCheck,
    TrainingEnrolment,
    TrustResponse,
    TrustWave,
)
from db.records import KINDS

#: The columns that hold codes of a list; a list that is not here is used by rules and figures only,
#: or by nothing yet.
COLUMNS: Mapping[str, tuple[Any, ...]] = {
    "SEX": (Case.sex, TrustResponse.sex),
    "NATIONALITY": (Case.nationality,),
    "EDUCATION_ISCED": (Case.education,),
    "OCCUPATION_ISCO08": (Case.occupation,),
    "LANGUAGE": (Case.language, Intervention.language, TrustResponse.language),
    "ENTRY_CHANNEL": (Case.entry_channel,),
    "STATUS_GROUP": (Case.status_group,),
    "CLOSE_REASON": (Case.close_reason,),
    "INTERVENTION_TYPE": (Intervention.type,),
    "MODE": (Intervention.mode,),
    "VOID_REASON": tuple(kind.table.void_reason for kind in KINDS),
    "TRAINING_TYPE": (
        TrainingEnrolment.type,
        Organisation.training_type,
        # Each kind of course has its row there, with or without persons.
        ReleaseCell.row_code,
        ReleaseCell.column_code,
    ),
    "TRAINING_STATUS": (TrainingEnrolment.status,),
    "DROP_REASON": (TrainingEnrolment.drop_reason,),
    "OUTCOME_TYPE": (Placement.type,),
    "CONTRACT_TYPE": (Placement.contract,),
    "EVIDENCE": (Placement.evidence,),
    "RETENTION_STATUS": (RetentionCheck.status,),
    "TRUST_MODE": (TrustResponse.mode,),
    "TRUST_MOMENT": (TrustResponse.moment,),
    "REGION": (Agency.region, Organisation.region),
    "ORG_TYPE": (Organisation.type,),
    "AGENCY_MEASURE": (AgencyCount.measure,),
    "NON_USER": (NonUserCount.answer,),
}
#: The columns that hold several codes of a list, with commas between them.
SEVERAL: Mapping[str, tuple[Any, ...]] = {
    "LANGUAGE": (Agency.languages, Organisation.languages, Posting.languages),
    "TRUST_MOMENT": (TrustWave.moments,),
}


def used(session: Session, list_name: str, *, viewer: Viewer) -> frozenset[str]:
    """The codes that some row uses. Not how many: a number that moves, beside the hour of an act in
    the log, would tell an administrator what was entered of a person.
    """
    require(session, viewer.account_id, Permission.LISTS_MANAGE)
    return frozenset(uses_of(session, list_name))


def uses_of(session: Session, list_name: str) -> dict[str, int]:
    """The number of rows by code, of the whole programme, for what checks and shows nothing."""
    found: Counter[str] = Counter()
    for column in COLUMNS.get(list_name, ()):
        rows = sa.select(column, sa.func.count()).where(column.is_not(None)).group_by(column)
        found.update({str(code): count for code, count in session.execute(rows)})
    for column in SEVERAL.get(list_name, ()):
        for several, count in session.execute(
            sa.select(column, sa.func.count()).where(column != "").group_by(column)
        ):
            found.update(dict.fromkeys(several.split(","), count))
    if list_name in GROUPED.values():
        grouped = sa.select(col(Code.extra), sa.func.count()).group_by(col(Code.extra))
        for extra, count in session.execute(grouped.where(col(Code.extra).like("group=%"))):
            found[extra.removeprefix("group=")] += count
    return dict(found)
