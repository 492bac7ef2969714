"""Before a new person is saved: whether they are known already, where a name was typed."""

from __future__ import annotations

from typing import Any

from components.fields import known_people
from components.fields.known_people import WITH, NameFields
from components.records.kinds import INTERVENTION
from components.saving.draft import Draft
from components.saving.problems import Problems
from components.saving.submit import submit
from db.access.viewer import Viewer
from db.actions import duplicates
from db.errors import InvalidInput, Problem
from db.inputs.duplicates import Look

FORM = INTERVENTION.name


def settled(raw: dict[str, Any], draft: Draft, problems: Problems, viewer: Viewer) -> bool:
    """Whether it can be saved: nobody was found, or somebody has said that it is none of them.

    ``raw`` gets the names and what was said of those found. It is asked once for one name.
    """
    fields: NameFields | None = raw.pop("name_fields", None)
    if fields is None or not any(fields.typed.values()):
        return True
    of, asked = _of(raw, draft, fields), {name: raw["new_case"][name] for name in WITH}
    found = known_people.held(FORM, of)
    if found is None:
        answer = submit(duplicates.look, Look, {**fields.typed, **asked}, viewer, problems)
        if answer is None:
            return False
        found = known_people.answered(FORM, fields, of, answer.value)
        if found.is_anybody:
            key = "duplicates.read_first" if found.is_settled else "duplicates.look_first"
            problems.show(InvalidInput({"names": Problem(key)}))
            return False
    elif not found.is_settled:
        problems.show(InvalidInput({"names": Problem("duplicates.look_first")}))
        return False
    raw["names"] = {**fields.typed, **known_people.said(FORM, found)}
    return True


def redraw(raw: dict[str, Any], draft: Draft) -> None:
    """Those who were found for what stands in the fields."""
    fields: NameFields | None = raw.get("name_fields")
    if fields is None or raw.get("new_case") is None:
        return
    if found := known_people.held(FORM, _of(raw, draft, fields)):
        known_people.show(FORM, fields, found)


def _of(raw: dict[str, Any], draft: Draft, fields: NameFields) -> tuple[Any, ...]:
    """What was asked: another name, year or sex is another question, and so is the next entry."""
    return (
        draft.submission_id,
        *fields.typed.values(),
        *(raw["new_case"][name] for name in WITH),
    )
