"""What managers decide: whether two cases of two agencies are one person's, and who keeps it."""

from __future__ import annotations

import streamlit as st

from components.fields.known_people import described
from components.language import i18n
from components.reads import labels
from components.reads.labels import card_code
from components.reads.read import read
from components.records.people import facts, same_person
from components.records.people.links import CASE
from db.access.permissions import Permission, may
from db.access.viewer import Viewer
from db.queries import duplicates
from db.queries.duplicates import WaitingPair

#: So many at once: each is a decision.
SHOWN = 10


def draw(viewer: Viewer) -> None:
    """The pairs that wait, the longest waiting first; nothing where none does."""
    if not may(viewer.role, Permission.PAIRS_DECIDE):
        return
    facts.notice()
    waiting = read(duplicates.waiting, viewer=viewer)
    if not waiting:
        return
    st.subheader(i18n.tn("duplicates.waiting", len(waiting)))
    st.caption(i18n.t("duplicates.waiting_hint"))
    for pair in waiting[:SHOWN]:
        _pair(viewer, pair)


def _pair(viewer: Viewer, pair: WaitingPair) -> None:
    name = f"pair_{pair.one.id}_{pair.other.id}"
    with st.container(border=True, gap="small", key=name):
        for line in (pair.one, pair.other):
            st.markdown(f"{described(line)} · {labels.agency(line.agency_id, short=True)}")
        if likeness := _likeness(pair):
            st.caption(i18n.t("duplicates.alike", what=i18n.t("headline.comma").join(likeness)))
        with st.container(horizontal=True):
            for line in (pair.one, pair.other):
                label = i18n.t("duplicates.open", code=card_code(line.code))
                if st.button(label, key=f"{name}_open_{line.id}", type="tertiary"):
                    st.query_params[CASE] = line.code
                    st.rerun()
        same_person.pair(viewer, pair.one, pair.other)


def _likeness(pair: WaitingPair) -> list[str]:
    """What makes one person of the two, in words; what differs is read above it."""
    one, other = pair.one, pair.other
    is_alike = {
        "name": pair.shares_name,
        "year": one.birth_year == other.birth_year,
        "year_near": abs(one.birth_year - other.birth_year) == 1,
        "nationality": one.nationality == other.nationality,
    }
    return [i18n.t(f"duplicates.alike.{each}") for each, holds in is_alike.items() if holds]
