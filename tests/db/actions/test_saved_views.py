"""A view is its owner's, has one name, and holds nothing that no filter offers."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import Session, select

from db.access.viewer import viewer_of
from db.actions import saved_views
from db.errors import AppError, InvalidInput, NotFound
from db.inputs.parse import validated
from db.inputs.saved_views import LONGEST, MOST, Filters, ViewInput
from db.models import SavedView
from db.queries.saved_views import own
from tests.acts_views import keep, rename
from tests.cast import CAST


def test_a_view_is_seen_renamed_and_removed_by_its_owner_alone(session: Session) -> None:
    view = keep(session, agencies=[CAST.rabat], against=str(CAST.casablanca))
    mine, theirs = (viewer_of(session, each) for each in (CAST.manager, CAST.agent_rabat))
    (found,) = own(session, viewer=mine)
    assert (found.name, found.page, found.filters.period) == ("Rabat, T1", "training", "quarter")
    assert found.filters.agencies == [CAST.rabat]
    assert own(session, viewer=theirs) == []
    with pytest.raises(NotFound):
        rename(session, view, "Autre", by=CAST.agent_rabat)
    with pytest.raises(NotFound):
        saved_views.remove(session, view, by=CAST.agent_rabat)
    rename(session, view, "Autre")
    assert [each.name for each in own(session, viewer=mine)] == ["Autre"]
    saved_views.remove(session, view, by=CAST.manager)
    assert own(session, viewer=mine) == []


def test_a_name_is_used_once_by_each_and_so_many_are_kept(session: Session) -> None:
    first = keep(session)
    keep(session, by=CAST.agent_rabat)
    with pytest.raises(InvalidInput):
        keep(session, " rabat,  t1 ")
    second = keep(session, "Autre")
    with pytest.raises(InvalidInput):
        rename(session, second, "RABAT, T1")
    rename(session, first, "Rabat, t1")
    for number in range(MOST - 2):
        keep(session, f"Vue {number}")
    with pytest.raises(AppError, match="views_many"):
        keep(session, "Une de trop")


@pytest.mark.parametrize("name", ["", "   ", "x" * (LONGEST + 1)])
def test_a_view_has_a_name_that_fits(name: str) -> None:
    with pytest.raises(InvalidInput):
        validated(ViewInput, {"name": name, "page": "training", "filters": {}})


@pytest.mark.parametrize(
    "raw",
    [
        {"period": "<script>", "sexes": ["' OR 1=1"], "ages": ["x"], "against": "javascript:"},
        {"first": "01/02/2026", "period": "quarter", "embed": "true", "other": ["x"]},
    ],
)
def test_what_no_filter_offers_falls_away(raw: dict[str, Any]) -> None:
    found = Filters.model_validate(raw)
    expected = {"period": "quarter"} if raw["period"] == "quarter" else {}
    assert found == Filters(**expected)


@pytest.mark.parametrize(
    "raw", [{"agencies": list(range(61))}, {"first": "x" * 21}, {"agencies": [2**40]}]
)
def test_what_is_too_long_is_refused(raw: dict[str, Any]) -> None:
    whole = {"name": "x", "page": "training", "filters": {"period": "own", **raw}}
    with pytest.raises(InvalidInput):
        validated(ViewInput, whole)
    with pytest.raises(InvalidInput):
        validated(ViewInput, {"name": "x", "page": "accounts", "filters": {}})


def test_a_row_that_says_nonsense_opens_the_page_unfiltered(session: Session) -> None:
    keep(session)
    row = session.exec(select(SavedView)).one()
    row.query = '{"period": 4, "agencies": "x"'
    session.flush()
    (found,) = own(session, viewer=viewer_of(session, CAST.manager))
    assert found.filters == Filters()
