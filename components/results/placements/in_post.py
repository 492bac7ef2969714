"""How many agents were in post, by agency and month."""

from __future__ import annotations

from components.cards import card as cards
from components.cards.card import Card
from components.language import i18n
from components.reads import reference
from components.results import file_parts, layout, months
from components.results.common import Asked, agency, of_n, uncut
from components.results.placements import postings
from db.access.viewer import Viewer
from db.inputs.results import ResultFilter, preset
from db.measures import placements


def draw(viewer: Viewer, version: int) -> None:
    """The last twelve months of all agencies, beside who was posted when; nothing where nobody
    was."""
    start, end = preset("12m", reference.today(), reference.programme().starts_on)
    asked = Asked(viewer, ResultFilter(start, end), version)
    found = [file_parts.signed(asked, each) for each in (card(asked), postings.card(asked))]
    shown = [each for each in found if not each.is_empty]
    if shown:
        cards.grid(shown, lambda each: layout.context(asked, each))


def card(asked: Asked) -> Card:
    """A small row of bars an agency; at its end how many are in post on the last day."""
    rows = asked.measure(placements.agents_in_post_by_agency)
    now = asked.measure(placements.agents_in_post).n
    people = asked.measure(placements.postings)["account_id"].nunique()
    named = months.labelled(rows, [agency(int(each)) for each in rows["agency_id"]], "agents")
    there = set(rows["agency_id"])
    order = [each for each in asked.agencies if each in there]
    last = rows["month"].max() if len(rows) else None
    latest = rows[rows["month"] == last].set_index("agency_id")["agents"].to_dict()
    ends = {agency(each): i18n.number(int(latest.get(each, 0))) for each in order}
    names = [agency(each) for each in order]
    spec = months.chart(asked, named, names, "unit.agents", totals=ends) if people else None
    return Card(
        key="in_post",
        headline=i18n.tn("headline.in_post", now),
        note=uncut(asked, of_n("unit.agents", people)),
        reading=" · ".join(filter(None, (i18n.t("note.in_post"), months.not_whole(asked)))),
        table=months.by_month(named, asked.months, names),
        spec=spec,
        uncut=True,
    )
