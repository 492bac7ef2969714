"""The periods that are off their path by more than was agreed, each with its sentence to write."""

from __future__ import annotations

import streamlit as st

from components.fields import text
from components.language import i18n
from components.language.plain import isolated, plain
from components.programme.indicators import view
from components.reads import indicator_words, reference
from components.reads.indicators import Follower, unexplained
from components.saving import dismissible
from components.saving.problems import Problems
from components.saving.submit import submit
from components.visit.navigation import link_id
from db.access.viewer import Viewer
from db.actions import indicators
from db.inputs.indicators import DeviationInput
from db.measures.targets import Period
from db.queries.indicators import Sheet

_SAVED, _PLACE = "deviation_saved", "targets_place"


def draw(viewer: Viewer, follower: Follower, sheet: Sheet) -> None:
    """For the chosen place, the newest period first; what was said before stands below."""
    if dismissible.current(_SAVED):
        st.success(i18n.t("targets.explained"), icon=":material/check_circle:")
    dismissible.show(_SAVED, None)
    agency_id = _place() or None
    today = reference.today()
    notes = follower.notes(sheet.code, agency_id)
    open_ = unexplained(sheet, follower.periods(sheet.code, agency_id, today), notes)
    if not open_:
        st.info(
            i18n.t("targets.nothing_to_explain", percent=sheet.explain_over),
            icon=":material/check:",
        )
    for period in reversed(open_):
        _one(viewer, sheet, agency_id, period)
    for note in notes:
        with st.container(border=True):
            st.markdown(isolated(plain(note.sentence)))
            st.caption(plain(indicator_words.noted(sheet, note)))


def _place() -> int:
    options = [0, *reference.agencies()]
    if st.session_state.get(_PLACE) not in options:
        asked = link_id(st.query_params.get(view.PLACE, "")) or 0
        st.session_state[_PLACE] = asked if asked in options else 0
    chosen = st.selectbox(
        i18n.t("indicators.place"),
        options,
        key=_PLACE,
        format_func=indicator_words.place,
        width=320,
    )
    return int(chosen)


def _one(viewer: Viewer, sheet: Sheet, agency_id: int | None, period: Period) -> None:
    told, due_on = period.standing, period.target.day
    if told is None or told.current is None or told.expected is None or not period.value:
        return
    reached = indicator_words.reached(sheet, period.value, told.current)
    form = f"deviation_{sheet.code}_{agency_id or 0}_{due_on}"
    problems = Problems(form)
    with st.container(border=True, key=form):
        said = i18n.t(
            "targets.deviation",
            start=i18n.day(period.start),
            end=i18n.day(due_on),
            current=reached,
            expected=indicator_words.number(sheet, told.expected),
        )
        st.markdown(plain(said))
        sentence = text.typed(
            i18n.t("targets.sentence"),
            key=f"{form}_sentence",
            placeholder=i18n.t("targets.sentence_example"),
        )
        problems.beside("sentence", i18n.t("targets.sentence"))
        problems.summary()
        if st.button(i18n.t("targets.keep_sentence"), key=f"{form}_save", type="primary"):
            raw = {
                "code": sheet.code,
                "agency_id": agency_id,
                "due_on": due_on,
                "as_of": told.day,
                "value": told.current,
                "expected": told.expected,
                "sentence": sentence,
            }
            if submit(indicators.explain, DeviationInput, raw, viewer, problems) is not None:
                dismissible.show(_SAVED, True)
                st.rerun()
