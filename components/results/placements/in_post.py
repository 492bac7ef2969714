"""How many agents were in post, by agency and month."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from components.cards import card as cards
from components.cards.card import Card
from components.cards.charts.theme import Spec
from components.cards.charts.then import Then
from components.language import i18n
from components.reads import reference
from components.results import file_parts, layout, months
from components.results.common import Asked, agencies_of, agency, of_n, uncut
from components.results.compare import months as compared
from components.results.compare.months import Shown
from components.results.placements import postings
from db.access.viewer import Viewer
from db.inputs.results import ResultFilter, months_of, preset
from db.measures import placements


def draw(viewer: Viewer, version: int) -> None:
    """The last twelve months of all agencies, beside who was posted when."""
    start, end = preset("12m", reference.today(), reference.programme().starts_on)
    asked = Asked(viewer, ResultFilter(start, end), version)
    found = [file_parts.signed(asked, each) for each in (card(asked), postings.card(asked))]
    shown = [each for each in found if not each.is_empty]
    if shown:
        cards.grid(shown, lambda each: layout.context(asked, each))
    else:
        st.info(i18n.t("postings.no_chart"), icon=":material/hourglass_empty:")


def card(asked: Asked) -> Card:
    """A small row of bars an agency; at its end how many are in post on the last day."""
    now = asked.measure(placements.agents_in_post).n
    people = asked.measure(placements.postings)["account_id"].nunique()
    rows = _completed(asked, asked.measure(placements.agents_in_post_by_agency))
    named = months.labelled(rows, agencies_of(rows), "agents")
    last = rows[rows["month"] == rows["month"].max()]
    ends = dict(zip(map(agency, last["agency_id"]), last["agents"].map(i18n.number), strict=True))
    names = list(dict.fromkeys(named["series"]))
    of_rows = partial(asked.measured, placements.agents_in_post_by_agency)
    other = compared.beside(asked, Shown(of_rows, agencies_of, names, "agents"))
    return Card(
        key="in_post",
        headline=i18n.tn("headline.in_post", now),
        note=uncut(asked, of_n("unit.agents", people)),
        reading=months.reading(
            asked, i18n.t("note.in_post"), other.reading, months.not_whole(asked)
        ),
        table=months.by_month(asked, named, names, gaps=True, beside=other.then),
        spec=_chart(asked, named, names, ends, other.then) if people else None,
        uncut=True,
    )


def _chart(
    asked: Asked, named: pd.DataFrame, names: list[str], ends: dict[str, str], beside: Then | None
) -> Spec:
    unit, end = "unit.agents", "column.at_end"
    return months.chart(asked, named, names, unit, totals=ends, end=end, beside=beside)


def _completed(asked: Asked, found: pd.DataFrame) -> pd.DataFrame:
    """With a 0 where an agency that had an agent has none; months that have not begun stay out."""
    counted = found.set_index(["agency_id", "month"])["agents"].to_dict()
    there = set(found["agency_id"])
    begun = [each for each in months_of(asked.wanted) if each <= reference.today()]
    rows = [
        (each, month, counted.get((each, month), 0))
        for each in asked.agencies
        if each in there
        for month in begun
    ]
    return pd.DataFrame(rows, columns=["agency_id", "month", "agents"])
