"""An agent's day: drafts, follow-ups and checks that are due, each one tap from its form."""

import streamlit as st

from components.fields import long_list
from components.language import i18n
from components.reads import reference
from components.reads.read import read
from components.records import my_day
from components.records.kinds import INTERVENTION
from components.visit import navigation, session
from db.access.permissions import Permission
from db.queries import drafts, follow_ups, referrals, retention

viewer = session.require(Permission.DAY_READ)
st.title(i18n.t("page.my_day"))
st.caption(i18n.day(reference.today(), "full"))
if not viewer.agencies:
    st.warning(i18n.t("day.no_posting"), icon=":material/person_pin_circle:")
if st.button(
    i18n.t("page.record_intervention"),
    key="day_record",
    type="primary",
    width="stretch",
    icon=":material/add_circle:",
):
    navigation.go(INTERVENTION.page)
my_day.other_forms(viewer)

begun = read(drafts.own, viewer=viewer)
planned = read(follow_ups.due, limit=long_list.limit(my_day.FOLLOW_UPS), viewer=viewer)
checks = read(retention.due_checks, limit=long_list.limit(my_day.CHECKS), viewer=viewer)
sent = read(referrals.due, limit=long_list.limit(my_day.REFERRALS), viewer=viewer)
if viewer.agencies and not (begun or planned or checks or sent):
    st.info(i18n.t("day.nothing"), icon=":material/sunny:")
my_day.drafts(begun)
my_day.follow_ups(planned, read(follow_ups.due_count, viewer=viewer))
my_day.checks(checks, read(retention.due_count, viewer=viewer))
my_day.referrals(sent, read(referrals.due_count, viewer=viewer))
