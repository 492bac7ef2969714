"""Whether work lasted: the answers at 3, 6 and 12 months, and what became of every check."""

from __future__ import annotations

import pandas as pd

from components.cards.card import Card
from components.cards.charts import colours, shapes
from components.cards.charts.theme import Spec
from components.cards.charts.then import Then
from components.cards.opening import Opens, Said
from components.language import i18n, percents
from components.results import opens, shares
from components.results.common import Asked, at, of_n, tips
from components.results.compare import parts
from components.results.compare.parts import Parts
from db.measures import placements

#: The programme's own figure of work that lasted.
INDICATOR = "SO.4"
#: The state of a check in ``placements.STATES``, and the part of a bar that shows it.
PARTS = {
    "working": "done",
    "training": "under_way",
    "not_working": "stopped",
    "left": "unknown",
    "unreachable": "unknown",
    "refused": "unknown",
    "overdue": "late",
    "pending": "awaited",
    "coming": "awaited",
}


def lasted(asked: Asked) -> Card:
    """The share still working at each check, with its interval."""
    rows = asked.measure(placements.retention)
    label = _labels(rows)
    total = int(rows["denominator"].sum())
    whole, other = parts.shares(asked, placements.retention, _labels)
    six = rows[(rows["kind"] == "WAGE") & (rows["month"] == 6)].iloc[0]
    headline = i18n.t("headline.no_retention")
    if six["denominator"]:
        headline = percents.counted(
            "headline.retention", int(six["working"]), int(six["denominator"])
        )
    table = pd.DataFrame(
        {
            i18n.t("column.check"): label,
            i18n.t("state.working"): rows["working"],
            i18n.t("column.denominator"): rows["denominator"],
            **shares.columns(rows.assign(numerator=rows["working"])),
        }
    )
    return Card(
        key="retention",
        headline=headline,
        note=_counted(int(six["denominator"]), total),
        reading=parts.told(_of_indicator(asked, rows), other),
        table=parts.with_column(table, whole.then, i18n.t("column.share"), ["label"]),
        spec=_lasted_chart(asked, other.then) if total else None,
        legend=shares.legend(asked.beside(placements.retention)["denominator"]),
        warning=i18n.t("note.retention"),
        opens=Opens(figure="retention", marks={"label": _opens(asked, rows)}),
    )


def _counted(six: int, every: int) -> str:
    """What the sentence rests on, and what its chart and table do."""
    if not six or six == every:
        return of_n("unit.checks", every)
    return i18n.t("note.checks_of", n=six, every=every)


def _of_indicator(asked: Asked, rows: pd.DataFrame) -> str:
    """The indicator's own share, where it is another: it counts more than wage work."""
    figure = asked.measure(placements.retained_at_six_months)
    wage = rows[(rows["kind"] == "WAGE") & (rows["month"] == 6)].iloc[0]
    if not figure.denominator or figure.denominator == wage["denominator"]:
        return ""
    return percents.sentence(
        "note.retention_all", figure.numerator, figure.denominator, code=INDICATOR
    )


def _lasted_chart(asked: Asked, other: Then | None) -> Spec:
    unit, place = i18n.t("unit.percent_working"), i18n.t("column.check")
    return shapes.intervals(_kept(asked), unit=unit, place=place, beside=other)


def _opens(asked: Asked, rows: pd.DataFrame) -> dict[str, Said]:
    """A check of a kind of work, alone and beside an agency's name."""
    found: dict[str, Said] = {}
    for kind, month in zip(rows["kind"], rows["month"], strict=True):
        of_check = opens.said(group=kind, check=str(month))
        for label, more in opens.by(asked, "group", {kind: _check_label(kind, month)}).items():
            found[label] = {**more, **of_check}
    return found


def _labels(rows: pd.DataFrame) -> list[str]:
    return [
        _check_label(kind, month) for kind, month in zip(rows["kind"], rows["month"], strict=True)
    ]


def _kept(asked: Asked) -> pd.DataFrame:
    """The rows of the chart that rest on any check, agencies side by side within each."""
    rows = _in_order(asked)
    rows = rows[rows["denominator"] > 0]
    named = at(_labels(rows), rows["place"])
    return shares.chart_rows(rows.assign(numerator=rows["working"]), named)


def _in_order(asked: Asked) -> pd.DataFrame:
    """Agencies within checks; a measure gives every check, always in one order."""
    rows = asked.beside(placements.retention)
    checks = len(rows) // len(asked.places)
    ordered: pd.DataFrame = rows.iloc[
        [place * checks + check for check in range(checks) for place in range(len(asked.places))]
    ]
    return ordered


def states(asked: Asked) -> Card:
    """All checks by what was answered, or is still awaited; answers that say nothing of work stand
    together in the chart, and each by itself in the table."""
    rows = asked.measure(placements.retention)
    label = _labels(rows)
    series = [i18n.t(f"state.{state}") for state in placements.STATES]
    total = int(rows[list(placements.STATES)].to_numpy().sum())
    late = int(rows["overdue"].sum())
    table = rows[list(placements.STATES)].copy()
    table.columns = series
    table.insert(0, i18n.t("column.check"), label)
    whole = parts.beside(asked, Parts(_checks_of_all, unfair="compare.no_checks"))
    other = parts.beside(asked, Parts(_checks, unfair="compare.no_checks"))
    headline = i18n.tn("headline.overdue", late)
    note = of_n("unit.checks", total)
    return Card(
        key="checks",
        headline=headline,
        note=note,
        reading=other.reading,
        table=parts.with_column(table, whole.then, i18n.t("unit.checks"), ["label"]),
        spec=_states_chart(asked, other.then) if total else None,
        opens=Opens(
            figure="checks",
            marks={"label": _opens(asked, rows), "series": opens.grouped("state", PARTS, "part")},
        ),
    )


def _checks_of_all(asked: Asked) -> pd.DataFrame:
    rows = asked.measure(placements.retention)
    return pd.DataFrame({"label": _labels(rows), "value": _every(rows)})


def _checks(asked: Asked) -> pd.DataFrame:
    rows = _in_order(asked)
    return pd.DataFrame({"label": at(_labels(rows), rows["place"]), "value": _every(rows)})


def _every(rows: pd.DataFrame) -> list[int]:
    """How many checks each row has, whatever became of them."""
    return [int(each) for each in rows[list(placements.STATES)].sum(axis=1)]


def _states_chart(asked: Asked, other: Then | None) -> Spec:
    drawn, order = _parts(asked)
    return shapes.stacked(
        drawn,
        unit=i18n.t("unit.checks"),
        order=order,
        colours={
            i18n.t(f"part.{part}"): colours.STATES[part] for part in dict.fromkeys(PARTS.values())
        },
        tips=tips("column.check", "column.state"),
        beside=other,
    )


def _parts(asked: Asked) -> tuple[pd.DataFrame, list[str]]:
    """The bars of all places, and their order: agencies side by side within each check."""
    rows = _in_order(asked)
    order = at(_labels(rows), rows["place"])
    drawn = [
        pd.DataFrame({"label": order, "series": i18n.t(f"part.{part}"), "value": rows[state]})
        for state, part in PARTS.items()
    ]
    return pd.concat(drawn, ignore_index=True), order


def _check_label(kind: str, month: int) -> str:
    return i18n.joined(i18n.t(f"step.{kind}"), i18n.tn("day.check_month", month))
