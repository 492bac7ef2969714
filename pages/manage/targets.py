"""Targets of the indicators, which of them are key, what they mean, and why one is off its path."""

import streamlit as st

from components.language import i18n
from components.programme.indicators import (
    definition,
    deviations,
    form,
    grid,
    history,
    keys,
    typed,
    view,
)
from components.reads import figures
from components.reads.indicators import Follower
from components.reads.read import read
from components.visit import session
from db.access.permissions import Permission
from db.queries import indicators

viewer = session.require(Permission.INDICATORS_MANAGE)
st.title(i18n.t("page.targets"))
follower = Follower(viewer, figures.version())
sheets = follower.sheets()
part = view.part()
if part == view.KEY:
    keys.draw(viewer, sheets)
    st.stop()
sheet = view.chosen(sheets)
if part == view.EXPLAIN:
    deviations.draw(viewer, follower, sheet)
elif part == view.DEFINE:
    definition.draw(viewer, sheet)
else:
    st.caption(i18n.t(f"targets.lead.{'share' if sheet.adds_up.is_share else 'count'}"))
    stored = read(indicators.stated, sheet.code, viewer=viewer)
    said = grid.cells(stored, sheet)
    form.tell_saved()
    known = typed.of(sheet.code, said)
    known.refresh(said)
    grid.draw(sheet, known)
    form.draw(viewer, sheet, known, stored)
    grid.add_day(sheet, known)
    history.draw(read(indicators.changes, sheet.code, viewer=viewer))
