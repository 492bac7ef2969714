"""The steps of the placement page: its two views, saving, and what is said afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import streamlit as st

from components.fields import dates, long_list
from components.fields import view as views
from components.language import i18n
from components.reads import labels
from components.reads.labels import card_code
from components.reads.read import read
from components.records import ending, recording
from components.records.kinds import PLACEMENT, RETENTION
from components.records.links import CHECK
from components.records.placement import checks
from components.saving import draft as drafts
from components.saving import form_footer, saved
from components.saving.draft import Draft, begin_anew
from components.saving.problems import Problems
from components.saving.saved import Link, Result
from components.saving.submit import submit_draft
from components.visit import navigation
from db.access.viewer import Viewer
from db.actions import retention as answers
from db.codes import RetentionStatus
from db.queries import placement_details, retention
from db.queries.retention import DueCheck

NEW, DUE = "new", "due"
_LIST = "retention_due"


def view(due_count: int) -> str:
    """A new placement, or the checks that wait; a link to one check opens the latter."""
    names = {NEW: i18n.t("placement_form.new"), DUE: i18n.t("placement_form.due", count=due_count)}
    first = DUE if CHECK in st.query_params else None
    return views.choose(PLACEMENT.name, i18n.t("placement_form.view"), names, first=first)


def wanted_check(viewer: Viewer) -> DueCheck | None:
    """The check that the address names; where it is open no more, the page says why.

    One's own answer is confirmed: the address outlives a session in which that was not seen.
    """
    wanted = navigation.link_id(st.query_params.get(CHECK, ""))
    if wanted is None:
        _close()
        return None
    check = read(retention.due_check, wanted, viewer=viewer)
    if check is None:
        draft = drafts.start(checks.form(wanted), viewer)
        given = read(retention.own_answer, wanted, viewer=viewer)
        # What was typed after it, on another device, is said to be too late below.
        if given is not None and not draft.was_restored:
            said = _said(given.case_code, given.status, given.done_on)
            saved.remember(replace(said, person=_person(given.case_id, given.status)))
            # The list follows: in this session nobody has opened it yet.
            st.query_params["view"] = DUE
            _leave()
        st.info(i18n.t("error.check_not_open"), icon=":material/info:")
        _forget(draft, viewer)
    return check


def _forget(draft: Draft, viewer: Viewer) -> None:
    """The address of a check that nobody asks for any more; what was begun of its answer is thrown
    away by its author."""
    if not draft.was_restored:
        _close()
        return
    if st.button(i18n.t("draft.throw_away"), key=f"{draft.form}_throw_away"):
        drafts.throw_away(draft, viewer)
        _leave()


def warn_of_jobs(case_ids: Sequence[int], raw: dict[str, Any], viewer: Viewer) -> None:
    """Say what stands of the person already: a new job leaves it as it is, and may be the same."""
    for job in read(placement_details.jobs, case_ids[0], viewer=viewer) if case_ids else ():
        kind = labels.label(PLACEMENT.types, job.type)
        if (job.type, job.starts_on) == (raw["type"], raw["starts_on"]):
            said = i18n.t("placement_more.same", kind=kind, day=job.starts_on)
            st.warning(said, icon=":material/content_copy:")
        elif job.ended_on is None:
            said = i18n.t("placement_more.stands", kind=kind, day=job.starts_on)
            st.info(said, icon=":material/work:")


def choose(total: int, viewer: Viewer) -> None:
    """The list of checks that wait."""
    due = read(retention.due_checks, limit=long_list.limit(_LIST), viewer=viewer)
    if not due:
        st.info(i18n.t("retention_form.none_due"), icon=":material/event_available:")
    touched = checks.choose(due)
    if touched is not None:
        st.query_params[CHECK] = str(touched)
        st.rerun()
    long_list.button(_LIST, total)


def answer(check: DueCheck, viewer: Viewer) -> None:
    """One check, its answer, and the way back to the list."""
    problems = Problems(RETENTION.name)
    draft = recording.start(checks.form(check.id), viewer, dates.dated_text)
    recording.show_restored(draft, viewer)
    known = read(placement_details.known, check.id, viewer=viewer)
    checks.tell_passed_over(read(retention.passed_over, check.id, viewer=viewer))
    raw = checks.draw(check, draft, known, problems)
    draft.flush(viewer)
    save = form_footer.Button(name="save", label=i18n.t("retention_form.save"), is_main=True)
    lacks = form_footer.lacking({"retention_form.status": raw["status"]})
    if form_footer.draw(draft, problems, viewer, save, out=_TO_LIST, lacks=lacks) == save.name:
        _save_answer(check, raw, draft, problems, viewer)


def _save_answer(
    check: DueCheck, raw: dict[str, Any], draft: Draft, problems: Problems, viewer: Viewer
) -> None:
    if submit_draft(*RETENTION.record, raw, draft, problems, viewer) is None:
        return
    begin_anew(draft.form)
    person = _person(check.case_id, raw["status"])
    said = _said(check.case_code, raw["status"], raw["done_on"])
    saved.remember(replace(said, person=person, undo=(answers.undo, check.id)))
    _close()
    st.rerun()


def _said(case_code: str, status: str, done_on: date) -> Result:
    code, answer = f"**{card_code(case_code)}**", labels.label(RETENTION.types, status)
    sentence = i18n.t("retention_form.saved", code=code, status=answer)
    return Result(
        form=PLACEMENT.name,
        sentence=ending.dated(sentence, done_on),
        next_key=RETENTION.next_key,
    )


def _person(case_id: int, status: str) -> Link | None:
    """The same person may be met again, unless they have died."""
    return None if status == RetentionStatus.DIED else ending.intervention_with(case_id)


def _close() -> None:
    st.query_params.pop(CHECK, None)


def _leave() -> None:
    _close()
    st.rerun()


_TO_LIST = form_footer.WayOut("retention_form.back", _leave)
