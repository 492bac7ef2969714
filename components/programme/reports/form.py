"""The parts of a report, each with what the data say and a field for what they do not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import streamlit as st

from components.fields import text
from components.language import i18n
from components.language.plain import plain
from components.programme.reports import typed
from components.programme.reports.typed import ReportForm
from components.reads import reference
from components.saving import dismissible, versions
from components.saving import draft as drafts
from components.saving.draft import Draft
from components.saving.problems import Problems
from components.saving.submit import submit
from db.access.viewer import Viewer
from db.actions import reports
from db.inputs.reports import ReportOf, ReportTexts
from db.queries.reports import Said, current_texts

Stored = Mapping[str, Said]
_SAVED = "reports_saved"
HIGH = 100


@dataclass(kw_only=True)
class Sentences:
    """What stands in the fields of a report, by part, and how it is saved."""

    viewer: Viewer
    of: ReportOf
    stored: Stored
    draft: Draft
    problems: Problems
    #: What stood in each field when its words were begun.
    seen: dict[str, str]
    texts: dict[str, str] = field(default_factory=dict)

    @property
    def cells(self) -> dict[str, str]:
        """What nobody has touched here is no change, whatever a colleague has made of it since."""
        return {part: text for part, text in self.texts.items() if text != self.seen[part]}

    def save(self) -> bool:
        """Whether all that stands in the fields is stored now; what is wrong is said there."""
        cells = self.cells
        if self.draft.newer:
            return False
        if not cells:
            return True
        raw = {
            "report": self.of.report, "starts_on": self.of.starts_on, "ends_on": self.of.ends_on,
            "cells": cells, "seen": dict(self.seen),
        }  # fmt: skip
        saved = submit(reports.write, ReportTexts, raw, self.viewer, self.problems)
        if saved is None and not self.problems.theirs_stay:
            if self.problems.told:
                # What was told is seen: the next save goes by what is chosen.
                stands = current_texts(self.of, self.stored)
                self.seen |= {part: stands[part] for part in cells}
            return False
        self._begin_anew(saved.value if saved else None)
        return True

    def _begin_anew(self, count: int | None) -> None:
        self.problems.clear()
        self.problems.settle()
        drafts.throw_away(self.draft, self.viewer)
        for key in self.draft.of.keys:
            st.session_state.pop(key, None)
        self.seen.clear()
        dismissible.show(_SAVED, count)


def draw(viewer: Viewer, of: ReportOf, stored: Stored, told: Callable[[str], None]) -> Sentences:
    """``told`` draws what the data say in a part."""
    stem, stands = of.draft, current_texts(of, stored)
    said = Sentences(
        viewer=viewer,
        of=of,
        stored=stored,
        draft=typed.start(of, viewer),
        problems=Problems(stem),
        seen=st.session_state.setdefault(f"{stem}_seen", {}),
    )
    for part in stands:
        typed.begin(ReportForm(of).key(part), said.draft, part, stands[part], said.seen)
        said.texts[part] = _part(said, part, stands[part], told)
    typed.keep(said.draft, viewer, said.cells, said.seen)
    _foot(said)
    return said


def _part(said: Sentences, part: str, stands: str, told: Callable[[str], None]) -> str:
    """What stands in its field."""
    with st.container(border=True, key=f"{said.of.draft}_{part.lower()}"):
        name = i18n.t(f"reports.part.{part}")
        st.markdown(f"**{name}**")
        told(part)
        words = text.long(
            i18n.t("reports.own", part=name), key=ReportForm(said.of).key(part), height=HIGH,
            placeholder=i18n.t(f"reports.hint.{part}"),
        )  # fmt: skip
        said.problems.beside(part, name)
        last = said.stored.get(part)
        if last is not None:
            day = reference.local(last.written_at)
            st.caption(plain(i18n.t("reports.written", author=last.author, day=day)))
    return words


def _foot(said: Sentences) -> None:
    """What is wrong, what was saved, and the button that saves without a file."""
    said.problems.summary()
    count: int | None = dismissible.current(_SAVED)
    if count is not None:
        st.success(i18n.tn("reports.saved", count), icon=":material/check_circle:")
        dismissible.show(_SAVED, None)
    if said.draft.newer:
        said.draft.look(said.viewer)
    if said.draft.newer:
        versions.ask(said.draft, said.viewer)
        return
    if st.button(i18n.t("reports.save"), key=f"{said.of.draft}_save", type="primary"):
        if not said.cells:
            said.problems.say(i18n.t("error.nothing_changed"))
        elif said.save():
            st.rerun()
    elif said.cells:
        st.caption(f":material/edit: {i18n.t('reports.not_saved')}")
        said.draft.status()
