"""How the yearly tables are merged: what each way would show, and the form to choose one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import pandas as pd
import streamlit as st

from components.fields import release_groups as words
from components.fields import text
from components.language import i18n
from components.reads import reference, releases
from components.releases import words as release_view
from components.saving import dismissible
from components.saving.problems import Problems
from components.saving.submit import submit
from db.access.viewer import Viewer
from db.actions import programme as actions
from db.inputs.release_groups import LEVELS, Groups, GroupsChoice
from db.inputs.releases import Period, Year
from db.releases.compare import Level

FORM = "release_groups"
_SEEN, _SAVED = f"{FORM}_seen", f"{FORM}_saved"


def draw(viewer: Viewer, periods: Sequence[Period], version: int) -> None:
    """Behind one touch; ``periods`` may be released, the newest first."""
    opened = st.expander(
        i18n.t("releases.groups"), key=FORM, icon=":material/group_work:", on_change="rerun"
    )
    if not opened.open:
        return
    with opened:
        if dismissible.current(_SAVED) is not None:
            st.success(i18n.t("releases.groups_saved"), icon=":material/check_circle:")
            dismissible.dismiss(_SAVED)
            return
        st.write(i18n.t("releases.groups_lead"))
        years = [each for each in periods if isinstance(each, Year)]
        if years:
            _compare(viewer, years[0], version)
        _form(viewer)


def propose(viewer: Viewer, year: Period, version: int) -> None:
    """The next merges where a year hides much."""
    if not isinstance(year, Year):
        return
    chosen = Groups.read(reference.programme().release_groups)
    if said := proposals(releases.levels(viewer, year, version), chosen):
        st.warning("\n".join(f"- {sentence}" for sentence in said), icon=":material/merge:")


def _compare(viewer: Viewer, year: Year, version: int) -> None:
    found = releases.levels(viewer, year, version)
    chosen = Groups.read(reference.programme().release_groups)
    st.markdown(f"**{i18n.t('releases.groups_compared', year=release_view.period(year))}**")
    st.table(comparison(found, chosen).set_index(i18n.t("releases.groups_way")))
    propose(viewer, year, version)


def comparison(found: Sequence[Level], chosen: Groups) -> pd.DataFrame:
    """A row a way of merging: what it would show, and whether it is the one chosen."""
    rows = [
        (
            words.both(each.breakdown, each.level),
            i18n.percent(each.share_of_cells),
            i18n.percent(each.share_of_people),
            i18n.t("releases.groups_now") if _is_chosen(each, chosen) else "",
        )
        for each in found
    ]
    names = ("way", "cells", "people", "chosen")
    return pd.DataFrame(rows, columns=[i18n.t(f"releases.groups_{name}") for name in names])


def proposals(found: Sequence[Level], chosen: Groups) -> list[str]:
    """Where more than a third would be hidden: the next merge that hides less, with what it would
    show; where there is none, that the table may be left out."""
    said = []
    for each in found:
        if not (_is_chosen(each, chosen) and each.hides_much):
            continue
        given = {
            "breakdown": words.breakdown(each.breakdown),
            "cells": i18n.percent(1 - each.share_of_cells),
            "people": i18n.percent(1 - each.share_of_people),
        }
        ways = LEVELS[each.breakdown]
        wider = ways[ways.index(each.level) + 1 :]
        of_breakdown = [n for n in found if n.breakdown == each.breakdown and n.level in wider]
        enough = next((level for level in of_breakdown if not level.hides_much), None)
        if enough is None:
            said.append(i18n.t("releases.groups_leave_out", **given))
            continue
        given["level"] = words.level(enough.breakdown, enough.level)
        given["then_cells"] = i18n.percent(enough.share_of_cells)
        given["then_people"] = i18n.percent(enough.share_of_people)
        said.append(i18n.t("releases.groups_merge", **given))
    return said


def _is_chosen(each: Level, chosen: Groups) -> bool:
    return chosen.level(each.breakdown) == each.level


def _form(viewer: Viewer) -> None:
    seen = st.session_state.setdefault(_SEEN, reference.programme().release_groups)
    present, problems = Groups.read(seen), Problems(FORM)
    with st.form(f"{FORM}_form", border=False, enter_to_submit=False):
        raw: dict[str, object] = {}
        for name, levels in LEVELS.items():
            raw[name] = st.radio(
                words.breakdown(name),
                levels,
                index=levels.index(present.level(name)),
                format_func=partial(words.level, name),
                key=f"{FORM}_{name}",
            )
            problems.beside(name, words.breakdown(name))
        st.warning(i18n.t("releases.groups_warning"), icon=":material/warning:")
        raw["reason"] = text.typed(i18n.t("programme.reason"), key=f"{FORM}_reason")
        problems.beside("reason", i18n.t("programme.reason"))
        problems.summary()
        sent = st.form_submit_button(i18n.t("programme.submit"), key=f"{FORM}_submit")
    if sent:
        # Who is told that others have chosen meanwhile may then save over it.
        st.session_state[_SEEN] = reference.programme().release_groups
        if submit(
            actions.choose_release_groups, GroupsChoice, raw | {"seen": seen}, viewer, problems
        ):
            st.session_state.pop(_SEEN)
            dismissible.show(_SAVED, True)
            st.rerun()
