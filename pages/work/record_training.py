"""Enrol a person in a course, or say how an enrolment goes on."""

import streamlit as st

from components.fields import persons
from components.language import i18n
from components.reads.read import read
from components.records import recording, short_form
from components.records.training import fields as training
from components.records.training import page as training_page
from components.saving import saved
from components.saving.problems import Problems
from components.visit import session
from db.access.permissions import Permission
from db.queries import training as queries

viewer = session.require(Permission.TRAINING_WRITE)
st.title(i18n.t("page.record_training"))
places = recording.places(viewer)
open_count = read(queries.open_count, viewer=viewer)

# No st.stop here: Streamlit would then keep the values of fields that are no longer drawn.
if outcome := saved.latest(training.FORM, viewer):
    saved.show(outcome)
elif training_page.view(open_count) == training_page.OPEN:
    training_page.under_way(open_count, places.today, viewer)
else:
    kept = recording.start(training.FORM, training.KEYS, viewer)
    recording.tell_restored(kept, viewer)
    problems = Problems(training.FORM)
    agency = persons.agency(kept, training.FORM, places.agencies)
    who = persons.persons(kept, training.FORM, agency, viewer, problems, may_be_new=False)
    training_page.hint(who.ids, viewer)
    raw = training.draw(kept, places.today, problems)
    kept.flush(viewer)
    if recording.foot(kept, viewer, ready=bool(who.ids and raw["type"])):
        short_form.save_new(training_page.ENTRY, who, raw, kept, problems, viewer)
