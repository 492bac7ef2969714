"""People who never came, met outside of the agency: one tap a person, and nothing kept of them."""

from __future__ import annotations

import time
import uuid

import streamlit as st

from components.language import i18n
from components.reads import labels, reference
from components.reads.read import read
from components.saving.problems import Problems
from components.saving.save import save
from components.saving.submit import submit
from db.access.viewer import Viewer
from db.actions import non_users as actions
from db.codes import NO_NEED, TRIED
from db.inputs.non_users import NonUserInput
from db.queries import non_users

FORM = "non_users"
#: The second touch of a double tap is nobody else.
GUARD_SECONDS = 0.6
#: What was counted on this screen and may be taken back, the last one last; when it was touched.
_COUNTED, _TOUCHED = "non_users_counted", "non_users_touched"


def agency(places: list[int]) -> int:
    """For which agency one is out today: asked only of who is posted in more than one."""
    if len(places) == 1:
        return places[0]
    chosen = st.pills(
        i18n.t("entry.agency"),
        places,
        format_func=lambda each: labels.agency(each, short=True),
        default=places[0],
        required=True,
        key=f"{FORM}_agency",
    )
    return chosen or places[0]


def draw(agency_id: int, viewer: Viewer) -> None:
    """What was counted so far, then an answer a button."""
    problems = Problems(FORM)
    top = st.container(key=f"{FORM}_top")
    st.markdown(i18n.t("non_users.question", institution=reference.programme().institution))
    touched = _answers()
    problems.summary()
    if touched is not None and _is_meant():
        _count(agency_id, touched, viewer, problems)
    with top:
        _so_far(agency_id, viewer, problems)


def _answers() -> str | None:
    """The answer that was touched, if any."""
    offered = labels.choices("NON_USER")
    first = [each for each in (NO_NEED, TRIED) if each in offered]
    touched = [each for each in first if _button(each, offered[each])]
    st.markdown(i18n.t("non_users.why_not"))
    reasons = [each for each in offered if each not in first]
    touched += [each for each in reasons if _button(each, offered[each])]
    return next(iter(touched), None)


def _button(code: str, label: str) -> bool:
    return st.button(label, key=f"{FORM}_answer_{code.lower()}", width="stretch")


def _is_meant() -> bool:
    last: float | None = st.session_state.get(_TOUCHED)
    st.session_state[_TOUCHED] = now = time.monotonic()
    return last is None or now - last >= GUARD_SECONDS


def _counted() -> list[NonUserInput]:
    found: list[NonUserInput] = st.session_state.setdefault(_COUNTED, [])
    return found


def _count(agency_id: int, answer: str, viewer: Viewer, problems: Problems) -> None:
    raw = {"agency_id": agency_id, "answer": answer, "submission_id": str(uuid.uuid4())}
    if submit(actions.count, NonUserInput, raw, viewer, problems) is not None:
        _counted().append(NonUserInput(**raw))


def _so_far(agency_id: int, viewer: Viewer, problems: Problems) -> None:
    """The number of today; and the last one, which may be taken back. The button is there from the
    first, so that those below it stay where they are."""
    place = st.empty()
    last = next(iter(_counted()[-1:]), None)
    said = labels.label("NON_USER", last.answer) if last else "—"
    wanted = st.button(
        i18n.t("non_users.undo", answer=said),
        key=f"{FORM}_undo",
        icon=":material/undo:",
        width="stretch",
        disabled=last is None,
    )
    if wanted and last is not None and _is_meant():
        save(actions.undo, last, by=viewer.account_id, problems=problems)
        # Of yesterday, or taken back in another tab: either way there is nothing to undo.
        _counted().pop()
        st.rerun()
    today = read(non_users.counted_today, agency_id, viewer=viewer)
    place.info(i18n.tn("non_users.today", today), icon=":material/group:")
