"""Enrol a person in a course, or say how an enrolment goes on."""

import streamlit as st

from components.fields import persons
from components.language import i18n
from components.reads import reference
from components.reads.read import read
from components.records import ending, one_person, recording
from components.records.kinds import TRAINING
from components.records.training import courses, fields
from components.records.training import page as training_page
from components.saving import form_footer, saved
from components.saving.problems import Problems
from components.visit import session
from db.access.permissions import Permission
from db.queries import training as queries

viewer = session.require(Permission.TRAINING_WRITE)
st.title(i18n.t("page.record_training"))
places = recording.places(viewer)
open_count = read(queries.open_count, viewer=viewer)

# No st.stop here: Streamlit would then keep the values of fields that are no longer drawn.
if result := saved.latest(TRAINING.name, viewer):
    saved.show(result)
elif training_page.view(open_count) == training_page.OPEN:
    training_page.under_way(open_count, reference.today(), viewer)
else:
    draft = recording.start(TRAINING, viewer)
    ending.settle(TRAINING, draft, viewer, one_person.said(TRAINING, draft, courses.named))
    recording.show_restored(draft, viewer)
    problems = Problems(TRAINING.name)
    agency = persons.agency(draft, places.agencies, problems)
    who = persons.persons(draft, agency, viewer, problems, may_be_new=False)
    below = st.container()
    training_page.hint(who.ids, viewer)
    raw = fields.draw(draft, draft.day, problems, agency)
    draft.flush(viewer)
    if not who.ids:
        with below:
            one_person.meet_first(draft)
    lacks = form_footer.lacking({"entry.who": who.ids, "training_form.type": raw["type"]})
    if form_footer.saves(draft, problems, viewer, lacks=lacks):
        one_person.save_new(TRAINING, who, raw, draft, problems, viewer, courses.named)
