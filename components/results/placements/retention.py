"""Whether work lasted: the answers at 3, 6 and 12 months, and what became of every check."""

from __future__ import annotations

import pandas as pd

from components.cards.card import Card
from components.cards.charts import shapes
from components.language import i18n
from components.results import shares
from components.results.common import Asked, of_n, tips
from db.measures import placements
from db.statistics import FEW


def lasted(asked: Asked) -> Card:
    """The share still working at each check, with its interval."""
    rows = asked.measure(placements.retention)
    label = [
        _check_label(kind, month) for kind, month in zip(rows["kind"], rows["month"], strict=True)
    ]
    kept = shares.chart_rows(rows, label)[(rows["denominator"] > 0).to_list()]
    total = int(rows["denominator"].sum())
    spec = shapes.intervals(kept, unit=i18n.t("unit.percent_working")) if total else None
    six = rows[(rows["kind"] == "WAGE") & (rows["month"] == 6)].iloc[0]
    headline = i18n.t("headline.no_retention")
    if six["denominator"]:
        headline = i18n.tn(
            "headline.retention",
            int(six["denominator"]),
            share=i18n.percent(six["share"]),
            part=int(six["working"]),
            all=total,
        )
    table = pd.DataFrame(
        {
            i18n.t("column.check"): label,
            i18n.t("state.working"): rows["working"],
            i18n.t("column.denominator"): rows["denominator"],
            **shares.columns(rows),
        }
    )
    return Card(
        key="retention",
        headline=headline,
        note=of_n("unit.checks", total),
        table=table,
        spec=spec,
        warning=i18n.t("note.retention", few=FEW),
    )


def states(asked: Asked) -> Card:
    """All checks by what was answered, or is still awaited."""
    rows = asked.measure(placements.retention)
    label = [
        _check_label(kind, month) for kind, month in zip(rows["kind"], rows["month"], strict=True)
    ]
    named = pd.concat(
        [
            pd.DataFrame({"label": label, "series": i18n.t(f"state.{state}"), "value": rows[state]})
            for state in placements.STATES
        ],
        ignore_index=True,
    )
    series = [i18n.t(f"state.{state}") for state in placements.STATES]
    total, late = int(named["value"].sum()), int(rows["overdue"].sum())
    spec = shapes.stacked(
        named,
        unit=i18n.t("unit.checks"),
        order=label,
        series=series,
        tips=tips("column.check", "column.state"),
    )
    table = rows[list(placements.STATES)].copy()
    table.columns = series
    table.insert(0, i18n.t("column.check"), label)
    headline = i18n.tn("headline.overdue", late)
    note = of_n("unit.checks", total)
    return Card(
        key="checks", headline=headline, note=note, table=table, spec=spec if total else None
    )


def _check_label(kind: str, month: int) -> str:
    return f"{i18n.t(f'step.{kind}')}, {i18n.tn('day.check_month', month)}"
