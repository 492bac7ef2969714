"""Which acts are shown: all but the person stands in the address, since that one names somebody."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import NoReturn, TypeVar

import streamlit as st

from components.fields import text
from components.fields.dates import filter_day
from components.language import i18n
from components.programme.audit_log.words import Words
from components.reads import reference
from components.reads.order import in_order
from components.visit.navigation import link_id
from db.queries.audit_log import PAGE, SERVER, Act, AuditFilter

Of = TypeVar("Of")
PARAMETER, _HERE = "acts_after", "acts_here"


def draw(words: Words) -> AuditFilter:
    """The filters; a new choice starts at the newest act again."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="acts_head"):
        person = _one("who", {**in_order(words.people), SERVER: words.server}, is_in_address=False)
        action = _one("what", words.acts)
    with st.expander(i18n.t("entries.filters"), icon=":material/filter_list:", key="acts_more"):
        start, end = _day("start"), _day("end")
        entity = _one("about", words.about)
        number = text.typed(i18n.t("act.filter.number"), key="acts_number", bind="query-params")
    wanted = AuditFilter(
        start=start,
        end=end,
        account_id=person,
        action=action,
        entity=entity,
        entity_id=number,
    )
    return replace(wanted, after=_after(wanted))


def _one(name: str, named: dict[Of, str], *, is_in_address: bool = True) -> Of | None:
    return st.selectbox(
        i18n.t(f"act.column.{name}"),
        [None, *named],
        format_func=lambda each: i18n.t("entries.all") if each is None else named[each],
        key=f"acts_{name}",
        bind="query-params" if is_in_address else None,
    )


def _day(name: str) -> date | None:
    typed = text.typed(
        i18n.t(f"entries.{name}"),
        key=f"acts_{name}",
        placeholder=i18n.t("filter.day_form"),
        bind="query-params",
    )
    return filter_day(typed, reference.today())


def _after(wanted: AuditFilter) -> int | None:
    """Where the page begins: a list that was changed here begins anew, a link is followed."""
    said = st.query_params.get(PARAMETER, "")
    here: tuple[str, AuditFilter] | None = st.session_state.get(_HERE)
    if said and here is not None and here[0] == said and here[1] != wanted:
        st.query_params.pop(PARAMETER, None)
        said = ""
    st.session_state[_HERE] = (said, wanted)
    return link_id(said)


def pages(found: list[Act], wanted: AuditFilter) -> None:
    """The page of older acts, and back to the newest."""
    with st.container(horizontal=True, key="acts_pages"):
        if wanted.after and st.button(i18n.t("entries.first"), key="acts_first"):
            _go("", wanted)
        if len(found) == PAGE and st.button(i18n.t("entries.next"), key="acts_next"):
            _go(str(found[-1].id), wanted)


def _go(said: str, wanted: AuditFilter) -> NoReturn:
    st.session_state[_HERE] = (said, replace(wanted, after=None))
    if said:
        st.query_params[PARAMETER] = said
    else:
        st.query_params.pop(PARAMETER, None)
    st.rerun()
