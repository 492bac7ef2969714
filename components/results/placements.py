"""Agents placed in agencies, people placed in work by kind, and whether it lasted."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd

from components.cards.card import Card
from components.cards.charts import shapes
from components.language import i18n
from components.reads import labels, reference
from components.reads.figures import Measure
from components.results.common import Asked, agency, monthly_card, of_n, percent_cell, uncut
from db.inputs.results import months_of
from db.measures import placements

ONE_DAY = timedelta(days=1)
STATES = (
    "working",
    "training",
    "not_working",
    "left",
    "unreachable",
    "refused",
    "overdue",
    "pending",
    "coming",
)


def cards(asked: Asked) -> list[Card]:
    """Postings, outcomes by month and kind, contracts, evidence, retention."""
    return [
        monthly_card(
            asked,
            "outcomes",
            "subject.outcomes",
            "unit.events",
            placements.outcomes_by_month,
            "events",
            "type",
            only="WAGE",
        ),
        _kinds(asked),
        _retention(asked),
        _retention_states(asked),
        _split(
            asked,
            "contracts",
            placements.contracts,
            "contract",
            "CONTRACT_TYPE",
            _written_and_declared(asked),
        ),
        _split(
            asked,
            "evidence",
            placements.evidence,
            "evidence",
            "EVIDENCE",
            _on_their_word(asked),
        ),
        _by_agency(asked),
        _postings(asked),
    ]


def _kinds(asked: Asked) -> Card:
    rows = asked.measure(placements.outcomes_by_kind)
    named = rows.assign(
        label=[labels.label("OUTCOME_TYPE", code) for code in rows["type"]],
        value=rows["persons"],
        text=[i18n.number(int(each)) for each in rows["persons"]],
    )
    total = asked.measure(placements.persons_with_outcome).n
    wage = int(rows.loc[rows["type"] == "WAGE", "persons"].iloc[0])
    spec = shapes.bars(named[["label", "value", "text"]], unit=i18n.t("unit.persons"))
    table = named[["label", "persons", "events"]]
    table.columns = [i18n.t("column.kind"), i18n.t("unit.persons"), i18n.t("unit.events")]
    headline = i18n.tn("headline.wage", wage)
    note = of_n("unit.persons_by_kind", total)
    return Card("kinds", headline, note, table, spec if total else None)


def _by_agency(asked: Asked) -> Card:
    rows = asked.measure(placements.outcomes_by_month)
    summed = rows.groupby(["agency_id", "type"], as_index=False)["events"].sum()
    named = pd.DataFrame(
        {
            "label": [agency(each) for each in summed["agency_id"]],
            "series": [labels.label("OUTCOME_TYPE", code) for code in summed["type"]],
            "value": summed["events"],
        }
    )
    total = int(named["value"].sum())
    order = [agency(each) for each in asked.agencies]
    kinds = [
        each for each in labels.choices("OUTCOME_TYPE").values() if each in set(named["series"])
    ]
    spec = shapes.stacked(named, unit=i18n.t("unit.events"), order=order, series=kinds)
    wide = named.pivot_table(index="label", columns="series", values="value", fill_value=0)
    wide = wide.reindex(index=order, columns=kinds, fill_value=0).astype(int)
    table = wide.reset_index(names=i18n.t("column.agency")).rename_axis(columns=None)
    headline = _wage_by_agency(asked, summed)
    note = of_n("unit.events", total)
    return Card("outcomes_agency", headline, note, table, spec if total else None)


def _wage_by_agency(asked: Asked, summed: pd.DataFrame) -> str:
    wage = summed[summed["type"] == "WAGE"].set_index("agency_id")["events"]
    counts = [
        i18n.t("headline.agency_count", agency=agency(each), count=int(wage[each]))
        for each in asked.agencies
        if each in wage.index
    ]
    if not counts:
        return i18n.t("headline.no_wage")
    return i18n.t("headline.by_agency", counts=i18n.t("headline.comma").join(counts))


def _written_and_declared(asked: Asked) -> str:
    figure = asked.measure(placements.written_and_declared)
    if not figure.denominator:
        return i18n.t("headline.no_wage")
    return i18n.t(
        "headline.contracts",
        share=i18n.percent(figure.value),
        part=figure.numerator,
        whole=figure.denominator,
    )


def _on_their_word(asked: Asked) -> str:
    rows = asked.measure(placements.evidence)
    total = int(rows["events"].sum())
    if not total:
        return i18n.t("headline.no_outcome")
    alone = int(rows.loc[rows["evidence"] == "SELF", "events"].sum())
    return i18n.t("headline.evidence", part=alone, whole=total)


def _split(
    asked: Asked,
    name: str,
    measure: Measure[pd.DataFrame],
    column: str,
    list_name: str,
    headline: str,
) -> Card:
    rows = asked.measure(measure)
    total = int(rows["events"].sum())
    named = pd.DataFrame(
        {
            "label": [labels.label("OUTCOME_TYPE", code) for code in rows["type"]],
            "series": [labels.label(list_name, code) for code in rows[column]],
            "value": rows["events"],
        }
    )
    order = [
        each for each in labels.choices("OUTCOME_TYPE").values() if each in set(named["label"])
    ]
    series = [each for each in labels.choices(list_name).values() if each in set(named["series"])]
    spec = shapes.stacked(named, unit=i18n.t("unit.events"), order=order, series=series)
    named.columns = [i18n.t("column.kind"), i18n.t(f"column.{column}"), i18n.t("unit.events")]
    return Card(name, headline, of_n("unit.events", total), named, spec if total else None)


def _retention(asked: Asked) -> Card:
    rows = asked.measure(placements.retention)
    label = [
        _check_label(kind, month) for kind, month in zip(rows["kind"], rows["month"], strict=True)
    ]
    named = pd.DataFrame(
        {
            "label": label,
            "value": 100 * rows["share"],
            "lower": 100 * rows["lower"],
            "upper": 100 * rows["upper"],
            "note": [_n_note(int(n)) for n in rows["denominator"]],
            "quiet": rows["denominator"] < 30,
        }
    )
    kept = named[(rows["denominator"] > 0).to_list()]
    total = int(rows["denominator"].sum())
    spec = shapes.intervals(kept, unit=i18n.t("unit.percent_working")) if total else None
    six = rows[(rows["kind"] == "WAGE") & (rows["month"] == 6)].iloc[0]
    headline = i18n.t("headline.no_retention")
    if six["denominator"]:
        headline = i18n.t(
            "headline.retention",
            share=i18n.percent(six["share"]),
            part=int(six["working"]),
            whole=int(six["denominator"]),
        )
    table = pd.DataFrame(
        {
            i18n.t("column.check"): label,
            i18n.t("state.working"): rows["working"],
            i18n.t("column.denominator"): rows["denominator"],
            i18n.t("column.share"): [percent_cell(each) for each in rows["share"]],
            i18n.t("column.lower"): [percent_cell(each) for each in rows["lower"]],
            i18n.t("column.upper"): [percent_cell(each) for each in rows["upper"]],
        }
    )
    return Card(
        "retention", headline, of_n("unit.checks", total), table, spec, i18n.t("note.retention")
    )


def _check_label(kind: str, month: int) -> str:
    return f"{i18n.t(f'step.{kind}')}, {i18n.tn('day.check_month', month)}"


def _n_note(n: int) -> str:
    return f"n = {i18n.number(n)}"


def _retention_states(asked: Asked) -> Card:
    rows = asked.measure(placements.retention)
    label = [
        _check_label(kind, month) for kind, month in zip(rows["kind"], rows["month"], strict=True)
    ]
    named = pd.concat(
        [
            pd.DataFrame({"label": label, "series": i18n.t(f"state.{state}"), "value": rows[state]})
            for state in STATES
        ],
        ignore_index=True,
    )
    series = [i18n.t(f"state.{state}") for state in STATES]
    total, late = int(named["value"].sum()), int(rows["overdue"].sum())
    spec = shapes.stacked(named, unit=i18n.t("unit.checks"), order=label, series=series)
    table = rows[list(STATES)].copy()
    table.columns = series
    table.insert(0, i18n.t("column.check"), label)
    headline = i18n.tn("headline.overdue", late)
    note = of_n("unit.checks", total)
    return Card("checks", headline, note, table, spec if total else None)


def _postings(asked: Asked) -> Card:
    rows = asked.measure(placements.postings)
    today = reference.today()
    # A bar takes its last day too, so that one of a single day can be seen.
    last = min(asked.wanted.end, today) + ONE_DAY
    end = [
        min(each + ONE_DAY, last) if isinstance(each, date) else last for each in rows["ends_on"]
    ]
    start = [max(each, asked.wanted.start) for each in rows["starts_on"]]
    named = pd.DataFrame(
        {
            "label": [
                f"{agency(where)} · {who}"
                for where, who in zip(rows["agency_id"], rows["agent"], strict=True)
            ],
            "start": [each.isoformat() for each in start],
            "end": [each.isoformat() for each in end],
            "text": [
                f"{who}, {i18n.day(first, 'medium')}"
                for who, first in zip(rows["agent"], rows["starts_on"], strict=True)
            ],
        }
    )
    spec = None
    if len(rows):
        ticks = {f"{day.isoformat()}": i18n.month(day) for day in _quarters(asked)}
        spec = shapes.timeline(
            named, first=asked.wanted.start.isoformat(), last=last.isoformat(), ticks=ticks
        )
    table = pd.DataFrame(
        {
            i18n.t("column.agency"): [agency(each) for each in rows["agency_id"]],
            i18n.t("column.agent"): rows["agent"],
            i18n.t("column.from"): [i18n.day(each, "medium") for each in rows["starts_on"]],
            i18n.t("column.to"): [
                i18n.day(each, "medium") if isinstance(each, date) else i18n.t("column.now")
                for each in rows["ends_on"]
            ],
        }
    )
    people = len(set(rows["account_id"]))
    headline = i18n.tn("headline.postings", people)
    note = uncut(asked, of_n("unit.agents", people))
    return Card("postings", headline, note, table, spec, uncut=True)


def _quarters(asked: Asked) -> list[date]:
    months = list(months_of(asked.wanted))
    step = max(1, -(-len(months) // 5))
    return [each for each in months[::step] if each >= asked.wanted.start]
