"""The list of one's own views on a results page: open, keep, rename, remove."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import streamlit as st

from components.fields import text
from components.language import i18n
from components.language.plain import isolated, plain
from components.reads.read import read
from components.saving.problems import Problems
from components.saving.save import save
from components.saving.submit import submit
from components.visit import carried, navigation
from db.access.viewer import Viewer
from db.actions import saved_views as actions
from db.inputs.saved_views import MOST, Filters, ViewInput, ViewName
from db.queries import saved_views as queries
from db.queries.saved_views import View

FORM, _CHANGES = "view", "view_changes"


def draw(
    viewer: Viewer,
    page: str,
    held: Callable[[], Mapping[str, Any]],
    here: Callable[[Filters, Viewer], None],
    address: Callable[[Filters, Viewer], dict[str, Any]],
) -> None:
    """Behind one word. ``held``: what is filtered now; ``here`` sets the filters of this page,
    ``address`` says those of another one."""
    box = st.popover(
        i18n.t("views.title"), key="views", icon=":material/bookmark:", on_change="rerun"
    )
    if not box.open:
        return
    with box:
        found = read(queries.own, viewer=viewer)
        is_changing = bool(found) and st.toggle(i18n.t("views.change"), key=_CHANGES)
        for each in found:
            if is_changing:
                _change(viewer, each)
            elif _line(each, page, partial(here, each.filters, viewer)):
                carried.take(address(each.filters, viewer))
                navigation.go(each.page)
        if not found:
            st.caption(i18n.t("views.none"))
        _keep(viewer, page, held(), len(found))


def _line(view: View, page: str, here: Callable[[], None]) -> bool:
    """One view; whether another page is gone to."""
    is_here = view.page == page
    pressed = st.button(
        f"{isolated(plain(view.name))} · {i18n.t(navigation.BY_NAME[view.page].text)}",
        key=f"view_open_{view.id}",
        type="tertiary",
        on_click=here if is_here else None,
        icon=":material/bookmark:",
    )
    return pressed and not is_here


def _keep(viewer: Viewer, page: str, held: Mapping[str, Any], number: int) -> None:
    if number >= MOST:
        st.caption(i18n.t("error.views_many", count=MOST))
        return
    problems, label = Problems(FORM), i18n.t("views.name")
    key = f"{FORM}_name_{number}"
    name = text.typed(label, key=key, placeholder=i18n.t("views.example"))
    problems.beside("name", label)
    problems.summary()
    raw = {"name": name, "page": page, "filters": dict(held)}
    if st.button(i18n.t("views.keep"), key=f"{FORM}_save", type="primary") and submit(
        actions.keep, ViewInput, raw, viewer, problems
    ):
        st.rerun()


def _change(viewer: Viewer, view: View) -> None:
    """Another name, or away with it."""
    form = f"{FORM}_{view.id}"
    problems, label = Problems(form), i18n.t("views.name_of", name=isolated(plain(view.name)))
    with st.container(horizontal=True, vertical_alignment="bottom", key=f"{form}_line"):
        key = f"{form}_name"
        name = text.typed(label, key=key, value=view.name)
        renamed = st.button(i18n.t("views.rename"), key=f"{form}_rename", type="tertiary")
        removed = st.button(i18n.t("views.remove"), key=f"{form}_remove", type="tertiary")
    problems.beside("name", label)
    problems.summary()
    raw = {"view_id": view.id, "name": name}
    if (renamed and submit(actions.rename, ViewName, raw, viewer, problems)) or (
        removed and save(actions.remove, view.id, by=viewer.account_id, problems=problems)
    ):
        st.rerun()
