"""An agent's day: what was begun, what was promised, what is due; each one tap from its form."""

import streamlit as st

from components import data, data_entry, data_short_forms, i18n, more, my_day, navigation, session
from db.permissions import Permission

viewer = session.require(Permission.DAY_READ)
st.title(i18n.t("page.my_day"))
st.caption(i18n.day(data.today(), "full"))
if st.button(
    i18n.t("page.record_intervention"),
    key="day_record",
    type="primary",
    width="stretch",
    icon=":material/add_circle:",
):
    navigation.go("record-intervention")
my_day.other_forms(viewer)

drafts = data_entry.own_drafts(viewer)
promises = data_entry.follow_ups(viewer, more.limit(my_day.PROMISES))
checks = data_short_forms.due_checks(viewer, more.limit(my_day.CHECKS))
if not (drafts or promises or checks):
    st.info(i18n.t("day.nothing"), icon=":material/sunny:")
my_day.drafts(drafts)
my_day.promises(promises, data_entry.follow_up_count(viewer))
my_day.checks(checks, data_short_forms.due_count(viewer))
