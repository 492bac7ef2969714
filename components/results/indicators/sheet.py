"""One indicator's sheet: where it stands, its line beside its path, its parts, its periods, and
what it means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import streamlit as st

from components.cards import card as cards
from components.cards import opening
from components.cards.card import Card
from components.cards.opening import Opens
from components.language import i18n
from components.language.plain import isolated, plain
from components.reads import indicator_words, labels, reference
from components.reads.indicators import Follower, unexplained
from components.results import page_download
from components.results.common import nothing
from components.results.indicators import definition, files, line, parts, periods, words
from components.visit import navigation
from components.visit.streamlit_private import DeltaGenerator
from db.access.permissions import Permission, may
from db.measures.row_sources import OF_INDICATOR
from db.measures.targets import Followed, Period
from db.queries.indicators import Note, Sheet


def draw(follower: Follower, sheet: Sheet, agency_id: int | None, away: DeltaGenerator) -> None:
    """All that is known of it at one place; ``away``: where it can be taken as files."""
    today = reference.today()
    found = follower.followed(sheet.code, agency_id, today)
    st.subheader(indicator_words.said(sheet, "title"))
    look = words.LOOKS[found.standing.state]
    st.badge(words.named(found.standing.state), icon=look.icon, color=look.colour)
    with st.container(key="answer"):
        st.markdown(plain(words.sentence(sheet, found)))
        st.caption(plain(f"{words.unit(sheet)} · {words.rests_on(sheet, found)}"))
    _rows(sheet, found, agency_id)
    notes = follower.notes(sheet.code, agency_id)
    rows = follower.periods(sheet.code, agency_id, today)
    asks = _explain(follower, sheet, agency_id, unexplained(sheet, rows, notes))
    made = [line.card(follower, sheet, found), *parts.cards(follower, sheet, found)]
    approval = files.approval(follower, found.since, agency_id)
    signed = partial(_signed, sheet=sheet, found=found, approval=approval)
    shown = [signed(each) for each in made if not each.is_empty]
    context = [indicator_words.place(agency_id), i18n.t("card.as_of", day=reference.now())]
    if shown:
        cards.grid(shown, lambda _: context)
    else:
        st.info(nothing(is_all=True), icon=":material/hourglass_empty:")
    if rows:
        told = signed(periods.card(sheet, rows, notes))
        periods.draw(told, context)
        shown.append(told)
    with away:
        page_download.draw(partial(files.of_sheet, follower, (sheet, found), shown, notes, asks))
    _notes(sheet, notes)
    definition.draw(follower, sheet, agency_id)


def _rows(sheet: Sheet, found: Followed, agency_id: int | None) -> None:
    """The way to the rows of its days up to today; trust has none."""
    if sheet.code not in OF_INDICATOR:
        return
    own = {
        "filter_period": i18n.t("filter.period.own"),
        "filter_from": f"{found.since:%d/%m/%Y}",
        "filter_to": f"{reference.today():%d/%m/%Y}",
    }
    place = {"filter_agency": labels.agency(agency_id, short=True)} if agency_id else {}
    opening.link(Opens(figure=OF_INDICATOR[sheet.code], said=own | place), "indicator")


def _signed(card: Card, sheet: Sheet, found: Followed, approval: str) -> Card:
    """Files are named after the indicator and the place, and say whether they are approved."""
    known = reference.agencies()
    place = [known[found.agency_id].short_name] if found.agency_id else []
    parts = [sheet.code, *place, reference.today().isoformat()]
    return replace(card, parts=parts, approval=approval)


def _explain(
    follower: Follower, sheet: Sheet, agency_id: int | None, open_: Sequence[Period]
) -> str:
    """Deviations that want a sentence, which is returned, and the way to set targets, for whoever
    may."""
    is_manager = may(follower.viewer.role, Permission.INDICATORS_MANAGE)
    said = ""
    if open_:
        # Of whoever cannot write it no sentence is wanted.
        key, told = ("asks", st.warning) if is_manager else ("asks_coordination", st.info)
        due = i18n.day(open_[-1].target.day)
        said = i18n.t(f"indicators.{key}", percent=sheet.explain_over, due=due)
        told(said, icon=":material/edit_note:")
    if is_manager:
        query = {"indicator": sheet.code} | ({"place": str(agency_id)} if agency_id else {})
        if open_:
            query["part"] = "explain"
        st.page_link(
            navigation.page("targets"),
            label=i18n.t("indicators.explain" if open_ else "indicators.set_targets"),
            icon=":material/edit:",
            query_params=query,
        )
    return said


def _notes(sheet: Sheet, notes: list[Note]) -> None:
    if not notes:
        return
    st.markdown(f"**{i18n.t('indicators.notes')}**")
    for each in notes:
        with st.container(border=True):
            # In its own direction: on an Arabic page a French full stop stays at its end.
            st.markdown(isolated(plain(each.sentence)))
            st.caption(plain(indicator_words.noted(sheet, each)))
