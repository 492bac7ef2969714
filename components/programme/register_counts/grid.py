"""The grid of months of one agency, and the field into which a spreadsheet's cells are pasted."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import streamlit as st

from components.fields import text
from components.language import i18n
from components.language.plain import plain
from components.programme.register_counts.typed import Typed, measured, months_between
from components.reads import reference
from db.codes import CountMeasure
from db.inputs.dates import month_index, month_of
from db.inputs.register_counts import first_month
from db.inputs.register_paste import Pasted, pasted

ROW_PX, MOST_ROWS = 35, 13
#: The months that the grid shows before anybody asks for more: so few that all are in view, the
#: newest among them.
LATELY = 12
_WRONG, _TAKEN = "register_wrong", "register_taken"


def last_month() -> date:
    """The last month that is over."""
    return (reference.today().replace(day=1) - timedelta(days=1)).replace(day=1)


def earliest() -> date:
    return first_month(reference.programme().starts_on)


def draw(agency_id: int, typed: Typed) -> None:
    """The months that were chosen; texts, so that whatever is typed can be answered."""
    months = months_between(_first(agency_id, typed), last_month())
    _begin_at(months[0], agency_id, typed)
    frame = pd.DataFrame(
        {"month": [i18n.month(each) for each in months]}
        | {
            measure.value: [typed.shown((month, measure)) for month in months]
            for measure in CountMeasure
        }
    )
    st.caption(i18n.t("register.hint"))
    edited = st.data_editor(
        frame,
        key=f"register_grid_{agency_id}_{months[0]:%Y-%m}_{typed.number}",
        hide_index=True,
        num_rows="fixed",
        disabled=["month"],
        height=ROW_PX * (min(len(months), MOST_ROWS) + 1) + 3,
        row_height=ROW_PX,
        column_config={
            "month": st.column_config.TextColumn(i18n.t("register.month"), pinned=True),
            **{
                measure.value: st.column_config.TextColumn(measured(measure))
                for measure in CountMeasure
            },
        },
    )
    typed.take(
        {
            (month, measure): said or ""
            for measure in CountMeasure
            for month, said in zip(months, edited[measure.value], strict=True)
        }
    )


def _first(agency_id: int, typed: Typed) -> date:
    """The first month that is shown: further back if anything is typed or pasted there."""
    last, key = last_month(), f"register_since_{agency_id}"
    lately = max(month_of(month_index(last) - LATELY + 1), earliest())
    starts = {0: lately} | {
        year: date(year, 1, 1) for year in range(last.year, earliest().year - 1, -1)
    }
    oldest = min((month for month, _ in {**typed.begun, **typed.cells}), default=last)
    held = st.session_state.get(key, 0)
    st.session_state[key] = held if starts[held] <= oldest else oldest.year
    chosen = st.selectbox(
        i18n.t("register.months"),
        list(starts),
        key=key,
        format_func=lambda year: (
            i18n.t("register.since", year=str(year)) if year else i18n.t("register.lately")
        ),
        width=220,
    )
    return starts[chosen]


def _begin_at(month: date, agency_id: int, typed: Typed) -> None:
    """A grid that begins elsewhere is another one: it begins with what is typed."""
    key = f"register_first_{agency_id}"
    if st.session_state.get(key, month) != month:
        typed.begin()
    st.session_state[key] = month


def paste(agency_id: int, typed: Typed) -> None:
    """A field for a table; read as a whole, or not at all."""
    with st.expander(
        i18n.t("register.paste"), icon=":material/content_paste:", key="register_paste"
    ):
        st.caption(i18n.t("register.paste_how"))
        key = f"register_pasted_{agency_id}"
        if st.session_state.pop(_TAKEN, None) == agency_id:
            # Only before the field is drawn can it be emptied.
            st.session_state[key] = ""
        table = text.pasted(
            i18n.t("register.paste_here"),
            key=key,
            height=160,
            placeholder=i18n.t("register.paste_example"),
        )
        # Pills, since segments lose their borders where two names break into lines on a phone.
        alone = st.pills(
            i18n.t("register.paste_alone"),
            list(CountMeasure),
            format_func=measured,
            default=CountMeasure.REGISTERED,
            required=True,
            key="register_alone",
        )
        if st.button(i18n.t("register.paste_read"), key="register_read"):
            found = pasted(
                table,
                alone or CountMeasure.REGISTERED,
                first=earliest(),
                today=reference.today(),
            )
            if not found.wrong:
                typed.take({cell: str(value) for cell, value in found.cells.items()})
                typed.begin()
            st.session_state[_WRONG] = (agency_id, found)
            st.rerun()
    _answer(agency_id)


def _answer(agency_id: int) -> None:
    """What came of the last paste: each wrong line by its number, or how much was read."""
    of, found = st.session_state.get(_WRONG, (None, Pasted()))
    if of != agency_id:
        return
    if found.wrong:
        lines = [
            i18n.t(
                "register.line",
                line=str(each.line),
                text=f"«\u00a0{each.text}\u00a0»" if each.text else "",
                problem=i18n.explain(each.problem),
            )
            for each in found.wrong[:12]
        ]
        said = "\n".join(f"- {plain(line)}" for line in lines)
        st.error(f"{i18n.t('register.nothing_taken')}\n{said}", icon=":material/error:")
    elif found.cells:
        st.success(i18n.tn("register.read", len(found.cells)), icon=":material/content_paste_go:")


def forget_paste(agency_id: int) -> None:
    """What was pasted, and what it was answered with, once it is saved or discarded."""
    st.session_state.pop(_WRONG, None)
    st.session_state[_TAKEN] = agency_id
