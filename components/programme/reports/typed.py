"""What is typed in a report and not yet saved: kept as a draft of its author, each part with what
stood there when it was begun."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from components.language import i18n
from components.saving import draft as drafts
from components.saving import versions
from components.saving.draft import Draft
from db.access.viewer import Viewer
from db.inputs.reports import PARTS, ReportOf


@dataclass(frozen=True)
class ReportForm:
    """The fields of one report and period."""

    of: ReportOf
    #: The values are the draft's own: the browser's fields alone do not say what stood there.
    has_hidden_field: bool = False
    is_joined: bool = True

    @property
    def name(self) -> str:
        return self.of.draft

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(self.key(part) for part in PARTS[self.of.report])

    def key(self, part: str) -> str:
        """Of the field of a part."""
        return f"{self.name}_{part}_text"


def start(of: ReportOf, viewer: Viewer) -> Draft:
    """The draft of a report; one that is back says so, and can be thrown away."""
    draft = drafts.start(ReportForm(of), viewer)
    versions.tell(draft, viewer)
    if draft.was_restored:
        with st.container(horizontal=True, vertical_alignment="center", key=f"{of.draft}_restored"):
            st.caption(i18n.t("draft.restored"))
            label = i18n.t("draft.throw_away")
            if st.button(label, key=f"{of.draft}_throw_away", type="tertiary"):
                drafts.throw_away(draft, viewer)
                st.rerun()
    return draft


def begin(key: str, draft: Draft, part: str, stands: str, seen: dict[str, str]) -> None:
    """The first value of a field, before it is drawn. One that nobody has touched here follows what
    is saved elsewhere, or the file would say another thing than the screen."""
    if key not in st.session_state or part not in seen:
        text, seen[part] = draft.first.get(part, (stands, stands))
        st.session_state[key] = text
    if st.session_state[key] in (seen[part], stands):
        seen[part] = stands
        if st.session_state[key] != stands:
            # Set only where it differs: what is being typed at this moment would be replaced.
            st.session_state[key] = stands


def keep(draft: Draft, viewer: Viewer, cells: Mapping[str, str], seen: Mapping[str, str]) -> None:
    """After the fields: store what differs from what stood there, if it has changed since."""
    draft.last = {part: [text, seen[part]] for part, text in cells.items()}
    if draft.on_server is None:
        draft.on_server = {**draft.first}
    if draft.last == draft.on_server:
        return
    if draft.last:
        draft.keep(viewer)
    else:
        drafts.throw_away(draft, viewer)
