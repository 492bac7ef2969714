"""A manager checks what a release would show beside the truth, and freezes it."""

import streamlit as st

from components.language import i18n
from components.reads import figures
from components.reads.read import read
from components.releases import drafting, groups, listing
from components.releases import preview as release_preview
from components.saving.save import save
from components.visit import session
from db.access.permissions import Permission
from db.actions import releases as actions
from db.queries import released, releases

viewer = session.require(Permission.RELEASE_FREEZE)
version = figures.version()
st.title(i18n.t("page.releases"))
st.write(i18n.t("releases.lead"))
periods = read(releases.open_periods, viewer=viewer)
release_preview.explain_finer(read(releases.finer_years, viewer=viewer))
groups.draw(viewer, periods, version)

if not release_preview.tell_last_outcome():
    period = release_preview.choose_period(periods)
    draft = release_preview.drafted(viewer, period, version) if period else None
    if draft and (wanted := release_preview.ask_to_freeze(draft)):
        outcome = save(actions.freeze, wanted, by=viewer.account_id)
        if outcome is not None:
            release_preview.remember(outcome.value)
            st.rerun()
        drafting.forget(viewer, wanted.period, version)

st.header(i18n.t("releases.list"))
listing.draw(viewer, read(released.releases, viewer=viewer))
