"""Record an intervention: what, with whom, when; one tap from the agent's day."""

import streamlit as st

from components.language import i18n
from components.records import recording
from components.records.intervention import fields as intervention
from components.saving import saved
from components.saving.problems import Problems
from components.visit import session
from db.access.permissions import Permission

viewer = session.require(Permission.INTERVENTION_WRITE)
form = intervention.FORM
st.title(i18n.t("page.record_intervention"))
outcome = saved.latest(form, viewer)
kept = recording.start(form, intervention.KEYS, viewer)

if outcome:
    saved.show(outcome)
else:
    places = recording.places(viewer)
    recording.tell_restored(kept, viewer)
    problems = Problems(form)
    raw = intervention.draw(kept, places, recording.usual(viewer), viewer, problems)
    kept.flush(viewer)
    if recording.foot(kept, viewer, ready=raw["type"] is not None):
        recording.save_intervention(raw, kept, viewer, problems)
