"""An agent's day: what was begun, what was promised, what is due; each one tap from its form."""

import streamlit as st

from components.fields import long_list
from components.language import i18n
from components.reads import entry as data_entry
from components.reads import reference
from components.reads import short_forms as data_short_forms
from components.records import my_day
from components.visit import navigation, session
from db.access.permissions import Permission

viewer = session.require(Permission.DAY_READ)
st.title(i18n.t("page.my_day"))
st.caption(i18n.day(reference.today(), "full"))
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
promises = data_entry.follow_ups(viewer, long_list.limit(my_day.PROMISES))
checks = data_short_forms.due_checks(viewer, long_list.limit(my_day.CHECKS))
if not (drafts or promises or checks):
    st.info(i18n.t("day.nothing"), icon=":material/sunny:")
my_day.drafts(drafts)
my_day.promises(promises, data_entry.follow_up_count(viewer))
my_day.checks(checks, data_short_forms.due_count(viewer))
