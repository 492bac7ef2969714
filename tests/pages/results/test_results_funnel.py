"""Each part of a bar of the path opens as many people as it says."""

from __future__ import annotations

import pytest

from components.cards.opening import WORD
from components.results import funnel
from components.results.common import Asked
from db.access.viewer import viewer_of
from db.audit import version
from db.inputs.figure_rows import RowFilter
from db.inputs.results import ResultFilter
from db.measures import figure_rows
from db.store import engine as engines
from tests.cast import CAST, ago
from tests.pages.results_page import crowd, fill

pytestmark = pytest.mark.usefixtures("no_figures_of_another_test")
WANTED = ResultFilter(ago(120), ago(0))


def test_a_part_of_a_bar_opens_as_many_rows_as_it_tells() -> None:
    """Two people are at work; five have been met once, and wait."""
    fill()
    crowd(5)
    with engines.reading() as session:
        manager = viewer_of(session, CAST.manager)
        card = funnel.card(Asked(manager, WANTED, version(session)))
        assert card.spec is not None and card.opens is not None
        drawn = next(each for each in card.spec["datasets"].values() if "part" in each[0])
        told, opened = {}, {}
        for row in drawn:
            words = card.opens.of_mark(row)
            parts = tuple(
                (name.removeprefix(WORD), code)
                for name, code in words.items()
                if name != "rows_figure"
            )
            found = RowFilter(figure=words["rows_figure"], within=WANTED, parts=parts)
            opened[row["part"]] = figure_rows.rows(session, found, viewer=manager).total
            told[row["part"]] = row["value"]
    assert opened == told
    assert list(told.values())[:2] == [2, 5]
