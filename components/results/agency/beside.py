"""What an agency has done, beside the mean of the agencies that had an agent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple

import pandas as pd
import streamlit as st

from components.cards.card import Card
from components.cards.charts.beside import bars_beside
from components.language import i18n
from components.results.common import Asked, agency, listed, of_n, span
from components.results.compare import words
from db.measures import agencies, presence
from db.statistics import paces_differ
from db.statistics.rounding import half_up

#: The figures of first rank.
FIRST = ("people_seen", agencies.MET, "enrolled", "wage")


class Beside(NamedTuple):
    """The people of one agency by figure, those of all that had an agent, and how many these are;
    nobody else's for whoever may not see all. ``together``: by figure what those who came together
    add here and at the other agencies."""

    own: Mapping[str, int]
    sums: Mapping[str, int]
    number: int
    is_among: bool
    together: Mapping[str, tuple[int, int]]

    def mean(self, name: str) -> float | None:
        """None where there is nothing to compare with."""
        return self.sums[name] / self.number if self.number > 1 else None

    def rest(self, name: str) -> tuple[int, int]:
        """What the other agencies have, and how many they are."""
        if not self.is_among:
            return self.sums[name], self.number
        return self.sums[name] - self.own[name], self.number - 1


def found(asked: Asked, agency_id: int) -> Beside:
    """Both sides; the mean only for whoever sees every agency."""
    is_whole = asked.sees_every_agency
    wanted = replace(asked.wanted, agencies=frozenset()) if is_whole else asked.wanted
    people = asked.measured(agencies.people, wanted)
    there = asked.measured(presence.agent_days, wanted) if is_whole else {}
    return Beside(
        own={name: each.get(agency_id, 0) for name, each in people.items()},
        sums={name: sum(each.get(one, 0) for one in there) for name, each in people.items()},
        number=len(there),
        is_among=agency_id in there,
        together=_together(asked.measured(agencies.added, wanted), agency_id, there),
    )


def _together(
    added: Mapping[str, Mapping[int, int]], agency_id: int, there: Iterable[int]
) -> dict[str, tuple[int, int]]:
    others = set(there) - {agency_id}
    return {
        name: (each.get(agency_id, 0), sum(each.get(one, 0) for one in others))
        for name, each in added.items()
    }


def figures(asked: Asked, agency_id: int) -> None:
    """Four of them, each with the mean below it."""
    told = found(asked, agency_id)
    has_mean = any(told.mean(name) is not None for name in FIRST)
    key = "agency.figures_span" if has_mean else "agency.figures_span_alone"
    st.caption(i18n.t(key, span=span(asked.running_part)))
    with st.grid(4, min_column_width=150, key="figures"):
        for name in FIRST:
            st.metric(
                i18n.t(f"figure.{name}"),
                i18n.number(told.own[name]),
                delta=mean_in_words(told, name) or None,
                delta_color="off",
                delta_arrow="off",
                help=i18n.t(f"figure.{name}.what"),
                border=True,
                height="stretch",
            )


def mean_in_words(told: Beside, name: str) -> str:
    """The mean of a figure; empty where there is none."""
    mean = told.mean(name)
    return "" if mean is None else i18n.t("agency.mean", mean=_written(mean))


def _written(mean: float) -> str:
    return i18n.number(mean, 1)


def card(asked: Asked, agency_id: int) -> Card:
    """Bars of persons, with a mark at the mean."""
    told = found(asked, agency_id)
    names = [i18n.t(f"figure.{each}") for each in agencies.FIGURES]
    means = [told.mean(each) for each in agencies.FIGURES]
    values = [told.own[each] for each in agencies.FIGURES]
    rows = pd.DataFrame({"label": names, "value": values, "mean": means}).astype({"mean": float})
    rows["text"] = [
        i18n.number(value) if mean is None else i18n.t(
            "agency.beside.text", value=value, mean=_written(mean)
        )
        for value, mean in zip(values, means, strict=True)
    ]  # fmt: skip
    table = pd.DataFrame({i18n.t("agency.column.figure"): names, agency(agency_id): values})
    has_mean = told.number > 1
    if has_mean:
        table[i18n.t("agency.column.mean")] = [half_up(each or 0, 1) for each in means]
    return Card(
        key="agency_beside",
        headline=_headline(told, agency_id),
        note=of_n("unit.persons", told.own["people_seen"]),
        reading=_reading(asked, told),
        warning=i18n.t("agency.beside.chance") if has_mean else "",
        table=table,
        spec=bars_beside(
            rows,
            unit=i18n.t("unit.persons"),
            place=i18n.t("agency.column.figure"),
            mean_of=i18n.t("agency.column.mean"),
        )
        if any(values) or any(means)
        else None,
        uncut=True,
    )


def _reading(asked: Asked, told: Beside) -> str:
    """What the mark is, and that it is no matter of what the page is compared with; nothing where
    there is no mean."""
    if told.number < 2:
        return ""
    mark = i18n.tn("agency.beside.mark", told.number)
    return " ".join(filter(None, [mark, words.never(asked, "compare.mean_always")]))


def _headline(told: Beside, agency_id: int) -> str:
    """At what it is above or below the other agencies by more than chance."""
    name = agency(agency_id)
    if told.number < 2:
        return i18n.t("agency.beside.alone", agency=name)
    above: list[str] = []
    below: list[str] = []
    for each in agencies.FIGURES:
        rest, number = told.rest(each)
        own = told.own[each]
        together = told.together.get(each, (0, 0))
        tests = len(agencies.FIGURES)
        if paces_differ(own, 1, rest, number, tests=tests, together=together):
            (above if own * number > rest else below).append(i18n.t(f"figure.{each}"))
    parts = [
        i18n.t(f"agency.beside.{key}", figures=listed(figures))
        for key, figures in (("below", below), ("above", above))
        if figures
    ]
    return i18n.t(
        "agency.beside.headline",
        agency=name,
        told=" ".join(parts) or i18n.t("agency.beside.alike"),
    )
