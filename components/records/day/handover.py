"""Things are handed over to a colleague of the same agency, with a reason of a list."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import streamlit as st

from components.fields import reason
from components.language import i18n
from components.language.plain import plain
from components.reads import reference
from components.saving.problems import Problems
from components.saving.submit import submit
from db.access.viewer import Viewer
from db.actions import tasks
from db.inputs.tasks import Handover
from db.queries.colleagues import Colleague

#: What is said once it is done: how many things went, and to whom.
Done = Callable[[int, str], None]


def takers(colleagues: Iterable[Colleague], agency_id: int) -> dict[int, Colleague]:
    """Who of them can take over in an agency, by account."""
    return {each.account_id: each for each in colleagues if each.agency_id == agency_id}


def draw(
    viewer: Viewer,
    form: str,
    found: dict[int, Colleague],
    extent: dict[str, Any],
    *,
    done: Done,
) -> None:
    """To whom of ``found`` and why; ``extent`` says what goes (see ``Handover``)."""
    if not found:
        return
    label = i18n.t("day.hand_over")
    st.markdown(f"**{label}**")
    problems, today = Problems(form), reference.today()
    to_account = st.pills(
        i18n.t("day.hand_over.to"),
        list(found),
        format_func=lambda each: _named(found[each], today),
        key=f"{form}_to",
    )
    problems.beside("to_account", i18n.t("day.hand_over.to"))
    why = reason.choose(form, i18n.t("day.hand_over.why"), "HANDOVER_REASON", problems)
    problems.summary()
    if not st.button(label, key=f"{form}_send", icon=":material/forward:", width="stretch"):
        return
    raw = {"to_account": to_account, "reason": why, **extent}
    if sent := submit(tasks.hand_over, Handover, raw, viewer, problems):
        done(sent.value, found[to_account or 0].name)


def _named(each: Colleague, today: date) -> str:
    if each.from_on > today:
        return plain(i18n.t("day.from_day", name=each.name, day=i18n.day_short(each.from_on)))
    return plain(i18n.bidi_isolated(each.name))
