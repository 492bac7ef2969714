"""Keep what a manager says in a report, beside what was said there before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session

from db import audit
from db.access.permissions import Permission, require
from db.access.viewer import AccountId
from db.actions.edit_conflicts import locked_programme, refuse_stale_cells
from db.errors import AppError
from db.inputs.reports import ReportOf, ReportTexts, refuse_long
from db.models import ReportKind, ReportText
from db.queries.reports import Said, current_texts, texts


def write(session: Session, data: ReportTexts, *, by: AccountId) -> int:
    """Store each part whose words differ, or nothing; returns how many those were.

    Raises ``InvalidInput`` by part, and ``EditConflict`` for parts that say something else by
    now.
    """
    viewer = require(session, by, Permission.REPORTS_WRITE)
    refuse_long(data.report, data.cells)
    # Of two managers at once the later one waits here.
    locked_programme(session)
    of = ReportOf(data.report, data.starts_on, data.ends_on)
    stored = texts(session, of, viewer=viewer)
    said = current_texts(of, stored)
    changed = {part: text for part, text in data.cells.items() if text != said[part]}
    if not changed:
        raise AppError("error.nothing_changed")
    seen = {part: data.seen.get(part, "") for part in changed}
    refuse_stale_cells(seen, said, lambda parts: _last(stored, parts))
    for part, text in changed.items():
        row = ReportText(
            report=ReportKind(data.report),
            starts_on=data.starts_on,
            ends_on=data.ends_on,
            part=part,
            text=text,
            written_by=by,
        )
        session.add(row)
        session.flush()
        audit.record(session, viewer, "report.write", "report_text", row.id)
    return len(changed)


def _last(stored: Mapping[str, Said], parts: frozenset[str]) -> tuple[str, datetime | None]:
    """Who wrote one of these parts last."""
    last = max((stored[part] for part in parts), key=lambda each: each.written_at)
    return last.author, last.written_at
