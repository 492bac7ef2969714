"""Send a person on to another place, or say what came of it."""

import streamlit as st

from components.fields import persons
from components.language import i18n
from components.reads import reference
from components.reads.read import read
from components.records import ending, one_person, recording
from components.records.kinds import REFERRAL
from components.records.referral import fields
from components.records.referral import page as referral_page
from components.saving import foot, saved
from components.saving.problems import Problems
from components.visit import session
from db.access.permissions import Permission
from db.queries import referrals

viewer = session.require(Permission.REFERRAL_WRITE)
st.title(i18n.t("page.record_referral"))
places = recording.places(viewer)
open_count = read(referrals.open_count, viewer=viewer)

# No st.stop here: Streamlit would then keep the values of fields that are no longer drawn.
if result := saved.latest(REFERRAL.name, viewer):
    saved.show(result)
elif referral_page.view(open_count) == referral_page.OPEN:
    if referral := referral_page.wanted(viewer):
        referral_page.answer(referral, reference.today(), viewer)
    else:
        referral_page.choose(open_count, viewer)
else:
    draft = recording.start(REFERRAL, viewer)
    ending.settle(REFERRAL, draft, viewer, one_person.said(REFERRAL, draft))
    recording.show_restored(draft, viewer)
    problems = Problems(REFERRAL.name)
    agency = persons.agency(draft, places.agencies, problems)
    who = persons.persons(draft, agency, viewer, problems, may_be_new=False)
    referral_page.hint(who.ids, viewer)
    used = read(referrals.used_places, viewer=viewer)
    raw = fields.draw(draft, draft.day, problems, used, agency)
    draft.flush(viewer)
    is_ready = bool(who.ids and raw["type"] and fields.is_placed(raw))
    if foot.saves(draft, problems, viewer, ready=is_ready):
        one_person.save_new(REFERRAL, who, raw, draft, problems, viewer)
