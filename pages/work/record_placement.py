"""Record a first day worked, or answer a retention check that is due."""

import streamlit as st

from components import (
    data_short_forms,
    entry_page,
    i18n,
    placement_page,
    saved,
    session,
    short_form,
)
from components.fields import Problems
from components.forms import pickers, placement
from db.permissions import Permission

viewer = session.require(Permission.PLACEMENT_WRITE)
st.title(i18n.t("page.record_placement"))
places = entry_page.places(viewer)
due_count = data_short_forms.due_count(viewer)

# No st.stop here: Streamlit would then keep the values of fields that are no longer drawn.
if outcome := saved.latest(placement.FORM, viewer):
    saved.show(outcome)
elif placement_page.view(due_count) == placement_page.DUE:
    if check := placement_page.wanted_check(viewer):
        placement_page.answer(check, places.today, viewer)
    else:
        placement_page.choose(due_count, viewer)
else:
    kept = entry_page.start(placement.FORM, placement.KEYS, viewer)
    entry_page.tell_restored(kept, viewer)
    problems = Problems(placement.FORM)
    agency = pickers.agency(kept, placement.FORM, places.agencies)
    who = pickers.persons(kept, placement.FORM, agency, viewer, problems, may_be_new=False)
    raw = placement.draw(kept, places.today, problems)
    kept.flush(viewer)
    if entry_page.foot(kept, viewer, ready=bool(who.ids and raw["type"])):
        short_form.save_new(placement_page.ENTRY, who, raw, kept, problems, viewer)
