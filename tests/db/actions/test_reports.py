"""What managers say in reports: each wording stays, the newest holds, and none is lost unseen."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import Session, col, select

from db.access.viewer import viewer_of
from db.actions import drafts
from db.errors import AppError, EditConflict, InvalidInput, NotAllowed
from db.inputs.drafts import DraftInput
from db.inputs.reports import LONGEST, LONGEST_TEXT, PARTS, ReportOf
from db.models import AuditEntry, ReportKind, ReportText
from db.queries.reports import texts
from tests.acts_reports import FIRST_HALF, write
from tests.cast import CAST

OF = ReportOf("DONOR", *FIRST_HALF.values())


def said(session: Session, of: ReportOf = OF) -> dict[str, str]:
    found = texts(session, of, viewer=viewer_of(session, CAST.manager))
    return {part: each.text for part, each in found.items()}


def test_the_newest_words_hold_and_those_before_stay(session: Session) -> None:
    assert write(session) == 1
    both = {"BUDGET": "Exécuté à 52 %.", "CONTEXT": "Une loi a changé."}
    assert write(session, cells=both, seen={"BUDGET": "Exécuté à 47 %."}) == 2
    assert said(session) == both
    rows = session.exec(select(ReportText).order_by(col(ReportText.id))).all()
    assert [each.text for each in rows] == ["Exécuté à 47 %.", *both.values()]
    acts = session.exec(select(AuditEntry).where(AuditEntry.action == "report.write")).all()
    assert [each.entity_id for each in acts] == [str(each.id) for each in rows]
    assert "Exécuté" not in repr([each.model_dump() for each in acts])


def test_words_can_be_taken_away(session: Session) -> None:
    write(session)
    write(session, cells={"BUDGET": ""}, seen={"BUDGET": "Exécuté à 47 %."})
    assert said(session) == {"BUDGET": ""}
    with pytest.raises(AppError, match="nothing_changed"):
        write(session, cells={"BUDGET": ""}, seen={})


def test_another_report_or_period_has_words_of_its_own(session: Session) -> None:
    write(session)
    write(session, report="LESSONS", cells={"LESSONS": "Aller au quartier."})
    assert said(session) == {"BUDGET": "Exécuté à 47 %."}
    year = ReportOf("DONOR", FIRST_HALF["starts_on"], FIRST_HALF["ends_on"].replace(month=12))
    assert said(session, year) == {}


def test_words_that_somebody_else_wrote_meanwhile_are_told(session: Session) -> None:
    write(session)
    with pytest.raises(EditConflict) as refused:
        write(session, cells={"BUDGET": "À suivre.", "CONTEXT": "Rien."}, seen={"BUDGET": ""})
    assert list(refused.value.changes) == ["BUDGET"]
    assert said(session) == {"BUDGET": "Exécuté à 47 %."}


@pytest.mark.parametrize(
    "instead",
    [
        {"cells": {"BUDGET": "x" * (LONGEST_TEXT + 1), "CONTEXT": "Bref."}},
        {"report": "LESSONS", "cells": {"GOALS": "x" * (LONGEST["LESSONS"] + 1)}},
        {"cells": {"LESSONS": "Une partie d'un autre rapport."}},
        {"report": "WEEK"},
        {"ends_on": FIRST_HALF["starts_on"].replace(year=2025)},
    ],
)
def test_what_cannot_be_kept_is_refused_whole(session: Session, instead: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput):
        write(session, **instead)
    assert said(session) == {}


def test_each_report_of_the_table_has_its_parts() -> None:
    assert set(PARTS) == set(ReportKind)
    assert all(len(part) <= 20 for parts in PARTS.values() for part in parts)


def test_the_donors_report_has_room_for_more_than_the_sheet_of_two_pages(session: Session) -> None:
    text = "x" * (LONGEST["LESSONS"] + 1)
    assert write(session, cells={"BUDGET": text}) == 1
    assert write(session, report="LESSONS", cells={"GOALS": text[1:]}) == 1
    assert set(LONGEST) == set(PARTS)


def test_every_part_in_arabic_fits_a_draft_that_managers_alone_may_keep(session: Session) -> None:
    text = "ع" * LONGEST_TEXT
    typed = DraftInput(OF.draft, {part: [text, text] for part in PARTS["DONOR"]})
    drafts.keep(session, typed, by=CAST.manager)
    with pytest.raises(NotAllowed):
        drafts.keep(session, typed, by=CAST.agent_rabat)
    longest = max(PARTS, key=len)
    assert len(ReportOf(longest, *FIRST_HALF.values()).draft) <= 30
