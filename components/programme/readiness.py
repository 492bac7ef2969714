"""What is there and what is missing in a new programme, each with the place where it is done."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from components.language import i18n
from components.visit import navigation
from db.access.permissions import may
from db.access.viewer import Viewer
from db.codes import Role
from db.queries.getting_ready import Aim, Step

#: The screen on which a step is done, and whose screen it is.
SCREENS = {
    "lists": ("lists", Role.ADMINISTRATOR),
    "agencies": ("places", Role.ADMINISTRATOR),
    "centres": ("places", Role.ADMINISTRATOR),
    "postings": ("postings", Role.MANAGER),
    "unposted": ("postings", Role.MANAGER),
    "agents": ("accounts", Role.ADMINISTRATOR),
    "managers": ("accounts", Role.ADMINISTRATOR),
    "partners": ("accounts", Role.ADMINISTRATOR),
    "register_counts": ("register-counts", Role.MANAGER),
    "releases": ("releases", Role.MANAGER),
    "waves": ("trust-waves", Role.MANAGER),
    "targets": ("targets", Role.MANAGER),
    "backups": ("backups", Role.ADMINISTRATOR),
}
#: The server's setting by which a step is done: a word for whoever speaks with its operator.
SETTINGS = {"address": "AMUDU_PUBLIC_URL"}
#: Steps of which one is as good as many.
UNCOUNTED = frozenset({"address", "records"})


def aim(wanted: Aim, missing: Sequence[Step], viewer: Viewer) -> None:
    """One aim: reached, or what is to be done before it is."""
    with st.container(key=f"ready_{wanted}"):
        st.header(i18n.t(f"ready.aim.{wanted}"))
        if not missing:
            st.success(i18n.t("ready.reached"), icon=":material/check_circle:")
        for step in missing:
            _to_do(step, viewer)


def _to_do(step: Step, viewer: Viewer) -> None:
    with st.container(border=True, key=f"ready_step_{step.name}"):
        counted = f" · {i18n.number(step.count)}" if step.count else ""
        st.markdown(f"**{i18n.t(f'ready.step.{step.name}')}**{counted}")
        st.write(i18n.t(f"ready.why.{step.name}"))
        if viewer.role is Role.ADMINISTRATOR and step.name in SETTINGS:
            st.caption(i18n.t("ready.setting", setting=f"`{SETTINGS[step.name]}`"))
        if step.name in SCREENS:
            _screen(*SCREENS[step.name], viewer)


def _screen(name: str, owner: Role, viewer: Viewer) -> None:
    """A link for whoever may open the screen; the others read whom to ask."""
    screen = navigation.BY_NAME[name]
    if may(viewer.role, screen.permission):
        label, icon = i18n.t(screen.text), f":material/{screen.icon}:"
        st.page_link(navigation.page(name), label=label, icon=icon)
    else:
        st.caption(i18n.t("ready.by_role", role=i18n.t(f"role.{owner}")))


def there(done: Sequence[Step]) -> None:
    """What is there already, in one line each."""
    if not done:
        return
    st.header(i18n.t("ready.there"))
    lines = [
        i18n.t(f"ready.step.{step.name}")
        + ("" if step.name in UNCOUNTED else f" · {i18n.number(step.count)}")
        for step in done
    ]
    st.markdown("\n".join(f"- {line}" for line in lines))
