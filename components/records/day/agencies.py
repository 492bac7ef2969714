"""What waits in each agency and with whom: counts first, then the lines by case code."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from components.fields import long_list
from components.language import i18n
from components.language.plain import plain
from components.reads import labels
from components.reads.read import read
from components.records.day import task_lines
from components.records.people.links import CASE
from components.visit import navigation
from db.access.viewer import Viewer
from db.queries import agency_days
from db.queries.agency_days import Load
from db.queries.waiting import Part, Waiting, Whose


def draw(viewer: Viewer) -> None:
    """All agencies in numbers; one of them in lines."""
    loads = read(agency_days.loads, viewer=viewer)
    if not loads:
        st.info(i18n.t("days.nothing"), icon=":material/sunny:")
        return
    with st.container(key="days_loads"):
        st.table(_counted(loads))
    agencies = list(dict.fromkeys(each.agency_id for each in loads))
    chosen = st.selectbox(
        i18n.t("postings.agency"), agencies, format_func=labels.agency, key="days_agency"
    )
    owners = [each.agent for each in loads if each.agency_id == chosen]
    # Of one alone it is said once, and not at each line.
    names_owner = owners[1:] != []
    if not names_owner:
        st.caption(_whose_all(owners[0]))
    limits = {part: long_list.limit(_list(chosen, part)) for part in Part}
    found = read(agency_days.agency_lines, chosen, limits, viewer=viewer)
    totals = {
        part: sum(getattr(each, part.value) for each in loads if each.agency_id == chosen)
        for part in Part
    }
    for part in (Part.LATE, Part.TODAY, Part.AHEAD, Part.PUT_OFF):
        _part(chosen, part, found[part], totals[part], names_owner=names_owner)


def _counted(loads: Sequence[Load]) -> dict[str, list[str]]:
    """Nobody's stands first in its agency, for somebody must see to it."""
    columns: dict[str, list[str]] = {
        i18n.t("postings.agency"): [labels.agency(each.agency_id, short=True) for each in loads],
        i18n.t("postings.agent"): [each.agent or i18n.t("days.nobody") for each in loads],
    }
    for part in (Part.LATE, Part.TODAY, Part.AHEAD, Part.PUT_OFF):
        numbers = [getattr(each, part.value) for each in loads]
        columns[i18n.t(f"days.{part.value}")] = [i18n.number(each) for each in numbers]
    return {
        name: [plain(i18n.bidi_isolated(cell)) for cell in cells] for name, cells in columns.items()
    }


def _whose_all(owner: str) -> str:
    return plain(i18n.t("day.seen_to_by", name=owner) if owner else i18n.t("days.nobody"))


def _part(
    agency_id: int, part: Part, lines: Sequence[Waiting], total: int, *, names_owner: bool
) -> None:
    if not total:
        return
    st.subheader(i18n.t(f"day.part.{part.value}", count=total))
    with st.container(gap="xsmall", key=f"days_{part.value}"):
        for each in lines:
            _line(each, names_owner=names_owner)
    long_list.button(_list(agency_id, part), total)


def _line(each: Waiting, *, names_owner: bool) -> None:
    """It opens the person; what waits for a group has none."""
    icon, text = (
        f":material/{task_lines.ICONS[each.kind]}:",
        task_lines.line(each, names_agency=False),
    )
    if each.case_code is None:
        st.markdown(f"{icon} {text}")
    elif st.button(text, key=f"days_open_{each.kind.value}_{each.id}", icon=icon, width="stretch"):
        navigation.go("people", **{CASE: each.case_code})
    if more := _whose(each, names_owner=names_owner):
        st.caption(more)


def _whose(each: Waiting, *, names_owner: bool) -> str:
    """With whom it is, where that is not always the same; for a manager nothing is "mine"."""
    is_nobodys = names_owner and each.whose is Whose.NOBODY
    who = plain(i18n.t("days.nobody")) if is_nobodys else ""
    return i18n.line(who, task_lines.settled(each, names_owner=names_owner))


def _list(agency_id: int, part: Part) -> str:
    return f"days_{agency_id}_{part.value}"
