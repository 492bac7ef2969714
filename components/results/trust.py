"""Trust by agency and wave: dot and interval, n beside it, and no rise that is chance."""

from __future__ import annotations

from typing import Any

import pandas as pd

from components import data, i18n, labels
from components.cards import Card
from components.charts import shapes
from components.results.common import Asked, agency, of_n, percent_cell, share_text, uncut

ALL = 0
DRIVERS = ("D_REL", "D_RES", "D_OPE", "D_INT", "D_FAI", "D_DAT")


def cards(asked: Asked) -> list[Card]:
    """The headline item, drivers, other items, change, fieldwork, revealed trust."""
    return [
        _item(asked, "T1"),
        _changes(asked),
        _drivers(asked),
        *(_item(asked, item) for item in ("T2", "S_SAT", "B_REC")),
        _fieldwork(asked),
        *(_revealed(asked, name) for name in ("REGISTERED_30", "SELF_OR_PEER", "BACK_90")),
    ]


def _question(item: str) -> str:
    return labels.label("TRUST_ITEM", item)


def _places(asked: Asked) -> list[int]:
    return [*asked.agencies, *([ALL] if len(asked.agencies) > 1 else [])]


def _name(agency_id: int) -> str:
    return i18n.t("trust.all") if agency_id == ALL else agency(agency_id)


def _told(rows: pd.DataFrame) -> tuple[int | None, str]:
    """The newest wave with a cell that is shown, and its name; a newer one is told, not shown."""
    if rows.empty:
        return None, ""
    shown = rows[rows["quality"] != "hidden"]
    newest = int(rows["wave"].max())
    wave = newest if shown.empty else int(shown["wave"].max())
    parts = [i18n.t("trust.wave", wave=wave)]
    if newest > wave:
        parts.append(i18n.t("trust.wave_under_way", wave=newest))
    return wave, "".join(f" · {part}" for part in parts)


def _item(asked: Asked, item: str) -> Card:
    rows = asked.measure("trust").items
    rows = rows[rows["item"] == item]
    wave, named_wave = _told(rows)
    latest = rows[rows["wave"] == wave].set_index("agency_id")
    lines = [_line(agency_id, latest) for agency_id in _places(asked) if agency_id in latest.index]
    named = pd.DataFrame(lines, columns=["label", "value", "lower", "upper", "note", "quiet"])
    shown = named["value"].notna().any()
    whole: Any = latest.loc[ALL] if ALL in latest.index else None
    band = None
    headline, flagged, n = i18n.t("headline.trust_hidden"), 0, 0
    if whole is not None and whole["quality"] != "hidden":
        band = (100 * whole["lower"], 100 * whole["upper"])
        n, flagged = int(whole["n"]), int(whole["flagged"])
        headline = i18n.t(
            f"headline.trust.{item}",
            share=share_text(whole["share_trusting"]),
            institution=data.programme().institution,
        )
    unit = i18n.t("unit.percent_answers")
    spec = shapes.intervals(named, unit=unit, band=band) if shown else None
    note = f"{_question(item)} · {of_n('unit.answers', n)}{named_wave}"
    warning = i18n.tn("trust.flagged", flagged) + " " + i18n.t("trust.reading")
    return Card(f"trust_{item.lower()}", headline, note, _table(rows, asked), spec, warning)


def _line(agency_id: int, latest: pd.DataFrame) -> tuple[Any, ...]:
    row = latest.loc[agency_id]
    if row["quality"] == "hidden":
        return (_name(agency_id), None, None, None, i18n.t("trust.hidden"), True)
    note = f"{i18n.percent(row['share_trusting'])} · n = {i18n.number(int(row['n']))}"
    if row["quality"] == "indicative":
        note += " · " + i18n.t("trust.indicative")
    percents = [100 * row[name] for name in ("share_trusting", "lower", "upper")]
    return (_name(agency_id), *percents, note, row["quality"] == "indicative")


def _table(rows: pd.DataFrame, asked: Asked) -> pd.DataFrame:
    """All waves of the period; a hidden cell says so and holds no number."""
    kept = rows[rows["agency_id"].isin(_places(asked))]
    columns = {
        "trust.column.wave": [int(each) for each in kept["wave"]],
        "column.agency": [_name(each) for each in kept["agency_id"]],
        "trust.column.n": [_whole(each) for each in kept["n"]],
        "trust.column.trusting": [percent_cell(each) for each in kept["share_trusting"]],
        "column.lower": [percent_cell(each) for each in kept["lower"]],
        "column.upper": [percent_cell(each) for each in kept["upper"]],
        "trust.column.mean": [
            "—" if pd.isna(each) else round(each, 1) for each in kept["mean"].astype(float)
        ],
        "trust.column.dk": [_whole(each) for each in kept["dont_know"]],
        "trust.column.refused": [_whole(each) for each in kept["refused"]],
        "trust.column.flagged": [_whole(each) for each in kept["flagged"]],
    }
    return pd.DataFrame({i18n.t(name): values for name, values in columns.items()})


def _whole(value: Any) -> int | str:
    return i18n.t("trust.hidden") if pd.isna(value) else int(value)


def _changes(asked: Asked) -> Card:
    rows = asked.measure("trust").changes
    rows = rows[(rows["item"] == "T1") & rows["agency_id"].isin(_places(asked))]
    order = {each: place for place, each in enumerate(_places(asked))}
    rows = rows.sort_values("agency_id", key=lambda ids: ids.map(order))
    table = pd.DataFrame(
        {
            i18n.t("column.agency"): [_name(each) for each in rows["agency_id"]],
            i18n.t("trust.column.change"): [percent_cell(each) for each in rows["difference"]],
            i18n.t("column.lower"): [percent_cell(each) for each in rows["lower"]],
            i18n.t("column.upper"): [percent_cell(each) for each in rows["upper"]],
            i18n.t("trust.column.is_change"): [
                i18n.t("trust.yes" if each else "trust.no") for each in rows["is_change"]
            ],
            i18n.t("trust.column.detectable"): [percent_cell(each) for each in rows["detectable"]],
        }
    )
    spec = None
    headline, note = i18n.t("headline.one_wave"), i18n.t("trust.change_note")
    if len(rows):
        named = pd.DataFrame(
            {
                "label": table.iloc[:, 0],
                "value": [100 * each for each in rows["difference"]],
                "lower": [100 * each for each in rows["lower"]],
                "upper": [100 * each for each in rows["upper"]],
                "note": [
                    f"{round(100 * change):+d} · {called}"
                    for change, called in zip(rows["difference"], table.iloc[:, 4], strict=True)
                ],
                "quiet": [not each for each in rows["is_change"]],
            }
        )
        spec = shapes.intervals(named, unit=i18n.t("unit.points"), domain=(-100, 100))
        changed = int(rows[rows["agency_id"] != ALL]["is_change"].sum())
        headline = i18n.tn("headline.changes", changed) if changed else i18n.t("headline.no_change")
        note += " · " + i18n.t("trust.wave", wave=int(rows["to_wave"].iloc[0]))
    return Card("trust_changes", headline, note, table, spec, i18n.t("trust.change_how"))


def _drivers(asked: Asked) -> Card:
    survey = asked.measure("trust")
    place = ALL if len(asked.agencies) != 1 else asked.agencies[0]
    rows = survey.items
    rows = rows[(rows["agency_id"] == place) & rows["item"].isin(DRIVERS)]
    averages = survey.drivers
    averages = averages[(averages["agency_id"] == place) & (averages["item"] == "SDG")]
    averages = averages.set_index("wave")["share"]
    # A wave is told where all six are, so that it has its average.
    complete = rows["wave"].isin(averages.index)
    wave, named_wave = _told(rows.assign(quality=rows["quality"].where(complete, "hidden")))
    cells = rows[rows["wave"] == wave].set_index("item")
    cells = cells.loc[[item for item in DRIVERS if item in cells.index]]
    headline, spec = i18n.t("headline.trust_hidden"), None
    if wave in averages.index:
        headline = i18n.t("headline.drivers", share=i18n.percent(averages[wave]))
        lines = [
            (i18n.t(f"driver.{item}"), *_line(place, cells.loc[[item]].set_index("agency_id"))[1:])
            for item in cells.index
        ]
        named = pd.DataFrame(lines, columns=["label", "value", "lower", "upper", "note", "quiet"])
        spec = shapes.intervals(named, unit=i18n.t("unit.percent_agree"))
    table = pd.DataFrame(
        {
            i18n.t("column.question"): [i18n.t(f"driver.{item}") for item in cells.index],
            i18n.t("column.share"): [percent_cell(each) for each in cells["share_trusting"]],
            i18n.t("trust.column.n"): [_whole(each) for each in cells["n"]],
        }
    )
    note = i18n.t("trust.drivers_note") + named_wave
    return Card("trust_drivers", headline, note, table, spec)


def _fieldwork(asked: Asked) -> Card:
    rows = asked.measure("trust_fieldwork")
    waves = [i18n.t("trust.wave", wave=int(each)) for each in rows["wave"]]
    named = pd.concat(
        [
            pd.DataFrame({"label": waves, "series": i18n.t(f"fieldwork.{name}"), "value": values})
            for name, values in (
                ("answered", rows["approached"] - rows["refused"]),
                ("refused", rows["refused"]),
            )
        ],
        ignore_index=True,
    )
    named = named.groupby(["label", "series"], as_index=False, sort=False)["value"].sum()
    total, refused = int(rows["approached"].sum()), int(rows["refused"].sum())
    series = [i18n.t("fieldwork.answered"), i18n.t("fieldwork.refused")]
    spec = shapes.stacked(
        named, unit=i18n.t("unit.approached"), order=list(dict.fromkeys(waves)), series=series
    )
    table = pd.DataFrame(
        {
            i18n.t("trust.column.wave"): waves,
            i18n.t("column.agency"): [_name(each) for each in rows["agency_id"]],
            i18n.t("unit.approached"): rows["approached"],
            i18n.t("fieldwork.refused"): rows["refused"],
        }
    )
    headline = i18n.t("headline.no_fieldwork")
    if total:
        headline = i18n.t("headline.fieldwork", share=i18n.percent(refused / total))
    note = uncut(asked, of_n("unit.approached", total))
    return Card("fieldwork", headline, note, table, spec if total else None, uncut=True)


def _revealed(asked: Asked, name: str) -> Card:
    rows = asked.measure("trust_revealed")
    rows = rows[rows["measure"] == name].set_index("agency_id")
    rows = rows[rows["denominator"] > 0]
    rows = rows.reindex([each for each in asked.agencies if each in rows.index])
    lines = [
        (_name(at), 100 * share, 100 * lower, 100 * upper, f"n = {i18n.number(n)}", n < 30)
        for at, share, lower, upper, n in zip(
            rows.index,
            rows["share"],
            rows["lower"],
            rows["upper"],
            rows["denominator"],
            strict=True,
        )
    ]
    named = pd.DataFrame(lines, columns=["label", "value", "lower", "upper", "note", "quiet"])
    part, whole = int(rows["numerator"].sum()), int(rows["denominator"].sum())
    headline = i18n.t("headline.nobody_to_count")
    if whole:
        headline = i18n.t(f"headline.revealed.{name}", share=i18n.percent(part / whole))
    spec = shapes.intervals(named, unit=i18n.t("unit.percent_persons")) if lines else None
    table = pd.DataFrame(
        {
            i18n.t("column.agency"): named["label"],
            i18n.t("column.share"): [percent_cell(each) for each in rows["share"]],
            "n": rows["denominator"].to_list(),
        }
    )
    key = f"revealed_{name.lower()}"
    return Card(key, headline, of_n("unit.persons", whole), table, spec, i18n.t("trust.revealed"))
