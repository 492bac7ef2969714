"""Trust by agency and wave: dot and interval, n beside it, and no rise that is chance."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

import pandas as pd

from components.cards.card import Card
from components.cards.charts import colours, shapes
from components.cards.charts.theme import Spec
from components.language import i18n, percents
from components.reads import labels, reference
from components.results import attention, shares
from components.results.card_cache import card
from components.results.common import Asked, of_n, percent_cell, share_text, tips, uncut
from components.results.compare import words
from components.results.layout import Page
from components.results.trust import changes as trust_changes
from components.results.trust import drivers as trust_drivers
from components.results.trust.common import (
    advice,
    cells,
    chart_rows,
    how_far,
    is_over,
    left_out,
    line,
    name,
    no_age,
    nothing,
    places,
    told,
    too_few,
    whole,
)
from db.access.survey_batches import BLOCK
from db.codes import NEUTRAL
from db.measures import cohorts, trust, trust_survey
from db.measures.trust import ALL_AGENCIES
from db.statistics.rounding import half_up


class Told(NamedTuple):
    """Trust as one figure: its value, its change between waves, and what it means."""

    value: str
    change: str | None
    meaning: str


def build(asked: Asked) -> Page:
    """Whether trust changed, and the headline item; then what trust rests on, and what people
    do."""
    named = [card(headline, asked), card(trust_changes.card, asked)]
    return Page(
        answer=_answer(asked, named[0].headline, advises=True),
        written=partial(_answer, asked, named[0].headline, advises=False),
        notices=attention.found(asked, "trust"),
        named=named,
        more=[
            card(trust_drivers.card, asked),
            *(card(_item, asked, item) for item in ("T2", "S_SAT", "B_REC")),
            *(
                card(_revealed, asked, each)
                for each in ("REGISTERED_30", "SELF_OR_PEER", "BACK_90")
            ),
            card(_fieldwork, asked),
        ],
    )


def _answer(asked: Asked, of_item: str, *, advises: bool) -> str:
    return " ".join(filter(None, [trust_changes.answer(asked, advises=advises), of_item]))


def headline(asked: Asked) -> Card:
    """The item that stands for trust: by agency, of the last wave that is over."""
    return _item(asked, "T1")


def told_headline(asked: Asked) -> Told:
    """The same of all agencies in question together, as one figure."""
    rows = asked.measure(trust_survey.survey).items
    rows = rows[rows["item"] == "T1"]
    wave = told(asked, rows).wave
    found = {cell.agency_id: cell for cell in cells(rows[rows["wave"] == wave])}
    cell = found.get(places(asked)[-1]) if places(asked) else None
    if cell is None or cell.is_hidden:
        return Told("—", None, nothing(asked, rows))
    meaning = i18n.t(
        "figure.trust.what",
        institution=reference.programme().institution,
        wave=wave,
        n=int(cell.n),
        lower=share_text(cell.lower),
        upper=share_text(cell.upper),
    )
    if asked.wanted.age_bands:
        meaning = f"{meaning} {i18n.t('figure.no_age')}"
    return Told(share_text(cell.share_trusting), trust_changes.in_short(asked), meaning)


def _item(asked: Asked, item: str) -> Card:
    programme, rows = reference.programme(), asked.measure(trust_survey.survey).items
    rows = rows[rows["item"] == item]
    wave, named_wave = told(asked, rows)
    latest = {cell.agency_id: cell for cell in cells(rows[rows["wave"] == wave])}
    named = chart_rows(
        [line(asked, name(each), latest[each]) for each in places(asked) if each in latest]
    )
    everybody = latest.get(ALL_AGENCIES)
    # Of answers that are hidden nothing is said, not that there are none.
    headline, counted, band = nothing(asked, rows), i18n.t("unit.answers"), None
    if everybody is not None and not everybody.is_hidden:
        band = (100 * everybody.lower, 100 * everybody.upper)
        counted = of_n("unit.answers", int(everybody.n))
        headline = i18n.t(
            f"headline.trust.{item}",
            share=share_text(everybody.share_trusting),
            institution=programme.institution,
        )
    spec = _chart(named, band)
    return Card(
        key=f"trust_{item.lower()}",
        headline=headline,
        note=f"{counted}{named_wave}{no_age(asked)}",
        legend=_legend(item) if spec is not None else "",
        reading=words.never(asked, "compare.no_trust"),
        table=_table(rows, asked, has_classes=item in NEUTRAL),
        spec=spec,
        warning=" ".join(
            [
                i18n.t("trust.question", question=labels.label("TRUST_ITEM", item)),
                *_how_to_read(asked, item, wave, is_drawn=spec is not None),
                *how_far(asked, rows),
            ]
        ),
        empty=too_few(asked, rows),
        advice=advice(asked),
    )


def _chart(named: pd.DataFrame, band: tuple[float, float] | None) -> Spec | None:
    if not named["value"].notna().any():
        return None
    unit, place = i18n.t("unit.percent_answers"), i18n.t("column.agency")
    return shapes.intervals(named, unit=unit, place=place, band=band)


def _legend(item: str) -> str:
    """Said once on the page, under the item that stands first."""
    few = reference.programme().trust_indicative_below
    return i18n.t("trust.legend", few=few) if item == "T1" else ""


def _how_to_read(asked: Asked, item: str, wave: int | None, *, is_drawn: bool) -> list[str]:
    """Said once on the page, under the item that stands first; of a chart, where there is one."""
    if item != "T1":
        return []
    said = [i18n.t("trust.reading"), i18n.t("trust.voided", least=BLOCK)] if is_drawn else []
    if not is_over(asked, wave):
        said.append(i18n.t("trust.batches", least=BLOCK))
    return [*said, left_out(asked, wave)]


def _table(rows: pd.DataFrame, asked: Asked, *, has_classes: bool) -> pd.DataFrame:
    """All waves of the period; a hidden cell says so and holds no number."""
    kept = rows[rows["agency_id"].isin(places(asked))]
    n = kept["n"].astype(float)
    is_hidden = kept["quality"] == trust.HIDDEN
    classes = ("neutral", "not_trusting") if has_classes else ()
    columns = {
        "trust.column.wave": [int(each) for each in kept["wave"]],
        "column.agency": [name(each) for each in kept["agency_id"]],
        "trust.column.n": [whole(asked, each) for each in kept["n"]],
        "trust.column.trusting": [percent_cell(each) for each in kept["share_trusting"]],
        "column.lower": [percent_cell(each) for each in kept["lower"]],
        "column.upper": [percent_cell(each) for each in kept["upper"]],
        **{
            f"trust.column.{each}": [percent_cell(share) for share in kept[each].astype(float) / n]
            for each in classes
        },
        "trust.column.mean": [
            "—" if pd.isna(each) else half_up(each, 1) for each in kept["mean"].astype(float)
        ],
        "trust.column.dk": _no_answers(kept["dont_know"], asked, is_hidden),
        "trust.column.refused": _no_answers(kept["refused"], asked, is_hidden),
        "trust.column.not_applicable": _no_answers(kept["not_applicable"], asked, is_hidden),
    }
    return pd.DataFrame({i18n.t(key): values for key, values in columns.items()})


def _no_answers(
    numbers: pd.Series[float], asked: Asked, is_hidden: pd.Series[bool]
) -> list[int | str]:
    """A dash where the cell is shown, and no more of it than its classes."""
    return [
        "—" if pd.isna(each) and not hides else whole(asked, each)
        for each, hides in zip(numbers, is_hidden, strict=True)
    ]


def _fieldwork(asked: Asked) -> Card:
    rows = asked.measure(trust.fieldwork)
    waves = [i18n.t("trust.wave", wave=int(each)) for each in rows["wave"]]
    total, refused = int(rows["approached"].sum()), int(rows["refused"].sum())
    table = pd.DataFrame(
        {
            i18n.t("trust.column.wave"): waves,
            i18n.t("column.agency"): [name(each) for each in rows["agency_id"]],
            i18n.t("unit.approached"): rows["approached"],
            i18n.t("fieldwork.refused"): rows["refused"],
        }
    )
    headline = i18n.t("headline.no_fieldwork")
    if total:
        headline = percents.sentence("headline.fieldwork", refused, total)
    note = uncut(asked, of_n("unit.approached", total))
    return Card(
        key="fieldwork",
        headline=headline,
        note=note,
        table=table,
        spec=_approached(rows, waves) if total else None,
        uncut=True,
    )


def _approached(rows: pd.DataFrame, waves: list[str]) -> Spec:
    """A bar a wave: who answered, and who refused."""
    parts = {"answered": rows["approached"] - rows["refused"], "refused": rows["refused"]}
    named = pd.concat(
        [
            pd.DataFrame({"label": waves, "series": i18n.t(f"fieldwork.{each}"), "value": values})
            for each, values in parts.items()
        ],
        ignore_index=True,
    )
    return shapes.stacked(
        named.groupby(["label", "series"], sort=False)["value"].sum().reset_index(),
        unit=i18n.t("unit.approached"),
        order=list(dict.fromkeys(waves)),
        colours={i18n.t(f"fieldwork.{each}"): colour for each, colour in colours.ANSWERS.items()},
        tips=tips("trust.column.wave", "column.answer"),
    )


def _revealed(asked: Asked, measure: str) -> Card:
    rows = asked.measure(cohorts.revealed)
    rows = rows[rows["measure"] == measure].set_index("agency_id")
    rows = rows[rows["denominator"] > 0]
    rows = rows.reindex([each for each in asked.agencies if each in rows.index]).reset_index()
    label = [name(each) for each in rows["agency_id"]]
    named = shares.chart_rows(rows, label)
    part, of = int(rows["numerator"].sum()), int(rows["denominator"].sum())
    headline = i18n.t("headline.nobody_to_count")
    if of:
        headline = percents.sentence(f"headline.revealed.{measure}", part, of)
    spec = (
        shapes.intervals(named, unit=i18n.t("unit.percent_persons"), place=i18n.t("column.agency"))
        if label
        else None
    )
    table = pd.DataFrame(
        {
            i18n.t("column.agency"): label,
            **shares.columns(rows),
            "n": rows["denominator"].to_list(),
        }
    )
    return Card(
        key=f"revealed_{measure.lower()}",
        headline=headline,
        note=of_n("unit.persons", of),
        table=table,
        spec=spec,
        warning=i18n.t("trust.revealed"),
    )
