"""All indicators at one place: the key ones as cards beside their path, the others in lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from itertools import groupby

import streamlit as st

from components.language import i18n
from components.language.plain import plain
from components.reads import indicator_words, reference
from components.reads.indicators import Follower
from components.results import page_download
from components.results.indicators import agencies, files, view, words
from components.visit.streamlit_private import DeltaGenerator
from db.measures.paths import State
from db.measures.targets import Followed
from db.queries.indicators import Sheet


def draw(
    follower: Follower,
    sheets: Sequence[Sheet],
    agency_id: int | None,
    places: tuple[DeltaGenerator, DeltaGenerator],
) -> None:
    """The answer, the cards, and what is not key by level of the logframe; ``places``: where all of
    it can be taken as files, and where the answer stands."""
    away, top = places
    today = reference.today()
    key = [(each, follower.followed(each.code, agency_id, today)) for each in sheets if each.is_key]
    said = answer(key)
    if agency_id in agencies.never_had_agent(follower):
        said = f"{i18n.t('agency.without')}. {said}"
    with away:
        page_download.draw(partial(files.of_list, follower, sheets, agency_id, said))
    with top, st.container(key="answer"):
        st.markdown(plain(said))
        if key and has_no_target(found for _, found in key):
            view.to_targets(follower.viewer, agency_id)
    if key:
        with st.grid(3, min_column_width=280, key="indicators_key"):
            for row in key:
                _card(*row)
    if agency_id is None:
        agencies.draw(follower, [each for each in sheets if each.is_key])
    others = [each for each in sheets if not each.is_key]
    if others:
        _others(follower, others, agency_id, is_open=not key)


def _others(
    follower: Follower, sheets: Sequence[Sheet], agency_id: int | None, *, is_open: bool
) -> None:
    """Worked out once somebody opens them."""
    box = st.expander(
        i18n.tn("indicators.others", len(sheets)),
        key="indicators_others",
        expanded=is_open,
        on_change="rerun",
    )
    if not box.open:
        return
    with box:
        for level, found in groupby(sheets, key=lambda each: each.level):
            st.markdown(f"**{i18n.t(f'indicators.level.{level}')}**")
            for sheet in found:
                _line(sheet, follower.followed(sheet.code, agency_id, reference.today()))


def answer(rows: Sequence[tuple[Sheet, Followed]]) -> str:
    """Which key indicators stand where."""
    if not rows:
        return i18n.t("indicators.none_key")
    if has_no_target(found for _, found in rows):
        return i18n.t("indicators.no_target_yet")
    return words.standings(rows)


def has_no_target(found: Iterable[Followed]) -> bool:
    """Whether none of them has a target."""
    return all(each.standing.state is State.NO_TARGET for each in found)


def _card(sheet: Sheet, found: Followed) -> None:
    """Its title, its value and state, and the sentence that says where it stands."""
    with st.container(border=True, height="stretch", key=f"indicator_{sheet.code}"):
        st.markdown(f"**{plain(indicator_words.said(sheet, 'title'))}**")
        with st.container(horizontal=True, vertical_alignment="center"):
            st.metric(
                indicator_words.said(sheet, "title"),
                indicator_words.reached(sheet, found.value, found.standing.current),
                label_visibility="collapsed",
                width="content",
            )
            _state(found)
        if found.standing.state is not State.NO_TARGET:
            # The badge has said so.
            st.markdown(plain(words.sentence(sheet, found)))
        st.caption(plain(f"{words.unit(sheet)} · {words.rests_on(sheet, found)}"))
        _open(sheet)


def _line(sheet: Sheet, found: Followed) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key=f"indicator_{sheet.code}"):
        title = indicator_words.said(sheet, "title")
        value = indicator_words.reached(sheet, found.value, found.standing.current)
        st.markdown(f"{plain(title)} · **{plain(value)}**", width="stretch")
        _state(found)
        _open(sheet)


def _state(found: Followed) -> None:
    look = words.LOOKS[found.standing.state]
    st.badge(words.named(found.standing.state), icon=look.icon, color=look.colour)


def _open(sheet: Sheet) -> None:
    st.button(
        i18n.t("indicators.open"),
        key=f"indicator_open_{sheet.code}",
        type="tertiary",
        icon=":material/article:",
        on_click=view.open_one,
        args=(sheet.code,),
        help=i18n.t("indicators.open_help", title=indicator_words.said(sheet, "title")),
    )
