"""What is to be mended: doubtful entries row by row, then one line each for all else with its
number, and the way to where it is mended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from components.language import i18n
from components.language.plain import plain
from components.reads import labels, reference
from components.reads.read import read
from components.records import entry_links
from components.records.people.links import CASE
from components.results import attention
from components.results.common import Asked, agency, listed
from components.visit import navigation
from db.access.viewer import Viewer
from db.codes import Role
from db.queries import duplicates, quality_doubts
from db.queries.quality_doubts import ROWS, Doubt, Rule
from db.queries.quality_entry import Week
from db.queries.quality_score import Quality

#: A share of acts entered in time under which an agency is named.
IN_TIME = 0.8
#: So many weeks without an entry are told one by one.
TOLD = 6
#: So few doubtful entries are shown all at once, whatever their kinds; of a kind with more, the
#: first ones, so that what stands below is not out of reach.
SHORT, FIRST = 10, 5
#: Rules about one entry alone, and its kind.
ENTRIES = {
    Rule.LONG_ACT: "intervention",
    Rule.BIG_GROUP: "intervention",
    Rule.MANY_HOURS: "placement",
    Rule.SEEN_UNWRITTEN: "placement",
    Rule.LONG_COURSE: "training",
}


@dataclass(frozen=True)
class Pressing:
    """A sentence, and the page where it is dealt with."""

    text: str
    icon: str
    page: str


def draw(wanted: Asked, found: Quality) -> None:
    """Doubtful entries first, for the answer above has just counted them."""
    told = [*lines(wanted, found)]
    doubts = quality_doubts.total(found.doubts)
    if doubts:
        st.subheader(i18n.t("quality.which_doubts"))
        with st.container(gap="xsmall", key="quality_doubts"):
            _doubts(wanted, doubts)
    if told or not doubts:
        st.subheader(i18n.t("quality.mend_too" if doubts else "quality.mend"))
    if not told and not doubts:
        st.success(i18n.t("quality.all_well"), icon=":material/task_alt:")
    if told:
        with st.container(key="attention"):
            for each in told:
                page = navigation.page(each.page)
                st.page_link(page, label=plain(each.text), icon=f":material/{each.icon}:")


def lines(wanted: Asked, found: Quality) -> Iterator[Pressing]:
    """What is to be dealt with beside doubtful entries."""
    is_manager = wanted.viewer.role is Role.MANAGER
    if found.overdue:
        text = i18n.tn(
            "quality.overdue", sum(found.overdue.values()), agencies=_by_agency(found.overdue)
        )
        yield Pressing(text, "schedule", "agency-days" if is_manager else "my-day")
    gaps = [each for each in found.weeks if each.is_gap]
    if gaps:
        text = i18n.tn("quality.gaps", len(gaps), agencies=_which(gaps))
        yield Pressing(text, "event_busy", "entries")
    late = dict(_late(found))
    if late:
        named = listed(
            i18n.t("quality.agency_share", agency=agency(each), share=i18n.percent(share))
            for each, share in late.items()
        )
        yield Pressing(i18n.t("quality.late", agencies=named), "hourglass_bottom", "entries")
    if is_manager:
        pairs = read(duplicates.waiting, viewer=wanted.viewer)
        if pairs:
            yield Pressing(i18n.tn("quality.pairs", len(pairs)), "group", "people")
        for notice in attention.registers(wanted):
            yield Pressing(notice.text, "inbox", "register-counts")


def _which(gaps: Sequence[Week]) -> str:
    """The weeks themselves, where they can be told in a line."""
    if len(gaps) > TOLD:
        return _by_agency(Counter(each.agency_id for each in gaps))
    return listed(
        i18n.t(
            "quality.agency_week",
            agency=agency(each.agency_id),
            week=i18n.day_short(each.monday),
        )
        for each in gaps
    )


def _late(found: Quality) -> Iterator[tuple[int, float]]:
    """Agencies that enter late, and their share in time."""
    in_time, entries = Counter[int](), Counter[int]()
    for each in found.lateness:
        in_time[each.agency_id] += each.in_time
        entries[each.agency_id] += each.entries
    for agency_id in reference.agencies():
        if entries[agency_id] and in_time[agency_id] / entries[agency_id] < IN_TIME:
            yield agency_id, in_time[agency_id] / entries[agency_id]


def _by_agency(numbers: Mapping[int, int]) -> str:
    """ "Rabat Akkari : 3, Casablanca Anfa : 2", in the agencies' order."""
    return listed(
        i18n.t("headline.agency_count", agency=agency(each), count=numbers[each])
        for each in reference.agencies()
        if numbers.get(each)
    )


def _doubts(wanted: Asked, doubts: Counter[Rule]) -> None:
    """All rows where they are few; or else which kind, at first that of most, then its rows."""
    kinds = [rule for rule in Rule if doubts[rule]]
    if doubts.total() <= SHORT:
        st.caption(plain(i18n.t("quality.may_be_right")))
        for rule in kinds:
            _kind(wanted, rule, doubts, is_titled=True)
        return
    st.caption(plain(i18n.t("quality.which_ones")))
    held = st.session_state.get("quality_rule", "")
    if held is not None and held not in kinds:
        said = "" if held else st.query_params.get(attention.RULE, "")
        most = max(kinds, key=doubts.__getitem__)
        st.session_state["quality_rule"] = Rule(said) if said in kinds else most
    chosen = st.pills(
        i18n.t("quality.which_doubts"),
        kinds,
        format_func=lambda rule: _named(rule, doubts),
        key="quality_rule",
        label_visibility="collapsed",
    )
    if chosen is not None:
        _kind(wanted, chosen, doubts)


def _named(rule: Rule, doubts: Counter[Rule]) -> str:
    return f"{i18n.t(f'quality.rule.{rule.value}')} · {i18n.number(doubts[rule])}"


def _kind(wanted: Asked, rule: Rule, doubts: Counter[Rule], *, is_titled: bool = False) -> None:
    """What is doubtful about a kind, then its rows."""
    title = f"**{plain(_named(rule, doubts))}** · " if is_titled else ""
    st.caption(f"{title}{plain(i18n.t(f'quality.why.{rule.value}'))}")
    rows = read(quality_doubts.rows, wanted.wanted, rule, viewer=wanted.viewer)
    first = len(rows) if is_titled else FIRST
    for each in rows[:first]:
        _row(wanted.viewer, rule, each)
    if more := rows[first:]:
        with st.expander(i18n.tn("list.more", len(more)), key="quality_rows"):
            for each in more:
                _row(wanted.viewer, rule, each)
    if doubts[rule] > ROWS:
        st.caption(i18n.tn("quality.newest", ROWS))


def _row(viewer: Viewer, rule: Rule, each: Doubt) -> None:
    """The entry among those of its day, where it is corrected; of what contradicts something else
    the person, whose page has the whole way."""
    parts = [i18n.day(each.day, "medium"), agency(each.agency_id)]
    if each.value is not None:
        parts.append(i18n.tn(f"quality.value.{rule.value}", each.value))
    if each.case_code is not None:
        parts.insert(0, labels.card_code(each.case_code))
    if rule in ENTRIES:
        asked = entry_links.of_day(viewer, ENTRIES[rule], each.agency_id, each.day)
        name, icon = "entries", "list_alt"
    else:
        asked = {CASE: each.case_code} if each.case_code else {}
        name, icon = "people", "person"
    label, page = plain(i18n.line(*parts)), navigation.page(name)
    st.page_link(page, label=label, icon=f":material/{icon}:", query_params=asked)
