"""Reports: the donor's, the sheet of what was learnt, and a week on one page; and their files."""

from functools import partial

import streamlit as st

from components.language import i18n
from components.language.plain import plain
from components.programme.reports import form
from components.reads import approvals, figures
from components.reads.read import read
from components.results.reports import files, parts, told, view
from components.results.reports.files import Report
from components.visit import session
from db.access.permissions import Permission
from db.queries import reports

viewer = session.require(Permission.REPORTS_WRITE)
st.title(i18n.t("page.reports"))
first = st.container(key="results_answer")
version = figures.version()
kind = view.kind()
with st.container(horizontal=True, key="reports_of"):
    span = view.span(kind)
    asked = view.asked(viewer, kind, span, version)
top = first.container(horizontal=True, key="reports_files")
with first, st.container(key="answer"):
    st.markdown(plain(parts.answer(asked)))
    st.markdown(i18n.t(f"reports.lead.{kind}"))
st.caption(plain(approvals.line(viewer, asked.wanted, version)))
is_written = kind != "WEEK"
of = view.report_of(kind, span)
stored = read(reports.texts, of, viewer=viewer) if is_written else {}
said = form.draw(viewer, of, stored, partial(told.draw, asked)) if is_written else None
with top:
    # After the fields: the file says what stands in them.
    texts = said.texts if said else {}
    files.draw(Report(kind=kind, span=span, asked=asked, texts=texts), said.save if said else None)
if not is_written:
    told.week(asked)
