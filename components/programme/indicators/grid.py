"""The table of one indicator: a row a place, its baseline, and a column for each day on which a
target is due. Cells of a spreadsheet can be pasted into it; a phone has a field for each cell of
one place, since its table would move sideways."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import pandas as pd
import streamlit as st

from components.fields import text
from components.fields.dates import answered
from components.language import i18n
from components.programme.indicators.typed import Typed
from components.reads import indicator_words, reference
from components.saving.problems import Problems
from components.visit import browser
from db.errors import invalid
from db.inputs.days import Side
from db.inputs.targets import (
    BASELINE,
    DAY,
    PROGRAMME,
    SOURCE,
    VALUE,
    Cell,
    Column,
    Stated,
    written,
)
from db.queries.indicators import Sheet

ROW_PX = 35
#: So that several targets are in view at once.
WIDTHS, DUE_PX = {VALUE: 130, DAY: 120, SOURCE: 150}, 140
#: Where no target is due yet: the ends of so many half-years.
USUAL = 4
_PLACE = "place"


def cells(stored: Mapping[int, Stated], sheet: Sheet) -> dict[Cell, str]:
    """What is stored, cell by cell, without the empty ones."""
    is_share = sheet.adds_up.is_share
    named = [
        (place, column)
        for place, row in stored.items()
        for column in (*BASELINE, *(each.isoformat() for each in row.targets))
    ]
    found = {cell: written(cell, stored, is_share=is_share) for cell in named}
    return {cell: said for cell, said in found.items() if said}


def draw(sheet: Sheet, typed: Typed) -> None:
    """Texts, so that whatever is typed can be answered."""
    places = [PROGRAMME, *reference.agencies()]
    shown = columns(typed, reference.today())
    if browser.is_wide():
        st.caption(i18n.t("targets.paste"))
        _table(sheet, typed, places, shown)
    else:
        st.caption(i18n.t("targets.one_place"))
        _fields(sheet, typed, places, shown)


def _fields(sheet: Sheet, typed: Typed, places: list[int], shown: list[Column]) -> None:
    """One place with a field for each of its cells; those of the others keep what was typed."""
    place = st.selectbox(
        i18n.t("indicators.place"),
        places,
        format_func={each: indicator_words.place(each) for each in places}.__getitem__,
        key=f"targets_place_{sheet.code}",
    )
    said: dict[Cell, str] = {}
    for column in shown:
        cell = (place, column)
        key = f"targets_cell_{sheet.code}_{place}_{column}_{typed.number}"
        if key not in st.session_state:
            st.session_state[key] = typed.cells.get(cell, typed.stands(cell))
        said[cell] = text.typed(column_name(column), key=key)
    typed.take(said)


def _table(sheet: Sheet, typed: Typed, places: list[int], shown: list[Column]) -> None:
    frame = pd.DataFrame(
        {_PLACE: [indicator_words.place(each, short=True) for each in places]}
        | {column: [typed.shown((each, column)) for each in places] for column in shown}
    )
    edited = st.data_editor(
        frame,
        key=f"targets_grid_{sheet.code}_{len(shown)}_{typed.number}",
        hide_index=True,
        num_rows="fixed",
        disabled=[_PLACE],
        height=ROW_PX * (len(places) + 1) + 3,
        row_height=ROW_PX,
        column_config={
            _PLACE: st.column_config.TextColumn(i18n.t("indicators.place"), pinned=True),
            **{
                each: st.column_config.TextColumn(_heading(each), width=WIDTHS.get(each, DUE_PX))
                for each in shown
            },
        },
    )
    typed.take(
        {
            (place, column): said or ""
            for column in shown
            for place, said in zip(places, edited[column], strict=True)
        }
    )


def add_day(sheet: Sheet, typed: Typed) -> None:
    """Another day on which targets are due."""
    problems = Problems("targets_day")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        said = text.typed(
            i18n.t("targets.add_day"),
            key=f"targets_day_{sheet.code}",
            placeholder=i18n.t("filter.day_form"),
            width=220,
        )
        wants = st.button(i18n.t("targets.add"), key="targets_add", icon=":material/add:")
    problems.beside("day", i18n.t("targets.add_day"))
    if not wants:
        return
    day = answered(said, reference.today(), Side.AHEAD) if said else None
    if not isinstance(day, date):
        problems.show(invalid("day", "error.date_form"))
        return
    problems.clear()
    typed.added.add(day)
    typed.begin()
    st.rerun()


def _heading(column: Column) -> str:
    """A column in few words: those of a baseline stand side by side."""
    if column in BASELINE:
        return i18n.t(f"targets.heading.{column}")
    return i18n.t("targets.heading.due", day=i18n.day_cell(date.fromisoformat(column)))


def column_name(column: Column) -> str:
    """A column by itself."""
    if column in BASELINE:
        return i18n.t(f"targets.column.{column}")
    return i18n.t("targets.column.due", day=i18n.day_cell(date.fromisoformat(column)))


def named(cell: Cell) -> str:
    """A cell in words: its row and its column."""
    return i18n.t("targets.cell", place=indicator_words.place(cell[0]), column=column_name(cell[1]))


def columns(typed: Typed, today: date) -> list[Column]:
    """The same whatever is being typed: a grid with other columns would begin anew."""
    stored = {column for _, column in typed.seen} - set(BASELINE)
    known = stored or set(_usual(today))
    known |= {each.isoformat() for each in typed.added}
    known |= {column for _, column in typed.cells} - set(BASELINE)
    return [*BASELINE, *sorted(known)]


def _usual(today: date) -> Iterable[Column]:
    ends = [date(today.year + more, *end) for more in range(4) for end in ((6, 30), (12, 31))]
    return [each.isoformat() for each in ends if each >= today][:USUAL]
