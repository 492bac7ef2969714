"""The footer of a form: its buttons in reach of a thumb, the draft's state and the way out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass

import streamlit as st

from components.language import i18n
from components.saving import versions
from components.saving.draft import Draft
from components.saving.problems import Problems
from components.visit import navigation
from db.access.viewer import Viewer

#: Set in a run that draws a footer.
_DRAWN = "foot_drawn"


@dataclass(frozen=True, kw_only=True)
class Button:
    """One button of a footer; ``draw`` gives its ``name`` when it was touched."""

    name: str
    label: str
    icon: str | None = None
    is_main: bool = False
    is_ready: bool = True


@dataclass(frozen=True)
class WayOut:
    """The way out of a form whose draft is kept: what its button says, and what it does."""

    text_key: str
    leave: Callable[[], None]


#: Of most forms.
TO_DAY = WayOut("entry.leave", lambda: navigation.go("my-day"))


def lacking(needed: Mapping[str, object]) -> list[str]:
    """Of the fields without which nothing can be saved, by the key of their label, the labels of
    those that are empty."""
    return [i18n.t(key) for key, value in needed.items() if not value]


def saves(draft: Draft, problems: Problems, viewer: Viewer, *, lacks: Sequence[str]) -> bool:
    """The footer of a form on one screen; whether it is to be saved now."""
    save = Button(name="save", label=i18n.t("entry.save"), is_main=True)
    return draw(draft, problems, viewer, save, lacks=lacks) == save.name


def draw(
    draft: Draft,
    problems: Problems,
    viewer: Viewer,
    *buttons: Button,
    out: WayOut = TO_DAY,
    lacks: Sequence[str] = (),
    is_inside: bool = False,
) -> str | None:
    """What is wrong, the buttons, below them the way out; the name of the one that was touched.

    ``lacks`` names the fields for which the buttons still wait. ``is_inside``: below the fields of
    a form that is one part of a page, and not at the foot of the screen.
    """
    touched = None
    st.session_state[_DRAWN] = was_drawn() or not is_inside
    with nullcontext() if is_inside else st.bottom, st.container(key=f"{draft.form}_foot"):
        problems.summary()
        if draft.newer:
            draft.look(viewer)
        if draft.newer:
            versions.ask(draft, viewer)
            buttons = ()
        if lacks and buttons:
            st.caption(i18n.t("entry.still_lacks", fields=" · ".join(lacks)))
        for button in buttons:
            if _button(draft.form, button, is_ready=button.is_ready and not lacks):
                touched = button.name
        with st.container(horizontal=True, vertical_alignment="center"):
            _way_out(draft, viewer, out)
            draft.status()
    # What was touched on a page of yesterday is asked again, with its dates in view.
    return None if draft.has_turned else touched


def begin_run() -> None:
    """No footer has been drawn yet: a run that drew one may have been cut short."""
    st.session_state[_DRAWN] = False


def was_drawn() -> bool:
    """Whether this run has drawn a footer."""
    return bool(st.session_state[_DRAWN])


def _button(form: str, button: Button, *, is_ready: bool) -> bool:
    return st.button(
        button.label,
        key=f"{form}_{button.name}",
        type="primary" if button.is_main else "secondary",
        icon=button.icon,
        width="stretch",
        disabled=not is_ready,
    )


def _way_out(draft: Draft, viewer: Viewer, out: WayOut) -> None:
    icon = ":material/arrow_forward:" if i18n.is_rtl() else ":material/arrow_back:"
    if st.button(i18n.t(out.text_key), key=f"{draft.form}_leave", type="tertiary", icon=icon):
        draft.flush(viewer)
        out.leave()
