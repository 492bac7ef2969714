"""All agencies, those that are behind at most first: who is there, and at what they are behind.

Where nobody was posted since the programme began there is nobody to judge: such agencies stand
apart, by their registers, and are in no count of agencies that are behind.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import streamlit as st

from components.language import i18n
from components.language.plain import plain
from components.reads import labels
from components.reads.indicators import Follower
from components.results.agency import place, shortfalls, team
from components.results.common import Asked
from components.results.indicators import agencies as indicator_lines
from components.results.indicators import words
from components.results.indicators.agencies import Row
from components.visit.streamlit_private import DeltaGenerator
from db.measures import counts

Rows = list[Row]
#: Of so many agencies it is said first why they are behind; of all others on their page.
WHY = 3


def draw(asked: Asked, follower: Follower, top: DeltaGenerator) -> None:
    """The answer at the ``top``; a line an agency, in the agencies' order where as many are
    behind."""
    key = [each for each in follower.sheets() if each.is_key]
    found = {each: indicator_lines.at(follower, each, key) for each in asked.agencies}
    never = indicator_lines.never_had_agent(follower)
    apart = {each: found.pop(each) for each in asked.agencies if each in never}
    behind = {agency: indicator_lines.behind(rows) for agency, rows in found.items()}
    ordered = sorted(found, key=lambda each: -len(behind[each]))
    told_why = [each for each in ordered if behind[each]][:WHY]
    if found:
        with top, st.container(key="answer"):
            st.markdown(plain(answer(found.values(), behind)))
            for agency in told_why:
                st.markdown(f"- {plain(why(follower, agency, found[agency]))}")
    for agency in ordered:
        told = [team.today(asked, agency)]
        if any(each.has_targets for _, each in found[agency]):
            told.append(words.counted(each for _, each in found[agency]))
        _line(agency, told, [] if agency in told_why else behind[agency])
    if apart:
        st.markdown(plain(set_apart(apart)))
    for agency, rows in apart.items():
        told = [i18n.t("agency.without"), register(asked, agency)]
        _line(agency, told, indicator_lines.behind(rows), is_apart=True)


def why(follower: Follower, agency_id: int, rows: Rows) -> str:
    """At what an agency is behind, how much is missing, and why; one reason of all once."""
    name = labels.agency(agency_id, short=True)
    reasons = shortfalls.reasons(follower, agency_id, rows)
    bare = indicator_lines.lacking(rows, {})
    if len(bare) == len(reasons) > 1 and len(set(reasons.values())) == 1:
        (reason,) = set(reasons.values())
        lacking = i18n.joined(*bare)
        return i18n.t("agency.lacks_alike", agency=name, lacking=lacking, why=reason)
    lacking = i18n.joined(*indicator_lines.lacking(rows, reasons))
    return i18n.t("agency.lacks", agency=name, lacking=lacking)


def answer(rows: Iterable[Rows], behind: Mapping[int, list[str]]) -> str:
    """Which agencies are behind; without a target nothing is said to be on its path either."""
    if not any(each.has_targets for found in rows for _, each in found):
        return i18n.t("agency.no_target")
    names = [labels.agency(each, short=True) for each, found in behind.items() if found]
    if not names:
        return i18n.t("agency.none_behind")
    return i18n.tn("agency.behind", len(names), agencies=i18n.joined(*names))


def set_apart(apart: Mapping[int, Rows]) -> str:
    """Which agencies serve to compare; and of which something was promised although nobody is
    there to keep it."""
    behind = [each for each, rows in apart.items() if indicator_lines.behind(rows)]
    parts = [i18n.t("agency.apart", agencies=_names(apart))]
    if behind:
        parts.append(i18n.t("agency.apart_behind", agencies=_names(behind)))
    return " ".join(parts)


def register(asked: Asked, agency_id: int) -> str:
    """What its own register says of the period."""
    rows = asked.measure(counts.registered_by_month)
    received = rows.loc[(rows["agency_id"] == agency_id) & rows["value"].notna(), "value"]
    if received.empty:
        return i18n.t("agency.register_none")
    return i18n.tn("agency.register", int(received.sum()), months=i18n.number(len(received)))


def _names(agencies: Iterable[int]) -> str:
    return i18n.joined(*(labels.agency(each, short=True) for each in agencies))


def _line(agency_id: int, told: list[str], behind: list[str], *, is_apart: bool = False) -> None:
    with indicator_lines.line(agency_id, told, behind, is_apart=is_apart):
        st.button(
            i18n.t("indicators.agencies_open"),
            key=f"agency_open_{agency_id}",
            type="tertiary",
            icon=":material/storefront:",
            on_click=place.go_to,
            args=(agency_id,),
            help=labels.agency(agency_id),
        )
