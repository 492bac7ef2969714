"""Outcomes by month and by agency, in parts by kind of work."""

from __future__ import annotations

from functools import partial

import pandas as pd

from components.cards.card import Card
from components.cards.charts import colours, shapes
from components.cards.charts.theme import Spec
from components.cards.charts.then import Then
from components.cards.opening import Opens, Said
from components.language import i18n
from components.reads import labels
from components.results import months, opens
from components.results.common import Asked, agencies_of, agency, listed, of_n, tips
from components.results.compare import months as compared
from components.results.compare import totals
from components.results.compare.months import Shown
from components.results.placements.kinds import opens_kinds
from db.codes import OUTCOME_GROUP_OF, OUTCOME_GROUPS
from db.measures import placements


def by_month(asked: Asked) -> Card:
    """Every kind by month, a row each: internships and the rest beside wage work, never summed."""
    rows = asked.measure(placements.outcomes_by_month)
    named = months.labelled(rows, _types(rows), "events")
    named = named.groupby(["month", "series"], sort=False)["value"].sum().reset_index()
    present = set(named["series"])
    order = [each for each in labels.choices("OUTCOME_TYPE").values() if each in present]
    total = int(named["value"].sum())
    of_rows = partial(asked.measured, placements.outcomes_by_month)
    other = compared.beside(asked, Shown(of_rows, _types, order, is_by_agency=False))
    return Card(
        key="outcomes_kinds",
        headline=i18n.t("headline.outcomes_kinds"),
        note=of_n("unit.events", total),
        reading=months.reading(asked, other.reading, months.not_whole(asked)),
        table=months.by_month(asked, named, order, beside=other.then),
        spec=months.chart(
            asked, named, order, "unit.events", place="column.kind", beside=other.then
        )
        if total
        else None,
        opens=Opens(
            figure="outcomes",
            marks={**opens.of_months(asked, "outcomes").marks, "series": opens_kinds(asked)},
        ),
    )


def _types(rows: pd.DataFrame) -> list[str]:
    return [labels.label("OUTCOME_TYPE", str(code)) for code in rows["type"]]


def by_agency(asked: Asked) -> Card:
    """Outcomes by agency, in parts by kind."""
    rows = asked.measure(placements.outcomes_by_month)
    summed = rows.groupby(["agency_id", "type"])["events"].sum().reset_index()
    total = int(summed["events"].sum())
    order = [agency(each) for each in asked.agencies]
    other = totals.beside(
        asked, Shown(partial(asked.measured, placements.outcomes_by_month), agencies_of, order)
    )
    return Card(
        key="outcomes_agency",
        headline=_wage_by_agency(asked, summed),
        note=of_n("unit.events", total),
        reading=other.reading,
        table=_by_agency_and_kind(summed, order, other.then),
        spec=_by_agency(summed, order, other.then) if total else None,
        opens=Opens(
            figure="outcomes",
            marks={"label": opens.of_agency(asked), "series": opens_groups(asked)},
        ),
    )


def _by_agency(summed: pd.DataFrame, order: list[str], beside: Then | None) -> Spec:
    """A bar an agency, in parts by kind of work."""
    named = pd.DataFrame(
        {
            "label": agencies_of(summed),
            "series": [group_name(code) for code in summed["type"]],
            "value": summed["events"],
        }
    )
    return shapes.stacked(
        named,
        unit=i18n.t("unit.events"),
        order=order,
        colours={i18n.t(f"step.{group}"): colour for group, colour in colours.KINDS.items()},
        tips=tips("column.agency", "column.kind"),
        beside=beside,
    )


def _by_agency_and_kind(
    summed: pd.DataFrame, order: list[str], beside: Then | None
) -> pd.DataFrame:
    """A row an agency, a column each kind that anybody has, one more for the other totals."""
    wide = summed.assign(label=agencies_of(summed), kind=_types(summed)).pivot_table(
        index="label", columns="kind", values="events", fill_value=0
    )
    kinds = [each for each in labels.choices("OUTCOME_TYPE").values() if each in wide.columns]
    wide = wide.reindex(index=order, columns=kinds, fill_value=0).astype(int)
    if beside is not None:
        then = beside.rows.set_index("label")["value"].reindex(order)
        wide[beside.name] = ["—" if pd.isna(each) else float(each) for each in then]
    return wide.reset_index(names=i18n.t("column.agency")).rename_axis(columns=None)


def group_name(code: str) -> str:
    """The kind of work that an outcome belongs to."""
    return i18n.t(f"step.{OUTCOME_GROUP_OF[code]}")


def _wage_by_agency(asked: Asked, summed: pd.DataFrame) -> str:
    wage = summed[summed["type"] == "WAGE"].set_index("agency_id")["events"]
    counts = [
        i18n.t("headline.agency_count", agency=agency(each), count=int(wage[each]))
        for each in asked.agencies
        if each in wage.index
    ]
    if not counts:
        return i18n.t("headline.no_wage")
    return i18n.t("headline.by_agency", counts=listed(counts))


def opens_groups(asked: Asked) -> dict[str, Said]:
    """The rows of each kind of work that a bar has a part for."""
    groups = {group: i18n.t(f"step.{group}") for group in OUTCOME_GROUPS}
    return opens.by(asked, "group", groups)
