"""The parts of a report, each with what the data say and a field for what they do not."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from components.fields import text
from components.language import i18n
from components.language.plain import plain
from components.reads import reference
from components.saving import shown
from components.saving.problems import Problems
from components.saving.submit import submit
from db.access.viewer import Viewer
from db.actions import reports
from db.inputs.reports import LONGEST, ReportOf, ReportTexts
from db.queries.reports import Said, standing

Stored = Mapping[str, Said]
_SAVED = "reports_saved"
HIGH = 100


def draw(viewer: Viewer, of: ReportOf, stored: Stored, told: Callable[[str], None]) -> None:
    """``told`` draws what the data say in a part."""
    stem = f"reports_{of.report.lower()}_{of.starts_on}_{of.ends_on}"
    problems, stands = Problems(stem), standing(of, stored)
    seen: dict[str, str] = st.session_state.setdefault(f"{stem}_seen", {})
    longest = LONGEST[of.report]
    typed = {
        part: _part(stem, part, seen, stands[part], longest, stored, problems, told)
        for part in stands
    }
    # What nobody has touched here is no change, whatever a colleague has made of it since.
    cells = {part: words for part, words in typed.items() if words != seen[part]}
    problems.summary()
    count: int | None = shown.kept(_SAVED)
    if count is not None:
        st.success(i18n.tn("reports.saved", count), icon=":material/check_circle:")
        shown.keep(_SAVED, None)
    if st.button(i18n.t("reports.save"), key=f"{stem}_save", type="primary"):
        _save(viewer, of, stem, {"cells": cells, "seen": dict(seen)}, problems, stands)
    elif cells:
        st.caption(f":material/edit: {i18n.t('reports.not_saved')}")


def _part(
    stem: str,
    part: str,
    seen: dict[str, str],
    stands: str,
    longest: int,
    stored: Stored,
    problems: Problems,
    told: Callable[[str], None],
) -> str:
    """What stands in its field; words that are not saved are there again when the report is, with
    what stood there when they were begun (``seen``)."""
    with st.container(border=True, key=f"{stem}_{part.lower()}"):
        name = i18n.t(f"reports.part.{part}")
        st.markdown(f"**{name}**")
        told(part)
        key, held = f"{stem}_{part}_text", _held(stem, part)
        is_anew = key not in st.session_state and held not in st.session_state
        if is_anew or part not in seen:
            seen[part] = stands
        if key not in st.session_state:
            st.session_state[key] = st.session_state.get(held, stands)
        typed = text.long(
            i18n.t("reports.own", part=name), key=key, height=HIGH,
            max_chars=max(longest, len(stands)), placeholder=i18n.t(f"reports.hint.{part}"),
        )  # fmt: skip
        if typed == seen[part]:
            st.session_state.pop(held, None)
        else:
            st.session_state[held] = typed
        problems.beside(part, name)
        said = stored.get(part)
        if said is not None:
            day = i18n.in_zone(said.written_at, reference.programme().time_zone)
            st.caption(plain(i18n.t("reports.written", author=said.author, day=day)))
    return typed


def _held(stem: str, part: str) -> str:
    """Where the words of a field are kept while it is not on screen."""
    return f"{stem}_{part}_held"


def _save(
    viewer: Viewer,
    of: ReportOf,
    stem: str,
    raw: dict[str, dict[str, str]],
    problems: Problems,
    stands: dict[str, str],
) -> None:
    whole = {"report": of.report, "starts_on": of.starts_on, "ends_on": of.ends_on, **raw}
    saved = submit(reports.write, ReportTexts, whole, viewer, problems)
    if saved is None:
        if problems.told:
            # What was told is seen: the next save goes by what is chosen.
            st.session_state[f"{stem}_seen"] |= {part: stands[part] for part in raw["cells"]}
        return
    problems.clear()
    for part in stands:
        st.session_state.pop(f"{stem}_{part}_text", None)
        st.session_state.pop(_held(stem, part), None)
    st.session_state.pop(f"{stem}_seen", None)
    shown.keep(_SAVED, saved.value)
    st.rerun()
