"""Record an intervention: what, with whom, when; one tap from the agent's day."""

import streamlit as st

from components.language import i18n
from components.records import ending, recording
from components.records.group import page as group_page
from components.records.intervention import form, known
from components.records.intervention import page as intervention_page
from components.records.kinds import INTERVENTION
from components.saving import form_footer, saved
from components.saving.problems import Problems
from components.visit import session
from db.access.permissions import Permission

viewer = session.require(Permission.INTERVENTION_WRITE)

if group_page.is_wanted():
    group_page.draw(viewer)
elif result := saved.latest(INTERVENTION.name, viewer):
    st.title(i18n.t("page.record_intervention"))
    saved.show(result)
else:
    st.title(i18n.t("page.record_intervention"))
    draft = recording.start(INTERVENTION, viewer)
    ending.settle(INTERVENTION, draft, viewer, intervention_page.said(draft))
    places = recording.places(viewer)
    recording.show_restored(draft, viewer)
    problems = Problems(INTERVENTION.name)
    raw = form.draw(draft, places, intervention_page.usual(viewer), viewer, problems)
    known.redraw(raw, draft)
    draft.flush(viewer)
    lacks = form_footer.lacking({"entry.type": raw["type"]})
    if form_footer.saves(draft, problems, viewer, lacks=lacks):
        intervention_page.save_new(raw, draft, problems, viewer)
