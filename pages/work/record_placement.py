"""Record a first day worked, or answer a retention check that is due."""

import streamlit as st

from components.fields import persons
from components.language import i18n
from components.reads.read import read
from components.records import ending, one_person, recording
from components.records.kinds import PLACEMENT
from components.records.placement import fields
from components.records.placement import page as placement_page
from components.saving import form_footer, saved
from components.saving.problems import Problems
from components.visit import session
from db.access.permissions import Permission
from db.queries import retention

viewer = session.require(Permission.PLACEMENT_WRITE)
st.title(i18n.t("page.record_placement"))
places = recording.places(viewer)
due_count = read(retention.due_count, viewer=viewer)

# No st.stop here: Streamlit would then keep the values of fields that are no longer drawn.
if result := saved.latest(PLACEMENT.name, viewer):
    saved.show(result)
elif placement_page.view(due_count) == placement_page.DUE:
    if check := placement_page.wanted_check(viewer):
        placement_page.answer(check, viewer)
    else:
        placement_page.choose(due_count, viewer)
else:
    draft = recording.start(PLACEMENT, viewer)
    ending.settle(PLACEMENT, draft, viewer, one_person.said(PLACEMENT, draft))
    recording.show_restored(draft, viewer)
    problems = Problems(PLACEMENT.name)
    agency = persons.agency(draft, places.agencies, problems)
    who = persons.persons(draft, agency, viewer, problems, may_be_new=False)
    below = st.container()
    raw = fields.draw(draft, draft.day, problems)
    placement_page.warn_of_jobs(who.ids, raw, viewer)
    draft.flush(viewer)
    if not who.ids:
        with below:
            one_person.meet_first(draft)
    lacks = form_footer.lacking({"entry.who": who.ids, "placement_form.type": raw["type"]})
    if form_footer.saves(draft, problems, viewer, lacks=lacks):
        one_person.save_new(PLACEMENT, who, raw, draft, problems, viewer)
