"""Enrol a person in a course, or say how an enrolment goes on."""

import streamlit as st

from components import (
    data_short_forms,
    entry_page,
    i18n,
    saved,
    session,
    short_form,
    training_page,
)
from components.fields import Problems
from components.forms import pickers, training
from db.permissions import Permission

viewer = session.require(Permission.TRAINING_WRITE)
st.title(i18n.t("page.record_training"))
places = entry_page.places(viewer)
open_count = data_short_forms.open_count(viewer)

# No st.stop here: Streamlit would then keep the values of fields that are no longer drawn.
if outcome := saved.latest(training.FORM, viewer):
    saved.show(outcome)
elif training_page.view(open_count) == training_page.OPEN:
    training_page.under_way(open_count, places.today, viewer)
else:
    kept = entry_page.start(training.FORM, training.KEYS, viewer)
    entry_page.tell_restored(kept, viewer)
    problems = Problems(training.FORM)
    agency = pickers.agency(kept, training.FORM, places.agencies)
    who = pickers.persons(kept, training.FORM, agency, viewer, problems, may_be_new=False)
    training_page.hint(who.ids, viewer)
    raw = training.draw(kept, places.today, problems)
    kept.flush(viewer)
    if entry_page.foot(kept, viewer, ready=bool(who.ids and raw["type"])):
        short_form.save_new(training_page.ENTRY, who, raw, kept, problems, viewer)
