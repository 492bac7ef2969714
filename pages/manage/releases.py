"""A manager checks what a release would show beside the truth, and freezes it."""

import streamlit as st

from components import data, data_release, i18n, release_preview, release_truth, session
from components.save import save
from db.actions import releases as actions
from db.permissions import Permission

viewer = session.require(Permission.RELEASE_FREEZE)
version = data.version()
st.title(i18n.t("page.releases"))
st.write(i18n.t("releases.lead"))
release_preview.tell_last_outcome()

period = release_preview.choose_period(data_release.open_periods(viewer))
if period is not None:
    draft = release_preview.drafted(viewer, period, version)
    if draft and (wanted := release_preview.ask_to_freeze(draft)):
        outcome = save(actions.freeze, wanted, by=viewer.account_id)
        if outcome is not None:
            release_preview.remember(outcome.value)
            st.rerun()

st.header(i18n.t("releases.list"))
release_truth.listing(viewer, data_release.releases(viewer))
