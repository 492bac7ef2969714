"""Ask about trust: one question a screen, in the person's language, tied to nobody."""

import streamlit as st

from components.language import i18n
from components.records import ending, recording
from components.records.kinds import TRUST
from components.records.trust import interview as trust
from components.records.trust import page as trust_page
from components.saving import saved
from components.visit import session
from db.access.permissions import Permission

viewer = session.require(Permission.TRUST_WRITE)
st.title(i18n.t("page.record_trust"))
recording.places(viewer)

# No st.stop here: Streamlit would then keep the values of fields that are no longer drawn.
if result := saved.latest(TRUST.name, viewer):
    saved.show(result)
else:
    draft = recording.start(TRUST, viewer)
    ending.settle(TRUST, draft, viewer, trust_page.said(draft))
    recording.show_restored(draft, viewer)
    interview = trust_page.resume(draft)
    if interview["step"] == 0:
        trust_page.setting(interview, draft, viewer)
    elif item := trust.current_item(interview):
        trust_page.question(interview, item, draft, viewer)
    else:
        trust_page.last_look(interview, draft, viewer)
