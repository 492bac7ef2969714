"""What managers decide of the programme's indicators: which are key, what they mean, why one is off
its path."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session, col, select

from db import audit
from db.access.clock import today
from db.access.permissions import Permission, require
from db.access.viewer import AccountId
from db.actions.targets import newest_version
from db.codes import LANGUAGES
from db.errors import AppError, InvalidInput, NotFound, Problem, invalid
from db.inputs.indicators import (
    EXPLAIN_FROM,
    EXPLAIN_TO,
    DefinitionInput,
    DeviationInput,
    IndicatorChoices,
    Words,
    checked_texts,
    cuts,
)
from db.inputs.parse import whole_number
from db.models import (
    Agency,
    Indicator,
    IndicatorNote,
    IndicatorTarget,
    IndicatorText,
    IndicatorVersion,
)


def choose(session: Session, data: IndicatorChoices, *, by: AccountId) -> int:
    """Which indicators are key, and when each asks for a sentence; returns how many changed."""
    viewer = require(session, by, Permission.INDICATORS_MANAGE)
    query = select(Indicator).order_by(col(Indicator.sort)).with_for_update(key_share=True)
    rows = session.exec(query.execution_options(populate_existing=True)).all()
    wanted = _choices(data)
    problems: dict[str, Problem] = {}
    changed: list[Indicator] = []
    for row in rows:
        stands = (row.is_key, row.explain_over)
        if wanted.get(row.code, stands) == stands:
            continue
        changed.append(row)
        if data.seen.get(row.code) != stands:
            problems[f"explain_{row.code}"] = Problem("error.indicator_chosen")
    if problems:
        raise InvalidInput(problems)
    for row in changed:
        row.is_key, row.explain_over = wanted[row.code]
        audit.record(
            session,
            viewer,
            "indicator.choose",
            "indicator",
            row.code,
            fields=["explain_over", "is_key"],
            changes_results=True,
        )
    return len(changed)


def _choices(data: IndicatorChoices) -> dict[str, tuple[bool, int]]:
    found: dict[str, tuple[bool, int]] = {}
    problems: dict[str, Problem] = {}
    for code, typed in data.explain_over.items():
        try:
            number = whole_number(typed.removesuffix("%").strip())
        except ValueError:
            number = 0
        if not EXPLAIN_FROM <= number <= EXPLAIN_TO:
            problems[f"explain_{code}"] = Problem(
                "error.explain_over", least=EXPLAIN_FROM, most=EXPLAIN_TO
            )
        found[code] = (data.is_key.get(code, False), number)
    if problems:
        raise InvalidInput(problems)
    return found


def define(session: Session, data: DefinitionInput, *, by: AccountId) -> int:
    """Another version of a definition; returns its number. What is counted stays as it is: that is
    the program's. Figures, targets and sentences of before keep the version they were made under.
    """
    viewer = require(session, by, Permission.INDICATORS_MANAGE)
    if session.get(Indicator, data.code, with_for_update={"key_share": True}) is None:
        raise NotFound("error.not_found")
    last = newest_version(session, data.code)
    if last.number != data.seen:
        raise invalid("reason", "error.indicator_defined", version=last.number)
    texts = checked_texts(data.texts)
    if not set(data.breakdowns) <= set(cuts(data.code)):
        raise invalid("breakdowns", "error.unknown_choice")
    made = _of_version(data)
    fields = [name for name, value in made.items() if getattr(last, name) != value]
    fields += _reworded(session, last, texts)
    if not fields:
        raise AppError("error.nothing_changed")
    number = _add_version(session, last, texts, reason=data.reason, made_by=by, **made)
    audit.record(
        session,
        viewer,
        "indicator.define",
        "indicator",
        data.code,
        fields=fields,
        reason=data.reason,
        changes_results=True,
    )
    return number


def _of_version(data: DefinitionInput) -> dict[str, Any]:
    """What a version says beside its texts."""
    return {
        "level": data.level,
        "frequency": data.frequency,
        "is_falling": data.is_falling,
        "breakdowns": ",".join(data.breakdowns),
    }


def _add_version(session: Session, last: IndicatorVersion, texts: Words, **made: Any) -> int:
    """The version after ``last``, which counts as that one; its number."""
    version = IndicatorVersion(
        indicator=last.indicator,
        number=last.number + 1,
        counts=last.counts,
        adds_up=last.adds_up,
        **made,
    )
    session.add(version)
    session.flush()
    for language, said in texts.items():
        session.add(IndicatorText(version_id=version.id, language=language, **said))
    return version.number


def _reworded(session: Session, last: IndicatorVersion, texts: Words) -> list[str]:
    """The fields that say something else in some language."""
    found = set()
    for language in LANGUAGES:
        row = session.get_one(IndicatorText, (last.id, language))
        found |= {name for name, said in texts[language].items() if getattr(row, name) != said}
    return sorted(found)


def explain(session: Session, data: DeviationInput, *, by: AccountId) -> int:
    """Keep why a figure is off its path, with the period of its target; returns the sentence's id.

    A later sentence on the same period stands beside the earlier one; the newest said again by its
    author is one.
    """
    viewer = require(session, by, Permission.INDICATORS_MANAGE)
    # Of two equal sentences at once the later waits here and finds the first.
    session.get(Indicator, data.code, with_for_update={"key_share": True})
    version = newest_version(session, data.code)
    _check_period(session, data)
    if (known := _same_note(session, data, by)) is not None:
        return known
    note = IndicatorNote(
        **data.model_dump(include={"agency_id", "due_on", "as_of", "value", "expected"}),
        indicator=data.code,
        sentence=data.sentence,
        version_id=version.id,
        written_by=by,
    )
    session.add(note)
    session.flush()
    audit.record(
        session,
        viewer,
        "indicator.explain",
        "indicator",
        data.code,
        fields=["sentence"],
        changes_results=True,
    )
    return note.id


def _check_period(session: Session, data: DeviationInput) -> None:
    if data.agency_id is not None and session.get(Agency, data.agency_id) is None:
        raise NotFound("error.not_found")
    target = session.exec(
        select(IndicatorTarget).where(
            IndicatorTarget.indicator == data.code,
            col(IndicatorTarget.agency_id) == data.agency_id,
            IndicatorTarget.due_on == data.due_on,
        )
    ).first()
    if target is None:
        raise NotFound("error.indicator_no_target")
    if data.as_of > today(session):
        raise invalid("as_of", "error.in_the_future")


def _same_note(session: Session, data: DeviationInput, by: AccountId) -> int | None:
    """The newest sentence of this period, where it is the same: its answer was lost."""
    last = session.exec(
        select(IndicatorNote)
        .where(
            IndicatorNote.indicator == data.code,
            col(IndicatorNote.agency_id).is_not_distinct_from(data.agency_id),
            IndicatorNote.due_on == data.due_on,
        )
        .order_by(col(IndicatorNote.id).desc())
    ).first()
    if last is None:
        return None
    said = (last.written_by, last.as_of, last.sentence)
    return last.id if said == (by, data.as_of, data.sentence) else None
