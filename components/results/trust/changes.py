"""How trust changed between two waves, and how large a change these numbers could show."""

from __future__ import annotations

import math

import pandas as pd

from components.cards.card import Card
from components.cards.charts import shapes
from components.cards.charts.theme import Spec
from components.language import i18n
from components.results.common import Asked, in_points, listed, percent_cell
from components.results.trust.common import (
    advice,
    name,
    places,
    too_few,
    wave_in_words,
    waves_so_far,
)
from db.measures import trust_survey
from db.measures.trust import HIDDEN
from db.statistics.rounding import percent

KEY = "trust_changes"


def card(asked: Asked) -> Card:
    """The headline item, of the newest wave shown and the one before it."""
    rows = _rows(asked)
    note = f"{i18n.t('trust.change_note')} · {i18n.t('trust.of_users')}"
    if rows.empty:
        items = asked.measure(trust_survey.survey).items
        empty = too_few(asked, items) if _has_two(asked) and not _shows_any(asked) else ""
        return Card(
            key=KEY,
            headline=_none(asked),
            note=note,
            table=_table(rows),
            empty=empty,
            advice=advice(asked),
        )
    first, last = (int(rows[each].iloc[0]) for each in ("from_wave", "to_wave"))
    compared = [wave_in_words(asked, each) for each in (last, first)]
    note += " · " + i18n.t("trust.waves_compared", last=compared[0], first=compared[1])
    return Card(
        key=KEY,
        headline=_headline(rows),
        note=note,
        table=_table(rows),
        spec=_chart(rows),
        warning=f"{i18n.t('trust.change_how')} {_detectable(rows)}",
    )


def _rows(asked: Asked) -> pd.DataFrame:
    """The changes of the item that stands for trust, in the order of agencies, all together
    last."""
    rows = asked.measure(trust_survey.survey).changes
    rows = rows[(rows["item"] == "T1") & rows["agency_id"].isin(places(asked))]
    order = {each: place for place, each in enumerate(places(asked))}
    return rows.sort_values("agency_id", key=lambda ids: ids.map(order))


def _has_two(asked: Asked) -> bool:
    """Whether two waves are over by the end of the period, of which too few answers are told."""
    return int(waves_so_far(asked)["is_over"].sum()) > 1


def _shows_any(asked: Asked) -> bool:
    """Whether an agency in question is shown in a wave of the period."""
    rows = asked.measure(trust_survey.survey).items
    rows = rows[(rows["item"] == "T1") & rows["agency_id"].isin(asked.agencies)]
    return bool((rows["quality"] != HIDDEN).any())


def _none(asked: Asked) -> str:
    """Why nothing is compared: no agency is shown in both waves, or there are no two."""
    if _has_two(asked):
        return i18n.t("trust.none_in_both")
    return i18n.t("headline.one_wave_yet" if asked.is_widest else "headline.one_wave")


def answer(asked: Asked, *, advises: bool) -> str:
    """Whether trust is higher than in the wave before, of all agencies in question together, then
    of which of them it changed; empty where too few answers are the reason that nothing is told.
    ``advises``: with what could be chosen for there to be more."""
    rows, place = _rows(asked), places(asked)[-1] if places(asked) else None
    whole = rows[rows["agency_id"] == place]
    if whole.empty:
        if _has_two(asked):
            return _none(asked) if _shows_any(asked) else ""
        wider = f" {i18n.t('trust.widen')}" if advises and not asked.is_widest else ""
        return f"{_none(asked)}{wider}"
    found = whole.iloc[0]
    way = "same"
    if found["is_change"]:
        way = "higher" if found["difference"] > 0 else "lower"
    told = i18n.t(
        f"trust.{way}",
        first=int(found["from_wave"]),
        last=int(found["to_wave"]),
        change=in_points(float(found["difference"])),
        lower=i18n.signed(percent(float(found["lower"]))),
        upper=i18n.signed(percent(float(found["upper"]))),
    )
    others = rows[(rows["agency_id"] != place) & rows["is_change"]]
    return f"{told} {i18n.t('trust.by_agency', changes=_named(others))}" if len(others) else told


def _headline(rows: pd.DataFrame) -> str:
    """Which agencies changed and by how much, or that none did."""
    changed = rows[rows["is_change"]]
    if changed.empty:
        return i18n.t("headline.no_change")
    return i18n.t("headline.changes", changes=_named(changed))


def _named(changed: pd.DataFrame) -> str:
    return listed(
        i18n.t("headline.agency_count", agency=name(agency_id), count=in_points(difference))
        for agency_id, difference in zip(changed["agency_id"], changed["difference"], strict=True)
    )


def in_short(asked: Asked) -> str | None:
    """The change of all agencies in question together since which wave, and whether it may be
    chance."""
    rows = _rows(asked)
    place = places(asked)[-1] if places(asked) else None
    rows = rows[rows["agency_id"] == place]
    if rows.empty:
        return None
    change, wave = in_points(float(rows["difference"].iloc[0])), int(rows["from_wave"].iloc[0])
    return i18n.t("trust.since_wave", change=change, wave=wave, reading=_readings(rows)[0])


def _detectable(rows: pd.DataFrame) -> str:
    """The size of change that these numbers can show, from the largest place to the smallest."""
    points = [percent(each) for each in rows["detectable"]]
    least, most = min(points), max(points)
    if least == most:
        return i18n.tn("trust.detectable", most)
    return i18n.tn("trust.detectable_range", most, least=least)


def _readings(rows: pd.DataFrame) -> list[str]:
    return [i18n.t("trust.yes" if each else "trust.no") for each in rows["is_change"]]


def _chart(rows: pd.DataFrame) -> Spec:
    named = pd.DataFrame(
        {
            "label": [name(each) for each in rows["agency_id"]],
            "value": [100 * each for each in rows["difference"]],
            "lower": [100 * each for each in rows["lower"]],
            "upper": [100 * each for each in rows["upper"]],
            "note": [
                f"{i18n.signed(percent(change))} · {called}"
                for change, called in zip(rows["difference"], _readings(rows), strict=True)
            ],
            "quiet": [not each for each in rows["is_change"]],
        }
    )
    widest = max(named["lower"].abs().max(), named["upper"].abs().max())
    end = min(100, 10 * math.ceil(widest / 10))
    return shapes.intervals(
        named, unit=i18n.t("unit.points"), place=i18n.t("column.agency"), domain=(-end, end)
    )


def _table(rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            i18n.t("column.agency"): [name(each) for each in rows["agency_id"]],
            i18n.t("trust.column.change"): [percent_cell(each) for each in rows["difference"]],
            i18n.t("column.lower"): [percent_cell(each) for each in rows["lower"]],
            i18n.t("column.upper"): [percent_cell(each) for each in rows["upper"]],
            i18n.t("trust.column.is_change"): _readings(rows),
            i18n.t("trust.column.detectable"): [percent_cell(each) for each in rows["detectable"]],
        }
    )
