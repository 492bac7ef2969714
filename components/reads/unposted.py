"""What an agent reads on a day on which no posting lets them record."""

from __future__ import annotations

from components.language import i18n
from components.reads import labels
from components.reads.read import read
from db.access.viewer import Viewer
from db.queries import postings


def unposted(viewer: Viewer) -> str:
    """When the next posting begins, or whom to ask for one."""
    ahead = read(postings.own_next, viewer=viewer)
    if ahead is None:
        return i18n.t("day.no_posting")
    agency, day = ahead
    return i18n.t("day.posting_ahead", agency=labels.agency(agency), day=i18n.day(day))
