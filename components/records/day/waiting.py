"""The lists of the day: each line is one tap from the form that settles it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import streamlit as st

from components.fields import long_list
from components.fields import view as views
from components.language import i18n
from components.records.day import settling, task_lines
from components.records.kinds import INTERVENTION, REFERRAL, RETENTION
from components.records.links import AGENCY, CHECK, PERSON, SETTLES
from components.records.links import REFERRAL as ASKED
from components.visit import navigation
from db.access.viewer import Viewer
from db.inputs.tasks import TaskKind
from db.queries.my_day import MyDay
from db.queries.waiting import Part, Waiting, Whose

PAGE = "day"


@dataclass(frozen=True, kw_only=True)
class Day:
    """All that was read, and whose of it was chosen."""

    viewer: Viewer
    found: MyDay
    whose: Whose

    def total(self, part: Part) -> int:
        return self.found.waiting.totals[self.whose, part]

    def lines(self, part: Part) -> list[Waiting]:
        return self.found.waiting.lines.get((self.whose, part), [])


def limits() -> dict[Part, int]:
    """How many lines of each part are shown now."""
    return {part: long_list.limit(_list(part)) for part in Part}


def choose(viewer: Viewer, found: MyDay) -> Day:
    """Mine at first; what is nobody's or a colleague's, where there is any, one tap away."""
    return Day(viewer=viewer, found=found, whose=_whose(found.waiting.totals))


def _whose(counts: Counter[tuple[Whose, Part]]) -> Whose:
    totals = {whose: sum(counts[whose, part] for part in Part) for whose in Whose}
    names = {
        whose.value: i18n.t(f"day.whose.{whose.value}", count=total)
        for whose, total in totals.items()
        if total or whose is Whose.MINE
    }
    if len(names) == 1:
        return Whose.MINE
    return Whose(views.choose(PAGE, i18n.t("day.whose"), names))


def part(day: Day, each: Part) -> None:
    """One part of the day; nothing where nothing waits."""
    total = day.total(each)
    if not total:
        return
    title = i18n.t(f"day.part.{each.value}", count=total)
    if each is Part.PUT_OFF:
        with st.expander(title, icon=":material/snooze:", key="day_put_off"):
            _lines(day, each, total)
        return
    st.subheader(title)
    _lines(day, each, total)


def _lines(day: Day, each: Part, total: int) -> None:
    with st.container(gap="xsmall", key=f"day_lines_{each.value}"):
        for line in day.lines(each):
            _line(day, line)
    long_list.button(_list(each), total)


def _list(each: Part) -> str:
    return f"day_{each.value}"


def _line(day: Day, each: Waiting) -> None:
    name = f"{each.kind.value}_{each.id}"
    names_agency = len(day.viewer.agencies) > 1
    with st.container(horizontal=True, gap="xsmall", key=f"day_line_{name}"):
        if st.button(
            task_lines.line(each, names_agency=names_agency),
            key=f"day_{name}",
            width="stretch",
            icon=f":material/{task_lines.ICONS[each.kind]}:",
        ):
            _settle(each, names_agency=names_agency)
        settling.button(each, name)
    if more := task_lines.settled(each):
        st.caption(more)
    if settling.is_open(name):
        settling.draw(day.viewer, each, name, day.found.colleagues)


def _settle(each: Waiting, *, names_agency: bool) -> None:
    """The form that settles it, filled with what is known."""
    if each.kind is TaskKind.CHECK:
        navigation.go(RETENTION.page, **{CHECK: str(each.id)})
    elif each.kind is TaskKind.REFERRAL:
        navigation.go(REFERRAL.page, **{ASKED: str(each.id)})
    else:
        person = {} if each.case_id is None else {PERSON: str(each.case_id)}
        agency = {AGENCY: str(each.agency_id)} if names_agency else {}
        navigation.go(INTERVENTION.page, **{SETTLES: str(each.id)}, **person, **agency)
