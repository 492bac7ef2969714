"""Which agency is behind, and at what: the key indicators of each agency that has targets.

Where nobody was posted no agent is behind: such an agency stands apart, whatever was promised.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import streamlit as st

from components.language import i18n
from components.language.plain import plain
from components.reads import figures, indicator_words, labels, reference
from components.reads.indicators import Follower
from components.results.indicators import view, words
from components.visit import navigation
from db.inputs.results import ResultFilter
from db.measures import presence
from db.measures.paths import State
from db.measures.targets import Followed
from db.queries.indicators import Sheet

Row = tuple[Sheet, Followed]


def draw(follower: Follower, key: Sequence[Sheet]) -> None:
    """Worked out once somebody opens it."""
    box = st.expander(
        i18n.t("indicators.agencies"),
        key="indicators_agencies",
        icon=":material/apartment:",
        on_change="rerun",
    )
    if not box.open:
        return
    found = ranked(follower, key)
    with box:
        if not found:
            st.markdown(i18n.t("indicators.agencies_none"))
        for agency_id, rows in found:
            counted = words.counted([each for _, each in rows])
            is_apart = agency_id in never_had_agent(follower)
            told = [i18n.t("agency.without"), counted] if is_apart else [counted]
            with line(agency_id, told, behind(rows), is_apart=is_apart):
                _open(agency_id)
                to_page(agency_id)


def ranked(follower: Follower, key: Sequence[Sheet]) -> list[tuple[int, list[Row]]]:
    """The agencies that have a target; those that are behind at most come first, and those that
    never had an agent last."""
    apart, found = never_had_agent(follower), []
    for agency_id in reference.agencies():
        rows = at(follower, agency_id, key)
        if any(each.standing.state is not State.NO_TARGET for _, each in rows):
            found.append((agency_id, rows))
    return sorted(found, key=lambda each: (each[0] in apart, -len(behind(each[1]))))


def at(follower: Follower, agency_id: int, key: Sequence[Sheet]) -> list[Row]:
    """The key indicators of an agency, today."""
    today = reference.today()
    return [(each, follower.followed(each.code, agency_id, today)) for each in key]


def never_had_agent(follower: Follower) -> set[int]:
    """The agencies in which nobody was posted since the programme began: paths are as long."""
    since = ResultFilter(reference.programme().starts_on, reference.today())
    there = figures.measured(presence.agent_days, follower.viewer, since, follower.version)
    return set(follower.viewer.agencies) - there.keys()


def behind(rows: Sequence[Row]) -> list[str]:
    """Which indicators are behind."""
    return [
        indicator_words.short(sheet) for sheet, each in rows if each.standing.state is State.BEHIND
    ]


def lacking(rows: Sequence[Row], why: Mapping[str, str]) -> list[str]:
    """The same, each with what is missing; ``why``: by their codes."""
    return [
        words.lacks(sheet, each, why.get(sheet.code, ""))
        for sheet, each in rows
        if each.standing.state is State.BEHIND
    ]


@contextmanager
def line(
    agency_id: int, told: Sequence[str], behind: Sequence[str], *, is_apart: bool = False
) -> Iterator[None]:
    """At what an agency is behind, what else is said of it, and beside it what the block draws;
    ``is_apart``: targets were set for it, and nobody is posted there."""
    name, rest = f"**{plain(labels.agency(agency_id, short=True))}**", " · ".join(map(plain, told))
    said = f"{name} · {rest}"
    if behind:
        key = "agency.apart_line" if is_apart else "indicators.agencies_behind"
        said = f"{name} · {plain(i18n.t(key, titles=i18n.joined(*behind)))}  \n{rest}"
    with st.container(
        horizontal=True, vertical_alignment="center", key=f"indicators_line_{agency_id}"
    ):
        st.markdown(said, width="stretch")
        yield


def _open(agency_id: int) -> None:
    st.button(
        i18n.t("indicators.agencies_open"),
        key=f"indicators_agency_open_{agency_id}",
        type="tertiary",
        on_click=view.go_to,
        args=(agency_id,),
        help=labels.agency(agency_id),
    )


def to_page(agency_id: int) -> None:
    """The way to the page of the agency, which says why."""
    st.page_link(
        navigation.page("agencies"),
        label=i18n.t("agency.page"),
        icon=":material/storefront:",
        query_params={"agency": str(agency_id)},
    )
