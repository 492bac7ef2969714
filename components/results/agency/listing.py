"""All agencies, those that are behind at most first: who is there, and at what they are behind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import streamlit as st

from components.language import i18n
from components.language.plain import plain
from components.reads import labels, reference
from components.reads.indicators import Follower
from components.results.agency import place, team
from components.results.common import Asked
from components.results.indicators import agencies as indicator_lines
from components.results.indicators import words
from components.results.indicators.agencies import Row

Rows = list[Row]


def draw(asked: Asked, follower: Follower) -> None:
    """A line an agency; in the agencies' order where as many are behind."""
    key = [each for each in follower.sheets() if each.is_key]
    found: dict[int, Rows] = {
        agency: [(each, follower.followed(each.code, agency, reference.today())) for each in key]
        for agency in asked.agencies
    }
    behind = {agency: indicator_lines.behind(rows) for agency, rows in found.items()}
    with st.container(key="answer"):
        st.markdown(plain(answer(found.values(), behind)))
    for agency in sorted(found, key=lambda each: -len(behind[each])):
        _line(asked, agency, found[agency], behind[agency])


def answer(rows: Iterable[Rows], behind: Mapping[int, list[str]]) -> str:
    """Which agencies are behind; without a target nothing is said to be on its path either."""
    if not any(each.has_targets for found in rows for _, each in found):
        return i18n.t("agency.no_target")
    names = [labels.agency(each, short=True) for each, found in behind.items() if found]
    if not names:
        return i18n.t("agency.none_behind")
    return i18n.tn("agency.behind", len(names), agencies=i18n.joined(*names))


def _line(asked: Asked, agency_id: int, rows: Rows, behind: list[str]) -> None:
    told = [team.today(asked, agency_id)]
    if any(each.has_targets for _, each in rows):
        told.append(words.counted(each for _, each in rows))
    with indicator_lines.line(agency_id, told, behind):
        st.button(
            i18n.t("indicators.agencies_open"),
            key=f"agency_open_{agency_id}",
            type="tertiary",
            icon=":material/storefront:",
            on_click=place.go_to,
            args=(agency_id,),
            help=labels.agency(agency_id),
        )
