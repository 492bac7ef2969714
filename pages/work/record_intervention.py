"""Record an intervention: what, with whom, when; one tap from the agent's day."""

import streamlit as st

from components import entry_page, i18n, saved, session
from components.fields import Problems
from components.forms import intervention
from db.permissions import Permission

viewer = session.require(Permission.INTERVENTION_WRITE)
form = intervention.FORM
st.title(i18n.t("page.record_intervention"))
outcome = saved.latest(form, viewer)
kept = entry_page.start(form, intervention.KEYS, viewer)

if outcome:
    saved.show(outcome)
else:
    places = entry_page.places(viewer)
    entry_page.tell_restored(kept, viewer)
    problems = Problems(form)
    raw = intervention.draw(kept, places, entry_page.usual(viewer), viewer, problems)
    kept.flush(viewer)
    if entry_page.foot(kept, viewer, ready=raw["type"] is not None):
        entry_page.save_intervention(raw, kept, viewer, problems)
