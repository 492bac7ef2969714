"""Record a first day worked, or answer a retention check that is due."""

import streamlit as st

from components.fields import persons
from components.language import i18n
from components.reads.read import read
from components.records import recording, short_form
from components.records.placement import fields as placement
from components.records.placement import page as placement_page
from components.saving import saved
from components.saving.problems import Problems
from components.visit import session
from db.access.permissions import Permission
from db.queries import retention

viewer = session.require(Permission.PLACEMENT_WRITE)
st.title(i18n.t("page.record_placement"))
places = recording.places(viewer)
due_count = read(retention.due_count, viewer=viewer)

# No st.stop here: Streamlit would then keep the values of fields that are no longer drawn.
if outcome := saved.latest(placement.FORM, viewer):
    saved.show(outcome)
elif placement_page.view(due_count) == placement_page.DUE:
    if check := placement_page.wanted_check(viewer):
        placement_page.answer(check, places.today, viewer)
    else:
        placement_page.choose(due_count, viewer)
else:
    kept = recording.start(placement.FORM, placement.KEYS, viewer)
    recording.tell_restored(kept, viewer)
    problems = Problems(placement.FORM)
    agency = persons.agency(kept, placement.FORM, places.agencies)
    who = persons.persons(kept, placement.FORM, agency, viewer, problems, may_be_new=False)
    raw = placement.draw(kept, places.today, problems)
    kept.flush(viewer)
    if recording.foot(kept, viewer, ready=bool(who.ids and raw["type"])):
        short_form.save_new(placement_page.ENTRY, who, raw, kept, problems, viewer)
