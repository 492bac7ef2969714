"""How the people of an entry cohort went on: who reached each step, in how many days, and who is
still under way."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from components.cards.card import Card
from components.cards.charts import steps
from components.cards.charts.theme import Spec
from components.cards.charts.then import Then
from components.cards.opening import Opens, Said
from components.language import i18n, percents
from components.results import opens
from components.results.common import Asked, of_agencies, of_n
from components.results.compare import parts
from components.results.compare.parts import Parts
from db.measures import cohorts
from db.measures.cohorts import WAITING_STEPS
from db.measures.funnel_steps import FEWEST


def card(asked: Asked) -> Card:
    """A bar for each step, with its share of the cohort and the median of its days."""
    rows = asked.measure(cohorts.funnel)
    first = int(rows["persons"].iloc[0])
    label = [i18n.t(f"step.{step}") for step in rows["step"]]
    text = [
        _text(int(persons), first, None if pd.isna(days) else int(days))
        for persons, days in zip(rows["persons"], rows["median_days"], strict=True)
    ]
    named = rows.assign(label=label, value=rows["persons"], text=text)
    other = parts.beside(asked, Parts(_reached, unfair="compare.no_funnel"))
    headline = i18n.t("headline.no_cohort")
    if first:
        registered = int(rows["persons"].iloc[1])
        headline = percents.sentence("headline.funnel", registered, first)
    return Card(
        key="funnel",
        headline=headline,
        note=f"{of_n('unit.persons', first)} · {i18n.t('note.cohort')}",
        legend=i18n.t("funnel.median", fewest=FEWEST) if first else "",
        reading=parts.told(_reading(rows) if first else "", other),
        table=parts.with_column(_table(rows, label), other.then, i18n.t("unit.persons"), ["label"]),
        spec=_chart(asked, named, other.then) if first else None,
        opens=Opens(
            figure="funnel",
            marks={
                "label": opens.by(asked, "step", dict(zip(rows["step"], label, strict=True))),
                "series": opens.of_agency(asked),
                "part": _opens_parts(dict(zip(rows["step"], label, strict=True))),
            },
        ),
    )


def _opens_parts(labels: Mapping[str, str]) -> dict[str, Said]:
    """The end of a bar opens whoever is still under way there; the rest of it, the others."""
    words = {"under_way": "under_way", "on": "gone_on"}
    return {
        f"{labels[step]} · {_names()[part]}": opens.said(**{word: step})
        for part, word in words.items()
        for step in WAITING_STEPS
    }


def _names() -> dict[str, str]:
    return {part: i18n.t(f"funnel.part.{part}") for part in steps.PARTS}


def _reached(asked: Asked) -> pd.DataFrame:
    rows = asked.measure(cohorts.funnel)
    label = [i18n.t(f"step.{step}") for step in rows["step"]]
    return pd.DataFrame({"label": label, "value": rows["persons"]})


def _text(persons: int, first: int, days: int | None) -> str:
    """What stands after a bar; without a median, nothing in its place."""
    said = _of_cohort(persons, first)
    return said if days is None else i18n.t("funnel.days", said=said, days=days)


def _of_cohort(persons: int, first: int) -> str:
    share = percents.written(persons, first)
    return share if first and percents.is_few(first) else f"{i18n.number(persons)} · {share}"


def _reading(rows: pd.DataFrame) -> str:
    """Who is still under way, by its definition."""
    waiting = rows.set_index("step")["under_way"]
    numbers = {step.lower(): int(waiting[step]) for step in WAITING_STEPS}
    total = sum(numbers.values())
    return i18n.t("funnel.under_way", total=total, **numbers)


def _table(rows: pd.DataFrame, label: list[str]) -> pd.DataFrame:
    first = int(rows["persons"].iloc[0])
    table = pd.DataFrame(
        {
            "step": label,
            "persons": rows["persons"],
            "share": [percents.cell(each, first) for each in rows["persons"]],
            "days": rows["median_days"],
            "timed": rows["timed"].where(rows["step"] != cohorts.STEPS[0]).astype("Int64"),
            "under_way": rows["under_way"],
        }
    )
    table.columns = [
        i18n.t(each)
        for each in (
            "column.step",
            "unit.persons",
            "column.share",
            "funnel.column.days",
            "funnel.column.timed",
            "funnel.column.under_way",
        )
    ]
    return table


def _chart(asked: Asked, named: pd.DataFrame, other: Then | None) -> Spec:
    """Bars of the whole cohort, or a column for each agency side by side."""
    unit = i18n.t("unit.persons")
    if not asked.is_side_by_side:
        return steps.steps(
            named.rename(columns={"median_days": "days"}),
            unit=unit,
            place=i18n.t("column.step"),
            names=_names(),
            days=i18n.t("funnel.column.days"),
            beside=other,
        )
    rows = asked.beside(cohorts.funnel)
    first = rows.groupby("place", sort=False)["persons"].transform("first")
    return of_agencies(
        asked,
        pd.DataFrame(
            {
                "label": [i18n.t(f"step.{step}") for step in rows["step"]],
                "series": rows["place"],
                "value": (rows["persons"] / first).mask(first.map(percents.is_few), 0),
                "text": [
                    _of_cohort(int(persons), int(of))
                    for persons, of in zip(rows["persons"], first, strict=True)
                ],
            }
        ),
        unit=unit,
        order=named["label"].tolist(),
        row=i18n.t("column.step"),
    )
