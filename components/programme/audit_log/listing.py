"""The acts as a table, or as lines on a phone; their files; and whether the log is whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
import streamlit as st

from components.cards import exports, file_names
from components.cards.downloads import csv_bytes
from components.cards.exports import Make
from components.cards.workbooks import About, Sheet, xlsx_bytes
from components.language import i18n
from components.language.plain import plain
from components.programme.audit_log.words import Words
from components.reads import reference
from components.reads.read import read
from db.access.viewer import Viewer
from db.queries import audit_chain, audit_log
from db.queries.audit_chain import Broken, Fault
from db.queries.audit_log import MOST_IN_A_FILE, Act, AuditFilter

CHECK = "`.venv/bin/python -m db check`"
ROW_PX, MOST_ROWS = 35, 14


def chain(viewer: Viewer, words: Words) -> None:
    """What a check of the newest acts finds, each time the page is drawn."""
    found = read(audit_chain.newest, viewer=viewer)
    if not found.faults:
        checked = i18n.t("audit.unbroken", count=found.checked, at=i18n.clock(reference.now()))
        st.caption(f":material/verified: {checked}")
        return
    lines = [_fault(each, words) for each in found.faults]
    said = "\n".join(f"- {plain(line)}" for line in dict.fromkeys(lines))
    st.error(f"{i18n.t('audit.broken', command=CHECK)}\n{said}", icon=":material/gpp_bad:")


def _fault(broken: Broken, words: Words) -> str:
    said = i18n.t(
        f"audit.fault.{broken.fault}",
        row=str(broken.entry_id or ""),
        place=str(broken.place),
        until=str(broken.until),
    )
    if broken.at is None or broken.fault not in (Fault.CHANGED, Fault.INSERTED):
        return said
    at = i18n.moment(broken.at.astimezone(words.zone))
    return i18n.joined(f"{said} {at}", words.acts.get(broken.action, words.other_act))


def table(acts: Sequence[Act], words: Words) -> None:
    """A row an act, where there is room."""
    frame = words.table(acts)
    frame[words.columns["at"]] = [_moment(act, words) for act in acts]
    empty = [words.columns[name] for name in ("reason", "fields") if not any(_of(acts, name))]
    st.dataframe(
        frame.drop(columns=empty),
        hide_index=True,
        key="acts_table",
        height=ROW_PX * (min(len(frame), MOST_ROWS) + 1) + 3,
        row_height=ROW_PX,
        alt=i18n.tn("audit.table", len(acts)),
    )


def _of(acts: Sequence[Act], name: str) -> list[object]:
    return [getattr(act, name) for act in acts]


def lines(acts: Sequence[Act], words: Words) -> None:
    """A line an act, on a phone."""
    for act in acts:
        with st.container(border=True, key=f"acts_line_{act.id}"):
            st.markdown(
                f"**{plain(words.what(act))}** · {plain(i18n.bidi_isolated(words.who(act)))}"
            )
            parts = [_moment(act, words), words.about_what(act), words.field_names(act)]
            st.caption(plain(i18n.line(*parts, words.reason(act))))


def _moment(act: Act, words: Words) -> str:
    at = words.at(act)
    return i18n.joined(i18n.day_cell(at.date()), i18n.clock(at))


def files(viewer: Viewer, wanted: AuditFilter, words: Words) -> None:
    """What the filters choose, as files; who takes one is itself written down."""
    reader, name = exports.reader(), f"{file_names.stem(_parts(wanted))}"
    with st.container(horizontal=True, vertical_alignment="center", key="acts_files"):
        for kind, make in _makers(viewer, replace(wanted, after=None), words).items():
            st.download_button(
                kind.upper(),
                reader.checked(f"{name}.{kind}", make),
                file_name=f"{name}.{kind}",
                key=f"acts_file_{kind}",
                on_click="ignore",
                type="tertiary",
            )
        st.caption(i18n.t("audit.files", count=MOST_IN_A_FILE))


def _parts(wanted: AuditFilter) -> list[str]:
    """The days that are chosen; never the person."""
    days = [f"{day:%Y-%m-%d}" for day in (wanted.start, wanted.end) if day]
    return ["audit log", *(days or [f"{reference.today():%Y-%m-%d}"])]


def _makers(viewer: Viewer, wanted: AuditFilter, words: Words) -> dict[str, Make]:
    """What makes each kind of file; the language is that of the page, and is asked now."""
    language, rtl, title = i18n.language(), i18n.is_rtl(), i18n.t("page.audit_log")
    about = About(
        name=i18n.t("file.about"),
        lines=[(i18n.t("file.what"), title), ("", reference.programme().name)],
        contents=i18n.t("file.contents"),
    )

    def frame() -> pd.DataFrame:
        return words.table(read(audit_log.listed, wanted, viewer=viewer, limit=MOST_IN_A_FILE))

    return {
        "csv": lambda: csv_bytes(frame(), language),
        "xlsx": lambda: xlsx_bytes([Sheet(name=title, title=title, table=frame())], about, rtl=rtl),
    }
