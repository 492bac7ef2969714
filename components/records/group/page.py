"""The steps of naming people of a group session: whom, saving, and what is said afterwards."""

from __future__ import annotations

from typing import Any

import streamlit as st

from components.fields import persons, void_reason
from components.language import i18n
from components.reads import labels
from components.reads.labels import card_code
from components.reads.read import read
from components.records import ending, links, recording
from components.records.ending import Ending, Said
from components.records.group import known, lines
from components.records.kinds import INTERVENTION, Kind, Write
from components.saving import draft as drafts
from components.saving import form_footer, saved
from components.saving.draft import Draft
from components.saving.problems import Problems
from components.saving.save import save
from components.saving.saved import STORED_BEFORE, Result
from components.visit import navigation
from db.access.viewer import Viewer
from db.actions import events, group_people
from db.actions.rows import Stored
from db.codes import Sex
from db.inputs.group_people import GroupPeopleInput
from db.models import Intervention
from db.queries import group_people as queries
from db.queries.group_people import GroupSession, Named
from db.records import GROUP_PEOPLE

#: Not a kind of record of its own: its rows are interventions.
KIND = Kind(
    name=GROUP_PEOPLE,
    stored_as=INTERVENTION.name,
    page=INTERVENTION.page,
    types=INTERVENTION.types,
    record=Write(group_people.record, GroupPeopleInput),
    next_key="group_people.next",
    keys=lines.KEYS,
)


def is_wanted() -> bool:
    """Whether the address names a session."""
    return links.GROUP in st.query_params


def draw(viewer: Viewer) -> None:
    """The session of the address, who is named of it, and the list of more."""
    st.title(i18n.t("group_people.title"))
    if result := saved.latest(KIND.name, viewer):
        saved.show(result)
        return
    group_id = navigation.link_id(st.query_params.get(links.GROUP, ""))
    group = None if group_id is None else read(queries.own, group_id, viewer=viewer)
    draft = recording.start(KIND, viewer)
    ending.settle(KIND, draft, viewer, _said(draft))
    begun = draft.last.get(lines.GROUP)
    is_kept = draft.was_restored or draft.kept_at is not None
    if group is None or (is_kept and begun not in (None, group.id)):
        _elsewhere(group, begun if is_kept else None, draft, viewer)
        return
    draft.last[lines.GROUP] = group.id
    recording.show_restored(draft, viewer)
    _head(group)
    _named(group, viewer)
    _more(group, draft, viewer)


def _elsewhere(group: GroupSession | None, begun: int | None, draft: Draft, viewer: Viewer) -> None:
    """Nothing can be named here: there is no such session, or another list was begun."""
    if group is None:
        st.info(i18n.t("error.not_found"), icon=":material/search_off:")
    if begun is None:
        return
    other = read(queries.own, begun, viewer=viewer)
    if other is not None:
        said = i18n.t("group_people.other_list", session=_session(other))
        st.info(said, icon=":material/edit:")
        if st.button(i18n.t("group_people.go_on"), key=f"{GROUP_PEOPLE}_go_on", type="primary"):
            navigation.go(KIND.page, **{links.GROUP: str(begun)})
    if st.button(i18n.t("draft.throw_away"), key=f"{GROUP_PEOPLE}_throw_away_other"):
        drafts.throw_away(draft, viewer)
        st.rerun()


def _session(group: GroupSession) -> str:
    return i18n.joined(labels.label(KIND.types, group.type), i18n.day(group.happened_on))


def _head(group: GroupSession) -> None:
    """Which session it was, with its heads, which stay as they are."""
    heads = [
        f"{i18n.t(f'entry.heads.{name}')} {i18n.number(group.heads[sex])}"
        for sex, name in zip(Sex, ("women", "men", "other"), strict=True)
        if group.heads[sex]
    ]
    st.markdown(f"**{_session(group)}**  \n{' · '.join(heads)}")
    st.caption(i18n.t("group_people.note"))


def _named(group: GroupSession, viewer: Viewer) -> None:
    """Who is named already, each with a way to take it back."""
    if not group.named:
        return
    label = i18n.tn("group_people.named", len(group.named))
    with st.expander(label, icon=":material/how_to_reg:", key=f"{GROUP_PEOPLE}_named"):
        for each in group.named:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(_described(each))
                key = f"{GROUP_PEOPLE}_take_back_{each.id}"
                if st.toggle(i18n.t("group_people.take_back"), key=key):
                    _take_back(each, viewer)


def _described(person: Named) -> str:
    parts = [
        f"**{card_code(person.code)}**",
        f"{i18n.t(f'entry.sex.{person.sex.value}')} {person.birth_year}",
        labels.label("NATIONALITY", person.nationality),
    ]
    return i18n.line(*parts)


def _take_back(person: Named, viewer: Viewer) -> None:
    st.caption(i18n.t("group_people.take_back_note"))
    reason = void_reason.choose(f"{GROUP_PEOPLE}_why_{person.id}")
    pressed = st.button(
        i18n.t("group_people.take_back_it"),
        key=f"{GROUP_PEOPLE}_take_back_it_{person.id}",
        disabled=reason is None,
    )
    if pressed and reason:
        act = events.void, INTERVENTION.name, person.id, reason
        if save(*act, by=viewer.account_id) is not None:
            st.rerun()


def _more(group: GroupSession, draft: Draft, viewer: Viewer) -> None:
    """The list of new people, and below it those who are known."""
    room = sum(group.heads.values()) - len(group.named)
    if room <= 0:
        st.info(i18n.t("group_people.all_named"), icon=":material/done_all:")
        return
    problems = Problems(KIND.name)
    st.subheader(i18n.t("group_people.new"), anchor=False)
    if code := st.session_state.pop(lines.ALREADY, ""):
        said = i18n.t("group_people.found_named", code=f"**{card_code(code)}**")
        st.info(said, icon=":material/how_to_reg:")
    new = lines.draw(draft, group, room, problems)
    known.redraw(new, draft)
    st.subheader(i18n.t("group_people.known"), anchor=False)
    chosen = persons.persons(
        draft,
        group.agency_id,
        viewer,
        problems,
        several=True,
        may_be_new=False,
        without=frozenset(each.case_id for each in group.named),
    )
    draft.flush(viewer)
    is_said = bool(chosen.ids) or any(lines.says_something(each) for each in new)
    lacks = form_footer.lacking({"group_people.new": is_said})
    if form_footer.saves(draft, problems, viewer, lacks=lacks):
        settled = known.settled(new, draft, problems, viewer)
        if settled is None:
            return
        raw: dict[str, Any] = {"group_id": group.id, "lines": settled, "case_ids": chosen.ids}
        if ending.save_new(KIND, raw, draft, problems, viewer, _said(draft)):
            st.rerun()


def _said(draft: Draft) -> Said:
    """What is said of the list of this draft once it is stored."""

    def ended(stored: Stored[Intervention]) -> Ending:
        count = i18n.tn("group_people.saved", len(stored.rows))
        codes = " · ".join(f"**{card_code(code)}**" for code in stored.codes)
        sentence = f"{count}  \n{i18n.t('group_people.codes', codes=codes)}"
        return Ending(
            now=Result(
                form=KIND.name,
                sentence=sentence,
                next_key=KIND.next_key,
                undo=(events.undo, INTERVENTION.name, draft.submission_id),
                values=dict(draft.last),
            ),
            already=i18n.t("entry.already", what=sentence),
            differs=i18n.t("entry.already_differs", what=sentence),
            already_icon=STORED_BEFORE,
        )

    return ended
