"""The rows of IR3.1 are shared referrals alone: laid beside all referrals they would say who
refused."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlmodel import col, select

from db.access.viewer import Viewer
from db.codes import ReferralStatus
from db.inputs.figure_rows import RowFilter
from db.measures import figure_rows
from db.measures.figure_rows import FigureRow
from db.measures.row_sources import SOURCES
from db.models import Case
from tests.cast import CAST
from tests.db.measures.events import Stage, period

ALL = period(date(2026, 1, 1), date(2026, 2, 28))


def read(stage: Stage, viewer: Viewer, figure: str = "feedback") -> list[FigureRow]:
    asked = RowFilter(figure=figure, within=ALL)
    return list(figure_rows.rows(stage.session, asked, viewer=viewer).rows)


def sent(stage: Stage) -> dict[str, str]:
    """Who agreed and who refused, by what became of it; returns their codes."""
    found = {}
    for name, day, more in (
        ("in time", 10, {"status": ReferralStatus.SERVED, "answered_after": 3}),
        ("refused", 12, {"may_share": False}),
        ("silent", 14, {"type": "WORK"}),
        ("late", 20, {"status": ReferralStatus.SERVED, "answered_after": 40}),
    ):
        case = stage.case()
        stage.sent(case, date(2026, 1, day), **more)
        code = stage.session.exec(select(Case.code).where(col(Case.id) == case)).one()
        found[name] = code
    return found


def test_a_manager_cannot_pair_them_with_referrals(stage: Stage, manager: Viewer) -> None:
    codes = sent(stage)
    rows = read(stage, manager)
    assert {row.case_code for row in read(stage, manager, "referrals")} == {*codes.values()}
    untold: dict[str, Any] = {
        "day": date(2026, 1, 1), "agency_id": CAST.rabat, "kind": None, "case_code": None,
        "is_group": False, "days": None, "is_untold": True,
    }  # fmt: skip
    # Those that are not counted first, whatever their days.
    assert rows == [FigureRow(**untold, is_counted=each) for each in (False, False, True)]


def test_an_agent_of_the_people_reads_who_they_are(stage: Stage) -> None:
    codes = sent(stage)
    rows = read(stage, CAST.viewer(stage.session, CAST.agent_rabat))
    assert [(row.case_code, row.day.day, row.days, row.is_untold) for row in rows] == [
        (codes["late"], 20, 40, False),
        (codes["silent"], 14, None, False),
        (codes["in time"], 10, 3, False),
    ]


def test_no_other_figure_has_rows_by_a_consent(stage: Stage, manager: Viewer) -> None:
    """The same rows whether a person agreed or not, for each figure but this."""
    told = {}
    for may_share in (True, False):
        with stage.session.begin_nested() as step:
            stage.sent(CAST.case_rabat, date(2026, 1, 10), may_share=may_share)
            stage.session.flush()
            told[may_share] = {each: read(stage, manager, each) for each in SOURCES}
            step.rollback()
    moved = {each for each in SOURCES if told[True][each] != told[False][each]}
    assert moved == {each for each, source in SOURCES.items() if source.tells_consent}
