"""An agent's day: appointments, answers and checks that are due, each one tap from its form."""

import streamlit as st

from components.fields import long_list
from components.language import i18n
from components.language.plain import plain
from components.reads import reference
from components.reads.read import read
from components.reads.unposted import unposted
from components.records import my_day
from components.records.day import away, courses, notices, returned, transfers, waiting, week
from components.records.kinds import INTERVENTION
from components.records.referral import received
from components.visit import navigation, session
from db.access.permissions import Permission
from db.queries import my_day as queries
from db.queries.waiting import Part

viewer = session.require(Permission.DAY_READ)
st.title(i18n.t("page.my_day"))
st.caption(i18n.day(reference.today(), "full"))
if not viewer.agencies:
    st.warning(plain(unposted(viewer)), icon=":material/person_pin_circle:")
if st.button(
    i18n.t("page.record_intervention"),
    key="day_record",
    type="primary",
    width="stretch",
    icon=":material/add_circle:",
):
    navigation.go(INTERVENTION.page)
my_day.other_forms(viewer)

notices.draw(viewer)
shown = long_list.limit(received.DAY_LIST)
found = read(queries.my_day, waiting.limits(), shown, viewer=viewer)
day = waiting.choose(viewer, found)
if viewer.agencies and found.is_empty:
    st.info(i18n.t("day.nothing"), icon=":material/sunny:")
waiting.part(day, Part.TODAY)
waiting.part(day, Part.LATE)
transfers.incoming(viewer, found.incoming)
transfers.not_coming(found.not_coming)
received.of_the_day(found.received, found.received_total)
courses.draw(found.courses)
returned.draw(found.returned)
waiting.part(day, Part.AHEAD)
my_day.drafts(found.drafts)
waiting.part(day, Part.PUT_OFF)
transfers.outgoing(viewer, found.outgoing)
week.draw(found.week)
away.draw(viewer, found.colleagues)
