"""Send a person on to another place, or say what came of it."""

from functools import partial

import streamlit as st

from components.fields import persons
from components.language import i18n
from components.reads import reference
from components.reads.read import read
from components.records import ending, one_person, recording
from components.records.kinds import REFERRAL
from components.records.referral import fields, proposing, slip
from components.records.referral import page as referral_page
from components.records.referral import received as received_page
from components.saving import form_footer, saved
from components.saving.problems import Problems
from components.visit import session
from db.access.permissions import Permission
from db.queries import received_referrals, referrals

viewer = session.require(Permission.REFERRAL_WRITE)
st.title(i18n.t("page.record_referral"))
places = recording.places(viewer)
waiting = read(referrals.waiting_count, viewer=viewer)
sent_here = read(received_referrals.count, viewer=viewer)

# No st.stop here: Streamlit would then keep the values of fields that are no longer drawn.
if result := saved.latest(REFERRAL.name, viewer):
    stored = result.undo[-1] if result.undo else None
    saved.show(result, partial(slip.after_saving, viewer, stored) if stored else None)
elif (view := referral_page.view(waiting, sent_here)) == referral_page.RECEIVED:
    received_page.view(sent_here, viewer, reference.today())
elif view == referral_page.OPEN:
    if referral := referral_page.wanted(viewer):
        referral_page.answer(referral, reference.today(), viewer)
    else:
        referral_page.choose(viewer)
else:
    draft = recording.start(REFERRAL, viewer)
    ending.settle(REFERRAL, draft, viewer, one_person.said(REFERRAL, draft))
    recording.show_restored(draft, viewer)
    problems = Problems(REFERRAL.name)
    agency = persons.agency(draft, places.agencies, problems)
    who = persons.persons(draft, agency, viewer, problems, may_be_new=False)
    below = st.container()
    referral_page.hint(who.ids, viewer)
    used = read(referrals.used_places, viewer=viewer)
    raw = fields.draw_new(draft, draft.day, problems, used, agency)
    proposing.draw(raw["organisation_id"], viewer)
    draft.flush(viewer)
    if not who.ids:
        with below:
            one_person.meet_first(draft)
    lacks = form_footer.lacking(
        {
            "entry.who": who.ids,
            "referral_form.type": raw["type"],
            "referral_form.place": fields.is_placed(raw),
        }
    )
    if answer := referral_page.saves(draft, problems, who.ids, viewer, lacks=lacks):
        one_person.save_new(REFERRAL, who, raw | answer, draft, problems, viewer)
