"""Which entries are listed, in which order, in which columns; all but the search in the address."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import streamlit as st

from components.fields import text
from components.fields.dates import filter_day
from components.language import i18n
from components.language.catalogue import LANGUAGES, Language, translate
from components.reads import labels, reference
from components.records import entry_columns, entry_places
from components.records.entry_columns import BY_COLUMN, NEWEST, Column
from components.records.entry_search import words
from components.records.kinds import INTERVENTION, KINDS, Kind
from components.results.links import follow
from db.access.viewer import Viewer
from db.queries.entries import PAGE, Entry, EntryFilter, Order

SORT, ORDER = "entries_sort", "entries_order"
WAYS = ["desc", "asc"]


@dataclass(frozen=True, kw_only=True)
class Listing:
    """What is listed, and in which columns where it is a table."""

    wanted: EntryFilter
    columns: list[Column]


def draw(viewer: Viewer, *, is_table: bool) -> Listing:
    """The filters; a new choice starts at the beginning again."""
    kind = _kind()
    offered = entry_columns.offered(viewer, kind)
    with st.container(horizontal=True, vertical_alignment="bottom", key="entries_head"):
        searched = _search()
        order = _order(viewer, kind, offered) if is_table else Order()
    columns = offered
    with st.expander(i18n.t("entries.filters"), icon=":material/filter_list:", key="entries_more"):
        wanted = EntryFilter(
            kind=kind.name,
            start=_day("start"),
            end=_day("end"),
            type=_type(kind),
            agency_id=_agency(viewer),
            words=words(searched, kind),
            order=order,
        )
        if is_table:
            columns = _columns(kind, offered)
    return Listing(wanted=replace(wanted, after=entry_places.after(wanted)), columns=columns)


def _said(key: str, names: list[str], text_key: str, *, several: bool = False) -> bool:
    """Whether the address of a link said it, in whatever language."""
    return follow(
        key,
        lambda: {
            translate(language, f"{text_key}.{name}"): name
            for language in _others()
            for name in names
        },
        several=several,
    )


def _others() -> list[Language]:
    """The reader's own language is read by the widgets themselves."""
    return [each for each in LANGUAGES if each != i18n.language()]


def _kind() -> Kind:
    said = _said("entries_kind", list(KINDS), "entries.kind")
    chosen = st.segmented_control(
        i18n.t("entries.kind"),
        list(KINDS),
        format_func=lambda name: i18n.t(f"entries.kind.{name}"),
        default=None if said else INTERVENTION.name,
        required=True,
        key="entries_kind",
        bind="query-params",
        label_visibility="collapsed",
    )
    return KINDS[chosen or INTERVENTION.name]


def _search() -> str:
    return text.searched(
        i18n.t("entries.search"),
        key="entries_search",
        live="500ms",
        placeholder=i18n.t("entries.search_hint"),
    )


def _order(viewer: Viewer, kind: Kind, offered: list[Column]) -> Order:
    names = [column.name for column in offered if column.sort]
    names.sort(key=lambda name: name != NEWEST)
    _said(SORT, names, "entries.column")
    by = st.selectbox(
        i18n.t("entries.sort"),
        names,
        format_func=lambda name: BY_COLUMN[name].label,
        key=SORT,
        bind="query-params",
        width=220,
    )
    _said(ORDER, WAYS, "entries.order")
    way = st.selectbox(
        i18n.t("entries.order"),
        WAYS,
        format_func=lambda each: i18n.t(f"entries.order.{each}"),
        key=ORDER,
        bind="query-params",
        width=160,
    )
    return entry_columns.order(BY_COLUMN[by or NEWEST], kind, ascending=way == "asc", viewer=viewer)


def _columns(kind: Kind, offered: list[Column]) -> list[Column]:
    key = f"entries_columns_{kind.name}"
    names = [column.name for column in offered]
    said = _said(key, names, "entries.column", several=True)
    chosen = st.pills(
        i18n.t("entries.columns"),
        names,
        format_func=lambda name: BY_COLUMN[name].label,
        selection_mode="multi",
        default=None if said else [column.name for column in offered if column.is_first],
        key=key,
        bind="query-params",
    )
    found = [column for column in offered if column.name in (chosen or [])]
    return found or [column for column in offered if column.is_first]


def _day(name: str) -> date | None:
    label, today = i18n.t(f"entries.{name}"), reference.today()
    typed = text.typed(
        label, key=f"entries_{name}", placeholder=i18n.t("filter.day_form"), bind="query-params"
    )
    return filter_day(typed, today)


def _type(kind: Kind) -> str | None:
    types, key = labels.choices(kind.types), f"entries_type_{kind.name}"
    follow(
        key,
        lambda: {
            label: code
            for language in _others()
            for code, label in labels.labels_in(kind.types, language).items()
            if code in types
        },
    )
    return st.selectbox(
        i18n.t("entries.type"),
        [None, *types],
        format_func=lambda code: types.get(code, i18n.t("entries.all")),
        key=key,
        bind="query-params",
    )


def _agency(viewer: Viewer) -> int | None:
    if len(viewer.agencies) < 2:
        return None
    known = {key: found for key, found in reference.agencies().items() if key in viewer.agencies}
    follow(
        "entries_agency",
        lambda: {
            name: key
            for key, found in known.items()
            for name in (found.name, found.name_en, found.name_ar)
            if name and name != labels.agency_name(found)
        },
    )
    return st.selectbox(
        i18n.t("entry.agency"),
        [None, *known],
        format_func=lambda each: labels.agency(each) if each else i18n.t("entries.all"),
        key="entries_agency",
        bind="query-params",
    )


def pages(found: list[Entry], wanted: EntryFilter) -> None:
    """The next page, and back to the beginning."""
    with st.container(horizontal=True, key="entries_pages"):
        if wanted.after and st.button(i18n.t("entries.first"), key="entries_first"):
            entry_places.go(None, wanted)
        if len(found) == PAGE and st.button(i18n.t("entries.next"), key="entries_next"):
            entry_places.go(found[-1].place, wanted)
