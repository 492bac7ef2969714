"""The list of agencies or organisations: a table where there is room, lines on a phone."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from components.cards.cells import safe
from components.fields import long_list, text
from components.language import i18n
from components.language.plain import plain
from components.programme.places.kinds import AGENCY, BY_NAME, Kind, Place, open_one
from components.reads import labels, reference
from components.reads.order import by_name
from components.reads.read import read
from components.visit import browser
from db.access.permissions import may
from db.access.viewer import Viewer
from db.codes import Role
from db.models import Agency

_TABLE, _LIST, _SHOWN = "places_table", "places", "places_shown"
ROW_PX, MOST_ROWS = 35, 14


def draw(viewer: Viewer) -> None:
    """Which of the two, the search, the list, and the button that adds one."""
    kind = _choose()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        search = text.searched(
            i18n.t("places.search"),
            key="places_search",
            live=True,
            placeholder=i18n.t("places.search_hint"),
        )
        with_closed = st.toggle(i18n.t("places.with_closed"), key="places_with_closed")
    found = read(kind.found, search, with_closed=with_closed, viewer=viewer)
    if may(viewer.role, kind.adds):
        st.button(
            i18n.t(f"places.add.{kind.name}"),
            key="places_add",
            type="primary",
            icon=":material/add:",
            on_click=open_one,
            args=(kind, None),
        )
    if not found:
        _empty(viewer, kind, is_searched=bool(search))
    elif browser.is_wide():
        _table(kind, _sorted(kind, found))
    else:
        _lines(kind, _sorted(kind, found))


def _choose() -> Kind:
    """The one that was shown last, also after one of them was opened."""
    name = st.segmented_control(
        i18n.t("places.which"),
        list(BY_NAME),
        format_func=lambda each: i18n.t(f"places.kind.{each}"),
        default=st.session_state.get(_SHOWN, AGENCY.name),
        required=True,
        key="places_which",
        label_visibility="collapsed",
    )
    st.session_state[_SHOWN] = name or AGENCY.name
    return BY_NAME[st.session_state[_SHOWN]]


def _empty(viewer: Viewer, kind: Kind, *, is_searched: bool) -> None:
    if is_searched:
        st.info(i18n.t("places.none_found"), icon=":material/search_off:")
    else:
        st.info(i18n.t(f"places.none.{kind.name}"), icon=f":material/{kind.icon}:")
        if not may(viewer.role, kind.adds):
            st.caption(i18n.t("ready.by_role", role=i18n.t(f"role.{Role.ADMINISTRATOR}")))


def _sorted(kind: Kind, found: Sequence[Place]) -> list[Place]:
    """Agencies in their fixed order, organisations by name."""
    if kind is AGENCY:
        return list(found)
    return sorted(found, key=lambda each: by_name(labels.place_name(each)))


def _table(kind: Kind, found: Sequence[Place]) -> None:
    what = "places.host_id" if kind is AGENCY else "places.what"
    columns = {
        "places.name": [labels.place_name(each) for each in found],
        what: [_what(each) for each in found],
        "places.city": [each.city for each in found],
        "places.region": [_region(each) for each in found],
        "places.state": [state(each) for each in found],
    }
    frame = pd.DataFrame(
        # What nobody has filled in leaves its room to the others.
        {
            i18n.t(name): [safe(each) for each in cells]
            for name, cells in columns.items()
            if any(cells)
        }
    )
    st.caption(i18n.t("places.table_hint"))
    chosen = st.dataframe(
        frame,
        key=_TABLE,
        hide_index=True,
        selection_mode="single-row",
        on_select="rerun",
        height=ROW_PX * (min(len(frame), MOST_ROWS) + 1) + 3,
        row_height=ROW_PX,
        alt=i18n.tn(f"places.count.{kind.name}", len(found)),
    )
    rows = chosen["selection"]["rows"]
    if rows and rows[0] < len(found):
        open_one(kind, found[rows[0]].id)
        st.rerun()


def _lines(kind: Kind, found: Sequence[Place]) -> None:
    for each in found[: long_list.limit(_LIST)]:
        with st.container(border=True, gap=None, key=f"places_line_{kind.name}_{each.id}"):
            st.button(
                plain(i18n.bidi_isolated(labels.place_name(each))),
                key=f"places_open_{kind.name}_{each.id}",
                type="tertiary",
                icon=f":material/{kind.icon}:",
                on_click=open_one,
                args=(kind, each.id),
            )
            st.caption(plain(i18n.line(_what(each), each.city, state(each))))
    long_list.button(_LIST, len(found))


def _what(place: Place) -> str:
    """What kind of organisation it is; of an agency whose it is."""
    if isinstance(place, Agency):
        return labels.organisation(place.host_id)
    if place.training_type:
        return labels.label("TRAINING_TYPE", place.training_type)
    return labels.label("ORG_TYPE", place.type)


def _region(place: Place) -> str:
    return labels.label("REGION", place.region) if place.region else ""


def state(place: Place) -> str:
    """Whether it is open, and until when."""
    if place.closed_on is None:
        return i18n.t("places.is_open")
    key = "places.closes_on" if place.is_open(reference.today()) else "places.closed_on"
    return i18n.t(key, day=place.closed_on)
