"""What the forms of a fact about one person share: saving it, and what is said of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from components.fields.known_folded import NEW
from components.fields.persons import Chosen
from components.language import i18n
from components.reads import labels
from components.records import ending
from components.records.ending import Ending, Said
from components.records.kinds import INTERVENTION, Kind
from components.records.links import PERSON
from components.saving.draft import Draft
from components.saving.problems import Problems
from components.saving.saved import Result
from components.visit import navigation
from db.access.viewer import Viewer
from db.actions import events
from db.actions.rows import Stored
from db.records import BY_NAME

#: What a stored row is called, where its type alone would not say it.
Named = Callable[[Any], str | None]


def save_new(
    kind: Kind,
    who: Chosen,
    raw: dict[str, Any],
    draft: Draft,
    problems: Problems,
    viewer: Viewer,
    named: Named | None = None,
) -> None:
    """Save a new entry of a kind with a ``stored_key``."""

    raw = raw | {"case_id": who.ids[0]}
    if ending.save_new(kind, raw, draft, problems, viewer, said(kind, draft, named)):
        st.rerun()


def meet_first(draft: Draft) -> None:
    """Whoever is new is met before they are sent on, trained or placed: the way there."""
    if st.button(
        i18n.t("entry.who.new_first"),
        key=f"{draft.form}_new_first",
        type="tertiary",
        icon=":material/person_add:",
    ):
        navigation.go(INTERVENTION.page, **{PERSON: NEW})


def said(kind: Kind, draft: Draft, named: Named | None = None) -> Said:
    """What is said of the entry of this draft once it is stored."""

    def ended(stored: Stored[Any]) -> Ending:
        # From the stored row, which may be about another person than the screen.
        code = f"**{labels.card_code(stored.codes[0])}**"
        own = named(stored.row) if named else None
        what = own or labels.label(kind.types, stored.row.type)
        key = kind.stored_key_of(stored.row) if kind.stored_key_of else kind.stored_key
        sentence = i18n.t(key, code=code, kind=what)
        sentence = ending.dated(sentence, getattr(stored.row, BY_NAME[kind.name].day))
        return Ending(
            now=Result(
                form=kind.name,
                sentence=sentence,
                next_key=kind.next_key,
                undo=(events.undo, kind.name, draft.submission_id),
                person=ending.intervention_with(stored.row.case_id),
                ways=(ending.page_of(stored.codes[0]),),
                values=dict(draft.last),
            ),
            already=i18n.t("short_form.saved_already", code=code),
            differs=i18n.t("entry.already_differs", what=sentence),
        )

    return ended
