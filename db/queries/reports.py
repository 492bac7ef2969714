"""What managers say in a report of a period."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from db.access.permissions import Permission, require
from db.access.viewer import Viewer
from db.inputs.reports import PARTS, ReportOf
from db.models import Account, ReportKind, ReportText


@dataclass(frozen=True, kw_only=True)
class Said:
    """The words of one part, and who wrote them when."""

    text: str
    author: str
    written_at: datetime


def texts(session: Session, wanted: ReportOf, *, viewer: Viewer) -> dict[str, Said]:
    """The newest words of each part; a part whose words were taken away has an empty text."""
    require(session, viewer.account_id, Permission.REPORTS_WRITE)
    query = (
        sa.select(ReportText, col(Account.display_name))
        .join(Account, col(Account.id) == col(ReportText.written_by))
        .where(
            col(ReportText.report) == ReportKind(wanted.report),
            col(ReportText.starts_on) == wanted.starts_on,
            col(ReportText.ends_on) == wanted.ends_on,
        )
        .order_by(col(ReportText.id))
    )
    return {
        row.part: Said(text=row.text, author=author, written_at=row.written_at)
        for row, author in session.execute(query)
    }


def current_texts(of: ReportOf, stored: Mapping[str, Said]) -> dict[str, str]:
    """What stands in each part of the report, in its order."""
    return {part: stored[part].text if part in stored else "" for part in PARTS[of.report]}
