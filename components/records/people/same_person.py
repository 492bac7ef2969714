"""Two cards of one person: noticed, compared, put together, taken apart again."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from components.fields import text
from components.fields.known_people import described
from components.language import i18n
from components.language.plain import plain
from components.reads import labels, reference
from components.reads.labels import card_code
from components.reads.read import read
from components.records.people import facts
from components.records.people.links import CASE
from components.saving.problems import Problems
from components.saving.save import save
from components.saving.submit import submit
from db.access.permissions import Permission, may
from db.access.viewer import Viewer
from db.actions import duplicates as pairs
from db.actions import merges as actions
from db.errors import AppError
from db.inputs.duplicates import TAKEABLE, Merge, Pair
from db.queries import people
from db.queries import person as persons
from db.queries.merges import MergeLine
from db.queries.people import PersonLine
from db.queries.person import Person
from db.queries.person_page import PersonPage

FORM = "person_same"
#: The person and the code of the other card, while they are compared.
_OPEN = "person_same_open"


def notice(code: str, person: Person) -> None:
    """That the card which was asked for is not the one that is kept."""
    if code != person.code:
        said = i18n.t("duplicates.opens", code=f"**{card_code(code)}**")
        st.info(said, icon=":material/merge:")


def draw(viewer: Viewer, page: PersonPage) -> None:
    """What was put together, who may be the same person, and another card that somebody brings."""
    if not may(viewer.role, Permission.CASES_MERGE):
        return
    person = page.person
    for line in page.merged:
        _merged(viewer, line)
    if page.alike:
        st.subheader(i18n.t("duplicates.maybe"))
    for other in page.alike:
        with st.container(border=True, gap="xsmall"):
            st.markdown(f"{described(other)} · {labels.agency(other.agency_id, short=True)}")
            _choices(viewer, person.id, other, str(other.id))
    with st.expander(i18n.t("duplicates.other_card"), icon=":material/merge:", key=f"{FORM}_box"):
        _other_card(viewer, person)
    opened = st.session_state.get(_OPEN)
    if opened and opened[0] == person.id:
        _compare(viewer, person.id, opened[1])


def _merged(viewer: Viewer, line: MergeLine) -> None:
    with st.container(border=True, gap="xsmall", key=f"{FORM}_merged_{line.id}"):
        code = f"**{card_code(line.code)}**"
        st.markdown(i18n.t("duplicates.merged_from", code=code))
        day = reference.local(line.merged_at).date()
        st.caption(plain(i18n.t("duplicates.merged_by", day=day, name=line.author)))
        if (
            line.may_undo
            and st.button(
                i18n.t("duplicates.undo"), key=f"{FORM}_undo_{line.id}", icon=":material/undo:"
            )
            and (done := save(actions.undo, line.id, by=viewer.account_id))
        ):
            facts.leave_notice(i18n.t("duplicates.undone", code=card_code(done.value)))
            st.rerun()


def tell_apart(viewer: Viewer, one_id: int, other_id: int) -> None:
    """Two people: noted, and the page drawn again without them."""
    pair = Pair(one_id=one_id, other_id=other_id)
    if save(pairs.tell_apart, pair, by=viewer.account_id):
        close()
        facts.leave_notice(i18n.t("duplicates.not_same_noted"))
        st.rerun()


def _open(case_id: int, code: str) -> None:
    st.session_state[_OPEN] = (case_id, code)


def pair(viewer: Viewer, one: PersonLine, other: PersonLine) -> None:
    """Two cases of a list: the way to compare them, and there what a person's page asks too."""
    if st.session_state.get(_OPEN) == (one.id, other.code):
        _compare(viewer, one.id, other.code)
        return
    _choices(viewer, one.id, other, f"{one.id}_{other.id}")


def _choices(viewer: Viewer, one_id: int, other: PersonLine, key: str) -> None:
    """Compare the two cases, or say that they are two people."""
    with st.container(horizontal=True):
        st.button(
            i18n.t("duplicates.compare"),
            key=f"{FORM}_compare_{key}",
            icon=":material/compare_arrows:",
            on_click=_open,
            args=(one_id, other.code),
        )
        if st.button(i18n.t("duplicates.not_same"), key=f"{FORM}_not_{key}"):
            tell_apart(viewer, one_id, other.id)


def close() -> None:
    """Nothing is compared any more."""
    st.session_state.pop(_OPEN, None)


def _other_card(viewer: Viewer, person: Person) -> None:
    typed = text.typed(
        i18n.t("duplicates.other_code"), key=f"{FORM}_code_{person.id}", autocomplete="off"
    )
    if not st.button(i18n.t("duplicates.compare"), key=f"{FORM}_compare", width="stretch"):
        return
    try:
        found = read(people.by_code, typed, viewer=viewer)
    except AppError as refused:
        st.error(i18n.explain(refused), icon=":material/error:")
        return
    if found.id == person.id:
        st.error(i18n.t("error.same_card"), icon=":material/error:")
    else:
        _open(person.id, found.code)


def _compare(viewer: Viewer, case_id: int, code: str) -> None:
    """Both cases side by side, which of them is kept, and what putting them together does."""
    try:
        line = read(people.by_code, code, viewer=viewer)
        person, other = (read(persons.one, each, viewer=viewer) for each in (case_id, line.id))
    except AppError as refused:
        close()
        st.error(i18n.explain(refused), icon=":material/error:")
        return
    problems = Problems(FORM)
    both = {each.id: each for each in (person, other)}
    with st.container(border=True, key=f"{FORM}_form"):
        st.markdown(f"{described(line)} · {labels.agency(line.agency_id, short=True)}")
        kept = (
            st.segmented_control(
                i18n.t("duplicates.which"),
                list(both),
                format_func=lambda each: _card(both[each]),
                default=person.id,
                required=True,
                key=f"{FORM}_kept",
            )
            or person.id
        )
        gone = next(each for each in both if each != kept)
        taken = _differences(both[kept], both[gone])
        st.caption(i18n.t("duplicates.what_it_does"))
        problems.summary()
        wanted = st.button(
            i18n.t("duplicates.merge"), key=f"{FORM}_merge", type="primary", width="stretch"
        )
        if st.button(i18n.t("duplicates.not_same"), key=f"{FORM}_not", width="stretch"):
            tell_apart(viewer, person.id, other.id)
        st.button(i18n.t("people.leave"), key=f"{FORM}_leave", type="tertiary", on_click=close)
    if wanted:
        _put_together(viewer, kept, gone, problems, taken)


def _card(person: Person) -> str:
    return f"{card_code(person.code)} ({labels.agency(person.agency_id, short=True)})"


def _differences(kept: Person, gone: Person) -> tuple[str, ...]:
    """Where the cases differ, both values, and the one that stands from now on: the kept one's
    unless another is chosen. Returns the facts that are taken from the other."""
    fields = [
        field
        for field in facts.SHOWN
        if field in kept.facts and kept.facts[field] != gone.facts[field]
    ]
    if not fields:
        st.markdown(i18n.t("duplicates.no_difference"))
        return ()
    st.markdown(i18n.t("duplicates.choose_facts"))
    taken = []
    for field in fields:
        one, other = (facts.told(field, each.facts[field]) for each in (kept, gone))
        if field not in TAKEABLE:
            said = {"one": f"**{one}**", "other": other, "fact": facts.name(field)}
            st.markdown(i18n.t("duplicates.differs", **said))
            st.caption(i18n.t("duplicates.stays_kept"))
        elif _chosen(field, kept.id, {False: one, True: other}):
            taken.append(field)
    return tuple(taken)


def _chosen(field: str, kept_id: int, values: Mapping[bool, str]) -> bool:
    """Whether the other case's value is chosen; with another card to keep it is asked anew."""
    said = st.segmented_control(
        facts.name(field),
        list(values),
        format_func=values.__getitem__,
        default=False,
        required=True,
        key=f"{FORM}_{field}_{kept_id}",
    )
    return bool(said)


def _put_together(
    viewer: Viewer, kept: int, merged: int, problems: Problems, taken: tuple[str, ...]
) -> None:
    """Merge, with the facts ``taken`` from the other case, say so, and open the kept person's
    page."""
    raw = {"kept_id": kept, "merged_id": merged, "taken": taken}
    done = submit(actions.merge, Merge, raw, viewer, problems)
    if done is None:
        return
    close()
    said = i18n.t("duplicates.merged", code=card_code(done.value.code))
    if done.value.twice:
        said += f" {i18n.tn('duplicates.twice', done.value.twice)}"
    facts.leave_notice(said)
    st.query_params[CASE] = done.value.code
    st.rerun()
